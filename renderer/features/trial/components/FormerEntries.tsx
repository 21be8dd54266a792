import { History } from 'lucide-react';
import { createContext, use, type ReactNode } from 'react';
import type { Correction } from '../../../../electron/core/contract/trial.ts';
import { useQuery } from '../../../host/index.ts';
import { t } from '../../../i18n/index.ts';
import { Button } from '../../../ui/index.ts';
import { openDialog } from '../actions.ts';

const none: readonly Correction[] = [];
const Corrections = createContext(none);
const trialEvents = ['trial.changed'] as const;

/** Asks once for what was corrected of a subject, for all panels inside. */
export function WithCorrections({ subjectId, children }: { readonly subjectId: string; readonly children: ReactNode }) {
  const { data } = useQuery('trial.corrections', { subjectId }, { refreshOn: trialEvents });
  return <Corrections value={data ?? none}>{children}</Corrections>;
}

/** The way to former entries; nothing where nothing was corrected. */
export function FormerEntriesButton({
  subjectId,
  entity,
}: {
  readonly subjectId: string;
  readonly entity: Correction['entity'];
}) {
  const count = use(Corrections).filter((each) => each.entity === entity).length;
  if (count === 0) return null;
  return (
    <Button
      size="sm"
      variant="quiet"
      icon={History}
      onPress={() => {
        openDialog({ form: 'history', subjectId, entity });
      }}
    >
      {t('entry.history', { count })}
    </Button>
  );
}
