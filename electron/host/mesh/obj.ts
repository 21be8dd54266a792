/** Wavefront OBJ: a text file of named objects that share one list of corners. */
import type { Mesh } from '../../../wasm/kernels/surfaceMesh/index.ts';

export interface NamedMesh {
  readonly name: string;
  readonly mesh: Mesh;
}

/** @param comment lines that say what the numbers are */
export function writeObj(meshes: readonly NamedMesh[], comment: readonly string[]): Uint8Array {
  const lines = comment.map((line) => `# ${line}`);
  let first = 1;
  for (const { name, mesh } of meshes) {
    const { positions: p, triangles } = mesh;
    lines.push(`o ${name}`);
    for (let at = 0; at < p.length; at += 3)
      lines.push(`v ${p[at]!.toFixed(4)} ${p[at + 1]!.toFixed(4)} ${p[at + 2]!.toFixed(4)}`);
    for (let at = 0; at < triangles.length; at += 3)
      lines.push(`f ${triangles[at]! + first} ${triangles[at + 1]! + first} ${triangles[at + 2]! + first}`);
    first += p.length / 3;
  }
  return Buffer.from(`${lines.join('\n')}\n`, 'utf8');
}
