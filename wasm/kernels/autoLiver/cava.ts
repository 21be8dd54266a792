/**
 * The inferior vena cava: a tube in front and on the right of the spine, plain in the fat below the liver. Behind the liver it is often as
 * bright as that, and only its back is seen: there it is followed on by its course, its blood and the width it has below.
 */
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { median } from '../grow/intensityModel.ts';
import { aortaAxis } from '../landmarks/aorta.ts';
import type { Spine } from '../landmarks/spine.ts';
import { cheapestPath, voxelsBetween } from '../landmarks/tubePath.ts';

/** Where its axis runs, from the centre of vertebra and arch (mm: left is +x, front is -y). */
const WINDOW_MM = { right: -46, left: 2, front: -94, back: -36 } as const;
const LIKELY_MM = { beside: -16, before: -52 } as const;
/** So far from there, it is less likely by one unit of cost. */
const ASTRAY_MM = 20;
/** Two axes are at least so far apart. */
const FROM_AORTA_MM = 15;
/** Surely within it. */
const DISC_MM = 5;
const DIRECTIONS = 16;
/** Its border is looked for so far from its axis, in steps of a millimetre; blood that differs by so much is another tissue. */
const BORDER_MM = [3, 19] as const;
const BORDER_HU = 17;
/** What is so much brighter is bone or an artery: no border of its own. */
const BONE_HU = 70;
/** Half its width, whether it is full or collapsed. */
const WIDTH_MM = [5.5, 15] as const;
const BLOOD_HU = [15, 260] as const;
/** A border seen all around, over so much height, makes it sure; less of it, over some height, is enough to follow on from there. */
const SURE_SEEN = 0.8;
const SURE_EVEN_HU = 14;
const SURE_HEIGHT_MM = 20;
const LEAST_SEEN = 0.3;
const SEEN_OVER_MM = 8;
/** A border farther out than this part of the usual width is no more its own. */
const MOST_WIDENING = 1.35;
/** Smoothing draws the border inwards by about so much. */
const BLUR_MM = 1.5;

/** Around one place of one slice. */
interface Section {
  readonly meanHu: number;
  readonly spreadHu: number;
  /** Distance to the border in each direction, mm; 0 where none is seen. */
  readonly radiiMm: readonly number[];
}

/**
 * @param soft smoothed HU on a canonical coarse grid
 * @returns 0/1: the vein as far as it is surely followed; empty where it isn't seen well anywhere.
 */
export function findCava(soft: Int16Array, geometry: VolumeGeometry, spine: Spine): Uint8Array {
  const sections = measureSections(soft, geometry, spine);
  const path = courseOf(sections, geometry);
  return drawn(path, geometry);
}

interface Window {
  readonly columns: readonly number[];
  readonly rows: readonly number[];
  readonly sections: readonly Section[];
  readonly spine: Spine;
}

function measureSections(soft: Int16Array, geometry: VolumeGeometry, spine: Spine): Window {
  const { dims, spacingMm } = geometry;
  const [width, height, slices] = dims;
  const columns = voxelsBetween(WINDOW_MM.right, WINDOW_MM.left, spacingMm[0]);
  const rows = voxelsBetween(WINDOW_MM.front, WINDOW_MM.back, spacingMm[1]);
  const disc = voxelsBetween(-DISC_MM, DISC_MM, spacingMm[1]).flatMap((j) =>
    voxelsBetween(-DISC_MM, DISC_MM, spacingMm[0]).flatMap((i) =>
      Math.hypot(i * spacingMm[0], j * spacingMm[1]) <= DISC_MM ? [i + width * j] : [],
    ),
  );
  const [reachI, reachJ] = [Math.ceil(BORDER_MM[1] / spacingMm[0]), Math.ceil(BORDER_MM[1] / spacingMm[1])];
  const rays = raysOf(spacingMm, width);
  const aorta = aortaAxis(soft, geometry, spine);
  const sections: Section[] = [];
  for (let k = 0; k < slices; k++) {
    const plane = k * width * height;
    for (const row of rows) {
      for (const column of columns) {
        const [i, j] = [Math.round(spine.column[k]! + column), Math.round(spine.row[k]! + row)];
        const isInside = i >= reachI && i < width - reachI && j >= reachJ && j < height - reachJ;
        const besideMm = (i - aorta.column[k]!) * spacingMm[0];
        const beforeMm = (j - aorta.row[k]!) * spacingMm[1];
        const isAorta = Math.hypot(besideMm, beforeMm) < FROM_AORTA_MM;
        sections.push(isInside && !isAorta ? sectionAt(soft, plane + i + width * j, disc, rays) : NOTHING);
      }
    }
  }
  return { columns, rows, sections, spine };
}

