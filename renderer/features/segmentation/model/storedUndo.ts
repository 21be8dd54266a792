/** Undo beyond what this window remembers: the stored revisions tell what was done, and what it was done to. */
import type { Revision } from '../../../../electron/core/contract/segmentation.ts';
import { effective } from '../../../../electron/core/domain/provenance.ts';

export interface StoredStep {
  readonly undone: Revision;
  /** Whose labels come back; null: nothing was drawn. */
  readonly to: Revision | null;
}

/**
 * What undo takes back when nothing of this session is left to be undone.
 * @param revisions newest first, as they are listed.
 */
export function storedStep(revisions: readonly Revision[]): StoredStep | null {
  const done = effective(revisions);
  const undone = done.at(-1);
  return undone === undefined ? null : { undone, to: done.at(-2) ?? null };
}
