/** What is drawn over the images and is not part of the labelmap: strokes, cut, brush circle, crosshair. Lines of SVG, in mm. */
import type { Vec3, VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import {
  canvasToPatient,
  depthMm,
  patientToCanvas,
  sliceSpacingMm,
  type CanvasPoint,
  type Size,
  type ViewCamera,
  type ViewName,
  type ViewPlane,
} from './camera.ts';
import { blockPaths, type Blocks } from './confidence.ts';
import { zeroLine } from './zeroLine.ts';

/** Colours are CSS colours. */
export type Annotation =
  | {
      readonly kind: 'stroke';
      readonly id: string;
      readonly pointsMm: readonly Vec3[];
      readonly colour: string;
      readonly dashed: boolean;
    }
  | {
      readonly kind: 'points';
      readonly id: string;
      readonly pointsMm: readonly Vec3[];
      readonly colour: string;
      readonly label?: string;
    }
  | {
      /** The line in which a surface meets the plane shown; `heightMm` is 0 on the surface. */
      readonly kind: 'surface';
      readonly id: string;
      readonly heightMm: (x: number, y: number, z: number) => number;
      readonly colour: string;
    }
  | {
      /** Blocks of a coarse grid, for example where a result is doubtful. */
      readonly kind: 'blocks';
      readonly id: string;
      readonly blocks: Blocks;
      readonly colour: string;
    };

export interface Cursor {
  /** Where the pointer is. */
  readonly view: ViewName;
  readonly pointMm: Vec3;
  readonly radiusMm: number;
  readonly colour: string;
  readonly shape: 'disc' | 'sphere';
  readonly label?: string;
}

export interface AnnotationScene {
  readonly annotations: readonly Annotation[];
  readonly cursor: Cursor | null;
  /** The other views' planes; null when the crosshair is off. */
  readonly crosshair:
    readonly { readonly plane: ViewPlane; readonly camera: ViewCamera; readonly colour: string }[] | null;
}

const SVG = 'http://www.w3.org/2000/svg';
/** Distance between the samples of a surface's line, CSS pixels. */
const SURFACE_STEP_PX = 6;
/** Gap of the crosshair's lines around their meeting point, CSS pixels. */
const CROSSHAIR_GAP_PX = 24;
/** They end before the edge, where the letters of the orientation stand. */
const CROSSHAIR_MARGIN_PX = 32;

const element = (name: string, attributes: Readonly<Record<string, string | number>>): SVGElement => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
};

const line = (d: string, colour: string, more: Readonly<Record<string, string | number>> = {}): SVGElement =>
  element('path', {
    d,
    fill: 'none',
    stroke: colour,
    'stroke-width': 1.5,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
    ...more,
  });

/** A word beside what it is about, legible over any image. */
function caption(text: string, x: number, y: number, fill: string): SVGElement {
  const made = element('text', { x, y, fill, 'font-size': 12, stroke: 'black', 'stroke-width': 3 });
  made.style.paintOrder = 'stroke';
  made.textContent = text;
  return made;
}

const path = (points: readonly CanvasPoint[]): string =>
  points.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');

export class AnnotationLayer {
  readonly svg: SVGSVGElement;
  private readonly geometry: VolumeGeometry;
  private readonly plane: ViewPlane;

  constructor(geometry: VolumeGeometry, plane: ViewPlane) {
    this.geometry = geometry;
    this.plane = plane;
    this.svg = document.createElementNS(SVG, 'svg');
    this.svg.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;pointer-events:none;overflow:hidden';
    this.svg.setAttribute('aria-hidden', 'true');
  }

  draw(scene: AnnotationScene, camera: ViewCamera, size: Size): void {
    this.svg.replaceChildren(
      ...this.crosshair(scene.crosshair, camera, size),
      ...scene.annotations.flatMap((annotation) => this.annotation(annotation, camera, size)),
      ...this.cursor(scene.cursor, camera, size),
    );
  }