const NOTHING: Section = { meanHu: 0, spreadHu: 0, radiiMm: [] };

function sectionAt(soft: Int16Array, at: number, disc: readonly number[], rays: readonly Int32Array[]): Section {
  let [sum, squares] = [0, 0];
  for (const offset of disc) {
    const here = soft[at + offset]!;
    sum += here;
    squares += here * here;
  }
  const meanHu = sum / disc.length;
  const spreadHu = Math.sqrt(Math.max(0, squares / disc.length - meanHu * meanHu));
  const isBlood = meanHu >= BLOOD_HU[0] && meanHu <= BLOOD_HU[1] && spreadHu < 2 * BORDER_HU;
  return { meanHu, spreadHu, radiiMm: isBlood ? rays.map((ray) => borderAlong(soft, at, ray, meanHu)) : [] };
}

function borderAlong(soft: Int16Array, at: number, ray: Int32Array, meanHu: number): number {
  for (let step = 0; step < ray.length; step++) {
    const differs = soft[at + ray[step]!]! - meanHu;
    if (differs > BONE_HU) return 0;
    if (differs > BORDER_HU || differs < -BORDER_HU) return BORDER_MM[0] + step;
  }
  return 0;
}

const around = (n: number): readonly [x: number, y: number] => COMPASS[n]!;
/** Unit vectors, of basic operations alone, whose bits are the same in every engine. */
const COMPASS: readonly (readonly [number, number])[] = (() => {
  const [a, b, c] = [Math.sqrt(2 + Math.SQRT2) / 2, Math.SQRT1_2, Math.sqrt(2 - Math.SQRT2) / 2];
  const quarter = [
    [1, 0],
    [a, c],
    [b, b],
    [c, a],
  ] as const;
  return [0, 1, 2, 3].flatMap((turn) =>
    quarter.map(([x, y]): readonly [number, number] => {
      if (turn === 0) return [x, y];
      if (turn === 1) return [-y, x];
      return turn === 2 ? [-x, -y] : [y, -x];
    }),
  );
})();

/** Offsets of the voxels along each direction, a millimetre apart. */
const raysOf = (spacingMm: readonly [number, number, number], width: number): Int32Array[] =>
  COMPASS.map(([x, y]) =>
    Int32Array.from({ length: BORDER_MM[1] - BORDER_MM[0] + 1 }, (_, step) => {
      const mm = BORDER_MM[0] + step;
      return Math.round((x * mm) / spacingMm[0]) + width * Math.round((y * mm) / spacingMm[1]);
    }),
  );

/** Part of the directions in which its border is seen. */
const seen = ({ radiiMm }: Section): number => radiiMm.filter((mm) => mm > 0).length / DIRECTIONS;

/** Mean distance to the border and how it varies, mm. */
function roundness({ radiiMm }: Section): { meanMm: number; variesMm: number } {
  const known = radiiMm.filter((mm) => mm > 0);
  const meanMm = known.reduce((sum, mm) => sum + mm, 0) / Math.max(1, known.length);
  const squares = known.reduce((sum, mm) => sum + (mm - meanMm) * (mm - meanMm), 0);
  return { meanMm, variesMm: Math.sqrt(squares / Math.max(1, known.length)) };
}

function costOf(section: Section, besideMm: number, beforeMm: number): number {
  const MOST = 12;
  if (section.radiiMm.length === 0) return MOST;
  const { meanMm, variesMm } = roundness(section);
  const outside = Math.max(0, WIDTH_MM[0] - meanMm, meanMm - WIDTH_MM[1]);
  const astrayMm = Math.abs(besideMm - LIKELY_MM.beside) + Math.abs(beforeMm - LIKELY_MM.before);
  const cost = section.spreadHu / 8 + 5 * (1 - seen(section)) + variesMm / 3 + outside + astrayMm / ASTRAY_MM;
  return Math.min(MOST, cost);
}

