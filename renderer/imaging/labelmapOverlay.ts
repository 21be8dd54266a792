/**
 * The labelmap on top of the grey image: one labelmap, drawn by every view from the shared buffer itself.
 *
 * Drawn here and not as a second Cornerstone volume: no copy in graphics memory, no new rendering of the image while a brush moves, and its
 * lines follow the voxels' edges at any zoom.
 */
import { LABEL_COUNT } from '../../electron/core/domain/labels.ts';
import { voxelSlice, type Size, type ViewCamera, type ViewPlane } from './camera.ts';
import { outlines } from './outlines.ts';
import { sliceLattice, type SliceLattice } from './sliceLattice.ts';
import type { Volume } from './volumes.ts';

/** Red, green and blue from 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** What a person sees as one thing; several labels may show the same class (the tumour on both sides of the cut). */
export interface OverlayClass {
  readonly colour: Colour;
  /** 0 to 1. */
  readonly fill: number;
  /** 0 to 1. */
  readonly outline: number;
}

/** Voxels of one class that are shown as another, whatever their label. */
export interface OverlayPatch {
  readonly of: number;
  readonly shownAs: number;
  /** Linear offsets: start and end (excluded) of each run, in memory order. */
  readonly runs: Uint32Array;
}

export interface OverlayStyle {
  /** Class 0 is "nothing"; where two classes meet the line has the colour of the higher one. */
  readonly classes: readonly OverlayClass[];
  /** Class of each label value 0..6. */
  readonly classOfLabel: readonly number[];
  readonly patch?: OverlayPatch;
}

export const noOverlay: OverlayStyle = {
  classes: [{ colour: [0, 0, 0], fill: 0, outline: 0 }],
  classOfLabel: new Array<number>(LABEL_COUNT).fill(0),
};

/** Voxels to be marked by their intensity (HU, both ends included) and label, for example those that a threshold would take. */
export interface Highlight {
  readonly low: number;
  readonly high: number;
  /** Marks what lies within the range, or beyond it. */
  readonly within: boolean;
  /** Only where this holds as well. */
  readonly limit: { readonly low: number; readonly high: number } | null;
  /** 0/1 by label value. */
  readonly labels: Uint8Array;
  readonly colour: Colour;
  /** 0 to 1. */
  readonly fill: number;
}

/** Sets `mark` where the highlight holds, in one slice row by row as on screen. */
export function markHighlight(
  labels: Uint8Array,
  hu: Int16Array,
  { start, columnStep, rowStep, columns, rows }: SliceLattice,
  { low, high, within, limit, labels: wanted }: Highlight,
  mark: number,
  classes: Uint8Array,
): void {
  const least = limit?.low ?? -Infinity;
  const most = limit?.high ?? Infinity;
  let to = 0;
  for (let row = 0; row < rows; row++) {
    let from = start + row * rowStep;
    for (let column = 0; column < columns; column++, to++, from += columnStep) {
      if (wanted[labels[from]!] === 0) continue;
      const value = hu[from]!;
      if ((value >= low && value <= high) === within && value >= least && value <= most) classes[to] = mark;
    }
  }
}

/** Classes of one slice of voxels, row by row as on screen. Writes into `classes` and returns it. */
export function sliceClasses(
  labels: Uint8Array,
  lattice: SliceLattice,
  classOfLabel: readonly number[],
  classes: Uint8Array,
): Uint8Array {
  const { start, columnStep, rowStep, columns, rows } = lattice;
  const table = Uint8Array.from(classOfLabel);
  let to = 0;
  for (let row = 0; row < rows; row++) {
    let from = start + row * rowStep;
    for (let column = 0; column < columns; column++) {
      classes[to++] = table[labels[from]!]!;
      from += columnStep;
    }
  }
  return classes;
}

/** Sets the class of what the patch holds, in one slice row by row as on screen. */
export function applyPatch(
  { start, columnStep, rowStep, columns, rows }: SliceLattice,
  { of, shownAs, runs }: OverlayPatch,
  classes: Uint8Array,
): void {
  let to = 0;
  for (let row = 0; row < rows; row++) {
    let offset = start + row * rowStep;
    for (let column = 0; column < columns; column++, to++, offset += columnStep) {
      if (classes[to] === of && isInRuns(runs, offset)) classes[to] = shownAs;
    }
  }
}

function isInRuns(runs: Uint32Array, offset: number): boolean {
  let [low, high] = [0, runs.length >> 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (runs[2 * middle + 1]! <= offset) low = middle + 1;
    else high = middle;
  }
  return 2 * low < runs.length && runs[2 * low]! <= offset;
}