  private annotation(annotation: Annotation, camera: ViewCamera, size: Size): SVGElement[] {
    switch (annotation.kind) {
      case 'stroke':
        return this.stroke(annotation, camera, size);
      case 'points':
        return this.points(annotation, camera, size);
      case 'surface':
        return this.surface(annotation, camera, size);
      case 'blocks':
        return this.blocks(annotation, camera, size);
    }
  }

  private inSlice(camera: ViewCamera, pointMm: Vec3): boolean {
    return Math.abs(depthMm(this.plane, camera, pointMm)) <= sliceSpacingMm(this.geometry, this.plane) / 2 + 1e-6;
  }

  private stroke(
    { pointsMm, colour, dashed }: Extract<Annotation, { kind: 'stroke' }>,
    camera: ViewCamera,
    size: Size,
  ): SVGElement[] {
    const pieces: CanvasPoint[][] = [];
    let piece: CanvasPoint[] | null = null;
    for (const pointMm of pointsMm) {
      if (!this.inSlice(camera, pointMm)) {
        piece = null;
        continue;
      }
      if (piece === null) pieces.push((piece = []));
      piece.push(patientToCanvas(this.plane, camera, size, pointMm));
    }
    // A single point still shows as a dot: a line of no length with a round cap.
    const d = pieces.map((points) => path(points.length === 1 ? [points[0]!, points[0]!] : points)).join('');
    if (d === '') return [];
    return [
      line(d, 'rgb(0 0 0 / 0.55)', { 'stroke-width': 5 }),
      line(d, colour, { 'stroke-width': 2.5, ...(dashed ? { 'stroke-dasharray': '2 5' } : {}) }),
    ];
  }

  private points(
    { pointsMm, colour, label }: Extract<Annotation, { kind: 'points' }>,
    camera: ViewCamera,
    size: Size,
  ): SVGElement[] {
    return pointsMm.flatMap((pointMm) => {
      const here = this.inSlice(camera, pointMm);
      const [cx, cy] = patientToCanvas(this.plane, camera, size, pointMm);
      const dot = element('circle', {
        cx,
        cy,
        r: here ? 4.5 : 3,
        fill: here ? colour : 'none',
        stroke: here ? 'black' : colour,
        'stroke-width': 1,
        opacity: here ? 1 : 0.45,
      });
      if (label === undefined || !here) return [dot];
      return [dot, caption(label, cx + 8, cy - 6, colour)];
    });
  }

