import { localDate } from '../../../../electron/core/domain/dates.ts';
import { t } from '../../../i18n/index.ts';
import { addMeasure, editMeasure } from '../actions.ts';
import { checkMeasure } from '../forms.ts';
import { measureDraft, useRecord } from '../store.ts';
import { FormDialog } from './FormDialog.tsx';
import { MeasureFields } from './MeasureFields.tsx';

export function MeasureDialog({ subjectId }: { readonly subjectId: string }) {
  const draft = useRecord((state) => measureDraft(state, subjectId));
  return (
    <FormDialog
      title={t('measure.add')}
      submitLabel={t('measure.add')}
      checked={checkMeasure(draft, localDate(new Date()))}
      onSubmit={(measure) => addMeasure(subjectId, measure)}
    >
      {(errors) => (
        <MeasureFields
          draft={draft}
          errors={errors}
          autoFocus
          onEdit={(change) => {
            editMeasure(subjectId, change);
          }}
        />
      )}
    </FormDialog>
  );
}