/** Draws the labelmap of one view on its own canvas. */
export class LabelmapOverlay {
  readonly canvas: HTMLCanvasElement;
  private readonly slice = document.createElement('canvas');
  private classes = new Uint8Array(0);
  private image: ImageData | null = null;

  constructor() {
    this.canvas = document.createElement('canvas');
    this.canvas.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;pointer-events:none';
  }

  draw(
    { labels, hu, geometry }: Pick<Volume, 'labels' | 'hu' | 'geometry'>,
    plane: ViewPlane,
    camera: ViewCamera,
    size: Size,
    drawn: OverlayStyle,
    highlight: Highlight | null,
  ): void {
    const context = this.prepare(size);
    if (context === null) return;
    const lattice = sliceLattice(geometry, plane, voxelSlice(geometry, plane, camera));
    const count = lattice.columns * lattice.rows;
    if (this.classes.length !== count) this.classes = new Uint8Array(count);
    const classes = sliceClasses(labels, lattice, drawn.classOfLabel, this.classes);
    if (drawn.patch !== undefined) applyPatch(lattice, drawn.patch, classes);
    if (highlight !== null) markHighlight(labels, hu, lattice, highlight, drawn.classes.length, classes);
    const style = highlight === null ? drawn : { ...drawn, classes: [...drawn.classes, { ...highlight, outline: 0 }] };
    const ratio = this.canvas.width / Math.max(size.width, 1);
    const voxelWidth = (lattice.columnMm / camera.mmPerPixel) * ratio;
    const voxelHeight = (lattice.rowMm / camera.mmPerPixel) * ratio;
    const [left, top] = lattice.cornerOnCanvas(camera, size).map((at) => at * ratio) as [number, number];
    this.fill(context, classes, lattice, style, left, top, voxelWidth, voxelHeight);
    this.line(context, classes, lattice, style, left, top, voxelWidth, voxelHeight, ratio);
  }

  private prepare(size: Size): CanvasRenderingContext2D | null {
    const ratio = window.devicePixelRatio;
    const width = Math.round(size.width * ratio);
    const height = Math.round(size.height * ratio);
    if (width < 1 || height < 1) return null;
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    const context = this.canvas.getContext('2d');
    context?.clearRect(0, 0, width, height);
    return context;
  }

  private fill(
    context: CanvasRenderingContext2D,
    classes: Uint8Array,
    { columns, rows }: SliceLattice,
    style: OverlayStyle,
    left: number,
    top: number,
    voxelWidth: number,
    voxelHeight: number,
  ): void {
    if (this.slice.width !== columns || this.slice.height !== rows) {
      this.slice.width = columns;
      this.slice.height = rows;
    }
    const sliceContext = this.slice.getContext('2d');
    if (sliceContext === null) return;
    // Kept: a megabyte for each view and frame of a stroke would be garbage.
    if (this.image?.width !== columns || this.image.height !== rows)
      this.image = sliceContext.createImageData(columns, rows);
    const { image } = this;
    const pixels = new Uint32Array(image.data.buffer);
    const packed = Uint32Array.from(style.classes, ({ colour: [red, green, blue], fill }, at) =>
      at === 0 ? 0 : ((Math.round(fill * 255) << 24) | (blue << 16) | (green << 8) | red) >>> 0,
    );
    for (let at = 0; at < classes.length; at++) pixels[at] = packed[classes[at]!]!;
    sliceContext.putImageData(image, 0, 0);
    context.imageSmoothingEnabled = false;
    context.drawImage(this.slice, left, top, columns * voxelWidth, rows * voxelHeight);
  }

  private line(
    context: CanvasRenderingContext2D,
    classes: Uint8Array,
    { columns, rows }: SliceLattice,
    style: OverlayStyle,
    left: number,
    top: number,
    voxelWidth: number,
    voxelHeight: number,
    ratio: number,
  ): void {
    const paths = style.classes.map(() => new Path2D());
    outlines(classes, columns, rows, (at, x1, y1, x2, y2) => {
      if (style.classes[at]!.outline === 0) return;
      const path = paths[at]!;
      path.moveTo(left + x1 * voxelWidth, top + y1 * voxelHeight);
      path.lineTo(left + x2 * voxelWidth, top + y2 * voxelHeight);
    });
    context.lineWidth = 1.5 * ratio;
    context.lineCap = 'square';
    style.classes.forEach(({ colour, outline }, at) => {
      if (at === 0 || outline === 0) return;
      context.strokeStyle = `rgb(${colour.join(' ')} / ${outline})`;
      context.stroke(paths[at]!);
    });
  }
}
