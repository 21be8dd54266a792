/** Output channels of the network as scores of what is asked: the background and each segment. */
import { RemnantError } from '../../electron/core/contract/errors.ts';
import { knownSegments, type ModelDescription } from '../../electron/core/domain/modelDescription.ts';

/** What the network gives for one patch: `channels` x voxels of the patch. */
export interface PatchOutput {
  readonly data: Float32Array;
  readonly channels: number;
}

/** Beyond this a value is as good as certain; infinities can't be averaged. */
const LARGEST_SCORE = 1e9;

/** Channels of each score; for 'argmax' the first is the background. */
export interface ScoreTable {
  readonly channels: readonly (readonly number[])[];
}

/** Scores of one voxel. */
export const scoreCountOf = (description: ModelDescription): number =>
  knownSegments(description).length + (description.decision.kind === 'argmax' ? 1 : 0);

/**
 * @param count channels of the network's output
 * @throws RemnantError 'invalid_input' when the description doesn't fit that many.
 */
export function scoreTable(description: ModelDescription, count: number): ScoreTable {
  const named = knownSegments(description).map((name) => description.segments[name]!);
  const beyond = named.flat().find((channel) => channel >= count);
  if (beyond !== undefined) {
    throw new RemnantError(
      'invalid_input',
      `The description names channel ${beyond}, but the model gives ${count} channels, numbered from 0.`,
    );
  }
  if (description.decision.kind === 'threshold') return { channels: named };
  const taken = new Set(named.flat());
  const background = Array.from({ length: count }, (_, channel) => channel).filter((channel) => !taken.has(channel));
  if (background.length === 0) {
    throw new RemnantError(
      'invalid_input',
      'With the decision "argmax" one channel must be left for the background; for a model with one channel per segment take "threshold".',
    );
  }
  return { channels: [background, ...named] };
}

/**
 * The highest value among the channels of each score: within a patch its highest score is that of the highest channel.
 * @returns scores x voxels
 * @throws RemnantError 'invalid_input' for values that are no numbers.
 */
export function scoresOfPatch({ data }: PatchOutput, { channels }: ScoreTable, voxels: number): Float32Array {
  const scores = new Float32Array(channels.length * voxels);
  channels.forEach((list, score) => {
    const to = score * voxels;
    list.forEach((channel, place) => {
      const from = channel * voxels;
      for (let at = 0; at < voxels; at++) {
        const value = data[from + at]!;
        if (Number.isNaN(value)) throw notANumber();
        const kept = value > LARGEST_SCORE ? LARGEST_SCORE : value < -LARGEST_SCORE ? -LARGEST_SCORE : value;
        if (place === 0 || kept > scores[to + at]!) scores[to + at] = kept;
      }
    });
  });
  return scores;
}

const notANumber = (): RemnantError =>
  new RemnantError(
    'invalid_input',
    'The model gives values that are no numbers (NaN); its file or description is wrong.',
  );
