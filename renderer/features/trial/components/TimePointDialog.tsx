import { imageQuality, type Subject, type TimePoint } from '../../../../electron/core/contract/trial.ts';
import { localDate } from '../../../../electron/core/domain/dates.ts';
import { t } from '../../../i18n/index.ts';
import { DateField, Grid, Select } from '../../../ui/index.ts';
import { changeTimePoint } from '../actions.ts';
import { timePointDraftOf } from '../drafts.ts';
import { checkTimePoint, dateNotes, timePointNeedsReason } from '../forms.ts';
import { useKeptDraft } from '../keeping.ts';
import { timePointName } from '../model.ts';
import { FormDialog } from './FormDialog.tsx';
import { NoteField } from './NoteField.tsx';
import { ReasonField } from './ReasonField.tsx';

/** The day of a CT, how good its images are, and what is to be known of it. */
export function TimePointDialog({ subject, timePoint }: { readonly subject: Subject; readonly timePoint: TimePoint }) {
  const key = { form: 'time_point', subjectId: subject.id, entryId: timePoint.id } as const;
  const [draft, edit] = useKeptDraft(key, timePointDraftOf(timePoint));
  const today = localDate(new Date());
  const others = subject.timePoints.filter(({ id }) => id !== timePoint.id);
  const typed = { kind: timePoint.kind, date: draft.date.trim() };
  const day = dateNotes(subject, { timePoints: [...others, typed] }, today);
  return (
    <FormDialog
      title={t('timePoint.editTitle', { name: timePointName(timePoint.kind), date: timePoint.date })}
      submitLabel={t('timePoint.store')}
      draftKey={key}
      checked={checkTimePoint(draft, timePoint, today)}
      onSubmit={(input) => changeTimePoint({ subjectId: subject.id, timePointId: timePoint.id, ...input })}
    >
      {(errors) => (
        <>
          <Grid>
            <DateField
              label={t('timePoint.date')}
              value={draft.date}
              error={errors.date ?? day.error}
              warning={day.warning}
              autoFocus
              onChange={(date) => {
                edit({ date });
              }}
            />
            <Select
              label={t('timePoint.quality')}
              value={draft.quality}
              options={imageQuality.options.map((value) => ({ value, label: t(`imageQuality.${value}`) }))}
              onChange={(quality) => {
                edit({ quality });
              }}
            />
          </Grid>
          <NoteField
            value={draft.note}
            onChange={(note) => {
              edit({ note });
            }}
          />
          <ReasonField isShown={timePointNeedsReason(draft, timePoint)} draft={draft} errors={errors} edit={edit} />
        </>
      )}
    </FormDialog>
  );
}
