import { goToEntry } from '../actions/index.ts';
import type { HistoryEntry } from '../model/history.ts';
import { useSegmentation } from '../store.ts';
import { t } from '../texts.ts';
import { HistoryProvenance } from './HistoryProvenance.tsx';

/** Newest first; a click goes back (or forward) to the state right after the entry. */
export function HistoryList() {
  const { done, undone } = useSegmentation((state) => state.history);
  const busy = useSegmentation((state) => state.busy !== null);
  if (done.length + undone.length === 0)
    return (
      <>
        <p className="seg-hint">{t('history.empty')}</p>
        <HistoryProvenance />
      </>
    );
  const current = done.at(-1)?.number ?? 0;
  const row = (number: number, title: string, ahead: boolean) => (
    <li key={number}>
      <button
        type="button"
        className={`seg-history__entry ${ahead ? 'seg-history__entry--undone' : ''}`}
        aria-current={number === current ? 'true' : undefined}
        title={t(ahead ? 'history.redoTo' : 'history.goTo', { what: title })}
        disabled={busy}
        onClick={() => {
          goToEntry(number);
        }}
      >
        {title}
      </button>
    </li>
  );
  const entryRow = (ahead: boolean) => (entry: HistoryEntry) => row(entry.number, entry.action.title, ahead);
  return (
    <>
      <ol className="seg-history">
        {undone.map(entryRow(true))}
        {[...done].reverse().map(entryRow(false))}
        {row(0, t('history.start'), false)}
      </ol>
      <HistoryProvenance />
    </>
  );
}
