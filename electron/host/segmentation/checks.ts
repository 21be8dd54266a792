import { checksOf, findFaults, shapeWarnings, type Check, type Fault } from '../../core/domain/checks.ts';
import type { Revision } from '../../core/contract/segmentation.ts';
import type { VolumeGeometry } from '../../core/domain/geometry.ts';
import { unconfirmedTumour } from '../../core/domain/lesions.ts';
import type { HostContext } from '../context.ts';
import { loadLabels } from './revisions.ts';

/** Of the revisions looked at last. A revision never changes, and looking through its labels takes a moment. */
const MOST_KEPT = 100;
const kept = new WeakMap<HostContext['db'], Map<string, readonly Fault[]>>();

/** @throws RemnantError 'not_found'; 'io' when the stored labelmap is damaged. */
function faultsOf(context: HostContext, revisionId: string, geometry: VolumeGeometry): readonly Fault[] {
  const known = kept.get(context.db) ?? new Map<string, readonly Fault[]>();
  kept.set(context.db, known);
  const before = known.get(revisionId);
  if (before !== undefined) return before;
  const faults = findFaults(loadLabels(context, revisionId).labels, geometry);
  known.set(revisionId, faults);
  const [oldest] = known.keys();
  if (known.size > MOST_KEPT && oldest !== undefined) known.delete(oldest);
  return faults;
}

/**
 * What a reader should look at in a revision's shapes, as sentences: holes, islands, gaps, tumours outside the liver, a remnant in pieces.
 * @param geometry of the revision's series.
 * @throws RemnantError 'not_found'; 'io' when the stored labelmap is damaged.
 */
export const checkWarnings = (context: HostContext, revisionId: string, geometry: VolumeGeometry): readonly string[] =>
  shapeWarnings(faultsOf(context, revisionId, geometry), geometry);

/** All that the window's list of checks says of it. @throws as `checkWarnings` */
export function revisionChecks(context: HostContext, revision: Revision, geometry: VolumeGeometry): Check[] {
  const { id, counts, lesions } = revision;
  const { lesions: unconfirmedLesions } = unconfirmedTumour(counts, lesions);
  return checksOf({ faults: faultsOf(context, id, geometry), counts, geometry, unconfirmedLesions });
}
