/**
 * Start, preview, apply or cancel: the result of a long step stands in the labels, yet is no entry of the history until it is applied.
 * The state to go back to is the drawing's last commit.
 */
import type { Cut } from '../../../../electron/core/contract/common.ts';
import { RemnantError } from '../../../../electron/core/contract/errors.ts';
import type { RevisionAction } from '../../../../electron/core/contract/segmentation.ts';
import type { LabelCounts, SegmentName } from '../../../../electron/core/domain/labels.ts';
import type { VoxelBox } from '../../../../wasm/kernels/index.ts';
import type { Drawing } from './drawing.ts';
import type { DrawnStroke } from './strokes.ts';

/** What is computed; a step of the same kind takes the place of the one that is shown. */
export type StepKind = 'findLiver' | 'runModel' | 'growLiver' | 'growTumour' | 'divide' | 'interpolate' | 'edit';

export interface Preview {
  readonly kind: StepKind;
  /** Whose volume tells what changes. */
  readonly segment: SegmentName;
  readonly action: RevisionAction;
  /** Where the labels differ from the last commit; null when only the cut does. */
  readonly box: VoxelBox | null;
  /** The cut that comes with it; absent: it stays. */
  readonly cut?: Cut;
  /** Voxels per label without it. */
  readonly before: LabelCounts;
}

export type Computation = (signal: AbortSignal) => Promise<{ readonly box: VoxelBox | null }>;

/**
 * Runs `compute` on the committed labels and leaves its result in them. `former`, a result that was shown before, is taken out first and
 * put back when the run ends in an error.
 * @returns where the labels may differ from the last commit, or null.
 * @throws RemnantError 'cancelled' also where the result came after the cancel: it is taken out again. Whatever else `compute` throws.
 */
export async function provisionally(
  drawing: Drawing,
  former: VoxelBox | null,
  compute: Computation,
  signal: AbortSignal,
): Promise<VoxelBox | null> {
  const shown = former === null ? null : drawing.rollBack(former);
  drawing.heldBack = shown;
  try {
    const { box } = await compute(signal);
    if (!signal.aborted) return box;
    if (box !== null) drawing.rollBack(box);
    throw new RemnantError('cancelled', 'It was cancelled.');
  } catch (error) {
    if (shown !== null) drawing.put(shown);
    throw error;
  } finally {
    drawing.heldBack = null;
  }
}

const toolsOf: Readonly<Partial<Record<StepKind, readonly string[]>>> = {
  growLiver: ['liverStroke', 'backgroundStroke'],
  growTumour: ['tumourStroke', 'backgroundStroke'],
  divide: ['cut'],
};

/** Whether a preview waits while this tool is taken in hand: looking around, and what it is made with. */
export const waitsDuring = (kind: StepKind, tool: string): boolean =>
  tool === 'navigate' || tool === 'window' || (toolsOf[kind]?.includes(tool) ?? false);

const targetOf: Partial<Record<StepKind, DrawnStroke['target']>> = { growLiver: 'liver', growTumour: 'tumour' };

/** Strokes after the step was applied: what the liver's marked stays through later corrections, a tumour is done with. */
export function strokesApplied(strokes: readonly DrawnStroke[], kind: StepKind): readonly DrawnStroke[] {
  if (kind === 'growTumour') return strokes.filter(({ target }) => target !== 'tumour');
  if (kind !== 'growLiver') return strokes;
  return strokes.map((stroke) => (stroke.target === 'liver' ? { ...stroke, applied: true } : stroke));
}

/** Strokes after the step was cancelled: those that made it go with it. */
export const strokesCancelled = (strokes: readonly DrawnStroke[], kind: StepKind): readonly DrawnStroke[] =>
  strokes.filter(({ target, applied }) => target !== targetOf[kind] || applied);
