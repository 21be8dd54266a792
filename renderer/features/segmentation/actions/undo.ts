/** Undo, also of what was done before this series was opened: the revision before it is loaded. */
import { RemnantError } from '../../../../electron/core/contract/errors.ts';
import { storedLesions } from '../model/lesions.ts';
import { storedStep, type StoredStep } from '../model/storedUndo.ts';
import { stepsTo } from '../model/history.ts';
import { loadRevision } from '../revisions.ts';
import { session, type Session } from '../session.ts';
import { useSegmentation } from '../store.ts';
import { ft } from '../flowTexts.ts';
import { isBusy, redo, sentence, undo as undoEntry } from './commit.ts';

/** What undo takes back next, for its name; null when there is nothing. */
export function undoable(): string | null {
  const { preview, history, stored } = useSegmentation.getState();
  const last = preview ?? history.done.at(-1) ?? storedStep(stored)?.undone;
  return last?.action.title ?? null;
}

export async function undo(): Promise<void> {
  const open = session();
  if (open === null || isBusy()) return;
  const step = open.drawing.history.done.length > 0 ? null : storedStep(useSegmentation.getState().stored);
  if (step !== null && !(await recall(open, step))) return;
  undoEntry();
}

/** Puts a stored step into the history as if it had been done in this session. @returns whether it is there. */
async function recall({ drawing, volume, tasks, queue }: Session, { undone, to }: StoredStep): Promise<boolean> {
  const { labels, geometry } = volume;
  const abort = new AbortController();
  const title = ft('busy.recall', { what: undone.action.title });
  useSegmentation.setState({ busy: { title, fraction: 0 }, problem: null });
  try {
    await queue.flushed();
    const before = new Uint8Array(new SharedArrayBuffer(labels.length));
    if (to !== null) await loadRevision(to.id, before, geometry.dims, tasks, abort.signal);
    const delta = await tasks.run('diff', { before, after: labels, dims: geometry.dims });
    if (session()?.drawing !== drawing) return false;
    const stored = { lesions: to?.lesions ?? null, lastLesionNumber: 0 };
    drawing.recall(undone.action, delta, to?.cut ?? null, storedLesions(before, geometry.dims, stored));
    return true;
  } catch (error) {
    const left = error instanceof RemnantError && error.code === 'cancelled';
    if (!left && session()?.drawing === drawing) useSegmentation.setState({ problem: sentence(error) });
    return false;
  } finally {
    if (session()?.drawing === drawing) useSegmentation.setState({ busy: null });
  }
}

/** Undoes or redoes until the entry is the last one done; 0 is the state as opened. */
export function goToEntry(number: number): void {
  if (isBusy()) return;
  const steps = stepsTo(useSegmentation.getState().history, number);
  for (let n = 0; n < Math.abs(steps); n++) {
    if (steps > 0) undoEntry();
    else redo();
  }
}
