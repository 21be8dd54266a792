import { RemnantError } from '../../../electron/core/contract/errors.ts';
import type { AutomaticLiver } from '../autoLiver/growLiverAutomatically.ts';
import { growLiverAutomatically } from '../autoLiver/growLiverAutomatically.ts';
import { within } from '../autoLiver/progress.ts';
import { release } from '../release.ts';
import type { KernelContext, Shape } from '../types.ts';
import { correctLiver } from './correctLiver.ts';
import { growFromStrokes } from './growFromStrokes.ts';
import type { GrowLiverInput } from './input.ts';
import { LiverMemory } from './liverMemory.ts';

interface Begun {
  readonly liver: Shape;
  /** Strokes that it already follows. */
  readonly used: number;
}

/** What of the progress falls to the liver before corrections. */
const START_PART = 0.8;

/**
 * The liver from a few strokes: found without them first, then corrected by one after the other, each near itself. Where no liver is found
 * by itself, the strokes before the first of the background grow it.
 * @param memory of earlier calls; with any memory the same strokes give the same bits, only sooner.
 * @returns the liver in a box around it. A stroke's voxels are in it, a background stroke's never; where they cross, the later one holds.
 * @throws RemnantError('invalid_input') where no liver is found and no liver stroke lies in the volume; RemnantError('cancelled').
 */
export function growLiver(input: GrowLiverInput, ctx: KernelContext, memory = new LiverMemory()): Shape {
  const { hu, geometry, strokes } = input;
  memory.open(hu, geometry);
  const begun = memory.resume(strokes) ?? begin(input, within(ctx, 0, START_PART), memory);
  const { used } = begun;
  let { liver } = begun;
  for (let n = used + 1; n <= strokes.length; n++) {
    const corrected = correctLiver(hu, geometry, liver, strokes.slice(0, n), ctx);
    if (corrected !== liver) release(liver.mask);
    liver = corrected;
    ctx.progress(START_PART + ((1 - START_PART) * (n - used)) / (strokes.length - used));
  }
  if (strokes.length > used) memory.keep(strokes, liver);
  ctx.progress(1);
  return liver;
}

/** The automatic liver, through the memory that later calls of `growLiver` begin from. */
export function findLiver(
  input: Pick<GrowLiverInput, 'hu' | 'geometry'>,
  ctx: KernelContext,
  memory: LiverMemory,
): AutomaticLiver {
  memory.open(input.hu, input.geometry);
  return memory.automatically(() => growLiverAutomatically(input, ctx));
}

function begin(input: GrowLiverInput, ctx: KernelContext, memory: LiverMemory): Begun {
  try {
    return { liver: findLiver(input, ctx, memory).liver, used: 0 };
  } catch (error) {
    if (!(error instanceof RemnantError) || error.code !== 'refused') throw error;
  }
  const { strokes } = input;
  const first = strokes.findIndex(({ segment }) => segment === 'background');
  const used = first < 0 ? strokes.length : first;
  const liver = growFromStrokes({ ...input, strokes: strokes.slice(0, used) }, ctx);
  memory.keep(strokes.slice(0, used), liver);
  return { liver, used };
}
