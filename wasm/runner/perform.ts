/** Tasks as functions; the same in a browser's worker, in a Node thread and without any. */
import { RemnantError } from '../../electron/core/contract/errors.ts';
import { findFaults } from '../../electron/core/domain/checks.ts';
import type { Vec3, VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { countLabels } from '../../electron/core/domain/labels.ts';
import { decodeRuns, encodeRuns } from '../../electron/core/domain/labelmapRuns.ts';
import { voxelsOfPiece } from '../../electron/core/domain/lesions.ts';
import { interpolateSlices } from '../itk/interpolateSlices.ts';
import { applyFound } from '../models/index.ts';
import {
  applyEdit,
  applyLiverShape,
  applyTumourMask,
  correctLiver,
  cutSide,
  diffLabels,
  divide,
  findLiver,
  growLiver,
  growTumour,
  LiverMemory,
  maskRegion,
  measureIntensities,
  measureLesion,
  noMasking,
  planEdit,
} from '../kernels/index.ts';
import { occupiedShape } from '../kernels/box.ts';
import type { KernelContext, Shape, SideOfPoint, VoxelBox } from '../kernels/index.ts';
import { release } from '../kernels/release.ts';
import type { LabelChange, TaskInput, TaskName, TaskOutput } from './tasks.ts';

/** Tasks that write shared memory say so first. */
export interface TaskContext extends KernelContext {
  /** @throws RemnantError('cancelled') when a cancel came first; afterwards none can. */
  commit(): void;
}

type Performers = {
  readonly [Name in TaskName]: (
    input: TaskInput<Name>,
    ctx: TaskContext,
  ) => TaskOutput<Name> | Promise<TaskOutput<Name>>;
};

const change = (labels: Uint8Array, box: VoxelBox | null): LabelChange => ({ box, counts: countLabels(labels) });

/** A liver that nobody needs afterwards. */
function putLiver(
  labels: Uint8Array,
  geometry: VolumeGeometry,
  liver: Shape,
  side: SideOfPoint | null,
): VoxelBox | null {
  const box = applyLiverShape(labels, geometry, liver, side);
  release(liver.mask);
  return box;
}

/** Of the volume that was last worked on in this worker; it makes strokes after the first quick. */
const liverMemory = new LiverMemory();

/** Long ones compute first and write the labels at the end, so that a cancelled or failed task leaves them as they were. */
const performers: Performers = {
  growLiver: ({ hu, geometry, labels, strokes, cut }, ctx) => {
    const side = cut && cutSide(cut);
    const liver = growLiver({ hu, geometry, strokes }, ctx, liverMemory);
    ctx.commit();
    return change(labels, putLiver(labels, geometry, liver, side));
  },
  correctLiver: ({ hu, geometry, labels, strokes, followed, cut }, ctx) => {
    let liver = occupiedShape(labels, geometry.dims);
    for (let n = followed + 1; n <= strokes.length; n++) {
      liver = correctLiver(hu, geometry, liver, strokes.slice(0, n), ctx);
      ctx.progress((n - followed) / (strokes.length - followed));
    }
    ctx.commit();
    return change(labels, putLiver(labels, geometry, liver, cut && cutSide(cut)));
  },
  growLiverAutomatically: ({ hu, geometry, labels, cut }, ctx) => {
    const side = cut && cutSide(cut);
    const { liver, confidence } = findLiver({ hu, geometry }, ctx, liverMemory);
    ctx.commit();
    return { ...change(labels, putLiver(labels, geometry, liver, side)), confidence };
  },
  measureIntensities: ({ hu, geometry }) => measureIntensities(hu, geometry),
  growTumour: ({ hu, geometry, labels, strokes, cut }, ctx) => {
    const side = cut ? cutSide(cut) : null;
    const liver = labels.some((label) => label !== 0) ? labels : null;
    const mask = growTumour({ hu, geometry, liver, strokes }, ctx);
    ctx.commit();
    return change(labels, applyTumourMask(labels, geometry, mask, side));
  },
  describeLesions: ({ hu, geometry, labels, lesions }, ctx) =>
    lesions.map(({ id, piece }) => {
      ctx.throwIfCancelled();
      return { id, ...measureLesion({ hu, labels, geometry, voxels: voxelsOfPiece(piece) }) };
    }),
  divide: ({ labels, geometry, cut }, ctx) => {
    ctx.commit();
    return change(labels, divide(labels, geometry, cut));
  },
  interpolate: async ({ labels, geometry, segment, axis, cut, masking = noMasking, hu = null }, ctx) => {
    const side = cut ? cutSide(cut) : null;
    const shape = await interpolateSlices({ labels, geometry, segment, axis }, ctx);
    ctx.commit();
    return change(labels, applyEdit({ labels, hu, geometry, side }, maskRegion(shape), segment, masking));
  },
  edit: ({ hu, labels, geometry, operation, masking, cut }, ctx) => {
    const side = cut && cutSide(cut);
    const write = planEdit({ labels, hu, geometry, side }, operation, masking, ctx);
    ctx.commit();
    return change(labels, write());
  },
  check: ({ labels, geometry }, ctx) =>
    findFaults(labels, geometry, () => {
      ctx.throwIfCancelled();
    }),
  applyFound: ({ runs, labels, geometry, known, cut }, ctx) => {
    const found = decodeOnGrid(runs, geometry.dims, labels.length);
    ctx.commit();
    return change(labels, applyFound(labels, geometry, found, known, cut && cutSide(cut)));
  },
  encode: ({ labels, dims: [columns, rows, slices] }) => ({
    runs: encodeRuns({ dims: [columns, rows, slices], labels }),
    counts: countLabels(labels),
  }),
  decode: ({ runs, labels, dims }, ctx) => {
    const decoded = decodeOnGrid(runs, dims, labels.length);
    ctx.commit();
    labels.set(decoded);
    return { counts: countLabels(labels) };
  },
  diff: ({ before, after, dims, box }) => diffLabels(before, after, dims, box),
};

/** @throws RemnantError 'invalid_input' for a labelmap of another size */
function decodeOnGrid(runs: Uint8Array, dims: Vec3, voxels: number): Uint8Array {
  const decoded = decodeLabels(runs);
  if (decoded.dims.some((size, axis) => size !== dims[axis]) || decoded.labels.length !== voxels) {
    throw new RemnantError('invalid_input', 'The stored segmentation belongs to a volume of another size.');
  }
  return decoded.labels;
}

function decodeLabels(runs: Uint8Array): ReturnType<typeof decodeRuns> {
  try {
    return decodeRuns(runs);
  } catch (cause) {
    throw new RemnantError('invalid_input', 'The stored segmentation is damaged.', { cause });
  }
}

/** Runs one task. @throws RemnantError, or what else went wrong. */
export function perform<Name extends TaskName>(
  name: Name,
  input: TaskInput<Name>,
  ctx: TaskContext,
): Promise<TaskOutput<Name>> {
  return Promise.resolve().then(() => performers[name](input, ctx));
}
