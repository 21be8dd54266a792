/** Proposes the contrast phase of a series from its voxels, where the files say nothing of it. */
import type { Intensities } from '../../../wasm/kernels/landmarks/measureIntensities.ts';
import { proposeContrastPhase } from '../../core/domain/contrastPhase.ts';
import { mayStore } from '../../core/domain/permissions.ts';
import type { HostContext } from '../context.ts';
import { getSeriesRow, isPhaseMeasured, setMeasuredPhase } from '../db/tables/series.ts';
import { decodedVolume } from '../pixels/index.ts';
import { runInThread } from '../threads/index.ts';

/** Ids of series under way. */
const measuring = new Set<string>();

/**
 * To be called when a volume has been read: by then it is in the cache. Does it once for a series whose files tell no phase and whose phase
 * nobody has confirmed; never throws.
 */
export async function measurePhase(context: HostContext, seriesId: string): Promise<void> {
  const series = getSeriesRow(context.db, seriesId);
  if (!series || series.derivedFrom || series.phase.basis !== '' || series.phase.confirmed !== null) return;
  // It is stored in the name of whoever reads the volume first.
  if (!mayStore(context.actor.role)) return;
  if (measuring.has(seriesId) || isPhaseMeasured(context.db, seriesId)) return;
  measuring.add(seriesId);
  try {
    const volume = await decodedVolume(context, seriesId);
    const intensities = await runInThread('measure', volume);
    storePhase(context, seriesId, intensities);
  } catch (error) {
    context.log.error('library.phase', error, { seriesId });
  } finally {
    measuring.delete(seriesId);
  }
}

const NO_CLUES = { seriesDescription: '', studyDescription: '', contrastAgent: '', secondsAfterBolus: null };

function storePhase(context: HostContext, seriesId: string, intensities: Intensities | null): void {
  const phase = intensities ? proposeContrastPhase({ ...NO_CLUES, intensities }) : { proposed: null, basis: '' };
  context.change((record) => {
    const before = getSeriesRow(context.db, seriesId)?.phase.proposed ?? null;
    setMeasuredPhase(context.db, seriesId, phase);
    record({
      action: 'update',
      entity: 'series',
      entityId: seriesId,
      oldValue: { proposedPhase: before },
      newValue: { proposedPhase: phase.proposed, intensities },
    });
  });
  context.emit('library.changed', {});
}
