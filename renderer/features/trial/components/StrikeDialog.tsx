import { t } from '../../../i18n/index.ts';
import { TextField } from '../../../ui/index.ts';
import { editReason, strikeOut } from '../actions.ts';
import { checkReason } from '../forms.ts';
import { useRecord, type DialogState } from '../store.ts';
import { FormDialog } from './FormDialog.tsx';

type Strike = Extract<DialogState, { readonly form: 'strike' }>;

/** Takes an entry out of what counts. */
export function StrikeDialog({ subjectId, entity, entryId, name }: Strike) {
  const reason = useRecord((state) => state.reasons[entryId] ?? '');
  return (
    <FormDialog
      title={t('entry.strikeTitle', { name })}
      submitLabel={t('entry.strike')}
      danger
      size="sm"
      checked={checkReason(reason)}
      onSubmit={(given) => strikeOut({ subjectId, entity, entryId, reason: given })}
    >
      {(errors) => (
        <>
          <p>{t('entry.strikeText')}</p>
          <TextField
            label={t('entry.reason')}
            value={reason}
            error={errors.reason}
            maxLength={500}
            autoFocus
            onChange={(text) => {
              editReason(entryId, text);
            }}
          />
        </>
      )}
    </FormDialog>
  );
}
