import type { VolumeGeometry } from '../../core/domain/geometry.ts';
import { isLiver, isTumour, Label, type SegmentName } from '../../core/domain/labels.ts';
import { maskSurface, type Mesh } from '../../../wasm/kernels/surfaceMesh/index.ts';

export type SurfaceSegment = SegmentName;

/** In a person's terms: the liver with all that is in it, all tumour, the remnant. */
const insideOf: Readonly<Record<SurfaceSegment, (label: number) => boolean>> = {
  liver: isLiver,
  tumour: isTumour,
  flr: (label) => label === Label.flr,
};

/** @returns null when the segment holds no voxel */
export const segmentMesh = (labels: Uint8Array, geometry: VolumeGeometry, segment: SurfaceSegment): Mesh | null =>
  maskSurface(labels, geometry, insideOf[segment]);
