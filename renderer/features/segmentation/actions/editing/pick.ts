/** Tools whose left button picks what is under the pointer. */
import { learnHuRange } from '../../../../../wasm/kernels/index.ts';
import type { DrawTool, PointerSample } from '../../../../imaging/index.ts';
import { session } from '../../session.ts';
import { useSegmentation } from '../../store.ts';
import { reshape } from './edit.ts';
import { setToolOptions } from './settings.ts';

/** Of the disc that a range is taken from. */
const PICK_RADIUS_MM = 3;
const nothing = (): void => undefined;

const pickTool = (pick: (sample: PointerSample) => void): DrawTool => ({
  kind: 'draw',
  cursor: null,
  onStart: pick,
  onMove: nothing,
  onEnd: nothing,
});

/** Takes the range of the tissue that is clicked. */
export const pickThreshold = (): DrawTool =>
  pickTool(({ pointMm, planeNormal }) => {
    const open = session();
    if (open === null) return;
    const { hu, geometry } = open.volume;
    const threshold = learnHuRange(hu, geometry, pointMm, planeNormal, PICK_RADIUS_MM);
    if (threshold !== null) setToolOptions({ threshold });
  });

/** Keeps or removes the piece that is clicked. */
export const pickPiece = (): DrawTool =>
  pickTool(({ pointMm }) => {
    void reshape({ kind: useSegmentation.getState().toolOptions.pieceClick, pointMm });
  });
