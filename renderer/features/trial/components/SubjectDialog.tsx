import { liverQuality, sex } from '../../../../electron/core/contract/trial.ts';
import { localDate } from '../../../../electron/core/domain/dates.ts';
import { t } from '../../../i18n/index.ts';
import { Grid, Select, TextField } from '../../../ui/index.ts';
import { addSubject, editSubject } from '../actions.ts';
import { checkSubject } from '../forms.ts';
import { qualityName, sexName } from '../model.ts';
import { useRecord } from '../store.ts';
import { FormDialog } from './FormDialog.tsx';
import { MeasureFields } from './MeasureFields.tsx';

export function SubjectDialog() {
  const draft = useRecord((state) => state.subject);
  return (
    <FormDialog
      title={t('record.newSubject')}
      submitLabel={t('record.addSubject')}
      checked={checkSubject(draft, localDate(new Date()))}
      onSubmit={addSubject}
    >
      {(errors) => (
        <>
          <TextField
            label={t('subject.code')}
            hint={t('subject.codeHint')}
            value={draft.code}
            error={errors.code}
            autoFocus
            maxLength={32}
            onChange={(code) => {
              editSubject({ code });
            }}
          />
          <Grid>
            <Select
              label={t('subject.sex')}
              value={draft.sex}
              error={errors.sex}
              options={sex.options.map((value) => ({ value, label: sexName(value) }))}
              onChange={(value) => {
                editSubject({ sex: value });
              }}
            />
            <Select
              label={t('subject.quality')}
              value={draft.liverQuality}
              options={liverQuality.options.map((value) => ({ value, label: qualityName(value) }))}
              onChange={(value) => {
                editSubject({ liverQuality: value });
              }}
            />
          </Grid>
          <fieldset className="record__fieldset">
            <legend>{t('subject.measureToo')}</legend>
            <MeasureFields draft={draft} errors={errors} onEdit={editSubject} />
            <p className="record__hint">{t('subject.measureLater')}</p>
          </fieldset>
        </>
      )}
    </FormDialog>
  );
}
