/** Closed surfaces of masks. */
export { maskSurface } from './maskSurface.ts';
export { enclosedMm3, type Mesh } from './mesh.ts';
