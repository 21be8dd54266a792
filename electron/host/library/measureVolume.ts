import { measureIntensities, type Intensities } from '../../../wasm/kernels/landmarks/measureIntensities.ts';
import type { VolumeGeometry } from '../../core/domain/geometry.ts';
import { reduceVolume } from '../pixels/reduceVolume.ts';
import { openVolumeFile, type VolumeFileShape } from '../pixels/volumeFile.ts';

export interface IntensityTask {
  readonly path: string;
  readonly shape: VolumeFileShape;
  readonly geometry: VolumeGeometry;
}

/** As coarse as the landmarks are looked for, so that a volume of any size takes little memory. */
const TARGET_MM = 3.5;

/**
 * Aorta and liver in a decoded volume.
 * @returns null when it isn't in the cache, or shows them not surely
 */
export async function measureVolume({ path, shape, geometry }: IntensityTask): Promise<Intensities | null> {
  const file = await openVolumeFile(path, shape);
  if (!file) return null;
  try {
    const hu = new Int16Array(shape.dims[0] * shape.dims[1]);
    const bytes = new Uint8Array(hu.buffer);
    const slices = async function* (): AsyncGenerator<Int16Array> {
      for (let k = 0; k < shape.dims[2]; k++) {
        if ((await file.readSlices(k, bytes)) !== 1) throw new Error('the cached volume is damaged');
        yield hu;
      }
    };
    const reduced = await reduceVolume(geometry, slices(), TARGET_MM);
    return measureIntensities(reduced.hu, reduced.geometry);
  } finally {
    await file.close();
  }
}
