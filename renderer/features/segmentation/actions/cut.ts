/** The cut: lines and points on slices, moved by dragging. Whenever it is complete the liver is divided by it at once, as a preview. */
import type { Vec3 } from '../../../../electron/core/domain/geometry.ts';
import { voxelsOf } from '../../../../electron/core/domain/volumetry.ts';
import type { DrawTool } from '../../../imaging/index.ts';
import {
  clicked,
  emptyCut,
  finished,
  gripAt,
  moved,
  previewOf,
  sidesOf,
  withLine,
  withoutLast,
  withSide,
  type CutDraft,
  type CutGrip,
} from '../model/cut.ts';
import { session } from '../session.ts';
import { useSegmentation } from '../store.ts';
import { cancelTask, applyCut } from './tasks.ts';

/** What is this near to the pointer is taken hold of. */
const REACH_MM = { point: 6, line: 3 };
/** Nearer samples of a line say nothing new. */
const LINE_STEP_MM = 0.8;

const draft = (): CutDraft => useSegmentation.getState().cutDraft;

function set(cutDraft: CutDraft): void {
  useSegmentation.setState({ cutDraft, problem: null });
}

/** The remaining side, proposed as the one with less liver until the person says which it is. */
function proposeSide(): void {
  const open = session();
  const before = draft();
  const preview = previewOf(before);
  if (open === null || before.isSideChosen || preview.kind !== 'surface') return;
  const sides = sidesOf(open.volume.labels, open.volume.geometry, preview.heightMm);
  set({ ...before, flrSide: sides?.smaller ?? null });
}

/** The cut was changed since it was last divided by. */
let isChanged = false;
let isFollowing = false;

/** Divides by the cut as it is now, one division after the other for as long as it goes on changing: as often as the worker keeps up. */
async function divideSoon(): Promise<void> {
  isChanged = true;
  if (isFollowing) return;
  isFollowing = true;
  try {
    while (isChanged) {
      isChanged = false;
      // Whatever runs, a cancelled division too, ends before the next one may begin.
      await session()?.running;
      await divideOnce();
    }
  } finally {
    isFollowing = false;
  }
}

async function divideOnce(): Promise<void> {
  proposeSide();
  const { counts } = useSegmentation.getState();
  if (typeof finished(draft()) !== 'string' && voxelsOf('tlv', counts) > 0) await applyCut();
}

/** As `divideSoon`; a division that doesn't know the newest change is not waited for. */
function divideNow(): void {
  cancelTask();
  void divideSoon();
}

export function beginCut(): DrawTool {
  let held = -1;
  let normal: Vec3 = [0, 0, 1];
  let isDown = false;
  return {
    kind: 'draw',
    cursor: null,
    onStart({ pointMm, planeNormal }) {
      if (session() === null) return;
      cancelTask();
      isDown = true;
      normal = planeNormal;
      held = takeHold(pointMm, normal);
      if (held >= 0) set(moved(draft(), held, pointMm));
      else set({ ...draft(), line: [pointMm] });
    },
    onMove(samples) {
      if (!isDown) return;
      const points = samples.map(({ pointMm }) => pointMm);
      if (held >= 0) {
        set(moved(draft(), held, points.at(-1)!));
        void divideSoon();
      } else if (draft().line.length > 0) set({ ...draft(), line: extended(draft().line, points) });
    },
    onEnd() {
      if (!isDown) return;
      isDown = false;
      set(withLine(draft(), normal));
      divideNow();
    },
    onHover({ pointMm, planeNormal }) {
      showGrip(gripUnder(pointMm, planeNormal));
    },
    onLeave() {
      showGrip(null);
    },
  };
}

function gripUnder(pointMm: Vec3, normal: Vec3): CutGrip | null {
  const preview = previewOf(draft());
  return gripAt(draft(), preview.kind === 'surface' ? preview.heightMm : null, pointMm, normal, REACH_MM);
}

/** @returns which of the points is held from now on; -1: a new line begins here. */
function takeHold(pointMm: Vec3, normal: Vec3): number {
  const grip = gripUnder(pointMm, normal);
  showGrip(null);
  if (grip === null) return -1;
  if (grip.index === null) set(clicked(draft(), pointMm, draft().normal));
  return grip.index ?? draft().pointsMm.length - 1;
}

function showGrip(cutGrip: CutGrip | null): void {
  if (cutGrip !== null || useSegmentation.getState().cutGrip !== null) useSegmentation.setState({ cutGrip });
}

function extended(line: readonly Vec3[], points: readonly Vec3[]): Vec3[] {
  const longer = [...line];
  for (const point of points) {
    const last = longer.at(-1)!;
    if (Math.hypot(point[0] - last[0], point[1] - last[1], point[2] - last[2]) >= LINE_STEP_MM) longer.push(point);
  }
  return longer;
}

/** The other part remains. */
export function swapSides(): void {
  const open = session();
  const before = draft();
  const preview = previewOf(before);
  if (open === null || preview.kind !== 'surface') return;
  const sides = sidesOf(open.volume.labels, open.volume.geometry, preview.heightMm);
  if (sides === null) return;
  const isSmaller =
    before.flrSide !== null && preview.heightMm(...before.flrSide) * preview.heightMm(...sides.smaller) > 0;
  set(withSide(before, isSmaller ? sides.larger : sides.smaller));
  divideNow();
}

export function removeLastOfCut(): void {
  set(withoutLast(draft()));
  divideNow();
}

export function clearCut(): void {
  set(emptyCut);
}
