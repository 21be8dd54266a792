import { Plus, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Correction } from '../../../../electron/core/contract/trial.ts';
import type { MethodId } from '../../../../electron/core/domain/permissions.ts';
import { AllowedButton } from '../../../app/AllowedButton.tsx';
import { Panel } from '../../../ui/index.ts';
import { openDialog } from '../actions.ts';
import type { DialogState } from '../store.ts';
import { FormerEntriesButton } from './FormerEntries.tsx';

/** One kind of entry of the record: what is there, or a hint that nothing is, and the way to its form. */
export function EntryPanel(props: {
  readonly title: string;
  readonly action: string;
  readonly icon?: LucideIcon;
  readonly dialog: DialogState;
  readonly method: MethodId;
  readonly subjectId: string;
  readonly entity: Correction['entity'];
  /** Shown instead of the children while there is no entry. */
  readonly hint: string | null;
  /** The entries are a table that reaches the panel's edges. */
  readonly flush?: boolean;
  readonly children: ReactNode;
}) {
  const { title, action, icon = Plus, dialog, method, subjectId, entity, hint, flush = false, children } = props;
  return (
    <Panel
      title={title}
      flush={flush && hint === null}
      actions={
        <>
          <FormerEntriesButton subjectId={subjectId} entity={entity} />
          <AllowedButton
            needs={method}
            size="sm"
            icon={icon}
            onPress={() => {
              openDialog(dialog);
            }}
          >
            {action}
          </AllowedButton>
        </>
      }
    >
      {hint === null ? children : <p className="record__hint">{hint}</p>}
    </Panel>
  );
}
