import type { Subject } from '../../../../electron/core/contract/trial.ts';
import { localDate } from '../../../../electron/core/domain/dates.ts';
import { t } from '../../../i18n/index.ts';
import { storeMeasure } from '../actions.ts';
import { measureDraftOf } from '../drafts.ts';
import { checkMeasure, dateNotes, withReason } from '../forms.ts';
import { useKeptDraft } from '../keeping.ts';
import { FormDialog } from './FormDialog.tsx';
import { MeasureFields } from './MeasureFields.tsx';
import { ReasonField } from './ReasonField.tsx';

/** Adds height and weight of a day, or corrects them. */
export function MeasureDialog({ subject, entryId }: { readonly subject: Subject; readonly entryId: string | null }) {
  const key = { form: 'measure', subjectId: subject.id, entryId } as const;
  const [draft, edit] = useKeptDraft(key, measureDraftOf(subject.measures.find(({ id }) => id === entryId) ?? null));
  const today = localDate(new Date());
  const others = subject.measures.filter(({ id }) => id !== entryId);
  const title = t(entryId === null ? 'measure.add' : 'measure.correct');
  return (
    <FormDialog
      title={title}
      submitLabel={title}
      draftKey={key}
      checked={withReason(checkMeasure(draft, today), draft, entryId !== null)}
      onSubmit={(input) => storeMeasure({ subjectId: subject.id, entryId, ...input })}
    >
      {(errors) => (
        <>
          <MeasureFields
            draft={draft}
            errors={errors}
            dateNotes={dateNotes(subject, { measures: [...others, { date: draft.date.trim() }] }, today)}
            autoFocus
            onEdit={edit}
          />
          <ReasonField isShown={entryId !== null} draft={draft} errors={errors} edit={edit} />
        </>
      )}
    </FormDialog>
  );
}
