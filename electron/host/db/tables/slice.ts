import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { frameTiming, pixelFormat, sliceGeometry } from '../../dicom/readTypes.ts';
import { parseJson } from '../json.ts';
import { fileColumns, fileFromStored, type FileRow, type StoredFile } from './file.ts';

const sliceHeader = z.object({
  slice: sliceGeometry,
  pixels: pixelFormat,
  lossy: z.boolean(),
  timing: frameTiming.default({
    acquisitionNumber: null,
    acquisitionSeconds: null,
    temporalPosition: null,
    contentSeconds: null,
  }),
});
export type SliceHeader = z.infer<typeof sliceHeader>;

/** One image plane: a file, or a frame of one. */
export interface NewSliceRow extends SliceHeader {
  readonly id: string;
  readonly fileId: string;
  /** Counts from 0. */
  readonly frame: number;
  readonly seriesId: string;
  readonly pixelSha256: string;
}

/** A slice with the file it is in. */
export interface SliceRow extends NewSliceRow, Omit<FileRow, 'id'> {
  /** Place in the volume; null for a slice that is not part of it. */
  readonly sliceIndex: number | null;
}

/** What decoding needs to know of a slice. */
export type SlicePixels = Pick<SliceRow, 'fileName' | 'path' | 'inPlace' | 'pixels' | 'pixelSha256'>;

/** A slice that has no series yet. */
export type FreshSlice = Omit<SliceRow, 'seriesId' | 'sliceIndex'>;

interface StoredSlice extends Omit<StoredFile, 'id'> {
  id: string;
  fileId: string;
  frame: number;
  seriesId: string;
  pixelSha256: string;
  header: string;
  sliceIndex: number | null;
}

const select = `
  SELECT slice.id, file_id AS fileId, frame, series_id AS seriesId, pixel_sha256 AS pixelSha256, header, slice_index AS sliceIndex,
         ${fileColumns}
  FROM slice JOIN file ON file.id = slice.file_id`;

function fromStored({ header, ...row }: StoredSlice): SliceRow {
  return { ...fileFromStored(row), ...sliceHeader.parse(parseJson(header)) };
}

/** All slices of the series, in the order they were imported. */
export function listSlices(db: Database, seriesId: string): SliceRow[] {
  return db
    .prepare<[string], StoredSlice>(`${select} WHERE series_id = ? ORDER BY file_id, frame`)
    .all(seriesId)
    .map(fromStored);
}

/** All slices whose files have this grouping key, or one that was joined to it, in the order they were imported. */
export function listSlicesOfGroup(db: Database, groupingKey: string): SliceRow[] {
  return db
    .prepare<[string, string], StoredSlice>(
      `${select} WHERE grouping_key = ? OR grouping_key IN (SELECT grouping_key FROM series_join WHERE joined_key = ?)
       ORDER BY file_id, frame`,
    )
    .all(groupingKey, groupingKey)
    .map(fromStored);
}

/** The slices that make the volume, first slice first. */
export function listVolumeSlices(db: Database, seriesId: string): SliceRow[] {
  return db
    .prepare<[string], StoredSlice>(`${select} WHERE series_id = ? AND slice_index IS NOT NULL ORDER BY slice_index`)
    .all(seriesId)
    .map(fromStored);
}

type StoredPixels = Omit<SlicePixels, 'pixels' | 'inPlace'> & { pixels: string; inPlace: number };

/** The slices that make the volume, by their place in it. A row is checked when it is asked for: all of them take longer than an image. */
export function volumePixels(db: Database, seriesId: string): (k: number) => SlicePixels {
  const rows = db
    .prepare<[string], StoredPixels>(
      `SELECT file_name AS fileName, path, in_place AS inPlace, pixel_sha256 AS pixelSha256, header -> '$.pixels' AS pixels
       FROM slice JOIN file ON file.id = slice.file_id WHERE series_id = ? AND slice_index IS NOT NULL ORDER BY slice_index`,
    )
    .all(seriesId);
  const checked: SlicePixels[] = [];
  return (k) => (checked[k] ??= pixelsFromStored(rows[k]!));
}

const pixelsFromStored = ({ pixels, inPlace, ...row }: StoredPixels): SlicePixels => ({
  ...row,
  pixels: pixelFormat.parse(parseJson(pixels)),
  inPlace: inPlace === 1,
});

export const hasSlices = (db: Database, seriesId: string): boolean =>
  db.prepare<[string], number>('SELECT EXISTS (SELECT 1 FROM slice WHERE series_id = ?)').pluck().get(seriesId) === 1;

/** The frames of a file. */
export function listSlicesOfFile(db: Database, fileId: string): SliceRow[] {
  return db.prepare<[string], StoredSlice>(`${select} WHERE file_id = ? ORDER BY frame`).all(fileId).map(fromStored);
}

/** What the slices of the volume are, first slice first: hash of the file and number of the frame; much sooner than the slices themselves. */
export function listVolumeContent(db: Database, seriesId: string): string[] {
  return db
    .prepare<[string], string>(
      `SELECT sha256 || ' ' || frame FROM slice JOIN file ON file.id = slice.file_id
       WHERE series_id = ? AND slice_index IS NOT NULL ORDER BY slice_index`,
    )
    .pluck()
    .all(seriesId);
}

export function insertSlice(
  db: Database,
  { id, fileId, frame, seriesId, pixelSha256, slice, pixels, lossy, timing }: NewSliceRow,
): void {
  db.prepare(
    `INSERT INTO slice (id, file_id, frame, series_id, pixel_sha256, header, slice_index)
     VALUES (@id, @fileId, @frame, @seriesId, @pixelSha256, @header, NULL)`,
  ).run({ id, fileId, frame, seriesId, pixelSha256, header: JSON.stringify({ slice, pixels, lossy, timing }) });
}

/** Gives slices to a series: those in `orderedIds` are its volume, in this order; `otherIds` belong to it and are not part of the volume. */
export function assignSlices(
  db: Database,
  seriesId: string,
  orderedIds: readonly string[],
  otherIds: readonly string[],
): void {
  const update = db.prepare('UPDATE slice SET series_id = ?, slice_index = ? WHERE id = ?');
  orderedIds.forEach((id, index) => update.run(seriesId, index, id));
  otherIds.forEach((id) => update.run(seriesId, null, id));
}
