import { gunzipSync } from 'node:zlib';
import type { VolumeGeometry } from '../../core/domain/geometry.ts';
import { liverAtBorder, touchedSidesOfRuns } from '../../core/domain/liverAtBorder.ts';
import type { HostContext } from '../context.ts';
import { keptByRevision } from './keptByRevision.ts';
import { revisionBytes } from './revisions.ts';

const kept = keptByRevision<string[]>();

/**
 * Where the liver of a revision reaches the border of its volume, as sentences.
 * @throws RemnantError 'not_found'; 'refused' for what the actor may not see
 */
export function borderWarnings(context: HostContext, revisionId: string, geometry: VolumeGeometry): string[] {
  const zipped = revisionBytes(context, revisionId);
  return kept(context, revisionId, () => liverAtBorder(touchedSidesOfRuns(gunzipSync(zipped)), geometry));
}
