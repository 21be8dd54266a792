import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { pixelFormat, sliceGeometry, type PixelFormat, type SliceGeometry } from '../../dicom/readTypes.ts';

const instanceHeader = z.object({ slice: sliceGeometry, pixels: pixelFormat, lossy: z.boolean() });

export interface InstanceRow {
  readonly id: string;
  readonly seriesId: string;
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  /** Name the file had where it was imported from. */
  readonly fileName: string;
  /** Relative to the data folder. */
  readonly path: string;
  readonly sha256: string;
  readonly pixelSha256: string;
  readonly byteCount: number;
  readonly slice: SliceGeometry;
  readonly pixels: PixelFormat;
  readonly lossy: boolean;
  /** Place in the volume; null for a file that is not part of it. */
  readonly sliceIndex: number | null;
}

type StoredInstance = Omit<InstanceRow, 'slice' | 'pixels' | 'lossy'> & { header: string };

const select = `
  SELECT id, series_id AS seriesId, sop_instance_uid AS sopInstanceUid, sop_class_uid AS sopClassUid, file_name AS fileName, path,
         sha256, pixel_sha256 AS pixelSha256, byte_count AS byteCount, header, slice_index AS sliceIndex
  FROM instance`;

function fromStored({ header, ...row }: StoredInstance): InstanceRow {
  return { ...row, ...instanceHeader.parse(JSON.parse(header)) };
}

/** All files of the series, in the order they were imported. */
export function listInstances(db: Database, seriesId: string): InstanceRow[] {
  return db
    .prepare<[string], StoredInstance>(`${select} WHERE series_id = ? ORDER BY id`)
    .all(seriesId)
    .map(fromStored);
}

/** The files that make the volume, first slice first. */
export function listVolumeInstances(db: Database, seriesId: string): InstanceRow[] {
  return db
    .prepare<[string], StoredInstance>(`${select} WHERE series_id = ? AND slice_index IS NOT NULL ORDER BY slice_index`)
    .all(seriesId)
    .map(fromStored);
}

export function findInstance(db: Database, sopInstanceUid: string): { seriesId: string; sha256: string } | undefined {
  return db
    .prepare<[string], { seriesId: string; sha256: string }>(
      'SELECT series_id AS seriesId, sha256 FROM instance WHERE sop_instance_uid = ?',
    )
    .get(sopInstanceUid);
}

export function insertInstance(db: Database, { slice, pixels, lossy, ...row }: InstanceRow): void {
  db.prepare(
    `INSERT INTO instance (id, series_id, sop_instance_uid, sop_class_uid, file_name, path, sha256, pixel_sha256, byte_count, header,
                           slice_index)
     VALUES (@id, @seriesId, @sopInstanceUid, @sopClassUid, @fileName, @path, @sha256, @pixelSha256, @byteCount, @header, @sliceIndex)`,
  ).run({ ...row, header: JSON.stringify({ slice, pixels, lossy }) });
}

/** Writes the order of the volume: the files of the series in `orderedIds` get their index, all others none. */
export function setSliceOrder(db: Database, seriesId: string, orderedIds: readonly string[]): void {
  db.prepare('UPDATE instance SET slice_index = NULL WHERE series_id = ?').run(seriesId);
  const update = db.prepare('UPDATE instance SET slice_index = ? WHERE id = ? AND series_id = ?');
  orderedIds.forEach((id, index) => update.run(index, id, seriesId));
}
