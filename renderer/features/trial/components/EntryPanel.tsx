import { Plus, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { MethodId } from '../../../../electron/core/domain/permissions.ts';
import { AllowedButton } from '../../../app/AllowedButton.tsx';
import { Panel } from '../../../ui/index.ts';
import { openDialog } from '../actions.ts';
import type { DialogState } from '../store.ts';

/** What each form calls when it is sent. */
const needsOf: Readonly<Record<DialogState['form'], MethodId>> = {
  subject: 'trial.addSubject',
  measure: 'trial.addMeasure',
  embolisation: 'trial.addEmbolisation',
  function_test: 'trial.addFunctionTest',
  outcome: 'trial.setOutcome',
  time_point: 'trial.setTimePoint',
  remove: 'trial.removeTimePoint',
  strike: 'trial.strikeOut',
  history: 'trial.corrections',
  site: 'trial.addSite',
};

/** One kind of entry of the record: what is there, or a hint that nothing is, and the way to its form. */
export function EntryPanel(props: {
  readonly title: string;
  readonly action: string;
  readonly icon?: LucideIcon;
  readonly dialog: DialogState;
  /** Shown instead of the children while there is no entry. */
  readonly hint: string | null;
  /** The entries are a table that reaches the panel's edges. */
  readonly flush?: boolean;
  readonly children: ReactNode;
}) {
  const { title, action, icon = Plus, dialog, hint, flush = false, children } = props;
  return (
    <Panel
      title={title}
      flush={flush && hint === null}
      actions={
        <AllowedButton
          needs={needsOf[dialog.form]}
          size="sm"
          icon={icon}
          onPress={() => {
            openDialog(dialog);
          }}
        >
          {action}
        </AllowedButton>
      }
    >
      {hint === null ? children : <p className="record__hint">{hint}</p>}
    </Panel>
  );
}
