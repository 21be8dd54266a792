/** Brush and eraser: painted on the spot, committed when the button is released. */
import type { SegmentName } from '../../../../electron/core/domain/labels.ts';
import type { Vec3 } from '../../../../electron/core/domain/geometry.ts';
import { cutSide, paint, type PaintSegment, type SideOfPoint, type VoxelBox } from '../../../../wasm/kernels/index.ts';
import type { DrawTool, PointerSample } from '../../../imaging/index.ts';
import { joinBoxes } from '../model/drawing.ts';
import { session } from '../session.ts';
import { MAX_RADIUS_MM, MIN_RADIUS_MM, useSegmentation } from '../store.ts';
import { inSentence, t } from '../texts.ts';
import { commit, isBusy } from './commit.ts';

export interface BrushOptions {
  readonly segment: SegmentName;
  readonly erase: boolean;
  readonly radiusMm: number;
  readonly shape: 'disc' | 'sphere';
  /** Of the circle at the pointer, CSS. */
  readonly colour: string;
}

/** Erasing takes a segment away and nothing more: liver becomes outside, tumour liver again, FLR the part to be resected. */
const erased: Readonly<Record<SegmentName, PaintSegment>> = { liver: 'erase', tumour: 'eraseTumour', flr: 'resected' };

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

export function beginBrush({ segment, erase, radiusMm, shape, colour }: BrushOptions): DrawTool {
  const painted: PaintSegment = erase ? erased[segment] : segment;
  const count = createCounter();
  let last: Vec3 | null = null;
  let touched: VoxelBox | null = null;
  let side: SideOfPoint | null = null;

  const dab = ({ pointMm, planeNormal }: PointerSample): void => {
    const open = session();
    if (open === null || last === null) return;
    const step = { fromMm: last, toMm: pointMm, radiusMm, shape, planeNormal, segment: painted, side };
    const box = paint(open.volume.labels, open.volume.geometry, step);
    last = pointMm;
    if (box === null) return;
    touched = joinBoxes(touched, box);
    open.stage.labelsChanged(box);
    count(touched);
  };

  return {
    kind: 'draw',
    cursor: { radiusMm, shape, colour },
    onStart(sample) {
      const open = session();
      if (open === null || isBusy()) return;
      side = open.drawing.cut === null ? null : cutSide(open.drawing.cut);
      last = sample.pointMm;
      touched = null;
      useSegmentation.setState({ problem: null, brushing: true, masksShown: true });
      dab(sample);
    },
    onMove(samples) {
      for (const sample of samples) dab(sample);
    },
    onEnd() {
      if (last === null) return;
      last = null;
      useSegmentation.setState({ brushing: false });
      if (touched === null) return;
      count(null);
      commit(touched, {
        title: t(erase ? 'action.eraser' : 'action.brush', { segment: inSentence(segment), radius: radiusMm }),
        tool: erase ? 'eraser@1' : 'brush@1',
        parameters: { segment, radiusMm, shape },
      });
      if (segment === 'liver') useSegmentation.setState({ liverCorrected: true });
      touched = null;
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