  private surface(
    { heightMm, colour }: Extract<Annotation, { kind: 'surface' }>,
    camera: ViewCamera,
    size: Size,
  ): SVGElement[] {
    const columns = Math.ceil(size.width / SURFACE_STEP_PX) + 1;
    const rows = Math.ceil(size.height / SURFACE_STEP_PX) + 1;
    const values = new Float32Array(columns * rows);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const [x, y, z] = canvasToPatient(this.plane, camera, size, [column * SURFACE_STEP_PX, row * SURFACE_STEP_PX]);
        values[row * columns + column] = heightMm(x, y, z);
      }
    }
    let d = '';
    zeroLine(values, columns, rows, (x1, y1, x2, y2) => {
      d += path([
        [x1 * SURFACE_STEP_PX, y1 * SURFACE_STEP_PX],
        [x2 * SURFACE_STEP_PX, y2 * SURFACE_STEP_PX],
      ]);
    });
    return d === '' ? [] : [line(d, 'rgb(0 0 0 / 0.5)', { 'stroke-width': 4 }), line(d, colour, { 'stroke-width': 2 })];
  }

  private blocks(
    { blocks, colour }: Extract<Annotation, { kind: 'blocks' }>,
    camera: ViewCamera,
    size: Size,
  ): SVGElement[] {
    const { area, border } = blockPaths(blocks, this.plane, camera, size);
    if (area === '') return [];
    const fill = element('path', { d: area, fill: colour, opacity: 0.18 });
    return [fill, line(border, colour, { 'stroke-width': 1, opacity: 0.9, 'stroke-dasharray': '3 3' })];
  }

  private cursor(cursor: Cursor | null, camera: ViewCamera, size: Size): SVGElement[] {
    if (cursor === null) return [];
    const depth = Math.abs(depthMm(this.plane, camera, cursor.pointMm));
    // The other views show where they cut a sphere; a disc is seen only in the view it is drawn in.
    const reach = Math.sqrt(Math.max(cursor.radiusMm ** 2 - depth ** 2, 0));
    if (reach === 0 || (cursor.shape === 'disc' && cursor.view !== this.plane.name)) return [];
    const [cx, cy] = patientToCanvas(this.plane, camera, size, cursor.pointMm);
    const r = Math.max(reach / camera.mmPerPixel, 1);
    const ring = { cx, cy, r, fill: 'none' };
    return [
      element('circle', { ...ring, stroke: 'black', 'stroke-opacity': 0.6, 'stroke-width': 3 }),
      element('circle', { ...ring, stroke: cursor.colour, 'stroke-width': 1.25 }),
      ...(cursor.label !== undefined && cursor.view === this.plane.name
        ? [caption(cursor.label, ...labelPlace([cx, cy], r, cursor.label, size), 'white')]
        : []),
    ];
  }

  private crosshair(others: AnnotationScene['crosshair'], camera: ViewCamera, size: Size): SVGElement[] {
    const [a, b] = others ?? [];
    if (a === undefined || b === undefined) return [];
    // Each other plane is seen edge-on: a vertical line when its normal runs across this view, else a horizontal one.
    const at = (other: typeof a): { vertical: boolean; position: number; colour: string } => {
      const [x, y] = patientToCanvas(this.plane, camera, size, other.camera.centreMm);
      const vertical = other.plane.sliceAxis === acrossAxis(this.plane, a.plane, b.plane, this.geometry);
      return { vertical, position: vertical ? x : y, colour: other.colour };
    };
    const lines = [at(a), at(b)];
    return lines.map(({ vertical, position, colour }, n) => {
      const gap = lines[1 - n]!.position;
      const end = vertical ? size.height : size.width;
      const pieces = [
        [CROSSHAIR_MARGIN_PX, gap - CROSSHAIR_GAP_PX],
        [gap + CROSSHAIR_GAP_PX, end - CROSSHAIR_MARGIN_PX],
      ] as const;
      const d = pieces
        .filter(([from, to]) => to > from)
        .map(([from, to]) =>
          vertical
            ? path([
                [position, from],
                [position, to],
              ])
            : path([
                [from, position],
                [to, position],
              ]),
        )
        .join('');
      return line(d, colour, { 'stroke-width': 1, opacity: 0.6 });
    });
  }
}

/** Of the letters of a caption, about. */
const LETTER_PX = 7;
const LINE_PX = 13;

/** Beside the circle at its lower right, or on the side where there is room for it. */
export function labelPlace([cx, cy]: CanvasPoint, radius: number, label: string, size: Size): CanvasPoint {
  const off = radius * 0.75;
  const width = label.length * LETTER_PX;
  const right = cx + off + LETTER_PX;
  const below = cy + off + LINE_PX;
  const x = right + width > size.width ? cx - off - LETTER_PX - width : right;
  const y = below > size.height - 4 ? cy - off - 4 : below;
  return [Math.max(x, 2), Math.max(y, LINE_PX)];
}

/** The voxel axis that runs across the screen in `plane`: of the two others, the one along `plane.right`. */
function acrossAxis(plane: ViewPlane, a: ViewPlane, b: ViewPlane, { direction }: VolumeGeometry): number {
  const grid = [direction.i, direction.j, direction.k];
  const along = (axis: number): number => {
    const vector = grid[axis]!;
    return Math.abs(vector[0] * plane.right[0] + vector[1] * plane.right[1] + vector[2] * plane.right[2]);
  };
  return along(a.sliceAxis) > along(b.sliceAxis) ? a.sliceAxis : b.sliceAxis;
}
