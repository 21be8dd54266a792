/** Surfaces of the segments as files: STL and OBJ. */
export { segmentMesh, type SurfaceSegment } from './segmentMesh.ts';
export { writeObj, type NamedMesh } from './obj.ts';
export { writeStl } from './stl.ts';
