import { gunzipSync } from 'node:zlib';
import type { VolumeGeometry } from '../../core/domain/geometry.ts';
import { liverAtBorder, touchedSidesOfRuns } from '../../core/domain/liverAtBorder.ts';
import type { HostContext } from '../context.ts';
import { revisionBytes } from './revisions.ts';

/**
 * Where the liver of a revision reaches the border of its volume, as sentences.
 * @throws RemnantError 'not_found'
 */
export const borderWarnings = (context: HostContext, revisionId: string, geometry: VolumeGeometry): string[] =>
  liverAtBorder(touchedSidesOfRuns(gunzipSync(revisionBytes(context, revisionId))), geometry);
