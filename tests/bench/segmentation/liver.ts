/** The liver: found without a stroke, then corrected by the simulated reader, stroke after stroke. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Stroke } from '../../../electron/core/contract/common.ts';
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { accuracy, overlap, type Accuracy } from './accuracy.ts';
import type { SegmentationCase } from './cases.ts';
import { startProgram, type Cost, type Program } from './program.ts';
import { nextStroke } from './simulatedReader.ts';

export const strokeCounts = [0, 1, 3, 5, 10, 20] as const;
export const enoughDice = 0.95;

/** After so many strokes. */
export interface LiverStep {
  readonly strokes: number;
  /** Only after the numbers of strokes that are reported. */
  readonly accuracy: Accuracy | null;
  readonly dice: number;
  /** Of the update after the last of them. */
  readonly cost: Cost | null;
}

export interface LiverRun {
  readonly steps: readonly LiverStep[];
  /** All that were drawn, in order. */
  readonly strokes: readonly Stroke[];
  /** Why it ended before the last stroke; null when it didn't. */
  readonly ended: string | null;
}

/** Something that makes a liver of strokes; null: nothing yet. */
export interface LiverMethod {
  /** Not 0 inside. @throws Error with a sentence */
  readonly start: () => Promise<{ readonly found: Uint8Array; readonly cost: Cost | null }>;
  /** @param strokes all so far */
  readonly update: (strokes: readonly Stroke[]) => Promise<{ readonly found: Uint8Array; readonly cost: Cost | null }>;
}

/** @param automatic whether it begins with the liver that is found without a stroke, or with nothing */
export const programAsMethod = (program: Program, geometry: VolumeGeometry, automatic: boolean): LiverMethod => {
  const nothing = new Uint8Array(geometry.dims[0] * geometry.dims[1] * geometry.dims[2]);
  return {
    start: async () => {
      await program.load(nothing);
      if (!automatic) return { found: nothing, cost: null };
      const { labels, cost } = await program.run({ name: 'growLiverAutomatically', input: { cut: null } });
      return { found: labels, cost };
    },
    update: async (strokes) => {
      const { labels, cost } = await program.run({ name: 'growLiver', input: { strokes, cut: null } });
      return { found: labels, cost };
    },
  };
};

/** Corrects until nothing is wrong or `most` strokes are drawn. */
export async function correct(
  method: LiverMethod,
  { geometry }: SegmentationCase,
  reference: Uint8Array,
  most: number,
): Promise<LiverRun> {
  const strokes: Stroke[] = [];
  const steps: LiverStep[] = [];
  const note = ({ found, cost }: { readonly found: Uint8Array; readonly cost: Cost | null }): void => {
    const isReported = strokeCounts.some((count) => count === strokes.length);
    steps.push({
      strokes: strokes.length,
      accuracy: isReported ? accuracy(found, reference, geometry) : null,
      dice: overlap(found, reference).dice,
      cost,
    });
  };
  try {
    let result = await method.start();
    note(result);
    while (strokes.length < most) {
      const stroke = nextStroke({ geometry, reference, found: result.found }, 'liver');
      if (stroke === null) return { steps, strokes, ended: 'nothing is wrong any more' };
      strokes.push(stroke);
      result = await method.update(strokes);
      note(result);
    }
    return { steps, strokes, ended: null };
  } catch (error) {
    return { steps, strokes, ended: error instanceof Error ? error.message : String(error) };
  }
}

/** Strokes after which the Dice is enough for the first time; null: never. */
export const strokesNeeded = ({ steps }: LiverRun): number | null =>
  steps.find(({ dice }) => dice >= enoughDice)?.strokes ?? null;

/** A started program for one case, which is ended afterwards. */
export async function withProgram<Result>(
  { hu, geometry }: Pick<SegmentationCase, 'hu' | 'geometry'>,
  use: (program: Program, folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'remnant-segmentation-'));
  const program = await startProgram(hu, geometry, folder);
  try {
    return await use(program, folder);
  } finally {
    program.end();
    await rm(folder, { recursive: true, force: true });
  }
}
