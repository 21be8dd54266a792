/** Labels to the bytes of a file with their surfaces: STL or OBJ, closed, in patient mm. Null where nothing of what is asked for is drawn. */
import type { VolumeGeometry } from '../../core/domain/geometry.ts';
import { segmentNames } from '../../core/domain/labels.ts';
import { writeObj } from './obj.ts';
import { segmentMesh, type SurfaceSegment } from './segmentMesh.ts';
import { writeStl } from './stl.ts';

export interface MeshTask {
  readonly labels: Uint8Array;
  readonly geometry: VolumeGeometry;
  readonly format: 'stl' | 'obj';
  /** STL holds one of them, OBJ all. */
  readonly segment: SurfaceSegment;
}

const UNITS = 'patient coordinates LPS in mm (x to the left, y to the back, z to the head)';

export function meshFile({ labels, geometry, format, segment }: MeshTask): Uint8Array<ArrayBuffer> | null {
  if (format === 'stl') {
    const mesh = segmentMesh(labels, geometry, segment);
    return mesh && writeStl(mesh, `Remnant ${segment}; SPACE=LPS; patient mm`);
  }
  const meshes = segmentNames.flatMap((name) => {
    const mesh = segmentMesh(labels, geometry, name);
    return mesh ? [{ name, mesh }] : [];
  });
  return meshes.length === 0 ? null : writeObj(meshes, ['Remnant', `SPACE=LPS: ${UNITS}`]);
}
