/** How far the masks of two revisions agree. Pure; runs in a thread, because a large liver takes seconds. */
import { gunzipSync } from 'node:zlib';
import type { MaskAgreement } from '../../core/contract/readings.ts';
import type { Vec3 } from '../../core/domain/geometry.ts';
import { decodeRuns } from '../../core/domain/labelmapRuns.ts';
import { isLiver, isTumour, Label, segmentNames, type SegmentName } from '../../core/domain/labels.ts';
import { boxAround, type IndexBox } from '../../core/domain/runComponents.ts';
import { surfaceDistances } from './surfaceDistance.ts';

export interface MasksTask {
  /** Gzipped run-length labelmaps of the same grid. */
  readonly first: Uint8Array;
  readonly second: Uint8Array;
  readonly spacingMm: Vec3;
}

const belongs: Readonly<Record<SegmentName, (label: number) => boolean>> = {
  liver: isLiver,
  tumour: isTumour,
  flr: (label) => label === Label.flr,
};

/** Dice and surface distances of total liver, tumour and FLR parenchyma. @throws for labelmaps of different grids */
export function maskAgreement({ first, second, spacingMm }: MasksTask): MaskAgreement[] {
  const a = decodeRuns(gunzipSync(first));
  const b = decodeRuns(gunzipSync(second));
  if (a.dims.some((size, axis) => size !== b.dims[axis])) throw new Error('two readings of different grids');
  const box = jointBox(a.dims, a.labels, b.labels);
  if (box === null) return segmentNames.map((segment) => ({ segment, ...noAgreement }));
  return segmentNames.map((segment) => {
    const inA = cropped(a.labels, a.dims, box, belongs[segment]);
    const inB = cropped(b.labels, b.dims, box, belongs[segment]);
    const distances = surfaceDistances(inA.mask, inB.mask, inA.dims, spacingMm);
    return {
      segment,
      dice: dice(inA.mask, inB.mask),
      meanSurfaceDistanceMm: distances?.meanMm ?? null,
      surfaceDistance95Mm: distances?.percentile95Mm ?? null,
    };
  });
}

const noAgreement = { dice: null, meanSurfaceDistanceMm: null, surfaceDistance95Mm: null };

/** 2 |A and B| / (|A| + |B|) (Dice 1945); null when both are empty. */
function dice(a: Uint8Array, b: Uint8Array): number | null {
  let [both, sizes] = [0, 0];
  for (let at = 0; at < a.length; at++) {
    both += a[at]! & b[at]!;
    sizes += a[at]! + b[at]!;
  }
  return sizes === 0 ? null : (2 * both) / sizes;
}

/** Around both livers, with one voxel of margin where there is room, so that the cropped border is no surface. */
function jointBox(dims: Vec3, a: Uint8Array, b: Uint8Array): IndexBox | null {
  const inLiver = Uint8Array.from({ length: 256 }, (_, label) => Number(isLiver(label)));
  const boxes = [a, b].flatMap((labels) => boxAround(dims, labels, inLiver, 1) ?? []);
  const [one, other = one] = boxes;
  if (one === undefined || other === undefined) return null;
  const axes = [0, 1, 2] as const;
  const [x0, y0, z0] = axes.map((axis) => Math.min(one.min[axis], other.min[axis]));
  const [x1, y1, z1] = axes.map((axis) => Math.max(one.max[axis], other.max[axis]));
  return { min: [x0!, y0!, z0!], max: [x1!, y1!, z1!] };
}

function cropped(
  labels: Uint8Array,
  [columns, rows]: Vec3,
  { min, max }: IndexBox,
  isIn: (label: number) => boolean,
): { readonly mask: Uint8Array; readonly dims: Vec3 } {
  const table = Uint8Array.from({ length: 256 }, (_, label) => Number(isIn(label)));
  const dims: Vec3 = [max[0] - min[0] + 1, max[1] - min[1] + 1, max[2] - min[2] + 1];
  const mask = new Uint8Array(dims[0] * dims[1] * dims[2]);
  let to = 0;
  for (let k = min[2]; k <= max[2]; k++) {
    for (let j = min[1]; j <= max[1]; j++) {
      const row = columns * (j + rows * k);
      for (let i = min[0]; i <= max[0]; i++) mask[to++] = table[labels[row + i]!]!;
    }
  }
  return { mask, dims };
}
