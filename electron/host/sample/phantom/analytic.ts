/** Shapes whose volume has a formula, on any grid: the ruler by which kernels and volumetry are checked. */
import { indexToPatient, voxelCount, type Vec3, type VolumeGeometry } from '../../../core/domain/geometry.ts';
import { Label } from '../../../core/domain/labels.ts';

export interface EllipsoidOptions {
  readonly centreMm: Vec3;
  /** Semi-axes along the patient's x, y and z, whatever the grid's orientation. */
  readonly radiiMm: Vec3;
  readonly insideHu?: number;
  readonly outsideHu?: number;
  /** Label of voxels inside; default FLR. */
  readonly label?: number;
}

export interface AnalyticPhantom {
  readonly geometry: VolumeGeometry;
  readonly hu: Int16Array;
  /** Membership of voxel centres. */
  readonly labels: Uint8Array;
  /** By formula, not by counting. */
  readonly exactMl: number;
}

/** An ellipsoid in a grid of any orientation; volume 4/3 pi abc. */
export function ellipsoidPhantom(geometry: VolumeGeometry, options: EllipsoidOptions): AnalyticPhantom {
  const { centreMm, radiiMm, insideHu = 110, outsideHu = -100, label = Label.flr } = options;
  const hu = new Int16Array(voxelCount(geometry)).fill(outsideHu);
  const labels = new Uint8Array(hu.length);
  let at = 0;
  for (let k = 0; k < geometry.dims[2]; k++) {
    for (let j = 0; j < geometry.dims[1]; j++) {
      for (let i = 0; i < geometry.dims[0]; i++, at++) {
        const [x, y, z] = indexToPatient(geometry, [i, j, k]);
        const level =
          ((x - centreMm[0]) / radiiMm[0]) ** 2 +
          ((y - centreMm[1]) / radiiMm[1]) ** 2 +
          ((z - centreMm[2]) / radiiMm[2]) ** 2;
        if (level > 1) continue;
        hu[at] = insideHu;
        labels[at] = label;
      }
    }
  }
  return { geometry, hu, labels, exactMl: ((4 / 3) * Math.PI * radiiMm[0] * radiiMm[1] * radiiMm[2]) / 1000 };
}

export const spherePhantom = (
  geometry: VolumeGeometry,
  { radiusMm, ...options }: Omit<EllipsoidOptions, 'radiiMm'> & { readonly radiusMm: number },
): AnalyticPhantom => ellipsoidPhantom(geometry, { ...options, radiiMm: [radiusMm, radiusMm, radiusMm] });
