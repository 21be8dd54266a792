/** Independent readings of the same CT: how far they lie apart is its measurement error. */
import type { VolumeGeometry } from '../../core/domain/geometry.ts';
import { effectiveCounts } from '../../core/domain/lesions.ts';
import { isFinished, standingVersion } from '../../core/domain/readings.ts';
import type { MeasuredMl } from '../../core/domain/uncertainty.ts';
import type { HostContext } from '../context.ts';
import { readingsOfSeries } from '../db/tables/reading.ts';
import { headRevision } from '../db/tables/revision.ts';
import { measuredMl } from '../../core/domain/uncertaintyOfCt.ts';

export interface RepeatReading {
  readonly revisionSha256: string;
  readonly volumesMl: MeasuredMl;
}

/**
 * The finished first and second reading of a CT. A draft would tell its reader what the other one saw, and an adjudicator has seen both, so
 * neither counts.
 */
export function repeatReadings(context: HostContext, seriesId: string, geometry: VolumeGeometry): RepeatReading[] {
  const readings = readingsOfSeries(context.db, seriesId);
  return (['first', 'second'] as const).flatMap((ordinal) => {
    const standing = standingVersion(readings.filter((reading) => reading.ordinal === ordinal));
    const head = standing && isFinished(standing) ? headRevision(context.db, standing.segmentationId) : null;
    if (!head) return [];
    const counts = effectiveCounts(head.counts, head.lesions);
    return [{ revisionSha256: head.sha256, volumesMl: measuredMl(counts, geometry) }];
  });
}
