import { t } from '../../../i18n/index.ts';
import { TextField } from '../../../ui/index.ts';

/** Why something recorded is changed; shown only where a reason is due. */
export function ReasonField(props: {
  readonly isShown: boolean;
  readonly draft: { readonly changeReason: string };
  readonly errors: { readonly changeReason?: string | undefined };
  readonly edit: (change: { readonly changeReason: string }) => void;
}) {
  const { isShown, draft, errors, edit } = props;
  if (!isShown) return null;
  return (
    <TextField
      label={t('entry.reason')}
      hint={t('entry.reasonHint')}
      maxLength={500}
      value={draft.changeReason}
      error={errors.changeReason}
      onChange={(changeReason) => {
        edit({ changeReason });
      }}
    />
  );
}
