import { gunzipSync } from 'node:zlib';
import { RemnantError } from '../../core/contract/errors.ts';
import type { Revision } from '../../core/contract/segmentation.ts';
import { stateAction, type Lesion, type LesionState } from '../../core/domain/lesions.ts';
import type { HostContext } from '../context.ts';
import { headRevision } from '../db/tables/revision.ts';
import { lesionsOfRevision } from './lesions.ts';
import { revisionBytes, storeRuns } from './revisions.ts';
import { getSegmentationRow } from './segmentations.ts';

/**
 * Confirms lesions of the newest revision, or takes that back, as a revision of its own.
 * @param numbers of the lesions; 'all' for every one
 * @returns the new head, or the present one when they were in that state already
 * @throws RemnantError 'refused' when nothing is drawn, 'not_found' for a number that no lesion has
 */
export async function setLesionStates(
  context: HostContext,
  {
    segmentationId,
    numbers,
    state,
  }: { segmentationId: string; numbers: readonly number[] | 'all'; state: LesionState },
): Promise<Revision> {
  getSegmentationRow(context, segmentationId);
  const head = headRevision(context.db, segmentationId);
  if (head === null) throw new RemnantError('refused', 'Nothing is drawn in this segmentation yet.');
  const known = lesionsOfRevision(context, head.id).map(({ lesion }) => lesion);
  const missing =
    numbers === 'all' ? [] : numbers.filter((number) => known.every((lesion) => lesion.number !== number));
  if (missing.length > 0) throw new RemnantError('not_found', `There is no lesion ${missing.join(', ')}.`);
  const isMeant = ({ number }: Lesion): boolean => numbers === 'all' || numbers.includes(number);
  const changing = known.filter((lesion) => isMeant(lesion) && lesion.state !== state);
  if (changing.length === 0) return head;
  const action = stateAction(
    state,
    changing.map(({ number }) => number),
    numbers === 'all',
  );
  const lesions = known.map((lesion) => (changing.includes(lesion) ? { ...lesion, state } : lesion));
  const { cut, counts } = head;
  const runs = gunzipSync(revisionBytes(context, head.id));
  return storeRuns(context, { segmentationId, parentRevisionId: head.id, action, cut, lesions }, { runs, counts });
}
