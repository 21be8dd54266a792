/** Brush and eraser: painted on the spot, committed when the button is released. */
import type { SegmentName } from '../../../../electron/core/domain/labels.ts';
import type { Vec3 } from '../../../../electron/core/domain/geometry.ts';
import {
  cutSide,
  drawnAs,
  erasedAs,
  learnHuRange,
  noMasking,
  paint,
  type HuRange,
  type Masking,
  type SideOfPoint,
  type VoxelBox,
} from '../../../../wasm/kernels/index.ts';
import type { DrawTool, PointerSample } from '../../../imaging/index.ts';
import { stepFrom } from '../model/brush.ts';
import { joinBoxes } from '../model/drawing.ts';
import { isLimiting, kernelMasking, type MaskingSetting } from '../model/masking.ts';
import { session, type Session } from '../session.ts';
import { MAX_RADIUS_MM, MIN_RADIUS_MM, useSegmentation } from '../store.ts';
import { inSentence, t } from '../texts.ts';
import { tt } from '../toolTexts.ts';
import { commit, isBusy } from './commit.ts';
import { masked } from './editing/describe.ts';

export interface BrushOptions {
  readonly segment: SegmentName;
  readonly erase: boolean;
  readonly radiusMm: number;
  readonly shape: 'disc' | 'sphere';
  /** Of the circle at the pointer, CSS. */
  readonly colour: string;
}

/** A range is learned from the middle of the brush: further out may be the edge that it is to stop at. */
const MOST_LEARNED_MM = 4;

/** Counts follow the brush at most once a frame. */
function createCounter(): (box: VoxelBox | null) => void {
  let frame: number | null = null;
  let latest: VoxelBox | null = null;
  return (box) => {
    latest = box;
    frame ??= requestAnimationFrame(() => {
      frame = null;
      const open = session();
      if (open !== null) useSegmentation.setState({ counts: open.drawing.liveCounts(latest) });
    });
  };
}

/** The range around the first point of a stroke, when the masking asks for one. */
function learned(
  { volume }: Session,
  sample: PointerSample,
  radiusMm: number,
  { huLimit }: MaskingSetting,
): HuRange | null {
  if (huLimit !== 'learned') return null;
  const { hu, geometry } = volume;
  return learnHuRange(hu, geometry, sample.pointMm, sample.planeNormal, Math.min(radiusMm, MOST_LEARNED_MM));
}

/** What stands beside the brush: its radius, and the HU that it is limited to. */
function cursorLabel(radiusMm: number): string {
  const { masking, learned: range } = useSegmentation.getState();
  const { huRange } = kernelMasking(masking, range);
  const radius = tt('cursor.radius', { radius: radiusMm });
  return huRange === null ? radius : `${radius} · ${tt('range.both', huRange)}`;
}

export function beginBrush({ segment, erase, radiusMm, shape, colour }: BrushOptions): DrawTool {
  const painted = (erase ? erasedAs : drawnAs)[segment];
  const count = createCounter();
  let last: Vec3 | null = null;
  let touched: VoxelBox | null = null;
  let side: SideOfPoint | null = null;
  let masking: Masking = noMasking;

  const dab = ({ pointMm, planeNormal }: PointerSample): void => {
    const open = session();
    if (open === null || last === null) return;
    const { labels, hu, geometry } = open.volume;
    const fromMm = stepFrom(last, pointMm, shape, planeNormal);
    const step = { fromMm, toMm: pointMm, radiusMm, shape, planeNormal, segment: painted, side, masking, hu };
    const box = paint(labels, geometry, step);
    last = pointMm;
    if (box === null) return;
    touched = joinBoxes(touched, box);
    open.stage.labelsChanged(box);
    count(touched);
  };

  return {
    kind: 'draw',
    get cursor() {
      return { radiusMm, shape, colour, label: cursorLabel(radiusMm) };
    },
    onStart(sample) {
      const open = session();
      if (open === null || isBusy()) return;
      side = open.drawing.cut === null ? null : cutSide(open.drawing.cut);
      last = sample.pointMm;
      touched = null;
      const setting = useSegmentation.getState().masking;
      const range = learned(open, sample, radiusMm, setting);
      masking = kernelMasking(setting, range);
      useSegmentation.setState({ problem: null, brushing: true, masksShown: true, learned: range });
      dab(sample);
    },
    onMove(samples) {
      for (const sample of samples) dab(sample);
    },
    onEnd() {
      if (last === null) return;
      last = null;
      useSegmentation.setState({ brushing: false });
      if (touched === null) {
        if (isLimiting(masking))
          useSegmentation.setState({ problem: tt('problem.nothing', { why: tt('problem.masked') }) });
        return;
      }
      count(null);
      const title = t(erase ? 'action.eraser' : 'action.brush', { segment: inSentence(segment), radius: radiusMm });
      const tool = erase ? 'eraser@1' : 'brush@1';
      commit(touched, masked({ title, tool, parameters: { segment, radiusMm, shape } }, masking));
      touched = null;
    },
    onResize(notches) {
      for (let notch = 0; notch < Math.abs(notches); notch++) changeRadius(notches > 0 ? 1 : -1);
    },
  };
}

/** Steps are finer for small brushes: 1 mm up to 10 mm, then 2 mm. */
export function changeRadius(direction: 1 | -1): void {
  const { radiusMm } = useSegmentation.getState();
  const step = radiusMm + (direction < 0 ? -0.5 : 0) >= 10 ? 2 : 1;
  setRadius(radiusMm + direction * step);
}

export function setRadius(radiusMm: number): void {
  useSegmentation.setState({ radiusMm: Math.min(Math.max(radiusMm, MIN_RADIUS_MM), MAX_RADIUS_MM) });
}