interface Found extends Section {
  readonly column: number;
  readonly row: number;
}

function courseOf({ columns, rows, sections, spine }: Window, geometry: VolumeGeometry): Found[] {
  const plane = columns.length * rows.length;
  const costs = Float64Array.from(sections, (section, at) => {
    const place = at % plane;
    const row = rows[Math.floor(place / columns.length)]!;
    return costOf(section, columns[place % columns.length]! * geometry.spacingMm[0], row * geometry.spacingMm[1]);
  });
  const differs = (at: number, before: number): number =>
    Math.min(4, Math.abs(sections[at]!.meanHu - sections[before]!.meanHu) / 12);
  return cheapestPath(costs, [columns.length, rows.length], geometry, differs, 0.3).map((at, k) => {
    const place = at % plane;
    return {
      ...sections[at]!,
      column: Math.round(spine.column[k]! + columns[place % columns.length]!),
      row: Math.round(spine.row[k]! + rows[Math.floor(place / columns.length)]!),
    };
  });
}

/** Draws the path where it is sure, and on from there as long as some of its border is seen. */
function drawn(path: readonly Found[], { dims, spacingMm }: VolumeGeometry): Uint8Array {
  const vein = new Uint8Array(dims[0] * dims[1] * dims[2]);
  const isSure = path.map((section) => {
    const { meanMm } = roundness(section);
    return (
      section.spreadHu < SURE_EVEN_HU && seen(section) >= SURE_SEEN && meanMm >= WIDTH_MM[0] && meanMm <= WIDTH_MM[1]
    );
  });
  const first = firstRun(isSure, Math.ceil(SURE_HEIGHT_MM / spacingMm[2]));
  if (first < 0) return vein;
  const usualMm = median(path.flatMap((section, k) => (isSure[k]! ? [roundness(section).meanMm] : [])));
  const half = Math.round(SEEN_OVER_MM / spacingMm[2]);
  for (let k = first; k < path.length; k++) {
    const near = path.slice(Math.max(0, k - half), k + half + 1);
    if (near.reduce((sum, section) => sum + seen(section), 0) < LEAST_SEEN * near.length) break;
    fillSection(vein, path[k]!, k, usualMm, dims, spacingMm);
  }
  return vein;
}

/** Start of the first run of so many trues; -1 where there is none. */
function firstRun(values: readonly boolean[], least: number): number {
  let length = 0;
  for (let at = 0; at < values.length; at++) {
    length = values[at] ? length + 1 : 0;
    if (length === least) return at - least + 1;
  }
  return -1;
}

function fillSection(
  vein: Uint8Array,
  { column, row, radiiMm }: Found,
  k: number,
  usualMm: number,
  [columns, rows]: readonly [number, number, number],
  [stepX, stepY]: readonly [number, number, number],
): void {
  const own = radiiMm.map((mm) => (mm > 0 && mm <= MOST_WIDENING * usualMm ? mm : usualMm) + BLUR_MM);
  const even = own.map((mm, n) => {
    const [before, after] = [own[(n + DIRECTIONS - 1) % DIRECTIONS]!, own[(n + 1) % DIRECTIONS]!];
    return Math.max(Math.min(before, mm), Math.min(Math.max(before, mm), after));
  });
  const reach = [Math.ceil(BORDER_MM[1] / stepX), Math.ceil(BORDER_MM[1] / stepY)] as const;
  for (let j = Math.max(0, row - reach[1]); j <= Math.min(rows - 1, row + reach[1]); j++) {
    for (let i = Math.max(0, column - reach[0]); i <= Math.min(columns - 1, column + reach[0]); i++) {
      const [x, y] = [(i - column) * stepX, (j - row) * stepY];
      if (Math.hypot(x, y) <= even[nearestDirection(x, y)]!) vein[i + columns * (j + rows * k)] = 1;
    }
  }
}

function nearestDirection(x: number, y: number): number {
  let best = 0;
  for (let n = 1; n < DIRECTIONS; n++) {
    if (x * around(n)[0] + y * around(n)[1] > x * around(best)[0] + y * around(best)[1]) best = n;
  }
  return best;
}
