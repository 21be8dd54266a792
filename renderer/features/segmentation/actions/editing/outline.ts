/** Scissors and contours: an outline on a slice, free-hand or along edges, that fills or erases when it is closed. */
import type { RevisionAction } from '../../../../../electron/core/contract/segmentation.ts';
import type { SegmentName } from '../../../../../electron/core/domain/labels.ts';
import type { Vec3 } from '../../../../../electron/core/domain/geometry.ts';
import { drawnAs, erasedAs, LiveWire, slabSlices, sliceImage } from '../../../../../wasm/kernels/index.ts';
import type { DrawTool, PointerSample } from '../../../../imaging/index.ts';
import {
  isOnSlice,
  outlinePoints,
  toImage,
  toPatient,
  withoutLastAnchor,
  type Outline,
  type SlicePlace,
} from '../../model/outline.ts';
import { session } from '../../session.ts';
import { useSegmentation } from '../../store.ts';
import { inSentence } from '../../texts.ts';
import { tt } from '../../toolTexts.ts';
import { isBusy } from '../commit.ts';
import { editNow } from './edit.ts';

const state = useSegmentation.getState;
const show = (outline: Outline | null): void => {
  useSegmentation.setState({ outline });
};
const placeOf = ({ view }: PointerSample): SlicePlace | null => session()?.stage.shownSlice(view) ?? null;

type OutlineTool = 'scissors' | 'contour' | 'liveWire';

/** Fills or erases with an outline on a slice, as its tool is set. */
function draw(tool: OutlineTool, place: SlicePlace, outlineMm: readonly Vec3[]): void {
  const open = session();
  if (open === null) return;
  const { active, toolOptions } = state();
  const isScissors = tool === 'scissors';
  const erases = isScissors ? toolOptions.scissorsErase : toolOptions.contourErases;
  // Everything outside of an outline is erased or left; to fill it makes no sense.
  const inside = !isScissors || !erases || toolOptions.scissorsInside;
  const segment = (erases ? erasedAs : drawnAs)[active];
  const slices = slicesOf(tool, place);
  editNow({ kind: 'outline', segment, axis: place.axis, ...slices, outlineMm, inside }, active, {
    title: title(tool, active, erases, inside),
    tool: tool === 'liveWire' ? 'live-wire@1' : `${tool}@1`,
    parameters: { segment: active, erases, inside, slices: slices.to - slices.from + 1 },
  });
}

function slicesOf(tool: OutlineTool, { axis, index }: SlicePlace): { readonly from: number; readonly to: number } {
  const { depth, slabMm } = state().toolOptions;
  const geometry = session()!.volume.geometry;
  if (tool !== 'scissors' || depth === 'slice') return { from: index, to: index };
  return depth === 'slab' ? slabSlices(geometry, axis, index, slabMm) : { from: 0, to: geometry.dims[axis] - 1 };
}

function title(tool: OutlineTool, active: SegmentName, erases: boolean, inside: boolean): RevisionAction['title'] {
  const { depth, slabMm } = state().toolOptions;
  const does = tt(erases ? 'action.does.erase' : 'action.does.fill');
  const segment = inSentence(active);
  if (tool !== 'scissors') return tt(`action.${tool}`, { does, segment });
  const where = tt(inside ? 'action.where.inside' : 'action.where.outside');
  return tt('action.scissors', { does, segment, where, depth: tt(`action.depth.${depth}`, { mm: slabMm }) });
}

/** Free-hand: closed when the button is released. */
export function beginFreehand(tool: 'scissors' | 'contour'): DrawTool {
  let place: SlicePlace | null = null;
  let points: Vec3[] = [];
  const shown = (): void => {
    if (place !== null) show({ ...place, lines: [[...points]], anchors: [], live: [] });
  };
  return {
    kind: 'draw',
    cursor: null,
    onStart(sample) {
      place = session() === null || isBusy() ? null : placeOf(sample);
      if (place === null) return;
      points = [sample.pointMm];
      useSegmentation.setState({ problem: null, brushing: true, masksShown: true });
      shown();
    },
    onMove(samples) {
      if (place === null) return;
      points.push(...samples.map(({ pointMm }) => pointMm));
      shown();
    },
    onEnd() {
      if (place === null) return;
      const { outline } = state();
      useSegmentation.setState({ outline: null, brushing: false });
      const closed = outline === null ? null : outlinePoints(outline);
      if (closed !== null) draw(tool, place, closed);
      place = null;
    },
  };
}

