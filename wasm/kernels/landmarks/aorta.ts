/** The aorta's intensity: the one round, even vessel that stays beside the spine through every slice. */
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { median } from '../grow/intensityModel.ts';
import type { Spine } from './spine.ts';
import { cheapestPath, voxelsBetween } from './tubePath.ts';

/** The aorta is looked for in this window around the centre of vertebra and arch (mm: left is +x, front is -y). */
const WINDOW_MM = { right: -16, left: 42, front: -64, back: -2 } as const;
/** Well inside the aorta, and well outside it. */
const DISC_MM = 6;
const RING_MM = [15, 20] as const;
/** Blood is never out of this range. */
const LEAST_HU = 15;
const MOST_HU = 650;
/** What is as bright as the disc so far around it makes it a part of something larger. */
const ALIKE_HU = 14;
/** Part of the slices whose disc has to be even and of the vessel's own intensity. */
const LEAST_SURE = 0.5;
const EVEN_HU = 16;

interface Candidates {
  readonly columns: readonly number[];
  readonly rows: readonly number[];
  /** By slice, row, column. */
  readonly means: Float32Array;
  readonly costs: Float32Array;
  readonly spreads: Float32Array;
}

/** Column and row of the aorta's axis in each slice of a canonical coarse grid: the likeliest course, sure or not. */
export function aortaAxis(hu: Int16Array, geometry: VolumeGeometry, spine: Spine): Spine {
  const candidates = measureDiscs(hu, geometry, spine);
  const { columns, rows } = candidates;
  const places = courseOf(candidates, geometry).map((at) => at % (columns.length * rows.length));
  return {
    column: Float64Array.from(places, (place, k) => spine.column[k]! + columns[place % columns.length]!),
    row: Float64Array.from(places, (place, k) => spine.row[k]! + rows[Math.floor(place / columns.length)]!),
  };
}

/**
 * The path through the slices that costs least (dynamic programming) is the aorta's axis.
 * @param hu on a canonical coarse grid
 * @returns the median of its discs, in HU; null when fewer than half of the slices agree.
 */
export function measureAorta(hu: Int16Array, geometry: VolumeGeometry, spine: Spine): number | null {
  const candidates = measureDiscs(hu, geometry, spine);
  const path = courseOf(candidates, geometry);
  const means = path.map((at) => candidates.means[at]!);
  const found = median(means);
  const sure = path.filter(
    (at, k) => candidates.spreads[at]! < EVEN_HU && Math.abs(means[k]! - found) < Math.max(20, 0.12 * found),
  );
  return sure.length >= LEAST_SURE * path.length ? median(sure.map((at) => candidates.means[at]!)) : null;
}

function measureDiscs(hu: Int16Array, { dims, spacingMm }: VolumeGeometry, spine: Spine): Candidates {
  const [width, height, slices] = dims;
  const columns = voxelsBetween(WINDOW_MM.right, WINDOW_MM.left, spacingMm[0]);
  const rows = voxelsBetween(WINDOW_MM.front, WINDOW_MM.back, spacingMm[1]);
  const within = (least: number, most: number): { i: number; j: number }[] =>
    voxelsBetween(-most, most, spacingMm[1]).flatMap((j) =>
      voxelsBetween(-most, most, spacingMm[0]).flatMap((i) => {
        const away = Math.hypot(i * spacingMm[0], j * spacingMm[1]);
        return away >= least && away <= most ? [{ i, j }] : [];
      }),
    );
  const disc = within(0, DISC_MM);
  const ring = within(...RING_MM);
  const size = columns.length * rows.length * slices;
  const [means, costs, spreads] = [new Float32Array(size), new Float32Array(size), new Float32Array(size)];
  let at = 0;
  for (let k = 0; k < slices; k++) {
    const value = (i: number, j: number): number =>
      i >= 0 && j >= 0 && i < width && j < height ? hu[i + width * (j + height * k)]! : -1000;
    for (const row of rows) {
      for (const column of columns) {
        const [i, j] = [Math.round(spine.column[k]! + column), Math.round(spine.row[k]! + row)];
        let [sum, squares] = [0, 0];
        for (const offset of disc) {
          const here = value(i + offset.i, j + offset.j);
          sum += here;
          squares += here * here;
        }
        const mean = sum / disc.length;
        const spread = Math.sqrt(Math.max(0, squares / disc.length - mean * mean));
        let alike = 0;
        for (const offset of ring) if (value(i + offset.i, j + offset.j) > mean - ALIKE_HU) alike++;
        means[at] = mean;
        spreads[at] = spread;
        costs[at] =
          mean < LEAST_HU || mean > MOST_HU
            ? 12
            : Math.min(6, spread / 8) + (4 * alike) / ring.length - Math.min(mean, 250) / 150;
        at++;
      }
    }
  }
  return { columns, rows, means, costs, spreads };
}

/** Offsets into the candidates, one per slice. */
const courseOf = ({ columns, rows, means, costs }: Candidates, geometry: VolumeGeometry): number[] =>
  cheapestPath(
    costs,
    [columns.length, rows.length],
    geometry,
    (at, before) => Math.abs(means[at]! - means[before]!) / 12,
    0.15,
  );
