import { describe, expect, test } from 'vitest';
import { obliqueDirection, smallGeometry } from '../../../tests/fixtures/index.ts';
import { indexToPatient, voxelVolumeMl } from '../../core/domain/geometry.ts';
import { enclosedMm3, type Mesh } from '../../../wasm/kernels/surfaceMesh/index.ts';
import { writeObj } from './obj.ts';
import { segmentMesh } from './segmentMesh.ts';
import { writeStl } from './stl.ts';

const geometry = smallGeometry({ dims: [30, 24, 16], direction: obliqueDirection(0.4, -0.2, 0.9) });
const labels = new Uint8Array(30 * 24 * 16);
for (let k = 3; k < 13; k++)
  for (let j = 4; j < 20; j++) for (let i = 5; i < 25; i++) labels[i + 30 * (j + 24 * k)] = i < 12 ? 2 : 1;
labels[18 + 30 * (10 + 24 * 8)] = 3;
const volumeMl = (inside: (label: number) => boolean): number =>
  labels.reduce((sum, label) => sum + Number(inside(label)), 0) * voxelVolumeMl(geometry);

/** By a reader of our own, so that the writer isn't checked by itself. */
function readStl(bytes: Uint8Array): Mesh {
  const view = new DataView(bytes.buffer);
  const count = view.getUint32(80, true);
  expect(bytes.length).toBe(84 + 50 * count);
  const positions: number[] = [];
  for (let at = 84; at < bytes.length; at += 50)
    for (let number = 0; number < 9; number++) positions.push(view.getFloat32(at + 12 + 4 * number, true));
  return { positions: Float64Array.from(positions), triangles: Uint32Array.from({ length: count * 3 }, (_, at) => at) };
}

describe('files of surfaces', () => {
  test('STL holds the liver in patient mm, turned outward', () => {
    const bytes = writeStl(segmentMesh(labels, geometry, 'liver')!, 'Remnant: liver, LPS mm');
    expect(Buffer.from(bytes.subarray(0, 22)).toString()).toBe('Remnant: liver, LPS mm');
    const mesh = readStl(bytes);
    expect(enclosedMm3(mesh) / 1000 / volumeMl((label) => label > 0)).toBeCloseTo(1, 2);
    const middle = indexToPatient(geometry, [14.5, 11.5, 7.5]);
    [0, 1, 2].forEach((axis) => {
      const values = mesh.positions.filter((_value, at) => at % 3 === axis);
      expect((Math.min(...values) + Math.max(...values)) / 2).toBeCloseTo(middle[axis]!, 0);
    });
  });
  test('OBJ holds each segment by its name; one that is empty is left out by who asks', () => {
    const flr = segmentMesh(labels, geometry, 'flr')!;
    const liver = segmentMesh(labels, geometry, 'liver')!;
    const text = Buffer.from(
      writeObj(
        [
          { name: 'flr', mesh: flr },
          { name: 'liver', mesh: liver },
        ],
        ['LPS, mm'],
      ),
    ).toString();
    expect(text.split('\n')[0]).toBe('# LPS, mm');
    expect(text.match(/^o .+$/gm)).toEqual(['o flr', 'o liver']);
    expect(text.match(/^v /gm)).toHaveLength((flr.positions.length + liver.positions.length) / 3);
    const corners = text.match(/(?<=^f .*)\d+/gm)!.map(Number);
    expect(Math.max(...corners)).toBe((flr.positions.length + liver.positions.length) / 3);
    expect(segmentMesh(new Uint8Array(labels.length), geometry, 'tumour')).toBeNull();
  });
});