/** Costs of the slice that a live-wire runs on, as its window shows it; kept from one click to the next. */
let wire: { readonly key: string; readonly path: LiveWire } | null = null;

/** @returns null when no series is open. */
function wireOn(place: SlicePlace): LiveWire | null {
  const open = session();
  if (open === null) return null;
  const { seriesId, hu, geometry } = open.volume;
  const { centre, width } = open.stage.state().window;
  const key = [seriesId, place.axis, place.index, centre, width].join(' ');
  if (wire?.key !== key) {
    const seen = { low: Math.round(centre - width / 2), high: Math.round(centre + width / 2) };
    const path = new LiveWire(sliceImage(hu, geometry, place.axis, place.index), seen);
    const last = state().outline?.anchors.at(-1);
    if (last !== undefined) path.anchor(toImage(geometry, place.axis, last));
    wire = { key, path };
  }
  return wire.path;
}

/** The path along edges from the last anchor; the wire is anchored there. */
function pathTo(place: SlicePlace, pointMm: Vec3): Vec3[] {
  const open = session();
  const path = wireOn(place);
  if (open === null || path === null) return [];
  const { geometry } = open.volume;
  return path.pathTo(toImage(geometry, place.axis, pointMm)).map((point) => toPatient(geometry, place, point));
}

function anchor(place: SlicePlace, pointMm: Vec3): void {
  const open = session();
  if (open !== null) wireOn(place)?.anchor(toImage(open.volume.geometry, place.axis, pointMm));
}

/** Two clicks within this time and distance are a double click. */
const DOUBLE_CLICK_MS = 400;
const DOUBLE_CLICK_MM = 3;
let lastClick: { readonly at: number; readonly pointMm: Vec3 } | null = null;

function isDoubleClick(pointMm: Vec3): boolean {
  const before = lastClick;
  lastClick = { at: performance.now(), pointMm };
  if (before === null || lastClick.at - before.at > DOUBLE_CLICK_MS) return false;
  return Math.hypot(...pointMm.map((mm, axis) => mm - before.pointMm[axis]!)) < DOUBLE_CLICK_MM;
}

/** From click to click along edges; closed by a double click or Enter. */
export function beginLiveWire(): DrawTool {
  const nothing = (): void => undefined;
  return {
    kind: 'draw',
    cursor: null,
    onStart(sample) {
      const place = session() === null || isBusy() ? null : placeOf(sample);
      if (place === null) return;
      const { pointMm } = sample;
      const { outline } = state();
      useSegmentation.setState({ problem: null, masksShown: true });
      const goesOn = isOnSlice(outline, place);
      if (isDoubleClick(pointMm) && goesOn && outline.anchors.length > 1) {
        closeOutline();
        return;
      }
      const lines = goesOn ? [...outline.lines, pathTo(place, pointMm)] : [];
      show({ ...place, lines, anchors: [...(goesOn ? outline.anchors : []), pointMm], live: [] });
      anchor(place, pointMm);
    },
    onMove: nothing,
    onEnd: nothing,
    onHover(sample) {
      const { outline } = state();
      const place = placeOf(sample);
      if (place !== null && isOnSlice(outline, place)) show({ ...outline, live: pathTo(place, sample.pointMm) });
    },
  };
}

/** Follows the edge back to the first point and fills. */
export function closeOutline(): void {
  const { outline } = state();
  if (outline === null || isBusy()) return;
  const last = pathTo(outline, outline.anchors[0]!);
  dropOutline();
  const closed = outlinePoints({ ...outline, lines: [...outline.lines, last] });
  if (closed !== null) draw('liveWire', outline, closed);
}

export function dropOutline(): void {
  lastClick = null;
  show(null);
}

export function takeBackAnchor(): void {
  const { outline } = state();
  if (outline === null) return;
  const left = withoutLastAnchor(outline);
  show(left);
  const last = left?.anchors.at(-1);
  if (left !== null && last !== undefined) anchor(left, last);
}
