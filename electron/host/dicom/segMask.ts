/** Segments of any program, from any kind of file, on the grid of a volume, and as the project's labels. */
import { RemnantError } from '../../core/contract/errors.ts';
import { drawnMeaning, drawnVoxels } from '../../core/domain/drawnSegments.ts';
import type { Vec3 } from '../../core/domain/geometry.ts';
import {
  combineSegments,
  labelsOfCombinations,
  type CombinedSegments,
  type SegmentMeaning,
  type SegmentVoxels,
} from '../../core/domain/segmentCombinations.ts';
import {
  proposePart,
  usualOrder,
  type CodedPart,
  type NamedParts,
  type ProposedPart,
  type SegmentPart,
  type TissueOrder,
} from '../../core/domain/segmentParts.ts';
import { codes, lesions, livers, sameCode, type Code } from './codes.ts';

/** What a file says of a segment. */
export interface SegmentDescription {
  readonly number: number;
  readonly label: string;
  readonly type?: Code | undefined;
  readonly regions: readonly Code[];
  readonly algorithmType: string;
  readonly algorithmName: string;
  /** Instead of what name and code propose. */
  readonly proposed?: ProposedPart | null;
}

/** What a person decided. */
export interface MaskChoices {
  /** What segments are, by number. */
  readonly parts?: Readonly<Record<number, SegmentPart>>;
  /** The same by name, for those that have no number in `parts`. */
  readonly named?: NamedParts;
  /** What wins where segments overlap, weakest first. */
  readonly order?: TissueOrder;
  /** Labels on the same grid that the segments are added to. */
  readonly drawn?: Uint8Array;
}

interface Segments extends SegmentVoxels {
  readonly segments: readonly SegmentDescription[];
  readonly dims: Vec3;
}

/** Segments on a volume's grid. Masks are made when they are asked for: files may hold a hundred segments. */
export interface SegmentedMask extends Segments {
  /** What was done to bring it to this grid, in a sentence; null when nothing was. */
  readonly resampled: string | null;
  /** All that a person must know of it, `resampled` too, in sentences; empty when there is nothing. */
  readonly notes: readonly string[];
  /** How much of a segment lies outside of the volume, and so is lost. */
  outsideMl(segmentNumber: number): number;
  /** All segments as the project's labels. @throws RemnantError as `segToLabels` */
  labels(choices?: MaskChoices): Uint8Array;
}

/** Atlases have some hundred; more would be no drawing. */
const MAX_SEGMENTS = 2000;

/** @throws RemnantError 'unsupported' for more segments than any drawing has */
export function segmentedMask(
  segments: Segments,
  {
    resampled,
    notes = [],
    outsideMl = () => 0,
  }: Pick<SegmentedMask, 'resampled'> & Partial<Pick<SegmentedMask, 'notes' | 'outsideMl'>>,
): SegmentedMask {
  if (segments.segments.length > MAX_SEGMENTS)
    throw new RemnantError('unsupported', `This file holds more than ${MAX_SEGMENTS} segments.`);
  return {
    ...segments,
    resampled,
    notes: [...notes, ...(resampled === null ? [] : [resampled])],
    outsideMl,
    labels: (choices) => segToLabels(segments, choices),
  };
}

const codedParts: readonly (readonly [CodedPart, readonly Code[]])[] = [
  ['flr', [codes.flr]],
  ['other', [codes.nonFunctional]],
  ['resected', [codes.resected]],
  ['lesion', lesions],
  ['liver', livers],
];

/** By code where that says it, else by the segment's name; null when neither does, so that a person has to. */
export function proposalFor({ type, label, proposed }: SegmentDescription): ProposedPart | null {
  if (proposed !== undefined) return proposed;
  const coded = codedParts.find(([, known]) => known.some((code) => sameCode(type, code)))?.[0] ?? null;
  return proposePart(coded, label) ?? proposalOfMeaning(type?.meaning ?? '');
}

/** Codes that aren't known here say in words what they are. */
function proposalOfMeaning(meaning: string): ProposedPart | null {
  const proposed = proposePart(null, meaning);
  return proposed && { part: proposed.part, by: 'code' };
}

function sideOf({ regions }: SegmentDescription): SegmentMeaning['side'] {
  const isIn = (code: Code): boolean => regions.some((region) => sameCode(region, code));
  return isIn(codes.flr) ? 'remnant' : isIn(codes.resected) ? 'resected' : null;
}

function partOf(segment: SegmentDescription, { parts = {}, named = {} }: MaskChoices): SegmentPart | null {
  const { number, label } = segment;
  const byName = Object.hasOwn(named, label) ? named[label] : undefined;
  return parts[number] ?? byName ?? proposalFor(segment)?.part ?? null;
}

/** Those that the choices, or else the file, make part of a drawing. */
export const paintedSegments = ({ segments }: SegmentedMask, choices: MaskChoices): SegmentDescription[] =>
  segments.filter((segment) => (partOf(segment, choices) ?? 'ignore') !== 'ignore');

/** @throws RemnantError 'unsupported' when the segments overlap in more ways than any drawing does */
export function combine(...all: readonly SegmentVoxels[]): CombinedSegments {
  try {
    return combineSegments(...all);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RemnantError('unsupported', 'The segments of this file overlap in too many ways.', { cause: error });
  }
}

/**
 * Segments as the project's labels. Where they overlap, lesions lie in the liver and on the remnant's side where that is, as long as the
 * person doesn't say that something else wins.
 * @throws RemnantError 'invalid_input' when nobody can tell what a segment is, or one is named that isn't there, 'refused' when none is part
 * of a liver, 'unsupported' as `combine`
 */
export function segToLabels(segments: Segments, choices: MaskChoices = {}): Uint8Array {
  requireKnown(segments.segments, choices);
  const meanings = new Map(
    segments.segments.map((segment): [number, SegmentMeaning] => [
      segment.number,
      { part: partOf(segment, choices)!, side: sideOf(segment) },
    ]),
  );
  const painted = segments.segments.filter(({ number }) => meanings.get(number)!.part !== 'ignore');
  if (painted.length === 0)
    throw new RemnantError('refused', 'No segment of this file is a liver, a liver tumour or a future liver remnant.');
  const { drawn } = choices;
  const combined = combine({ ...segments, segments: painted }, ...(drawn ? [drawnVoxels(drawn)] : []));
  return labelsOfCombinations(
    combined,
    (number) => meanings.get(number) ?? drawnMeaning(number)!,
    choices.order ?? usualOrder,
    segments.dims,
  );
}

/** @throws RemnantError 'invalid_input' */
function requireKnown(segments: readonly SegmentDescription[], choices: MaskChoices): void {
  const { named = {}, parts = {} } = choices;
  const absent =
    Object.keys(named).find((name) => !segments.some(({ label }) => label === name)) ??
    Object.keys(parts).find((key) => !segments.some(({ number }) => String(number) === key));
  if (absent !== undefined) throw new RemnantError('invalid_input', `The file has no segment "${absent}".`);
  const unknown = [...new Set(segments.flatMap((each) => (partOf(each, choices) === null ? [each.label] : [])))];
  if (unknown.length === 0) return;
  const [what, are] = unknown.length > 1 ? ['the segments', 'are'] : ['the segment', 'is'];
  const names = unknown.map((name) => `"${name}"`).join(', ');
  throw new RemnantError(
    'invalid_input',
    `Say what ${what} ${names} of this file ${are}: liver, tumour, flr, other or ignore.`,
  );
}
