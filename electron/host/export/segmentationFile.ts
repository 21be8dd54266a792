/** A revision as a file for other programs. */
import type { ExportedReading, ExportedSegmentation, SegmentationFormat } from '../../core/contract/exports.ts';
import { RemnantError } from '../../core/contract/errors.ts';
import type { SegmentName } from '../../core/domain/labels.ts';
import type { HostContext } from '../context.ts';
import type { ExportKind } from '../db/tables/exportFile.ts';
import type { SegForm } from '../dicom/seg.ts';
import { captureFile, pngFile } from './segmentationPicture.ts';
import { reportFile } from './segmentationReport.ts';
import {
  algorithmOfRevision,
  ctSource,
  newestRevision,
  segUids,
  seriesDescriptionOf,
  trialOf,
  type DrawnRevision,
} from './segmentationSource.ts';
import { countingSegmentation } from '../readings/index.ts';
import { standingOfRevision } from './standing.ts';
import { inExportThread } from './thread/index.ts';
import { writeExport } from './writeExport.ts';

export { algorithmOf } from './segmentationSource.ts';

/** DICOM Segmentation that refers to the CT's own images; the same bytes every time. */
async function segFile(context: HostContext, drawn: DrawnRevision, form: SegForm): Promise<Uint8Array> {
  const { seriesId, revision, geometry, stored, timePoint } = drawn;
  const { images, header } = await ctSource(context, seriesId);
  return inExportThread('segmentation', {
    stored,
    geometry,
    form,
    sourceImages: images,
    header,
    algorithm: algorithmOfRevision(context, revision),
    version: context.version,
    trackedBy: timePoint?.subjectId ?? seriesId,
    trial: trialOf(context, drawn),
    seriesDescription: seriesDescriptionOf(context, revision),
    now: new Date(revision.createdAt),
    uids: segUids(context, revision, form),
  });
}

const shownSegment: Readonly<Record<SegmentName, string>> = {
  liver: 'liver',
  tumour: 'tumour',
  flr: 'future liver remnant',
};

async function surfaceFile(
  { stored, geometry }: DrawnRevision,
  format: 'stl' | 'obj',
  segment: SegmentName,
): Promise<Uint8Array> {
  const bytes = await inExportThread('surface', { stored, geometry, format, segment });
  if (!bytes) throw new RemnantError('refused', `No ${shownSegment[segment]} is drawn yet, so it has no surface.`);
  return bytes;
}

const maskFile = ({ stored, geometry }: DrawnRevision, format: 'nifti' | 'nrrd'): Promise<Uint8Array> =>
  inExportThread('mask', { stored, geometry, format });

interface Format {
  readonly kind: ExportKind;
  readonly extension: string;
  readonly write: (context: HostContext, drawn: DrawnRevision, segment: SegmentName) => Promise<Uint8Array>;
}

const formats: Readonly<Record<SegmentationFormat, Format>> = {
  seg: { kind: 'segmentation_seg', extension: 'dcm', write: (context, drawn) => segFile(context, drawn, 'binary') },
  'seg-labelmap': {
    kind: 'segmentation_seg_labelmap',
    extension: 'dcm',
    write: (context, drawn) => segFile(context, drawn, 'labelmap'),
  },
  // With the label values of the partition (0 outside ... 6), so that nothing is lost.
  nifti: {
    kind: 'segmentation_nifti',
    extension: 'nii.gz',
    write: (_, drawn) => maskFile(drawn, 'nifti'),
  },
  nrrd: {
    kind: 'segmentation_nrrd',
    extension: 'seg.nrrd',
    write: (_, drawn) => maskFile(drawn, 'nrrd'),
  },
  stl: {
    kind: 'segmentation_stl',
    extension: 'stl',
    write: (_, drawn, segment) => surfaceFile(drawn, 'stl', segment),
  },
  obj: {
    kind: 'segmentation_obj',
    extension: 'obj',
    write: (_, drawn, segment) => surfaceFile(drawn, 'obj', segment),
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

/** Either a segmentation, or a series for the reading of it that counts. */
export interface SegmentationExport {
  readonly segmentationId?: string | undefined;
  readonly seriesId?: string | undefined;
  readonly format: SegmentationFormat;
  /** Whose surface an STL holds; the liver's without. */
  readonly segment?: SegmentName | undefined;
}

function segmentationOf(context: HostContext, { segmentationId, seriesId }: SegmentationExport): string {
  const found = segmentationId ?? (seriesId && countingSegmentation(context, seriesId)?.segmentationId);
  if (found) return found;
  throw new RemnantError('not_found', 'Nobody has drawn on this series yet, so there is no segmentation to export.');
}

/** Whose drawing leaves, and whether it is signed. */
function readingOf(context: HostContext, { seriesId, revision }: DrawnRevision): ExportedReading | null {
  const { reading, signatures, standing } = standingOfRevision(context, revision);
  return (
    reading && {
      ordinal: reading.ordinal,
      version: reading.version,
      state: reading.state,
      readBy: reading.reader?.printedName ?? null,
      isCounting: countingSegmentation(context, seriesId)?.readingId === reading.id,
      standing,
      signedBy: signatures.at(-1)?.signer.printedName ?? null,
    }
  );
}

/**
 * The newest revision in one of the formats. The name of the file says whose reading it is where it isn't the first, and that it isn't signed.
 * @throws RemnantError 'not_found'; 'refused' when nothing is drawn yet, or a report is asked for without stored numbers; 'io'
 */
export async function exportSegmentation(
  context: HostContext,
  request: SegmentationExport,
): Promise<ExportedSegmentation> {
  const { format, segment = 'liver' } = request;
  const drawn = newestRevision(context, segmentationOf(context, request));
  const { revision, timePoint } = drawn;
  const { kind, extension, write } = formats[format];
  const reading = readingOf(context, drawn);
  const stem = [
    ...(timePoint ? [timePoint.subjectCode, timePoint.kind] : []),
    format === 'stl' ? `${segment}-surface` : (nameOf[format] ?? 'segmentation'),
    ...(reading === null || reading.ordinal === 'first' ? [] : [reading.ordinal]),
    `r${revision.number}`,
    ...(reading?.standing === 'signed' ? [] : ['unsigned']),
  ];
  const file = await writeExport(context, {
    kind,
    subjectId: null,
    revisionId: revision.id,
    stem: stem.join('_'),
    extension,
    bytes: await write(context, drawn, segment),
  });
  return { ...file, reading };
}
