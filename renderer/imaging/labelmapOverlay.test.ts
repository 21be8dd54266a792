import { describe, expect, it } from 'vitest';
import { indexToPatient, type VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { fittedCamera, patientToCanvas, viewNames, viewPlanes } from './camera.ts';
import { applyPatch, markHighlight, sliceClasses } from './labelmapOverlay.ts';
import { outlines } from './outlines.ts';
import { sliceLattice } from './sliceLattice.ts';
import { zeroLine } from './zeroLine.ts';

const plain: VolumeGeometry = {
  dims: [6, 5, 4],
  spacingMm: [1, 2, 3],
  originMm: [10, 20, 30],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
};
const turned: VolumeGeometry = { ...plain, direction: { i: [0, -1, 0], j: [-1, 0, 0], k: [0, 0, -1] } };
const size = { width: 300, height: 300 };
const identity = [0, 1, 2, 3, 4, 5, 6];

describe.each([
  ['as usual', plain],
  ['turned', turned],
])('a slice of voxels acquired %s', (_, geometry) => {
  it('is drawn where the image shows it, in every view', () => {
    const planes = viewPlanes(geometry);
    const voxel = [4, 1, 2] as const;
    const labels = new Uint8Array(120);
    labels[voxel[0] + 6 * (voxel[1] + 5 * voxel[2])] = 3;
    for (const name of viewNames) {
      const plane = planes[name];
      const camera = fittedCamera(geometry, plane, size);
      const lattice = sliceLattice(geometry, plane, voxel[plane.sliceAxis]);
      const classes = sliceClasses(labels, lattice, identity, new Uint8Array(lattice.columns * lattice.rows));
      const found = classes.indexOf(3);
      const [column, row] = [found % lattice.columns, Math.floor(found / lattice.columns)];
      const [left, top] = lattice.cornerOnCanvas(camera, size);
      const drawn = [
        left + ((column + 0.5) * lattice.columnMm) / camera.mmPerPixel,
        top + ((row + 0.5) * lattice.rowMm) / camera.mmPerPixel,
      ];
      const [px, py] = patientToCanvas(plane, camera, size, indexToPatient(geometry, voxel));
      expect(drawn).toEqual([expect.closeTo(px, 6), expect.closeTo(py, 6)]);
    }
  });
});

describe('a patch', () => {
  it('shows the voxels of its runs as another class, in every view of any orientation', () => {
    const runs = Uint32Array.from([3, 5, 44, 47, 100, 101]);
    const patched = new Set([3, 4, 44, 45, 46, 100]);
    for (const geometry of [plain, turned]) {
      for (const plane of Object.values(viewPlanes(geometry))) {
        for (let index = 0; index < geometry.dims[plane.sliceAxis]; index++) {
          const lattice = sliceLattice(geometry, plane, index);
          const { columns, rows, start, columnStep, rowStep } = lattice;
          const classes = new Uint8Array(columns * rows).fill(2);
          classes[0] = 1;
          applyPatch(lattice, { of: 2, shownAs: 5, runs }, classes);
          const offsetOf = (at: number): number =>
            start + (at % columns) * columnStep + Math.floor(at / columns) * rowStep;
          const expected = classes.map((_, at) => (at === 0 ? 1 : patched.has(offsetOf(at)) ? 5 : 2));
          expect(classes).toEqual(expected);
        }
      }
    }
  });
});

describe('outlines', () => {
  const lines = (classes: number[], columns: number) => {
    const found: number[][] = [];
    outlines(Uint8Array.from(classes), columns, classes.length / columns, (...piece) => found.push(piece));
    return found;
  };
  it('goes around a block in four pieces, at the border of the slice too', () => {
    expect(lines([1, 1, 1, 1], 2)).toEqual([
      [1, 0, 0, 2, 0],
      [1, 0, 2, 2, 2],
      [1, 0, 0, 0, 2],
      [1, 2, 0, 2, 2],
    ]);
  });
  it('draws a shared edge once, in the colour of the higher class', () => {
    const shared = lines([0, 0, 0, 0, 0, 1, 3, 0, 0, 0, 0, 0], 4).filter(([, x1, , x2]) => x1 === 2 && x2 === 2);
    expect(shared).toEqual([[3, 2, 1, 2, 2]]);
  });
  it('is the same wherever in a slice it lies', () => {
    const drawn = [0, 2, 1, 0, 1, 1, 3, 0, 0];
    for (const [left, top] of [0, 1, 4].flatMap((x) => [0, 1, 5].map((y) => [x, y] as const))) {
      const classes = new Array<number>(7 * 8).fill(0);
      drawn.forEach((each, at) => (classes[left + (at % 3) + 7 * (top + Math.floor(at / 3))] = each));
      const moved = lines(drawn, 3).map(([each, x1, y1, x2, y2]) => [
        each,
        x1! + left,
        y1! + top,
        x2! + left,
        y2! + top,
      ]);
      expect(lines(classes, 7)).toEqual(moved);
    }
  });
  it('draws nothing of an empty slice', () => {
    expect(lines([0, 0, 0, 0], 2)).toEqual([]);
  });
});

describe('zeroLine', () => {
  it('finds the line of a linear function exactly', () => {
    const [columns, rows] = [8, 6];
    const values = Float32Array.from(
      { length: columns * rows },
      (_, at) => (at % columns) - 2.25 + 0.5 * Math.floor(at / columns),
    );
    let pieces = 0;
    zeroLine(values, columns, rows, (x1, y1, x2, y2) => {
      pieces++;
      expect(x1 + 0.5 * y1).toBeCloseTo(2.25);
      expect(x2 + 0.5 * y2).toBeCloseTo(2.25);
    });
    expect(pieces).toBeGreaterThan(rows - 2);
  });
  it('finds nothing where nothing changes sign', () => {
    zeroLine(new Float32Array(16).fill(2), 4, 4, () => {
      throw new Error('found a line');
    });
  });
});

describe('a highlight', () => {
  it('marks voxels by label and intensity, within or beyond the range, in the order of the screen', () => {
    const lattice = sliceLattice(turned, viewPlanes(turned).axial, 2);
    const labels = new Uint8Array(120);
    const hu = new Int16Array(120);
    const at = 4 + 6 * (1 + 5 * 2);
    labels[at] = 1;
    hu[at] = 80;
    const shown = (within: boolean, limit: { low: number; high: number } | null): number[] => {
      const classes = sliceClasses(labels, lattice, identity, new Uint8Array(30));
      const wanted = Uint8Array.from({ length: 256 }, (_, label) => Number(label === 1));
      const highlight = { low: 70, high: 80, within, limit, labels: wanted, colour: [0, 0, 0], fill: 1 } as const;
      markHighlight(labels, hu, lattice, highlight, 9, classes);
      return [...classes].filter((value) => value !== 0);
    };
    expect(shown(true, null)).toEqual([9]);
    expect(shown(true, { low: 0, high: 79 })).toEqual([1]);
    expect(shown(false, null)).toEqual([1]);
  });
});
