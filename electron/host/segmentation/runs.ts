/** The bytes of a revision: run-length form, gzipped. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gunzipSync, gzip } from 'node:zlib';
import { RemnantError } from '../../core/contract/errors.ts';
import type { Revision } from '../../core/contract/segmentation.ts';
import type { VolumeGeometry } from '../../core/domain/geometry.ts';
import { voxelCount } from '../../core/domain/geometry.ts';
import { decodeRuns, encodeRuns, summarizeRuns, type LabelmapRuns } from '../../core/domain/labelmapRuns.ts';
import { MAX_LABEL } from '../../core/domain/labels.ts';

const gunzipAsync = promisify(gunzip);
const gzipAsync = promisify(gzip);

/** Signature and three dimensions. */
const HEADER_BYTES = 16;
/** The worst labelmap has one run a voxel: a label byte and a length byte. */
export const maxRunsBytes = (geometry: VolumeGeometry): number => HEADER_BYTES + 2 * voxelCount(geometry);

export const zipRuns = (runs: Uint8Array): Promise<Buffer> => gzipAsync(runs);

/** @throws when the bytes are not gzip or unfold to more than `maxBytes` (a bomb stops there). */
export const unzipRuns = (zipped: Uint8Array, maxBytes?: number): Promise<Buffer> =>
  gunzipAsync(zipped, maxBytes === undefined ? {} : { maxOutputLength: maxBytes });

/** SHA-256 (hex). */
export const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * What the trail keeps of a revision. The revision's own `sha256` is that of the run-length form, the same for the same labels with any version
 * of zlib; the stored bytes have one too, because a gzip header can be changed without changing what unfolds.
 */
export const committedValue = ({ lesions, ...revision }: Revision, zipped: Uint8Array): object => ({
  ...revision,
  // Revisions from before lesions were kept were recorded without them.
  ...(lesions !== null && { lesions }),
  storedSha256: digest(zipped),
});

/** The labels of a revision as the database has them. */
export interface StoredLabels {
  readonly zipped: Uint8Array;
  /** Of the run-length form. */
  readonly sha256: string;
  /** Of the revision. */
  readonly number: number;
}

/** @throws RemnantError 'io' when the bytes are not the ones that were committed */
export function unfoldLabels({ zipped, sha256, number }: StoredLabels): LabelmapRuns {
  const damaged = (cause?: unknown): RemnantError =>
    new RemnantError(
      'io',
      `The stored labelmap of revision ${number} is damaged; restore the data folder from a backup.`,
      { cause },
    );
  let runs: Buffer;
  try {
    runs = gunzipSync(zipped);
  } catch (error) {
    throw damaged(error);
  }
  if (digest(runs) !== sha256) throw damaged();
  return decodeRuns(runs);
}

export interface CountedRuns {
  readonly runs: Uint8Array;
  /** Voxels per label 0..6. */
  readonly counts: number[];
}

/**
 * Judges a labelmap that came from outside in the size of its bytes: it is never unfolded to voxels, whatever it claims to be.
 * @throws RemnantError 'invalid_input' when it isn't a whole labelmap or has other dimensions than `geometry`.
 */
export async function runsFromOutside(zipped: Uint8Array, geometry: VolumeGeometry): Promise<CountedRuns> {
  const runs = await unzipRuns(zipped, maxRunsBytes(geometry)).catch((error: unknown) => {
    throw new RemnantError('invalid_input', 'The upload is not a gzipped labelmap of this series.', { cause: error });
  });
  const { dims, counts } = summarize(runs);
  if (dims.some((size, axis) => size !== geometry.dims[axis])) throw otherDims();
  return { runs, counts };
}

/** @throws RemnantError 'invalid_input' for labels of another length than the grid, or beyond 6. */
export function runsOfLabels(labels: Uint8Array, geometry: VolumeGeometry): CountedRuns {
  if (labels.length !== voxelCount(geometry)) throw otherDims();
  const runs = encodeRuns({ dims: geometry.dims, labels });
  return { runs, counts: summarize(runs).counts };
}

function summarize(runs: Uint8Array): ReturnType<typeof summarizeRuns> {
  try {
    return summarizeRuns(runs);
  } catch (error) {
    throw new RemnantError('invalid_input', `This is not a whole labelmap of labels 0 to ${MAX_LABEL}.`, {
      cause: error,
    });
  }
}

const otherDims = (): RemnantError =>
  new RemnantError('invalid_input', 'The labelmap has other dimensions than the series.');
