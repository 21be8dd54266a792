import {
  embolisationInput,
  embolisationMaterial,
  veins,
  type Subject,
} from '../../../../electron/core/contract/trial.ts';
import { localDate } from '../../../../electron/core/domain/dates.ts';
import { t } from '../../../i18n/index.ts';
import { CheckboxGroup, DateField, Grid, Select } from '../../../ui/index.ts';
import { addEmbolisation, editEmbolisation } from '../actions.ts';
import { checkEmbolisation, embolisationWarning, wrongVeins, type EmbolisationDraft } from '../forms.ts';
import { embolisationDraft, useRecord } from '../store.ts';
import { EmbolisationDetailsFields } from './EmbolisationDetailsFields.tsx';
import { FormDialog } from './FormDialog.tsx';
import { NoteField } from './NoteField.tsx';

export function EmbolisationDialog({ subject }: { readonly subject: Subject }) {
  const draft = useRecord((state) => embolisationDraft(state, subject.id));
  const edit = (change: Partial<EmbolisationDraft>) => {
    editEmbolisation(subject.id, change);
  };
  const wrong = wrongVeins(draft);
  return (
    <FormDialog
      title={t('embolisation.add')}
      submitLabel={t('embolisation.add')}
      checked={checkEmbolisation(draft, localDate(new Date()))}
      onSubmit={(embolisation) => addEmbolisation(subject.id, embolisation)}
    >
      {(errors) => (
        <>
          <Grid>
            <DateField
              label={t('embolisation.date')}
              value={draft.date}
              error={errors.date}
              warning={embolisationWarning(draft.date, subject)}
              autoFocus
              onChange={(date) => {
                edit({ date });
              }}
            />
            <Select
              label={t('embolisation.kind')}
              value={draft.kind}
              error={errors.kind}
              options={embolisationInput.shape.kind.options.map((value) => ({ value, label: t(`kind.${value}`) }))}
              onChange={(kind) => {
                edit({ kind });
              }}
            />
          </Grid>
          <CheckboxGroup
            label={t('embolisation.portal')}
            value={draft.portalBranches}
            error={errors.portalBranches ?? wrong.portalBranches}
            options={veins.portal.options.map((value) => ({ value, label: t(`portal.${value}`) }))}
            onChange={(portalBranches) => {
              edit({ portalBranches });
            }}
          />
          <CheckboxGroup
            label={t('embolisation.hepatic')}
            value={draft.hepaticVeins}
            error={errors.hepaticVeins ?? wrong.hepaticVeins}
            options={veins.hepatic.options.map((value) => ({ value, label: t(`hepatic.${value}`) }))}
            onChange={(hepaticVeins) => {
              edit({ hepaticVeins });
            }}
          />
          <CheckboxGroup
            label={t('embolisation.materials')}
            value={draft.materials}
            error={errors.materials}
            options={embolisationMaterial.options.map((value) => ({ value, label: t(`material.${value}`) }))}
            onChange={(materials) => {
              edit({ materials });
            }}
          />
          <EmbolisationDetailsFields draft={draft} errors={errors} edit={edit} />
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
