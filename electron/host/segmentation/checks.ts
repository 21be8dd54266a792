import { findFaults, shapeWarnings } from '../../core/domain/checks.ts';
import type { VolumeGeometry } from '../../core/domain/geometry.ts';
import type { HostContext } from '../context.ts';
import { loadLabels } from './revisions.ts';

/** Of the revisions looked at last. A revision never changes, and looking through its labels takes a moment. */
const MOST_KEPT = 100;
const kept = new WeakMap<HostContext['db'], Map<string, readonly string[]>>();

/**
 * What a reader should look at in a revision's shapes, as sentences: holes, islands, gaps, tumours outside the liver, a remnant in pieces.
 * @param geometry of the revision's series.
 * @throws RemnantError 'not_found'; 'io' when the stored labelmap is damaged.
 */
export function checkWarnings(context: HostContext, revisionId: string, geometry: VolumeGeometry): readonly string[] {
  const known = kept.get(context.db) ?? new Map<string, readonly string[]>();
  kept.set(context.db, known);
  const before = known.get(revisionId);
  if (before !== undefined) return before;
  const warnings = shapeWarnings(findFaults(loadLabels(context, revisionId).labels, geometry), geometry);
  known.set(revisionId, warnings);
  const [oldest] = known.keys();
  if (known.size > MOST_KEPT && oldest !== undefined) known.delete(oldest);
  return warnings;
}
