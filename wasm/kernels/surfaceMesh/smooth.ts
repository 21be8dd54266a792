/**
 * Taubin's smoothing (SIGGRAPH 1995): a step that evens and a slightly larger one back, which keeps what is larger than a few voxels. What is then
 * missing of the volume, or too much, is made up by moving the surface along its normals.
 */
import type { Mesh } from './mesh.ts';

const ROUNDS = 6;
const EVEN = 0.5;
const BACK = -0.53;
/** Of the volume. */
const TOLERANCE = 1e-3;
const MAX_CORRECTIONS = 8;

/** @param targetMm3 volume to enclose */
export function smoothMesh(mesh: Mesh, targetMm3: number, volumeOf: (mesh: Mesh) => number): Mesh {
  const { triangles } = mesh;
  const degree = new Uint32Array(mesh.positions.length / 3);
  for (const corner of triangles) degree[corner]!++;
  let positions = mesh.positions;
  for (let round = 0; round < ROUNDS; round++)
    for (const share of [EVEN, BACK]) positions = moved(positions, triangles, degree, share);
  for (let round = 0; round < MAX_CORRECTIONS; round++) {
    const missing = targetMm3 - volumeOf({ positions, triangles });
    if (Math.abs(missing) <= TOLERANCE * targetMm3) break;
    positions = inflated(positions, triangles, missing);
  }
  return { positions, triangles };
}

/** Each corner towards the middle of its neighbours; in a closed mesh each of them is met twice, once in each direction. */
function moved(positions: Float64Array, triangles: Uint32Array, degree: Uint32Array, share: number): Float64Array {
  const sums = new Float64Array(positions.length);
  for (let at = 0; at < triangles.length; at += 3)
    for (let side = 0; side < 3; side++) {
      const [from, to] = [3 * triangles[at + side]!, 3 * triangles[at + ((side + 1) % 3)]!];
      sums[from]! += positions[to]!;
      sums[from + 1]! += positions[to + 1]!;
      sums[from + 2]! += positions[to + 2]!;
    }
  for (let corner = 0; corner < degree.length; corner++)
    for (let at = 3 * corner; at < 3 * corner + 3; at++)
      sums[at] = positions[at]! + share * (sums[at]! / degree[corner]! - positions[at]!);
  return sums;
}

/** The surface moved outward by what adds the volume to first order: by its area. */
function inflated(p: Float64Array, triangles: Uint32Array, addedMm3: number): Float64Array {
  const normals = new Float64Array(p.length);
  let areaMm2 = 0;
  for (let at = 0; at < triangles.length; at += 3) {
    const [a, b, c] = [3 * triangles[at]!, 3 * triangles[at + 1]!, 3 * triangles[at + 2]!];
    const [ux, uy, uz] = [p[b]! - p[a]!, p[b + 1]! - p[a + 1]!, p[b + 2]! - p[a + 2]!];
    const [vx, vy, vz] = [p[c]! - p[a]!, p[c + 1]! - p[a + 1]!, p[c + 2]! - p[a + 2]!];
    const [nx, ny, nz] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
    areaMm2 += Math.sqrt(nx * nx + ny * ny + nz * nz) / 2;
    for (let corner = 0; corner < 3; corner++) {
      const to = 3 * triangles[at + corner]!;
      normals[to]! += nx;
      normals[to + 1]! += ny;
      normals[to + 2]! += nz;
    }
  }
  const distanceMm = addedMm3 / areaMm2;
  const out = p.slice();
  for (let at = 0; at < out.length; at += 3) {
    const size = Math.hypot(normals[at]!, normals[at + 1]!, normals[at + 2]!);
    if (size === 0) continue;
    for (let axis = 0; axis < 3; axis++) out[at + axis]! += (distanceMm * normals[at + axis]!) / size;
  }
  return out;
}
