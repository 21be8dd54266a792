/**
 * The JSON file beside a person's ONNX model: what the network was trained on and what its outputs mean. Only what changes the result is in
 * it, and nothing is guessed: a key that isn't known is an error, because a mistyped one would silently mean something else.
 */
import '../contract/noEval.ts';
import { z } from 'zod';
import { RemnantError } from '../contract/errors.ts';

/** Voxels of one patch: 512 x 512 x 256. */
const MAX_PATCH_VOXELS = 2 ** 26;
const MAX_CHANNEL = 1023;

/** What a model can tell apart. `liver` is liver of unknown side; the remnant and the resected part name theirs. */
export const modelSegments = ['liver', 'resected', 'flr', 'tumour'] as const;
export type ModelSegment = (typeof modelSegments)[number];

const channel = z
  .int('a channel is a whole number from 0')
  .min(0, 'a channel is a whole number from 0')
  .max(MAX_CHANNEL, `a channel is at most ${MAX_CHANNEL}`);
const channels = z.union([channel.transform((one) => [one]), z.array(channel).min(1, 'name at least one channel')], {
  error: 'must be a channel number or a list of them',
});

const letterPairs = ['LR', 'PA', 'SI'];
const hasEachDirection = (axes: string): boolean =>
  letterPairs.every((pair) => Array.from(axes).filter((letter) => pair.includes(letter)).length === 1);

const axes = z
  .string('must be three letters such as "SPL"')
  .regex(/^[LRPASI]{3}$/, 'must be three of the letters L R P A S I, such as "SPL"')
  .refine(hasEachDirection, 'needs one of L or R, one of P or A, one of S or I');

const spacingMm = z
  .number('must be mm, or null for the spacing of the CT')
  .min(0.2, 'must be from 0.2 to 20 mm')
  .max(20, 'must be from 0.2 to 20 mm')
  .nullable();
const patchSize = z
  .int('must be a whole number of voxels')
  .min(1, 'must be at least 1')
  .max(1024, 'must be at most 1024');

const patch = z
  .union([z.tuple([patchSize, patchSize, patchSize]), z.tuple([patchSize, patchSize])], {
    error: 'must be three numbers from 1 to 1024 (or two, for a model of single slices)',
  })
  .refine(
    (sizes) => sizes.reduce<number>((product, size) => product * size, 1) <= MAX_PATCH_VOXELS,
    `has more than ${MAX_PATCH_VOXELS / 1e6} million voxels`,
  );

const finite = z.number('must be a number');
const clipHu = z
  .tuple([finite, finite], { error: 'must be two numbers, [lowest, highest] HU' })
  .refine(([low, high]) => low < high, 'the first number must be below the second');

const normalise = z.discriminatedUnion(
  'kind',
  [
    /** (HU - mean) / sd */
    z.strictObject({ kind: z.literal('zScore'), mean: finite, sd: finite.positive('must be above 0') }),
    /** The clipped range becomes from..to. */
    z.strictObject({ kind: z.literal('range'), from: finite, to: finite }),
    z.strictObject({ kind: z.literal('none') }),
  ],
  { error: 'must have the kind "zScore", "range" or "none"' },
);

const decision = z.discriminatedUnion(
  'kind',
  [
    /** The channel with the highest value wins; channels that are no segment are the background. */
    z.strictObject({ kind: z.literal('argmax') }),
    /** Each channel by itself; where several are above, tumour goes before FLR, resected part and liver. */
    z.strictObject({ kind: z.literal('threshold'), above: finite }),
  ],
  { error: 'must have the kind "argmax" or "threshold"' },
);

const segments = z
  .strictObject({
    liver: channels.optional(),
    resected: channels.optional(),
    flr: channels.optional(),
    tumour: channels.optional(),
  })
  .refine((map) => Object.values(map).some((list) => list !== undefined), 'must name at least one segment')
  .refine((map) => {
    const all = Object.values(map).flatMap((list) => list ?? []);
    return new Set(all).size === all.length;
  }, 'names a channel twice');

export const modelDescription = z.strictObject({
  /** Of this file's form. */
  format: z.literal(1, 'must be 1, the form that this version reads'),
  name: z.string('must be a text').trim().min(1, 'must not be empty').max(80, 'must have at most 80 characters'),
  version: z.string('must be a text').trim().min(1, 'must not be empty').max(40, 'must have at most 40 characters'),
  /** Where the index grows to along each spatial axis of the input, in its order: "SPL" for (slice, row, column) of a usual CT. */
  axes,
  /** Along these axes, in the same order. */
  spacingMm: z.tuple([spacingMm, spacingMm, spacingMm], { error: 'must be three numbers in mm' }),
  clipHu,
  normalise,
  /** Voxels along the axes. Two numbers: slices across the first axis, one by one. */
  patch,
  /** Share of a patch that the next one covers again. */
  overlap: z.number('must be a number').min(0, 'must be from 0 to 0.9').max(0.9, 'must be from 0 to 0.9').default(0.5),
  decision,
  /** Output channels of each segment. */
  segments,
});
export type ModelDescription = z.output<typeof modelDescription>;

/** The patch as three numbers: one slice of a model of slices. */
export const patchDims = ({ patch: sizes }: ModelDescription): [number, number, number] =>
  sizes.length === 3 ? [...sizes] : [1, ...sizes];

export const isSliceModel = ({ patch: sizes }: ModelDescription): boolean => sizes.length === 2;

/** The segments that the model knows, in the order of `modelSegments`. */
export const knownSegments = ({ segments: map }: Pick<ModelDescription, 'segments'>): ModelSegment[] =>
  modelSegments.filter((name) => map[name] !== undefined);

/** @throws RemnantError 'invalid_input' with what is wrong in the first place that is. */
export function parseModelDescription(json: string): ModelDescription {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new RemnantError('invalid_input', "The model's description is not JSON.", { cause });
  }
  const parsed = modelDescription.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new RemnantError('invalid_input', sentence(parsed.error.issues[0]!));
}

function sentence(issue: z.core.$ZodIssue): string {
  const where = issue.path.length > 0 ? ` "${issue.path.join('.')}"` : '';
  if (issue.code === 'unrecognized_keys')
    return `The model's description has "${issue.keys.join('", "').slice(0, 80)}"${where && ` in${where}`}, which is not known.`;
  if (issue.path.length === 0) return "The model's description must be one object in braces.";
  return `The model's description is wrong at${where}: ${issue.message}.`;
}
