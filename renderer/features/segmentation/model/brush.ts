/** From where to where a step of the brush draws. */
import { dot, subtract, type Vec3 } from '../../../../electron/core/domain/geometry.ts';

/** Nearer than this along the normal, two points lie on one slice. */
const SAME_SLICE_MM = 0.01;

/**
 * Where the step to `toMm` begins. A disc draws in the slice that is shown: one that was scrolled on while the button was down begins
 * anew there, where the way from the other slice would have no place in it. A sphere draws the way between.
 */
export function stepFrom(lastMm: Vec3, toMm: Vec3, shape: 'disc' | 'sphere', planeNormal: Vec3): Vec3 {
  const leftSlice = shape === 'disc' && Math.abs(dot(subtract(toMm, lastMm), planeNormal)) > SAME_SLICE_MM;
  return leftSlice ? toMm : lastMm;
}
