import { ChevronLeft, ChevronRight, ChevronsLeft, ChevronsRight, FileDown, ShieldCheck } from 'lucide-react';
import { useEffect } from 'react';
import { AllowedButton } from '../../../app/AllowedButton.tsx';
import { noticeError } from '../../../app/notices.ts';
import { useConnection } from '../../../host/index.ts';
import { Button, Menu, Page, Panel } from '../../../ui/index.ts';
import { exportTrail, loadNewer, loadNewest, loadOlder, loadOldest, openTrail, verify } from '../actions.ts';
import { emptyDraft } from '../model.ts';
import { useAudit } from '../store.ts';
import { at } from '../texts.ts';
import { Entries } from './Entries.tsx';
import { Filters } from './Filters.tsx';
import { Verdict } from './Verdict.tsx';
import './audit.css';

const run = (work: () => Promise<void>) => () => {
  work().catch(noticeError);
};

export function AuditPage() {
  const { line } = useConnection();
  useEffect(() => {
    openTrail().catch(noticeError);
  }, [line]);
  return (
    <Page wide title={at('title')} subtitle={at('subtitle')} actions={<Actions />}>
      <Verdict />
      <Filters />
      <Trail />
      <Pager />
    </Page>
  );
}

function Actions() {
  const isVerifying = useAudit(({ progress }) => progress !== null);
  return (
    <>
      <Menu
        label={at('exportCsv')}
        trigger={
          <AllowedButton needs="audit.exportEntries" icon={FileDown}>
            {at('export')}
          </AllowedButton>
        }
        entries={[
          { id: 'csv', label: at('exportCsv'), onAction: run(() => exportTrail('csv')) },
          { id: 'jsonl', label: at('exportJsonl'), onAction: run(() => exportTrail('jsonl')) },
        ]}
      />
      <Button isDisabled={isVerifying} onPress={run(() => verify(true))}>
        {at('verifyFiles')}
      </Button>
      <Button icon={ShieldCheck} variant="primary" isDisabled={isVerifying} onPress={run(() => verify(false))}>
        {at('verify')}
      </Button>
    </>
  );
}

function Trail() {
  const { page, draft } = useAudit();
  if (page === null) return null;
  return (
    <Panel flush>
      {page.entries.length === 0 ? (
        <p className="audit__empty">{at(draft === emptyDraft ? 'empty' : 'noneFound')}</p>
      ) : (
        <Entries entries={page.entries} />
      )}
    </Panel>
  );
}

/** From one end of the trail to the other without reading what lies between. */
function Pager() {
  const page = useAudit((state) => state.page);
  const [first, last] = [page?.entries[0], page?.entries.at(-1)];
  if (!page || !first || !last) return null;
  return (
    <nav className="audit__pager" aria-label={at('range', { first: first.sequence, last: last.sequence })}>
      <Button icon={ChevronsLeft} isDisabled={!page.hasNewer} onPress={run(loadNewest)}>
        {at('newest')}
      </Button>
      <Button icon={ChevronLeft} isDisabled={!page.hasNewer} onPress={run(loadNewer)}>
        {at('newer')}
      </Button>
      <span role="status">{at('range', { first: first.sequence, last: last.sequence })}</span>
      <Button icon={ChevronRight} isDisabled={!page.hasOlder} onPress={run(loadOlder)}>
        {at('older')}
      </Button>
      <Button icon={ChevronsRight} isDisabled={!page.hasOlder} onPress={run(loadOldest)}>
        {at('oldest')}
      </Button>
    </nav>
  );
}
