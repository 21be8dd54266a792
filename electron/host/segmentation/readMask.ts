/** What is done in `maskWorker.ts`: a mask file to the runs of a revision, or to what a person must know to decide. */
import { RemnantError, toWireError } from '../../core/contract/errors.ts';
import type { WireError } from '../../core/contract/errors.ts';
import type { MaskFormat, MaskInspection } from '../../core/contract/segmentation.ts';
import { drawnMeaning, drawnVoxels } from '../../core/domain/drawnSegments.ts';
import { printVolumeMl } from '../../core/domain/format.ts';
import { MAX_LABEL } from '../../core/domain/labels.ts';
import type { Combination } from '../../core/domain/segmentCombinations.ts';
import { proposePart, type ProposedPart } from '../../core/domain/segmentParts.ts';
import { combine, paintedSegments, proposalFor, type MaskChoices, type SegmentedMask } from '../dicom/seg.ts';
import { openMask, type MaskSeries, type MaskSource, type OpenedMask } from './openMask.ts';
import { runsOfLabels, unfoldLabels, type CountedRuns, type StoredLabels } from './runs.ts';

export interface ReadTask extends MaskSource {
  readonly kind: 'read';
  /** 'full': values are stored labels; otherwise they are segments like those of other files. */
  readonly labels: 'user' | 'full';
  readonly choices: Omit<MaskChoices, 'drawn'>;
  /** What the segments are added to. */
  readonly drawn: StoredLabels | null;
}
export interface InspectTask extends MaskSource {
  readonly kind: 'inspect';
  /** What the segments may be added to. */
  readonly drawn: StoredLabels | null;
}
export type MaskTask = ReadTask | InspectTask;

export interface ReadMask {
  readonly format: MaskFormat;
  /** Of the file. */
  readonly sha256: string;
  readonly counted: CountedRuns;
  readonly isResampled: boolean;
  /** What was done to bring it to the grid of the series, in sentences. */
  readonly notes: readonly string[];
  /** Of what is imported, outside of the volume: it is lost. */
  readonly outsideMl: number;
}

/** A refusal is an answer, because an error would lose its code on the way between threads. */
export type MaskAnswer =
  | { readonly read: ReadMask }
  | { readonly inspection: Omit<MaskInspection, 'fileName'> }
  | { readonly refusal: WireError };

export async function answerMaskTask(task: MaskTask): Promise<MaskAnswer> {
  try {
    const opened = await openMask(task);
    return task.kind === 'read' ? { read: read(opened, task) } : { inspection: inspect(opened, task) };
  } catch (error) {
    if (error instanceof RemnantError) return { refusal: toWireError(error) };
    throw error;
  }
}

function read(opened: OpenedMask, { series, labels: meaning, choices, drawn }: ReadTask): ReadMask {
  const { format, sha256, mask, values } = opened;
  const onto = drawn && labelsOf(drawn, series);
  const labels =
    meaning === 'full' && values ? storedLabels(values) : mask.labels({ ...choices, ...(onto && { drawn: onto }) });
  const counted = runsOfLabels(labels, series.geometry);
  const imported = meaning === 'full' ? mask.segments : paintedSegments(mask, choices);
  const lost = imported.map(({ label, number }) => ({ label, volumeMl: mask.outsideMl(number) }));
  const outsideMl = lost.reduce((sum, { volumeMl }) => sum + volumeMl, 0);
  if (counted.counts.slice(1).every((count) => count === 0)) throw nothingOf(outsideMl);
  return {
    format,
    sha256,
    counted,
    isResampled: mask.resampled !== null,
    notes: [...mask.notes, ...lost.filter(({ volumeMl }) => volumeMl > 0).map(lossText)],
    outsideMl,
  };
}

const nothingOf = (outsideMl: number): RemnantError =>
  outsideMl > 0
    ? new RemnantError('refused', 'Nothing of the mask lies in this CT.')
    : new RemnantError('invalid_input', 'The mask has no labelled voxel.');

const lossText = ({ label, volumeMl }: { readonly label: string; readonly volumeMl: number }): string =>
  `${printVolumeMl(volumeMl)} mL of "${shown(label)}" lie outside of this CT and are lost.`;

/** @throws RemnantError 'invalid_input' for a drawing on another grid, 'io' for a damaged one */
function labelsOf(drawn: StoredLabels, { geometry }: MaskSeries): Uint8Array {
  const { dims, labels } = unfoldLabels(drawn);
  if (dims.every((size, axis) => size === geometry.dims[axis])) return labels;
  throw new RemnantError('invalid_input', 'The drawing is of another series.');
}

function storedLabels(values: Uint8Array): Uint8Array {
  const other = values.find((value) => value > MAX_LABEL);
  if (other === undefined) return values;
  throw new RemnantError('invalid_input', `The mask has the value ${other}; full labels are 0 to ${MAX_LABEL}.`);
}

/** Text from a file, in a length that can be shown. */
const shown = (text: string): string => text.slice(0, 100);

function inspect(opened: OpenedMask, { fileName, drawn, series }: InspectTask): Omit<MaskInspection, 'fileName'> {
  const { format, form, sha256, mask, values } = opened;
  // The first is none of the segments; some lost all their voxels to others.
  const combinations = combine(mask, ...(drawn ? [drawnVoxels(labelsOf(drawn, series))] : []))
    .combinations.slice(1)
    .filter(({ voxels }) => voxels > 0);
  const lostMl = new Map(mask.segments.map(({ number }) => [number, mask.outsideMl(number)]));
  if (combinations.every(({ segments }) => segments.every((number) => drawnMeaning(number) !== null)))
    throw nothingOf(Math.max(...lostMl.values()));
  const isAlone = form === 'values' && mask.segments.length === 1;
  return {
    format,
    form,
    sha256,
    resampled: mask.resampled,
    notes: mask.notes.filter((note) => note !== mask.resampled),
    segments: mask.segments.map((segment) => ({
      ...describe(segment, combinations),
      outsideMl: lostMl.get(segment.number)!,
      proposed: (isAlone ? partOfFileName(fileName) : null) ?? proposalFor(segment),
    })),
    combinations: combinations.map(({ segments, voxels }) => ({ segments: [...segments], voxels })),
    mayBeStoredLabels: values?.every((value) => value <= MAX_LABEL) ?? false,
  };
}

/** Programs that write a file for each organ name it so. */
function partOfFileName(fileName: string): ProposedPart | null {
  const proposed = proposePart(null, fileName.replace(/\.(nii|nrrd)(\.gz)?$/i, ''));
  return proposed?.part === 'ignore' ? null : proposed;
}

function describe(
  segment: SegmentedMask['segments'][number],
  combinations: readonly Combination[],
): Omit<MaskInspection['segments'][number], 'proposed' | 'outsideMl'> {
  const { number, label, type, algorithmType, algorithmName } = segment;
  return {
    number,
    label: shown(label),
    coded: shown(type?.meaning ?? ''),
    algorithm: shown([algorithmName, algorithmType.toLowerCase()].filter((part) => part !== '').join(', ')),
    voxels: combinations.reduce((sum, { segments, voxels }) => sum + (segments.includes(number) ? voxels : 0), 0),
  };
}
