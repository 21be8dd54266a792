import { Eraser, PenLine } from 'lucide-react';
import type { MethodId } from '../../../../electron/core/domain/permissions.ts';
import { AllowedIconButton } from '../../../app/AllowedButton.tsx';
import { t } from '../../../i18n/index.ts';
import { Badge } from '../../../ui/index.ts';
import { openDialog } from '../actions.ts';
import type { FormName, StruckEntity } from '../store.ts';

/** Says that an entry took the place of another one. */
export const CorrectedMark = ({ isShown }: { readonly isShown: boolean }) =>
  isShown ? <Badge>{t('entry.corrected')}</Badge> : null;

/** Where each kind of entry is corrected: the form that opens, and what it calls. */
const corrections: Readonly<Record<StruckEntity, { readonly form: FormName; readonly method: MethodId }>> = {
  subject_measure: { form: 'measure', method: 'trial.correctMeasure' },
  embolisation: { form: 'embolisation', method: 'trial.correctEmbolisation' },
  function_test: { form: 'function_test', method: 'trial.correctFunctionTest' },
  outcome: { form: 'outcome', method: 'trial.setOutcome' },
};

/** The ways to set an entry right. `name` tells screen readers which one. */
export function EntryActions(props: {
  readonly name: string;
  readonly entity: StruckEntity;
  readonly subjectId: string;
  readonly entryId: string;
}) {
  const { name, entity, subjectId, entryId } = props;
  const { form, method } = corrections[entity];
  return (
    <div className="record__row-actions">
      <AllowedIconButton
        needs={method}
        label={t('entry.correctOf', { name })}
        icon={PenLine}
        size="sm"
        onPress={() => {
          openDialog({ form, subjectId, entryId });
        }}
      />
      <AllowedIconButton
        needs="trial.strikeOut"
        label={t('entry.strikeOf', { name })}
        icon={Eraser}
        size="sm"
        onPress={() => {
          openDialog({ form: 'strike', subjectId, entity, entryId, name });
        }}
      />
    </div>
  );
}
