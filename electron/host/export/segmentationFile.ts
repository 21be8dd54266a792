/** A revision as a file for other programs. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { ExportFile, SegmentationFormat } from '../../core/contract/exports.ts';
import { RemnantError } from '../../core/contract/errors.ts';
import type { SegmentName } from '../../core/domain/labels.ts';
import type { HostContext } from '../context.ts';
import type { ExportKind } from '../db/tables/exportFile.ts';
import { writeSeg, type SegForm } from '../dicom/seg.ts';
import { makeMeshFile } from '../mesh/index.ts';
import { writeNifti } from '../nifti/index.ts';
import { writeSegNrrd } from '../nrrd/index.ts';
import { captureFile, pngFile } from './segmentationPicture.ts';
import { reportFile } from './segmentationReport.ts';
import {
  algorithmOfRevision,
  ctSource,
  newestRevision,
  segUids,
  trialOf,
  type RevisionVoxels,
} from './segmentationSource.ts';
import { writeExport } from './writeExport.ts';

export { algorithmOf } from './segmentationSource.ts';

const gzipAsync = promisify(gzip);

/** DICOM Segmentation that refers to the CT's own images; the same bytes every time. */
async function segFile(context: HostContext, voxels: RevisionVoxels, form: SegForm): Promise<Uint8Array> {
  const { seriesId, revision, geometry, labels, timePoint } = voxels;
  const { images, header } = await ctSource(context, seriesId);
  return writeSeg({
    labels,
    geometry,
    form,
    sourceImages: images,
    header,
    algorithm: algorithmOfRevision(context, revision),
    version: context.version,
    trackedBy: timePoint?.subjectId ?? seriesId,
    trial: trialOf(context, voxels),
    seriesDescription: `Liver segmentation, revision ${revision.number}`,
    now: new Date(revision.createdAt),
    uids: segUids(revision, form, context.version),
  });
}

const shownSegment: Readonly<Record<SegmentName, string>> = {
  liver: 'liver',
  tumour: 'tumour',
  flr: 'future liver remnant',
};

async function surfaceFile(
  { labels, geometry }: RevisionVoxels,
  format: 'stl' | 'obj',
  segment: SegmentName,
): Promise<Uint8Array> {
  const bytes = await makeMeshFile({ labels, geometry, format, segment });
  if (!bytes) throw new RemnantError('refused', `No ${shownSegment[segment]} is drawn yet, so it has no surface.`);
  return bytes;
}

interface Format {
  readonly kind: ExportKind;
  readonly extension: string;
  readonly write: (context: HostContext, voxels: RevisionVoxels, segment: SegmentName) => Promise<Uint8Array>;
}

const formats: Readonly<Record<SegmentationFormat, Format>> = {
  seg: { kind: 'segmentation_seg', extension: 'dcm', write: (context, voxels) => segFile(context, voxels, 'binary') },
  'seg-labelmap': {
    kind: 'segmentation_seg_labelmap',
    extension: 'dcm',
    write: (context, voxels) => segFile(context, voxels, 'labelmap'),
  },
  // With the label values of the partition (0 outside ... 6), so that nothing is lost.
  nifti: {
    kind: 'segmentation_nifti',
    extension: 'nii.gz',
    write: (_, { geometry, labels }) => gzipAsync(writeNifti({ geometry, data: labels })),
  },
  nrrd: {
    kind: 'segmentation_nrrd',
    extension: 'seg.nrrd',
    write: (_, voxels) => Promise.resolve(writeSegNrrd(voxels)),
  },
  stl: {
    kind: 'segmentation_stl',
    extension: 'stl',
    write: (_, voxels, segment) => surfaceFile(voxels, 'stl', segment),
  },
  obj: {
    kind: 'segmentation_obj',
    extension: 'obj',
    write: (_, voxels, segment) => surfaceFile(voxels, 'obj', segment),
  },
  sr: { kind: 'segmentation_sr', extension: 'dcm', write: reportFile },
  png: { kind: 'segmentation_png', extension: 'png', write: pngFile },
  sc: { kind: 'segmentation_sc', extension: 'dcm', write: captureFile },
};
/** What the file is called, beside the segmentation itself. */
const nameOf: Partial<Record<SegmentationFormat, string>> = {
  'seg-labelmap': 'labelmap',
  obj: 'surfaces',
  sr: 'measurements',
  png: 'key-image',
  sc: 'key-image',
};

export interface SegmentationExport {
  readonly segmentationId: string;
  readonly format: SegmentationFormat;
  /** Whose surface an STL holds; the liver's without. */
  readonly segment?: SegmentName | undefined;
}

/**
 * The newest revision in one of the formats.
 * @throws RemnantError 'not_found'; 'refused' when nothing is drawn yet, or a report is asked for without stored numbers; 'io'
 */
export async function exportSegmentation(
  context: HostContext,
  { segmentationId, format, segment = 'liver' }: SegmentationExport,
): Promise<ExportFile> {
  const voxels = newestRevision(context, segmentationId);
  const { revision, timePoint } = voxels;
  const { kind, extension, write } = formats[format];
  const what = format === 'stl' ? `${segment}-surface` : (nameOf[format] ?? 'segmentation');
  return writeExport(context, {
    kind,
    subjectId: null,
    revisionId: revision.id,
    stem: `${timePoint ? `${timePoint.subjectCode}_${timePoint.kind}_` : ''}${what}_r${revision.number}`,
    extension,
    bytes: await write(context, voxels, segment),
  });
}
