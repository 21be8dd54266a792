/** Undo beyond what this window remembers: the stored revisions tell what was done, and what it was done to. */
import type { Revision } from '../../../../electron/core/contract/segmentation.ts';

export interface StoredStep {
  readonly undone: Revision;
  /** Whose labels come back; null: nothing was drawn. */
  readonly to: Revision | null;
}

/**
 * The revisions whose changes are in the labels, oldest first: an undo takes its step out, a redo brings it back.
 * @param revisions newest first, as they are listed.
 */
export function effective(revisions: readonly Revision[]): Revision[] {
  const done: Revision[] = [];
  const undone: Revision[] = [];
  for (const revision of [...revisions].reverse()) {
    const { tool } = revision.action;
    if (tool === 'undo@1' && restores(revision, done.at(-2) ?? null)) undone.push(done.pop()!);
    else if (tool === 'redo@1' && undone.at(-1)?.sha256 === revision.sha256) done.push(undone.pop()!);
    else {
      done.push(revision);
      undone.length = 0;
    }
  }
  return done;
}

/** An undo above someone else's revision does not lead back to the one before it: it counts as a change of its own. */
const restores = (undo: Revision, before: Revision | null): boolean =>
  before === null ? undo.counts.slice(1).every((count) => count === 0) : before.sha256 === undo.sha256;

/** What undo takes back when nothing of this session is left to be undone. */
export function storedStep(revisions: readonly Revision[]): StoredStep | null {
  const done = effective(revisions);
  const undone = done.at(-1);
  return undone === undefined ? null : { undone, to: done.at(-2) ?? null };
}
