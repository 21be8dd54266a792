import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import type { PlanePoint } from './measureHull.ts';
import { convexHull } from './measureHull.ts';

/** A straight line in mm along the grid's axes, from the centre of its first voxel. */
export interface Line {
  readonly from: Vec3;
  readonly to: Vec3;
  readonly lengthMm: number;
}

/** Convex outlines of a lesion in one slice, in mm along the slice's axes. */
export interface SliceOutline {
  readonly slice: number;
  /** Around the voxels' centres. */
  readonly centres: readonly PlanePoint[];
  /** Around the middles of the voxels' sides. */
  readonly edges: readonly PlanePoint[];
}

/** The outlines of all slices that hold voxels, from the lowest. */
export function sliceOutlines({ dims, spacingMm }: VolumeGeometry, voxels: Uint32Array): SliceOutline[] {
  const rows = rowEnds(dims[0], voxels);
  const slices = new Map<number, PlanePoint[]>();
  for (const [row, [first, last]] of rows) {
    const slice = Math.floor(row / dims[1]);
    const y = (row % dims[1]) * spacingMm[1];
    const points = slices.get(slice) ?? [];
    points.push({ x: first * spacingMm[0], y }, { x: last * spacingMm[0], y });
    slices.set(slice, points);
  }
  const [halfX, halfY] = [spacingMm[0] / 2, spacingMm[1] / 2];
  const sides = ({ x, y }: PlanePoint): PlanePoint[] => [
    { x: x - halfX, y },
    { x: x + halfX, y },
    { x, y: y - halfY },
    { x, y: y + halfY },
  ];
  return [...slices]
    .sort(([a], [b]) => a - b)
    .map(([slice, points]) => {
      const centres = convexHull(points);
      return { slice, centres, edges: convexHull(centres.flatMap(sides)) };
    });
}

/** First and last column of each row j + dims[1] * k. Nothing between them can be a corner of a hull. */
function rowEnds(columns: number, voxels: Uint32Array): Map<number, [number, number]> {
  const ends = new Map<number, [number, number]>();
  for (const at of voxels) {
    const column = at % columns;
    const row = (at - column) / columns;
    const end = ends.get(row);
    if (end === undefined) ends.set(row, [column, column]);
    else if (column < end[0]) end[0] = column;
    else if (column > end[1]) end[1] = column;
  }
  return ends;
}

/** A convex outline at one height, within a circle around the middle of its box. */
interface Layer {
  readonly height: number;
  readonly points: readonly PlanePoint[];
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/**
 * The longest line between the middles of voxels' faces, no shorter than `atLeast`. Exact: pairs of layers are passed over only when the
 * circles around them leave no room for a longer one.
 */
export function longestSpan(outlines: readonly SliceOutline[], sliceMm: number, atLeast: Line): Line {
  const layers = outlines.flatMap(({ slice, centres, edges }) => [
    layerOf(centres, (slice - 0.5) * sliceMm),
    layerOf(edges, slice * sliceMm),
    layerOf(centres, (slice + 0.5) * sliceMm),
  ]);
  let best = atLeast;
  let squared = atLeast.lengthMm * atLeast.lengthMm;
  layers.forEach((low, n) => {
    for (let m = n; m < layers.length; m++) {
      const high = layers[m]!;
      const rise = (high.height - low.height) * (high.height - low.height);
      if (roomBetween(low, high) + rise <= squared) continue;
      for (const a of low.points) {
        for (const b of high.points) {
          const between = (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y) + rise;
          if (between <= squared) continue;
          squared = between;
          best = { from: [a.x, a.y, low.height], to: [b.x, b.y, high.height], lengthMm: Math.sqrt(between) };
        }
      }
    }
  });
  return best;
}

function layerOf(points: readonly PlanePoint[], height: number): Layer {
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const x = (Math.min(...xs) + Math.max(...xs)) / 2;
  const y = (Math.min(...ys) + Math.max(...ys)) / 2;
  const radius = Math.sqrt(Math.max(...points.map((point) => (point.x - x) ** 2 + (point.y - y) ** 2)));
  return { height, points, x, y, radius };
}

/** Squared distance, within the plane, that no pair of their points exceeds. */
function roomBetween(a: Layer, b: Layer): number {
  const apart = Math.sqrt((a.x - b.x) ** 2 + (a.y - b.y) ** 2) + a.radius + b.radius;
  return apart * apart;
}
