import { outcomeReason, phlfGrade, type Subject } from '../../../../electron/core/contract/trial.ts';
import { localDate } from '../../../../electron/core/domain/dates.ts';
import { t } from '../../../i18n/index.ts';
import { DateField, Grid, NumberField, Select, TextField } from '../../../ui/index.ts';
import { editOutcome, setOutcome } from '../actions.ts';
import { checkOutcome, outcomeDraftOf, type Errors, type OutcomeDraft } from '../forms.ts';
import { useRecord } from '../store.ts';
import { FormDialog } from './FormDialog.tsx';
import { NoteField } from './NoteField.tsx';

type Edit = (change: Partial<OutcomeDraft>) => void;
interface PartProps {
  readonly draft: OutcomeDraft;
  readonly errors: Errors<OutcomeDraft>;
  readonly edit: Edit;
}

/** Records what became of the subject, or corrects it with a reason. */
export function OutcomeDialog({ subject }: { readonly subject: Subject }) {
  const typed = useRecord((state) => state.outcomes[subject.id]);
  const draft = typed ?? outcomeDraftOf(subject.outcome);
  const isCorrection = subject.outcome !== null;
  const title = t(isCorrection ? 'outcome.correct' : 'outcome.add');
  const edit: Edit = (change) => {
    editOutcome(subject.id, { ...draft, ...change });
  };
  return (
    <FormDialog
      title={title}
      submitLabel={title}
      checked={checkOutcome(draft, localDate(new Date()), isCorrection)}
      onSubmit={(form) => setOutcome(subject.id, form)}
    >
      {(errors) => (
        <>
          <Decision draft={draft} errors={errors} edit={edit} />
          {draft.resectable === 'yes' && <Resection draft={draft} errors={errors} edit={edit} />}
          <NoteField
            value={draft.note}
            onChange={(note) => {
              edit({ note });
            }}
          />
          {isCorrection && (
            <TextField
              label={t('outcome.changeReason')}
              hint={t('outcome.changeReasonHint')}
              value={draft.changeReason}
              error={errors.changeReason}
              maxLength={500}
              onChange={(changeReason) => {
                edit({ changeReason });
              }}
            />
          )}
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

function Resection({ draft, errors, edit }: PartProps) {
  return (
    <Grid>
      <DateField
        label={t('outcome.resectionDate')}
        value={draft.resectionDate}
        error={errors.resectionDate}
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
