/** Strokes and the growth that follows them. */
import type { Vec3 } from '../../../../electron/core/domain/geometry.ts';
import type { DrawTool } from '../../../imaging/index.ts';
import { canGrow, isInAir, simplified, type DrawnStroke, type GrownSegment } from '../model/strokes.ts';
import { session } from '../session.ts';
import { useSegmentation } from '../store.ts';
import { ft } from '../flowTexts.ts';
import { inSentence } from '../texts.ts';
import { cancelTask, grow } from './tasks.ts';

/** Half the width of what a stroke says for sure. */
const STROKE_RADIUS_MM = 2;
/** Points closer to the line than this say nothing new. */
const TOLERANCE_MM = 0.3;
/** Pause after a stroke before it grows, so that a second one can follow. */
const PAUSE_MS = 600;

let waiting: ReturnType<typeof setTimeout> | null = null;

function stopWaiting(): void {
  if (waiting !== null) clearTimeout(waiting);
  waiting = null;
}

/** Grows after the pause. */
function growSoon(target: GrownSegment): void {
  stopWaiting();
  if (!useSegmentation.getState().autoGrow) return;
  waiting = setTimeout(() => {
    waiting = null;
    const { busy, brushing } = useSegmentation.getState();
    if (busy !== null || brushing) growSoon(target);
    else void grow(target);
  }, PAUSE_MS);
}

export function beginStroke({ target, foreground }: { target: GrownSegment; foreground: boolean }): DrawTool {
  let points: Vec3[] = [];
  let id = '';
  const show = (): void => {
    const pointsMm = [...points];
    const pending: DrawnStroke = { id, target, foreground, radiusMm: STROKE_RADIUS_MM, pointsMm, applied: false };
    useSegmentation.setState({ pending });
  };
  return {
    kind: 'draw',
    cursor: null,
    onStart({ pointMm }) {
      if (session() === null) return;
      stopWaiting();
      // A growth that does not know this stroke yet is of no use any more.
      cancelTask();
      points = [pointMm];
      useSegmentation.setState({ problem: null, growTarget: target });
      id = crypto.randomUUID();
      show();
    },
    onMove(samples) {
      if (points.length === 0) return;
      points.push(...samples.map(({ pointMm }) => pointMm));
      show();
    },
    onEnd() {
      const { pending, strokes } = useSegmentation.getState();
      points = [];
      if (pending === null) return;
      const open = session();
      if (foreground && open !== null && isInAir(target, pending.pointsMm, open.volume.hu, open.volume.geometry)) {
        useSegmentation.setState({ pending: null, problem: ft('problem.inAir', { segment: inSentence(target) }) });
        return;
      }
      const drawn = { ...pending, pointsMm: simplified(pending.pointsMm, TOLERANCE_MM) };
      useSegmentation.setState({ pending: null, strokes: [...strokes, drawn] });
      growSoon(target);
    },
  };
}

/** Grows what the strokes were last drawn for, now. */
export function growNow(): void {
  stopWaiting();
  void grow(useSegmentation.getState().growTarget);
}

export const canGrowNow = (): boolean => {
  const { strokes, growTarget, busy } = useSegmentation.getState();
  return busy === null && canGrow(strokes, growTarget);
};

export function removeStroke(id: string): void {
  const { strokes } = useSegmentation.getState();
  const removed = strokes.find((stroke) => stroke.id === id);
  const left = strokes.filter((stroke) => stroke.id !== id);
  useSegmentation.setState({ strokes: left });
  if (removed !== undefined && canGrow(left, removed.target)) growSoon(removed.target);
}

export function clearStrokes(): void {
  stopWaiting();
  useSegmentation.setState({ strokes: [] });
}
