import { localDate } from '../../../../electron/core/domain/dates.ts';
import { t } from '../../../i18n/index.ts';
import { DateField, Grid, NumberField } from '../../../ui/index.ts';
import { addFunctionTest, editFunctionTest } from '../actions.ts';
import { checkFunctionTest, type FunctionTestDraft } from '../forms.ts';
import { functionTestDraft, useRecord } from '../store.ts';
import { FormDialog } from './FormDialog.tsx';
import { NoteField } from './NoteField.tsx';

export function FunctionTestDialog({ subjectId }: { readonly subjectId: string }) {
  const draft = useRecord((state) => functionTestDraft(state, subjectId));
  const edit = (change: Partial<FunctionTestDraft>) => {
    editFunctionTest(subjectId, change);
  };
  return (
    <FormDialog
      title={t('functionTest.add')}
      submitLabel={t('functionTest.add')}
      checked={checkFunctionTest(draft, localDate(new Date()))}
      onSubmit={(functionTest) => addFunctionTest(subjectId, functionTest)}
    >
      {(errors) => (
        <>
          <DateField
            label={t('functionTest.date')}
            value={draft.date}
            error={errors.date}
            autoFocus
            onChange={(date) => {
              edit({ date });
            }}
          />
          <Grid>
            <NumberField
              label={t('functionTest.uptake')}
              unit="%/min"
              value={draft.uptakePctPerMin}
              error={errors.uptakePctPerMin}
              onChange={(uptakePctPerMin) => {
                edit({ uptakePctPerMin });
              }}
            />
            <NumberField
              label={t('functionTest.share')}
              unit="%"
              value={draft.flrSharePct}
              error={errors.flrSharePct}
              onChange={(flrSharePct) => {
                edit({ flrSharePct });
              }}
            />
          </Grid>
          <NoteField
            value={draft.note}
            onChange={(note) => {
              edit({ note });
            }}
          />
        </>
      )}
    </FormDialog>
  );
}
