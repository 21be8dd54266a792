import {
  embolisationInput,
  embolisationMaterial,
  veins,
  type Subject,
} from '../../../../electron/core/contract/trial.ts';
import { localDate } from '../../../../electron/core/domain/dates.ts';
import { t } from '../../../i18n/index.ts';
import { CheckboxGroup, DateField, Grid, Select } from '../../../ui/index.ts';
import { useProtocol } from '../../volumetry/protocols.ts';
import { storeEmbolisation } from '../actions.ts';
import { embolisationDraftOf } from '../drafts.ts';
import { checkEmbolisation, dateNotes, embolisationWarning, withReason, wrongVeins } from '../forms.ts';
import { useKeptDraft } from '../keeping.ts';
import { EmbolisationDetailsFields } from './EmbolisationDetailsFields.tsx';
import { FormDialog } from './FormDialog.tsx';
import { NoteField } from './NoteField.tsx';
import { ReasonField } from './ReasonField.tsx';

/** Adds an embolisation, or corrects it. */
export function EmbolisationDialog({
  subject,
  entryId,
}: {
  readonly subject: Subject;
  readonly entryId: string | null;
}) {
  const key = { form: 'embolisation', subjectId: subject.id, entryId } as const;
  const [draft, edit] = useKeptDraft(
    key,
    embolisationDraftOf(subject.embolisations.find(({ id }) => id === entryId) ?? null),
  );
  const today = localDate(new Date());
  const protocol = useProtocol(subject);
  const others = subject.embolisations.filter(({ id }) => id !== entryId);
  const typed = { date: draft.date.trim(), details: { hepaticDate: null } };
  const day = dateNotes(subject, { embolisations: [...others, typed] }, today);
  const wrong = wrongVeins(draft);
  const title = t(entryId === null ? 'embolisation.add' : 'embolisation.correct');
  return (
    <FormDialog
      title={title}
      submitLabel={title}
      draftKey={key}
      checked={withReason(checkEmbolisation(draft, today), draft, entryId !== null)}
      onSubmit={(input) => storeEmbolisation({ subjectId: subject.id, entryId, ...input })}
    >
      {(errors) => (
        <>
          <Grid>
            <DateField
              label={t('embolisation.date')}
              value={draft.date}
              error={errors.date ?? day.error}
              warning={day.warning ?? embolisationWarning(draft.date, subject, protocol)}
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
          <ReasonField isShown={entryId !== null} draft={draft} errors={errors} edit={edit} />
        </>
      )}
    </FormDialog>
  );
}
