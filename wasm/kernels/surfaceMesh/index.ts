/** Closed surfaces of masks. */
export { enclosedMm3, maskSurface, type Mesh } from './maskSurface.ts';
