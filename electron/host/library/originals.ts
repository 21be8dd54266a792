/** The imported files themselves: where they are, and whether they still are what was imported. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DataFolder, HostContext } from '../context.ts';
import type { FileRow } from '../db/tables/file.ts';
import { listSlices, listVolumeSlices } from '../db/tables/slice.ts';
import { getSeries } from './series.ts';

export const originalPath = ({ root }: DataFolder, { path, inPlace }: Pick<FileRow, 'path' | 'inPlace'>): string =>
  inPlace ? path : join(root, ...path.split('/'));

/** A file of a volume, for references to it. */
export interface SourceImage {
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  readonly seriesInstanceUid: string;
  /** Of a multi-frame file, from 1. */
  readonly frameNumber: number | null;
  readonly absolutePath: string;
  /** Slice index in the volume; null for a slice from which the volume was computed, and which is none of its own. */
  readonly k: number | null;
}

/** The slices that make the series' volume, or those it was computed from, in order; empty for a refused series. */
export function sourceImages(context: HostContext, seriesId: string): SourceImage[] {
  const { derivedFrom } = getSeries(context, { seriesId });
  const sourceId = derivedFrom?.seriesId ?? seriesId;
  const resampled = derivedFrom?.kind === 'regular_grid';
  const slices = resampled ? listSlices(context.db, sourceId) : listVolumeSlices(context.db, sourceId);
  const frames = new Map<string, number>();
  for (const { fileId, frame } of slices) frames.set(fileId, Math.max(frames.get(fileId) ?? 0, frame));
  return slices.map((slice, k) => ({
    sopInstanceUid: slice.sopInstanceUid,
    sopClassUid: slice.sopClassUid,
    seriesInstanceUid: slice.seriesInstanceUid,
    frameNumber: frames.get(slice.fileId)! > 0 ? slice.frame + 1 : null,
    absolutePath: originalPath(context.folder, slice),
    k: resampled ? null : k,
  }));
}

/**
 * Reads every file of the series again.
 * @returns names of those that are not there, and of those that are not what was imported
 * @throws RemnantError 'not_found'
 */
export async function checkOriginals(
  context: HostContext,
  { seriesId }: { seriesId: string },
): Promise<{ missing: string[]; changed: string[] }> {
  const { derivedFrom } = getSeries(context, { seriesId });
  const slices = listSlices(context.db, derivedFrom?.seriesId ?? seriesId);
  const files = new Map(slices.map((slice) => [slice.fileId, slice]));
  const missing: string[] = [];
  const changed: string[] = [];
  for (const file of files.values()) {
    const bytes = await readFile(originalPath(context.folder, file)).catch(() => null);
    if (!bytes) missing.push(file.fileName);
    else if (createHash('sha256').update(bytes).digest('hex') !== file.sha256) changed.push(file.fileName);
  }
  return { missing, changed };
}
