/** The lesions of revisions: found in their labels, followed from one to the next. */
import { gunzipSync } from 'node:zlib';
import { RemnantError } from '../../core/contract/errors.ts';
import type { Revision } from '../../core/contract/segmentation.ts';
import { lesionsOfPieces, type CountedLesion, type FoundLesion, type Lesion } from '../../core/domain/lesions.ts';
import { changeOrigin, followLesions } from '../../core/domain/lesionsFollow.ts';
import { piecesOfRuns } from '../../core/domain/lesionsPieces.ts';
import type { HostContext } from '../context.ts';
import { lastLesionNumber } from '../db/tables/lesion.ts';
import { revisionRuns } from '../db/tables/revision.ts';
import { getRevision } from './segmentations.ts';

/**
 * The lesions of a revision with their voxels, by number. Those of one from before lesions had a state are all confirmed, as they were
 * subtracted then; their ids are new each time.
 * @throws RemnantError 'not_found'; 'io' when the stored lesions are not those of the stored labels.
 */
export function lesionsOfRevision(context: HostContext, revisionId: string): FoundLesion[] {
  const revision = getRevision(context, revisionId);
  const pieces = piecesOfRuns(gunzipSync(revisionRuns(context.db, revisionId)!));
  if (revision.lesions === null) {
    return followLesions({ before: [], pieces, origin: 'mask', lastNumber: 0, newId: () => context.newId() });
  }
  const found = lesionsOfPieces(revision.lesions, pieces);
  if (typeof found !== 'string') return found;
  throw new RemnantError('io', `The stored lesions of revision ${revision.number} are damaged: ${found}`);
}

interface LesionsGiven {
  readonly segmentationId: string;
  readonly action: { readonly tool: string };
  readonly lesions?: readonly Lesion[] | undefined;
}

/**
 * The lesions for the next revision: those that came with the labels, or the head's, followed.
 * @param runs the labels of the next revision
 * @throws RemnantError 'invalid_input' when those that came are not the pieces of tumour in the labels
 */
export function lesionsToStore(
  context: HostContext,
  head: Revision | null,
  { segmentationId, action, lesions }: LesionsGiven,
  runs: Uint8Array,
): CountedLesion[] {
  const pieces = piecesOfRuns(runs);
  const found = lesions
    ? lesionsOfPieces(lesions, pieces)
    : followLesions({
        before: head ? lesionsOfRevision(context, head.id) : [],
        pieces,
        origin: changeOrigin(action.tool),
        lastNumber: lastLesionNumber(context.db, segmentationId),
        newId: () => context.newId(),
      });
  if (typeof found === 'string') throw new RemnantError('invalid_input', `The lesions don't fit the labels: ${found}`);
  return found.map(({ lesion }) => lesion);
}
