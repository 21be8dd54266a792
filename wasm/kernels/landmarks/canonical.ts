/** A coarse copy of a volume in the patient's own axes, where 'right', 'front' and 'up' are index directions whatever the scan's order. */
import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { indexToPatient, scale } from '../../../electron/core/domain/geometry.ts';
import { wholeBox } from '../box.ts';
import { release } from '../release.ts';
import { blockFactors, blockGeometry, blockMeans } from '../grow/resample.ts';

/** Index axis of the grid that runs along a patient axis, and whether it runs against it. */
interface Along {
  readonly axis: 0 | 1 | 2;
  readonly reversed: boolean;
}

/** i grows to the patient's left, j to the back, k to the head (as nearly as an oblique grid allows). */
export interface CanonicalVolume {
  /** Mean HU of each block, not below that of air: padding is air. */
  readonly hu: Int16Array;
  readonly geometry: VolumeGeometry;
  /** Takes a volume on the canonical grid to the order of the blocks of the scan itself. */
  toScanOrder<T extends Uint8Array | Int16Array | Float32Array>(values: T): T;
  /** The blocks in the order of the scan. */
  readonly scan: { readonly geometry: VolumeGeometry; readonly factors: Vec3 };
}

const AIR_HU = -1024;
const axes = [0, 1, 2] as const;

export function canonicalVolume(hu: Int16Array, geometry: VolumeGeometry, targetMm: number): CanonicalVolume {
  const factors = blockFactors(geometry, targetMm);
  const grid = blockGeometry(geometry, wholeBox(geometry.dims), factors);
  const means = blockMeans(hu, geometry.dims, wholeBox(geometry.dims), factors, grid.dims);
  for (let at = 0; at < means.length; at++) if (means[at]! < AIR_HU) means[at] = AIR_HU;
  const along = patientAxes(grid);
  const canonical = reordered(grid, along);
  const ordered = new Int16Array(means.length);
  eachSource(grid.dims, along, (source, at) => {
    ordered[at] = means[source]!;
  });
  release(means);
  return {
    hu: ordered,
    geometry: canonical,
    toScanOrder: (values) => {
      const result = values.slice();
      eachSource(grid.dims, along, (source, at) => {
        result[source] = values[at]!;
      });
      return result as typeof values;
    },
    scan: { geometry: grid, factors },
  };
}

/** For each patient axis the index axis nearest to it; the most certain is chosen first. */
function patientAxes({ direction }: VolumeGeometry): readonly [Along, Along, Along] {
  const vectors = [direction.i, direction.j, direction.k] as const;
  const found: (Along | undefined)[] = [undefined, undefined, undefined];
  const pairs = axes
    .flatMap((patient) => axes.map((axis) => ({ patient, axis, cosine: vectors[axis][patient] })))
    .sort((a, b) => Math.abs(b.cosine) - Math.abs(a.cosine));
  for (const { patient, axis, cosine } of pairs) {
    if (found[patient] || found.some((other) => other?.axis === axis)) continue;
    found[patient] = { axis, reversed: cosine < 0 };
  }
  return found as [Along, Along, Along];
}

function reordered(grid: VolumeGeometry, along: readonly [Along, Along, Along]): VolumeGeometry {
  const { dims, spacingMm, direction } = grid;
  const vectors = [direction.i, direction.j, direction.k] as const;
  const corner: [number, number, number] = [0, 0, 0];
  for (const { axis, reversed } of along) if (reversed) corner[axis] = dims[axis] - 1;
  const vector = ({ axis, reversed }: Along): Vec3 => scale(vectors[axis], reversed ? -1 : 1);
  const [x, y, z] = along;
  return {
    dims: [dims[x.axis], dims[y.axis], dims[z.axis]],
    spacingMm: [spacingMm[x.axis], spacingMm[y.axis], spacingMm[z.axis]],
    originMm: indexToPatient(grid, corner),
    direction: { i: vector(x), j: vector(y), k: vector(z) },
  };
}

/** Hands over the offset in the scan's order of each voxel, and that in canonical order, which ascends. */
function eachSource(
  dims: Vec3,
  along: readonly [Along, Along, Along],
  visit: (source: number, at: number) => void,
): void {
  const strides = [1, dims[0], dims[0] * dims[1]] as const;
  const [xs, ys, zs] = along.map(({ axis, reversed }) =>
    Int32Array.from({ length: dims[axis] }, (_, n) => strides[axis] * (reversed ? dims[axis] - 1 - n : n)),
  ) as [Int32Array, Int32Array, Int32Array];
  let at = 0;
  for (const z of zs) for (const y of ys) for (const x of xs) visit(x + y + z, at++);
}
