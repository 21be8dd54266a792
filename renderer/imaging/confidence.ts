/** Blocks of a coarse grid over the images: where an automatic result was a close decision. */
import type { VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { voxelSlice, type Size, type ViewCamera, type ViewPlane } from './camera.ts';
import { sliceClasses } from './labelmapOverlay.ts';
import { outlines } from './outlines.ts';
import { sliceLattice } from './sliceLattice.ts';

export interface Blocks {
  /** Of the blocks, over the same patient as the volume. */
  readonly geometry: VolumeGeometry;
  /** 0/1 per block; 1 is marked. */
  readonly marked: Uint8Array;
}

const asMarked = [0, 1];

/** The marked blocks in the view's slice as SVG paths in CSS pixels, empty where there is none: what to fill, and its border. */
export function blockPaths(
  { geometry, marked }: Blocks,
  plane: ViewPlane,
  camera: ViewCamera,
  size: Size,
): { readonly area: string; readonly border: string } {
  const lattice = sliceLattice(geometry, plane, voxelSlice(geometry, plane, camera));
  const { columns, rows } = lattice;
  const shown = sliceClasses(marked, lattice, asMarked, new Uint8Array(columns * rows));
  const [left, top] = lattice.cornerOnCanvas(camera, size);
  const [width, height] = [lattice.columnMm / camera.mmPerPixel, lattice.rowMm / camera.mmPerPixel];
  const at = (column: number, row: number): string =>
    `${(left + column * width).toFixed(1)} ${(top + row * height).toFixed(1)}`;
  let [area, border] = ['', ''];
  for (let row = 0; row < rows; row++) {
    for (let column = 0, from = 0; column <= columns; column++) {
      if (column < columns && shown[row * columns + column] === 1) continue;
      if (column > from) area += `M${at(from, row)}L${at(column, row)}L${at(column, row + 1)}L${at(from, row + 1)}Z`;
      from = column + 1;
    }
  }
  outlines(shown, columns, rows, (_, x1, y1, x2, y2) => {
    border += `M${at(x1, y1)}L${at(x2, y2)}`;
  });
  return { area, border };
}
