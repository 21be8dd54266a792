import { checksOf, findFaults, shapeWarnings, type Check, type Fault } from '../../core/domain/checks.ts';
import type { Revision } from '../../core/contract/segmentation.ts';
import type { VolumeGeometry } from '../../core/domain/geometry.ts';
import { unconfirmedTumour } from '../../core/domain/lesions.ts';
import type { HostContext } from '../context.ts';
import { keptByRevision } from './keptByRevision.ts';
import { loadLabels } from './revisions.ts';

const kept = keptByRevision<readonly Fault[]>();

/** @throws RemnantError 'not_found'; 'io' when the stored labelmap is damaged. */
const faultsOf = (context: HostContext, revisionId: string, geometry: VolumeGeometry): readonly Fault[] =>
  kept(context, revisionId, () => findFaults(loadLabels(context, revisionId).labels, geometry));

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
