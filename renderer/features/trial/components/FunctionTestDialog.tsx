import { tracer, type Subject } from '../../../../electron/core/contract/trial.ts';
import { localDate } from '../../../../electron/core/domain/dates.ts';
import { t } from '../../../i18n/index.ts';
import { DateField, Grid, NumberField, Select } from '../../../ui/index.ts';
import { storeFunctionTest } from '../actions.ts';
import { functionTestDraftOf, type FunctionTestDraft } from '../drafts.ts';
import { checkFunctionTest, dateNotes, withReason, type Errors } from '../forms.ts';
import { useKeptDraft } from '../keeping.ts';
import { FormDialog } from './FormDialog.tsx';
import { NoteField } from './NoteField.tsx';
import { ReasonField } from './ReasonField.tsx';

/** Adds a function test, or corrects it. */
export function FunctionTestDialog({
  subject,
  entryId,
}: {
  readonly subject: Subject;
  readonly entryId: string | null;
}) {
  const key = { form: 'function_test', subjectId: subject.id, entryId } as const;
  const [draft, edit] = useKeptDraft(
    key,
    functionTestDraftOf(subject.functionTests.find(({ id }) => id === entryId) ?? null),
  );
  const today = localDate(new Date());
  const others = subject.functionTests.filter(({ id }) => id !== entryId);
  const day = dateNotes(subject, { functionTests: [...others, { date: draft.date.trim() }] }, today);
  const title = t(entryId === null ? 'functionTest.add' : 'functionTest.correct');
  return (
    <FormDialog
      title={title}
      submitLabel={title}
      draftKey={key}
      checked={withReason(checkFunctionTest(draft, today), draft, entryId !== null)}
      onSubmit={(input) => storeFunctionTest({ subjectId: subject.id, entryId, ...input })}
    >
      {(errors) => (
        <>
          <DateField
            label={t('functionTest.date')}
            value={draft.date}
            error={errors.date ?? day.error}
            warning={day.warning}
            autoFocus
            onChange={(date) => {
              edit({ date });
            }}
          />
          <Measured draft={draft} errors={errors} edit={edit} />
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

function Measured(props: {
  readonly draft: FunctionTestDraft;
  readonly errors: Errors<FunctionTestDraft>;
  readonly edit: (change: Partial<FunctionTestDraft>) => void;
}) {
  const { draft, errors, edit } = props;
  return (
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
      <Select
        label={t('functionTest.tracer')}
        value={draft.tracer}
        options={tracer.options.map((value) => ({ value, label: t(`tracer.${value}`) }))}
        onChange={(value) => {
          edit({ tracer: value });
        }}
      />
      <NumberField
        label={t('functionTest.activity')}
        unit="MBq"
        value={draft.activityMbq}
        error={errors.activityMbq}
        onChange={(activityMbq) => {
          edit({ activityMbq });
        }}
      />
    </Grid>
  );
}
