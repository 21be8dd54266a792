/** A mask file, looked at and made the next revision. It is read in a worker: unpacking and sorting out 30 million voxels takes seconds. */
import { basename } from 'node:path';
import { RemnantError } from '../../core/contract/errors.ts';
import type {
  MaskInspection,
  MaskLabels,
  Revision,
  RevisionAction,
  Segmentation,
} from '../../core/contract/segmentation.ts';
import type { SegmentPart } from '../../core/domain/segmentParts.ts';
import type { MaskChoices } from '../dicom/seg.ts';
import type { HostContext } from '../context.ts';
import { DEFAULT_THRESHOLD } from '../dicom/seg.ts';
import { createWorkerPool, WorkerLost } from '../jobs/workerPool.ts';
import { getSeries } from '../library/index.ts';
import { requireVisible } from '../readings/counting.ts';
import { workerUrl } from '../workerUrl.ts';
import type { MaskSource } from './openMask.ts';
import type { MaskAnswer, MaskTask, ReadMask } from './readMask.ts';
import { storedLabels, storeRuns } from './revisions.ts';
import type { StoredLabels } from './runs.ts';
import { getRevision, openSegmentation, volumeOf } from './segmentations.ts';
import { dropUpload, uploadFile } from './uploads.ts';

/** Longer than a hundred segments of a whole body take; a file that was made to be slow ends here. */
const LIMIT_MS = 5 * 60_000;
const readers = createWorkerPool<MaskTask, MaskAnswer>(workerUrl('./maskWorker', import.meta.url), 1, {
  limitMs: () => LIMIT_MS,
});

/** A file of the host's machine, or one that was put to `/blob/upload` under the name it has elsewhere. */
export interface MaskFile {
  readonly path?: string | undefined;
  readonly uploadId?: string | undefined;
  readonly fileName?: string | undefined;
}

export interface MaskImport extends MaskFile {
  readonly seriesId: string;
  readonly readingId?: string | undefined;
  /** The head that it comes after; default: the one that is. */
  readonly parentRevisionId?: string | null | undefined;
  /** Of the file that was looked at. */
  readonly sha256?: string | undefined;
  readonly labels?: MaskLabels | undefined;
  readonly parts?: MaskChoices['parts'] | undefined;
  readonly named?: MaskChoices['named'] | undefined;
  readonly order?: MaskChoices['order'] | undefined;
  readonly threshold?: number | undefined;
  /** Whether the segments are added to what is drawn, instead of taking its place. */
  readonly keepDrawn?: boolean | undefined;
}

/**
 * What a mask file holds and how it fits the series; nothing is changed.
 * @throws RemnantError 'not_found' or 'io' for the file, 'unsupported' for its format, 'refused' for another patient space or a series without
 * a volume
 */
export async function inspectMask(
  context: HostContext,
  input: MaskFile & {
    readonly seriesId: string;
    readonly threshold?: number | undefined;
    readonly revisionId?: string | undefined;
  },
): Promise<MaskInspection> {
  const source = sourceOf(context, input);
  const { revisionId } = input;
  const drawn = revisionId === undefined ? null : visibleLabels(context, revisionId);
  const answer = await ask({ kind: 'inspect', ...source, drawn });
  if (!('inspection' in answer)) throw unexpected();
  return { fileName: source.fileName, ...answer.inspection };
}

/**
 * A mask file becomes the next revision of the series' segmentation. On a grid of its own it is resampled, which its action says.
 * @throws RemnantError as `inspectMask`; 'invalid_input' for values that are no labels, segments that nobody can tell, or no labelled voxel at
 * all; 'conflict' for a file or a head that is not the one that was looked at; 'refused' for a reading that can't be drawn on
 */
