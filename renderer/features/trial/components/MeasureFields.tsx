import { t } from '../../../i18n/index.ts';
import { DateField, NumberField } from '../../../ui/index.ts';
import type { MeasureDraft } from '../drafts.ts';
import { bodySurfaceNote, type Errors } from '../forms.ts';

/** Height and weight with their day; body surface is said beside them, with a warning where it is not plausible. */
export function MeasureFields(props: {
  readonly draft: MeasureDraft;
  readonly errors: Errors<MeasureDraft>;
  readonly onEdit: (change: Partial<MeasureDraft>) => void;
  readonly autoFocus?: boolean;
  /** What the day would do to the record. */
  readonly dateNotes?: { readonly error?: string; readonly warning?: string };
}) {
  const { draft, errors, onEdit, dateNotes = {} } = props;
  const note = bodySurfaceNote(draft);
  return (
    <div className="record__measure">
      <DateField
        label={t('measure.date')}
        value={draft.date}
        error={errors.date ?? dateNotes.error}
        warning={dateNotes.warning}
        autoFocus={props.autoFocus ?? false}
        onChange={(date) => {
          onEdit({ date });
        }}
      />
      <NumberField
        label={t('measure.height')}
        unit="cm"
        value={draft.heightCm}
        error={errors.heightCm}
        onChange={(heightCm) => {
          onEdit({ heightCm });
        }}
      />
      <NumberField
        label={t('measure.weight')}
        unit="kg"
        value={draft.weightKg}
        error={errors.weightKg}
        onChange={(weightKg) => {
          onEdit({ weightKg });
        }}
      />
      <p className={note.warning ? 'record__warning' : 'record__hint'} role="status">
        {note.warning ?? note.hint}
      </p>
    </div>
  );
}
