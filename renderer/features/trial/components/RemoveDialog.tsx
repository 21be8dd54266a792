import type { TimePoint } from '../../../../electron/core/contract/trial.ts';
import { t } from '../../../i18n/index.ts';
import { TextField } from '../../../ui/index.ts';
import { editReason, removeTimePoint } from '../actions.ts';
import { checkReason } from '../forms.ts';
import { timePointName } from '../model.ts';
import { useRecord } from '../store.ts';
import { FormDialog } from './FormDialog.tsx';

export function RemoveDialog({ subjectId, timePoint }: { readonly subjectId: string; readonly timePoint: TimePoint }) {
  const reason = useRecord((state) => state.reasons[timePoint.id] ?? '');
  return (
    <FormDialog
      title={t('timePoint.removeTitle', { name: timePointName(timePoint.kind), date: timePoint.date })}
      submitLabel={t('timePoint.remove')}
      danger
      size="sm"
      checked={checkReason(reason)}
      onSubmit={(given) => removeTimePoint(subjectId, timePoint.id, given)}
    >
      {(errors) => (
        <>
          <p>{t('timePoint.removeText')}</p>
          <TextField
            label={t('timePoint.removeReason')}
            value={reason}
            error={errors.reason}
            maxLength={500}
            autoFocus
            onChange={(text) => {
              editReason(timePoint.id, text);
            }}
          />
        </>
      )}
    </FormDialog>
  );
}