export async function importMask(context: HostContext, input: MaskImport): Promise<Revision> {
  const { seriesId, readingId, labels = 'user', parts = {}, named = {}, order, keepDrawn = false } = input;
  const source = sourceOf(context, input);
  // A file that is refused begins no reading.
  const open = (): Segmentation => openSegmentation(context, { seriesId, readingId });
  const onto = keepDrawn ? (input.parentRevisionId ?? open().head?.id ?? null) : null;
  const drawn = onto === null ? null : visibleLabels(context, onto);
  const choices = { parts, named, ...(order && { order }) };
  const answer = await ask({ kind: 'read', ...source, labels, choices, drawn });
  if (!('read' in answer)) throw unexpected();
  const { read } = answer;
  if (input.sha256 !== undefined && input.sha256 !== read.sha256)
    throw new RemnantError('conflict', `${source.fileName} was changed since it was looked at; choose it again.`);
  const { id: segmentationId, head } = open();
  const { parentRevisionId = head?.id ?? null } = input;
  const action = importAction(source, read, input);
  const cut = onto === null ? null : (head?.cut ?? null);
  const revision = await storeRuns(context, { segmentationId, parentRevisionId, action, cut }, read.counted);
  if (input.uploadId !== undefined) await dropUpload(context, input.uploadId);
  return revision;
}

function visibleLabels(context: HostContext, revisionId: string): StoredLabels {
  requireVisible(context, getRevision(context, revisionId).segmentationId);
  return storedLabels(context, revisionId);
}

function sourceOf(
  context: HostContext,
  input: MaskFile & { readonly seriesId: string; readonly threshold?: number | undefined },
): MaskSource {
  const { seriesId, path, uploadId, threshold = DEFAULT_THRESHOLD } = input;
  const series = getSeries(context, { seriesId });
  const geometry = volumeOf(series);
  const { frameOfReferenceUid, patientLabel } = series;
  const isOfItsOwn = series.derivedFrom === null && !series.joined;
  const seriesInstanceUid = isOfItsOwn ? series.seriesInstanceUid : '';
  const file = uploadId === undefined ? path : uploadFile(context, uploadId);
  if (file === undefined) throw new RemnantError('invalid_input', 'Say which file is the mask.');
  return {
    path: file,
    fileName: basename(input.fileName ?? file),
    series: { geometry, frameOfReferenceUid, seriesInstanceUid, patientLabel },
    threshold,
  };
}

async function ask(task: MaskTask): Promise<Exclude<MaskAnswer, { refusal: unknown }>> {
  const answer = await readers.run(task).catch((error: unknown) => {
    if (!(error instanceof WorkerLost)) throw error;
    throw new RemnantError('unsupported', `Reading ${task.fileName} took too much time or memory.`, { cause: error });
  });
  if ('refusal' in answer) throw new RemnantError(answer.refusal.code, answer.refusal.message);
  return answer;
}

const unexpected = (): Error => new Error('the mask worker answered something else');

function importAction({ fileName }: MaskSource, read: ReadMask, input: MaskImport): RevisionAction {
  const { format, sha256, isResampled, notes, outsideMl } = read;
  const { labels = 'user', parts = {}, named = {}, order, threshold, keepDrawn = false } = input;
  const told = Object.entries<SegmentPart>({ ...named, ...parts }).map(([name, part]) => `${name}=${part}`);
  const how = isResampled ? ', resampled' : '';
  return {
    title: `${keepDrawn ? 'Add' : 'Import'} mask ${fileName}`.slice(0, 200 - how.length) + how,
    tool: 'import-mask@1',
    parameters: {
      fileName,
      format,
      sha256,
      ...((format === 'nifti' || labels === 'full') && { labels }),
      ...(told.length > 0 && { named: told.join(', ') }),
      ...(order && { order: order.join(' < ') }),
      ...(threshold !== undefined && { threshold }),
      ...(keepDrawn && { keepDrawn }),
      ...(outsideMl > 0 && { outsideMl }),
      ...(notes.length > 0 && { notes: notes.join(' ') }),
    },
  };
}
