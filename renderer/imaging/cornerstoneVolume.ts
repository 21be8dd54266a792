/** Our buffers as Cornerstone volumes, without a copy: every slice is a subarray with its own position. */
import { cache, imageLoader, ImageVolume, type Types } from '@cornerstonejs/core';
import { indexToPatient, type Vec3, type VolumeGeometry } from '../../electron/core/domain/geometry.ts';

const mutable = ([x, y, z]: Vec3): [number, number, number] => [x, y, z];

/**
 * Registers `voxels` (the whole grid in memory order) under `volumeId`, which must hold no `:`: Cornerstone would look for a loader of
 * that scheme.
 */
export function registerVolume(
  volumeId: string,
  geometry: VolumeGeometry,
  voxels: Int16Array | Uint8Array,
): ImageVolume {
  const { dims, spacingMm, originMm, direction } = geometry;
  const orientation = [...direction.i, ...direction.j, ...direction.k] as unknown as Types.Mat3;
  const sliceVoxels = dims[0] * dims[1];
  const dataType = voxels instanceof Uint8Array ? 'Uint8Array' : 'Int16Array';
  const imageIds = Array.from({ length: dims[2] }, (_, k) => `${volumeId}_${k}`);
  imageIds.forEach((imageId, k) => {
    imageLoader.createAndCacheLocalImage(imageId, {
      scalarData: voxels.subarray(k * sliceVoxels, (k + 1) * sliceVoxels),
      targetBuffer: { type: dataType },
      dimensions: [dims[0], dims[1]],
      spacing: [spacingMm[0], spacingMm[1]],
      origin: mutable(indexToPatient(geometry, [0, 0, k])),
      direction: orientation,
    });
  });
  const volume = new ImageVolume({
    volumeId,
    imageIds,
    dataType,
    dimensions: mutable(dims),
    spacing: mutable(spacingMm),
    origin: mutable(originMm),
    direction: orientation,
    metadata: {
      BitsAllocated: dataType === 'Uint8Array' ? 8 : 16,
      BitsStored: dataType === 'Uint8Array' ? 8 : 16,
      SamplesPerPixel: 1,
      HighBit: dataType === 'Uint8Array' ? 7 : 15,
      PhotometricInterpretation: 'MONOCHROME2',
      PixelRepresentation: dataType === 'Uint8Array' ? 0 : 1,
      Modality: 'CT',
      ImageOrientationPatient: [...direction.i, ...direction.j],
      PixelSpacing: [spacingMm[1], spacingMm[0]],
      FrameOfReferenceUID: volumeId,
      Columns: dims[0],
      Rows: dims[1],
      voiLut: [],
      VOILUTFunction: 'LINEAR',
    },
  });
  cache.putVolumeSync(volumeId, volume);
  return volume;
}

/** Uploads the slices `from` to `to` (inclusive) of a registered volume again at the next rendering. */
export function slicesChanged(volume: ImageVolume, from: number, to: number): void {
  for (let k = from; k <= to; k++) volume.vtkOpenGLTexture.setUpdatedFrame(k);
  volume.imageData?.modified();
}

export function forgetVolume(volume: ImageVolume): void {
  const { imageIds } = volume;
  if (cache.getVolume(volume.volumeId)) cache.removeVolumeLoadObject(volume.volumeId);
  for (const imageId of imageIds) if (cache.getImageLoadObject(imageId)) cache.removeImageLoadObject(imageId);
}
