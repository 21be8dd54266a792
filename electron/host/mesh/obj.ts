/** Wavefront OBJ: a text file of named objects that share one list of corners. */
import type { Mesh } from '../../../wasm/kernels/surfaceMesh/index.ts';

export interface NamedMesh {
  readonly name: string;
  readonly mesh: Mesh;
}

/** Lines that are text at once: a liver has a million. */
const BLOCK_LINES = 1 << 15;

function* linesOf(meshes: readonly NamedMesh[], comment: readonly string[]): Generator<string> {
  for (const line of comment) yield `# ${line}`;
  let first = 1;
  for (const { name, mesh } of meshes) {
    const { positions: p, triangles } = mesh;
    yield `o ${name}`;
    for (let at = 0; at < p.length; at += 3)
      yield `v ${p[at]!.toFixed(4)} ${p[at + 1]!.toFixed(4)} ${p[at + 2]!.toFixed(4)}`;
    for (let at = 0; at < triangles.length; at += 3)
      yield `f ${triangles[at]! + first} ${triangles[at + 1]! + first} ${triangles[at + 2]! + first}`;
    first += p.length / 3;
  }
}

/** @param comment lines that say what the numbers are */
export function writeObj(meshes: readonly NamedMesh[], comment: readonly string[]): Uint8Array<ArrayBuffer> {
  const blocks: Buffer[] = [];
  let lines: string[] = [];
  const flush = (): void => {
    if (lines.length > 0) blocks.push(Buffer.from(`${lines.join('\n')}\n`, 'utf8'));
    lines = [];
  };
  for (const line of linesOf(meshes, comment)) if (lines.push(line) === BLOCK_LINES) flush();
  flush();
  return new Uint8Array(Buffer.concat(blocks));
}
