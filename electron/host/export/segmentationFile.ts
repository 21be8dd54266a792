/** A revision as a file for other programs. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { readFile } from 'node:fs/promises';
import { RemnantError } from '../../core/contract/errors.ts';
import type { Revision } from '../../core/contract/segmentation.ts';
import type { VolumeGeometry } from '../../core/domain/geometry.ts';
import { changeOrigin } from '../../core/domain/lesionsFollow.ts';
import type { HostContext } from '../context.ts';
import { readSegSource, writeSeg, type SegAlgorithm } from '../dicom/seg.ts';
import { sourceImages } from '../library/index.ts';
import { writeNifti } from '../nifti/index.ts';
import { listRevisions } from '../segmentation/index.ts';

const gzipAsync = promisify(gzip);

/** Set voxel by voxel by a person, or a step through what was there before. */
const isByHand = (tool: string): boolean => changeOrigin(tool) === 'hand' || /^(undo|redo)@/.test(tool);
/** DICOM value representation LO (PS3.5 table 6.2-1). */
const MAX_NAME = 64;

export interface RevisionVoxels {
  readonly seriesId: string;
  readonly revision: Revision;
  readonly geometry: VolumeGeometry;
  readonly labels: Uint8Array;
}

/** Binary DICOM Segmentation that refers to the CT's own images. */
export async function segFile(
  context: HostContext,
  { seriesId, revision, geometry, labels }: RevisionVoxels,
): Promise<Uint8Array> {
  const images = sourceImages(context, seriesId);
  const first = images[0];
  if (!first) throw new RemnantError('refused', 'The series has no images to refer to.');
  const header = await readFile(first.absolutePath).catch((error: unknown) => {
    throw new RemnantError('io', 'The stored images of this series can no longer be read; import them again.', {
      cause: error,
    });
  });
  return writeSeg({
    labels,
    geometry,
    sourceImages: images,
    header: readSegSource(header),
    algorithm: algorithmOf(listRevisions(context, { segmentationId: revision.segmentationId }), revision),
    version: context.version,
    seriesDescription: `Liver segmentation, revision ${revision.number}`,
    now: context.now(),
  });
}

/** Gzipped NIfTI-1 with the label values of the partition (0 outside ... 6), so that nothing is lost. */
export async function niftiFile({
  geometry,
  labels,
}: Pick<RevisionVoxels, 'geometry' | 'labels'>): Promise<Uint8Array> {
  return gzipAsync(writeNifti({ geometry, data: labels }));
}

/** From all steps that led to the revision. */
export function algorithmOf(revisions: readonly Revision[], { number }: Pick<Revision, 'number'>): SegAlgorithm {
  const tools = revisions.filter((each) => each.number <= number).map(({ action }) => action.tool);
  const assisted = [...new Set(tools.filter((tool) => !isByHand(tool)))].toSorted();
  return assisted.length === 0
    ? { type: 'MANUAL', name: 'by hand' }
    : { type: 'SEMIAUTOMATIC', name: assisted.join(' ').slice(0, MAX_NAME) };
}
