import type { Database } from 'better-sqlite3';
import type { CountedLesion } from '../../../core/domain/lesions.ts';

/** The highest number ever given; 0 before the first. */
export function lastLesionNumber(db: Database, segmentationId: string): number {
  const last = db
    .prepare<[string], number | null>('SELECT max(number) FROM lesion WHERE segmentation_id = ?')
    .pluck()
    .get(segmentationId);
  return last ?? 0;
}

/**
 * The lesions under the numbers that are kept for them, by number; new ones get the next numbers in the order of those they came with.
 * @returns null when one belongs to another segmentation
 */
export function numberLesions(
  db: Database,
  segmentationId: string,
  lesions: readonly CountedLesion[],
): CountedLesion[] | null {
  const find = db.prepare<[string], { segmentationId: string; number: number }>(
    'SELECT segmentation_id AS segmentationId, number FROM lesion WHERE id = ?',
  );
  const insert = db.prepare('INSERT INTO lesion (id, segmentation_id, number) VALUES (?, ?, ?)');
  let last = lastLesionNumber(db, segmentationId);
  const numbered: CountedLesion[] = [];
  for (const lesion of lesions.toSorted((a, b) => a.number - b.number)) {
    const known = find.get(lesion.id);
    if (known && known.segmentationId !== segmentationId) return null;
    const number = known?.number ?? ++last;
    if (!known) insert.run(lesion.id, segmentationId, number);
    numbered.push({ ...lesion, number });
  }
  return numbered.sort((a, b) => a.number - b.number);
}
