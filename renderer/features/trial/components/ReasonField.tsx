import { t } from '../../../i18n/index.ts';
import { TextField } from '../../../ui/index.ts';

/** Why something recorded is changed; shown only where a reason is due. */
export function ReasonField(props: {
  readonly isShown: boolean;
  readonly value: string;
  readonly error?: string | undefined;
  readonly onChange: (reason: string) => void;
}) {
  const { isShown, ...field } = props;
  if (!isShown) return null;
  return <TextField label={t('entry.reason')} hint={t('entry.reasonHint')} maxLength={500} {...field} />;
}
