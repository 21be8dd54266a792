import { outcomeReason, phlfGrade, type Subject } from '../../../../electron/core/contract/trial.ts';
import { localDate } from '../../../../electron/core/domain/dates.ts';
import { t } from '../../../i18n/index.ts';
import { DateField, Grid, NumberField, Select } from '../../../ui/index.ts';
import { setOutcome } from '../actions.ts';
import { outcomeDraftOf, type OutcomeDraft } from '../drafts.ts';
import { checkOutcome, dateNotes, type Errors } from '../forms.ts';
import { useKeptDraft } from '../keeping.ts';
import { FormDialog } from './FormDialog.tsx';
import { NoteField } from './NoteField.tsx';
import { ReasonField } from './ReasonField.tsx';

type Edit = (change: Partial<OutcomeDraft>) => void;
interface PartProps {
  readonly draft: OutcomeDraft;
  readonly errors: Errors<OutcomeDraft>;
  readonly edit: Edit;
}

/** Records what became of the subject, or corrects it with a reason. */
export function OutcomeDialog({ subject }: { readonly subject: Subject }) {
  const entryId = subject.outcome?.id ?? null;
  const key = { form: 'outcome', subjectId: subject.id, entryId } as const;
  const [draft, edit] = useKeptDraft(key, outcomeDraftOf(subject.outcome));
  const isCorrection = entryId !== null;
  const today = localDate(new Date());
  const typed = { decisionDate: draft.decisionDate.trim(), resectionDate: draft.resectionDate.trim() || null };
  const days = dateNotes(subject, { outcome: typed }, today);
  const title = t(isCorrection ? 'outcome.correct' : 'outcome.add');
  return (
    <FormDialog
      title={title}
      submitLabel={title}
      checked={checkOutcome(draft, today, isCorrection)}
      draftKey={key}
      onSubmit={(form) => setOutcome(subject.id, entryId, form)}
    >
      {(errors) => (
        <>
          <Decision draft={draft} errors={errors} edit={edit} />
          {draft.resectable === 'yes' && <Resection draft={draft} errors={errors} edit={edit} days={days} />}
          <NoteField
            value={draft.note}
            onChange={(note) => {
              edit({ note });
            }}
          />
          <ReasonField isShown={isCorrection} draft={draft} errors={errors} edit={edit} />
        </>
      )}
    </FormDialog>
  );
}

function Decision({ draft, errors, edit }: PartProps) {
  return (
    <Grid>
      <DateField
        label={t('outcome.decisionDate')}
        value={draft.decisionDate}
        error={errors.decisionDate}
        autoFocus
        onChange={(decisionDate) => {
          edit({ decisionDate });
        }}
      />
      <Select
        label={t('outcome.resectable')}
        value={draft.resectable}
        error={errors.resectable}
        options={(['yes', 'no'] as const).map((value) => ({ value, label: t(`outcome.${value}`) }))}
        onChange={(resectable) => {
          edit({ resectable });
        }}
      />
      {draft.resectable === 'no' && (
        <Select
          label={t('outcome.reason')}
          value={draft.reason}
          error={errors.reason}
          options={outcomeReason.options.map((value) => ({ value, label: t(`outcomeReason.${value}`) }))}
          onChange={(reason) => {
            edit({ reason });
          }}
        />
      )}
    </Grid>
  );
}

function Resection({ draft, errors, edit, days }: PartProps & { readonly days: ReturnType<typeof dateNotes> }) {
  return (
    <Grid>
      <DateField
        label={t('outcome.resectionDate')}
        value={draft.resectionDate}
        error={errors.resectionDate ?? days.error}
        warning={days.warning}
        onChange={(resectionDate) => {
          edit({ resectionDate });
        }}
      />
      <NumberField
        label={t('outcome.specimen')}
        unit="g"
        value={draft.specimenWeightG}
        error={errors.specimenWeightG}
        onChange={(specimenWeightG) => {
          edit({ specimenWeightG });
        }}
      />
      <Select
        label={t('outcome.phlf')}
        value={draft.phlfGrade}
        options={phlfGrade.options.map((value) => ({ value, label: t(`phlf.${value}`) }))}
        onChange={(grade) => {
          edit({ phlfGrade: grade });
        }}
      />
      <Select
        label={t('outcome.status90')}
        value={draft.status90Days}
        options={(['alive', 'dead'] as const).map((value) => ({ value, label: t(`status90.${value}`) }))}
        onChange={(status90Days) => {
          edit({ status90Days });
        }}
      />
    </Grid>
  );
}
