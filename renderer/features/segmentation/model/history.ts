/** What was done to the drawing, and back: one list for voxels and cut. Values only; whoever owns the voxels applies the deltas. */
import type { Cut } from '../../../../electron/core/contract/common.ts';
import type { RevisionAction } from '../../../../electron/core/contract/segmentation.ts';
import type { FoundLesion } from '../../../../electron/core/domain/lesions.ts';
import { deltaByteSize, isEmptyDelta, type LabelDelta } from '../../../../wasm/kernels/index.ts';

export interface HistoryEntry {
  /** Counts up over the whole session. */
  readonly number: number;
  readonly action: RevisionAction;
  readonly delta: LabelDelta;
  readonly cutBefore: Cut | null;
  readonly cutAfter: Cut | null;
  /** The very same list where neither tumour nor a state changed. */
  readonly lesionsBefore: readonly FoundLesion[];
  readonly lesionsAfter: readonly FoundLesion[];
}

export interface History {
  /** Oldest first. */
  readonly done: readonly HistoryEntry[];
  /** Undone, the one that redo brings back first at the end. */
  readonly undone: readonly HistoryEntry[];
  readonly byteBudget: number;
}

export const HISTORY_BYTE_BUDGET = 256 * 2 ** 20;

export const emptyHistory = (byteBudget = HISTORY_BYTE_BUDGET): History => ({ done: [], undone: [], byteBudget });

const sameCut = (a: Cut | null, b: Cut | null): boolean => JSON.stringify(a) === JSON.stringify(b);

/** True for an entry that changed neither a voxel nor the cut nor the state of a lesion: it never enters the history. */
export const changesNothing = (
  entry: Pick<HistoryEntry, 'delta' | 'cutBefore' | 'cutAfter'> &
    Partial<Pick<HistoryEntry, 'lesionsBefore' | 'lesionsAfter'>>,
): boolean =>
  isEmptyDelta(entry.delta) && sameCut(entry.cutBefore, entry.cutAfter) && entry.lesionsBefore === entry.lesionsAfter;

/** The newest entries that fit the budget; the newest always stays. */
function withinBudget(entries: readonly HistoryEntry[], byteBudget: number): readonly HistoryEntry[] {
  let bytes = 0;
  let first = entries.length;
  while (first > 0) {
    bytes += deltaByteSize(entries[first - 1]!.delta);
    if (bytes > byteBudget && first < entries.length) break;
    first--;
  }
  return first === 0 ? entries : entries.slice(first);
}

/** What was undone is forgotten; an entry that changes nothing leaves the history as it is. */
export function added(history: History, entry: HistoryEntry): History {
  if (changesNothing(entry)) return history;
  return { ...history, done: withinBudget([...history.done, entry], history.byteBudget), undone: [] };
}

export interface Step {
  readonly entry: HistoryEntry;
  readonly history: History;
}

export function undoStep(history: History): Step | null {
  const entry = history.done.at(-1);
  if (entry === undefined) return null;
  return { entry, history: { ...history, done: history.done.slice(0, -1), undone: [...history.undone, entry] } };
}

export function redoStep(history: History): Step | null {
  const entry = history.undone.at(-1);
  if (entry === undefined) return null;
  return { entry, history: { ...history, done: [...history.done, entry], undone: history.undone.slice(0, -1) } };
}

/** How many undos (positive) or redos (negative) lead to the state right after the entry; 0 for the start means undo everything. */
export function stepsTo(history: History, number: number): number {
  const at = history.done.findIndex((entry) => entry.number === number);
  if (at >= 0) return history.done.length - 1 - at;
  const ahead = history.undone.findIndex((entry) => entry.number === number);
  return ahead >= 0 ? -(history.undone.length - ahead) : number === 0 ? history.done.length : 0;
}
