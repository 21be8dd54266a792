import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexToPatient, type Vec3, type VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import {
  countLabels,
  isLiver,
  isTumour,
  segmentNames,
  type SegmentName,
} from '../../../electron/core/domain/labels.ts';
import { paint } from '../paint.ts';
import { paintSegments } from '../partition.ts';
import { quietContext } from '../types.ts';
import type { EditTarget } from './applyEdit.ts';
import { allowsChange, belongsTo, noMasking, paintOvers, type EditArea, type Masking } from './masking.ts';
import { planEdit, type EditOperation } from './operations.ts';
import { slabSlices } from './regions.ts';

const cos = Math.cos(0.4);
const sin = Math.sin(0.4);
const dims = [14, 12, 10] as const;
/** Anisotropic and oblique, as a tilted scan is. */
const geometry: VolumeGeometry = {
  dims,
  spacingMm: [0.8, 1.1, 2.5],
  originMm: [-100, 50, 300],
  direction: { i: [cos, sin, 0], j: [-sin, cos, 0], k: [0, 0, 1] },
};
const total = dims[0] * dims[1] * dims[2];
const voxelMl = (0.8 * 1.1 * 2.5) / 1000;
const offset = (i: number, j: number, k: number): number => i + dims[0] * (j + dims[1] * k);
const indexOf = (at: number): Vec3 => [at % dims[0], Math.floor(at / dims[0]) % dims[1], Math.floor(at / 168)];
const at = (index: Vec3): Vec3 => indexToPatient(geometry, index);
const side = (x: number): boolean => x > at([7, 0, 0])[0];

/** Lumps of every label on a made-up image, from a small random state. */
function patient(seed: number): { labels: Uint8Array; hu: Int16Array } {
  let state = seed * 2654435761 + 1;
  const next = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const labels = new Uint8Array(total);
  for (let lump = 0; lump < 6; lump++) {
    const [ci, cj, ck, r] = [next() * 14, next() * 12, next() * 10, 1.5 + next() * 3];
    const label = Math.floor(next() * 7);
    for (let n = 0; n < total; n++) {
      const [i, j, k] = indexOf(n);
      if ((i - ci) ** 2 + (j - cj) ** 2 + (k - ck) ** 2 < r * r) labels[n] = label;
    }
  }
  return { labels, hu: Int16Array.from({ length: total }, () => Math.floor(next() * 200)) };
}

const segment = fc.constantFrom(...segmentNames);
const area: fc.Arbitrary<EditArea> = fc.oneof(
  fc.constant({ kind: 'everywhere' } as const),
  fc.record({ kind: fc.constantFrom('inside' as const, 'outside' as const), segment }),
);
const masking: fc.Arbitrary<Masking> = fc.record({
  area,
  huRange: fc.option(fc.record({ low: fc.integer({ min: 0, max: 80 }), high: fc.integer({ min: 90, max: 200 }) })),
  paintOver: fc.constantFrom(...paintOvers),
  locked: fc.subarray([...segmentNames]),
});
const index = fc.tuple(
  fc.double({ min: -2, max: 15, noNaN: true }),
  fc.double({ min: -2, max: 13, noNaN: true }),
  fc.double({ min: -2, max: 11, noNaN: true }),
);
const slice = fc.integer({ min: 0, max: 9 });
const shape: fc.Arbitrary<EditOperation> = fc.oneof(
  fc.record({ kind: fc.constant('margin' as const), segment, marginMm: fc.double({ min: -6, max: 6, noNaN: true }) }),
  fc.record({ kind: fc.constant('smooth' as const), segment, radiusMm: fc.double({ min: 0.5, max: 5, noNaN: true }) }),
  fc.record({ kind: fc.constantFrom('fillHoles' as const, 'keepLargest' as const), segment }),
  fc.record({
    kind: fc.constant('removeSmall' as const),
    segment,
    belowMl: fc.double({ min: 0, max: 0.1, noNaN: true }),
  }),
  fc.record({
    kind: fc.constantFrom('keepPiece' as const, 'removePiece' as const),
    segment,
    pointMm: index.map((point) => at(point)),
  }),
  fc.record({
    kind: fc.constantFrom('add' as const, 'subtract' as const, 'intersect' as const),
    segment,
    other: segment,
  }),
  fc.record({
    kind: fc.constant('copySlice' as const),
    segment,
    axis: fc.constant(2 as const),
    from: slice,
    to: slice,
  }),
);
const operation: fc.Arbitrary<EditOperation> = fc.oneof(
  shape,
  fc.record({
    kind: fc.constant('outline' as const),
    segment: fc.constantFrom(...paintSegments),
    axis: fc.constantFrom(0 as const, 1 as const, 2 as const),
    from: fc.integer({ min: -2, max: 11 }),
    to: fc.integer({ min: -2, max: 15 }),
    outlineMm: fc.array(
      index.map((point) => at(point)),
      { minLength: 1, maxLength: 12 },
    ),
    inside: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('threshold' as const),
    segment,
    range: fc.constant({ low: 40, high: 120 }),
    how: fc.constantFrom('add' as const, 'keep' as const),
  }),
);

const target = ({ labels, hu }: { labels: Uint8Array; hu: Int16Array }): EditTarget => ({ labels, hu, geometry, side });
const run = (patientOf: { labels: Uint8Array; hu: Int16Array }, edit: EditOperation, mask: Masking = noMasking) =>
  planEdit(target(patientOf), edit, mask, quietContext)();

describe('every editing tool', () => {
  it('keeps the partition, stays in its box and changes only what the masking allows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), operation, masking, (seed, edit, mask) => {
        const edited = patient(seed);
        const before = edited.labels.slice();
        const box = run(edited, edit, mask);
        let changes = 0;
        edited.labels.forEach((label, n) => {
          const from = before[n]!;
          if (label === from) return;
          changes++;
          expect(label).toBeLessThanOrEqual(6);
          expect(allowsChange(mask, from, label), `${from} to ${label}`).toBe(true);
          const hu = edited.hu[n]!;
          if (mask.huRange) expect(hu >= mask.huRange.low && hu <= mask.huRange.high).toBe(true);
          for (const locked of mask.locked) expect(belongsTo(locked, label)).toBe(belongsTo(locked, from));
          const voxel = indexOf(n);
          expect(voxel.every((value, axis) => value >= box!.min[axis]! && value <= box!.max[axis]!)).toBe(true);
        });
        expect(box === null).toBe(changes === 0);
      }),
      { numRuns: 400 },
    );
  });

  it('changes nothing before it is applied', () => {
    fc.assert(
      fc.property(operation, (edit) => {
        const edited = patient(3);
        const before = edited.labels.slice();
        planEdit(target(edited), edit, noMasking, quietContext);
        expect(edited.labels).toEqual(before);
      }),
    );
  });

  it('holds for brush and eraser alike', () => {
    fc.assert(
      fc.property(fc.constantFrom(...paintSegments), masking, index, (segmentDrawn, mask, centre) => {
        const { labels, hu } = patient(11);
        const before = labels.slice();
        const toMm = at(centre);
        paint(labels, geometry, {
          fromMm: toMm,
          toMm,
          radiusMm: 5,
          shape: 'sphere',
          segment: segmentDrawn,
          masking: mask,
          hu,
          side,
        });
        labels.forEach((label, n) => {
          if (label === before[n]) return;
          expect(allowsChange(mask, before[n]!, label)).toBe(true);
          if (mask.huRange) expect(hu[n]! >= mask.huRange.low && hu[n]! <= mask.huRange.high).toBe(true);
        });
      }),
    );
  });
});

/** A block of liver with a tumour in it. */
function block(): { labels: Uint8Array; hu: Int16Array } {
  const labels = new Uint8Array(total);
  for (let k = 2; k < 8; k++)
    for (let j = 2; j < 10; j++)
      for (let i = 2; i < 12; i++) labels[offset(i, j, k)] = i > 3 && i < 7 && j > 3 && j < 7 && k > 3 && k < 6 ? 3 : 1;
  return { labels, hu: new Int16Array(total).fill(100) };
}
const members = (labels: Uint8Array, name: SegmentName): number =>
  labels.filter((label) => belongsTo(name, label)).length;
/** A rectangle on the slices, around the voxel centres from..to. */
const rectangle = (i0: number, j0: number, i1: number, j1: number): Vec3[] => [
  at([i0 - 0.4, j0 - 0.4, 0]),
  at([i1 + 0.4, j0 - 0.4, 0]),
  at([i1 + 0.4, j1 + 0.4, 0]),
  at([i0 - 0.4, j1 + 0.4, 0]),
];

describe('an outline', () => {
  const cut = { kind: 'outline', axis: 2, outlineMm: rectangle(4, 4, 8, 6) } as const;
  it('takes away exactly the voxels inside it, on the slices that it is drawn through', () => {
    const edited = block();
    run(edited, { ...cut, segment: 'erase', from: 3, to: 4, inside: true });
    expect(480 - members(edited.labels, 'liver')).toBe(5 * 3 * 2);
    expect(edited.labels[offset(4, 4, 3)]).toBe(0);
    expect(edited.labels[offset(4, 4, 5)]).not.toBe(0);
  });
  it('takes away all that is outside of it, and spares a locked tumour', () => {
    const edited = block();
    const mask: Masking = { ...noMasking, locked: ['tumour'] };
    run(edited, { ...cut, outlineMm: rectangle(8, 8, 9, 9), segment: 'erase', from: 0, to: 9, inside: false }, mask);
    expect(members(edited.labels, 'tumour')).toBe(18);
    expect(members(edited.labels, 'liver')).toBe(18 + 2 * 2 * 6);
  });
  it('has no hole where it is drawn over itself', () => {
    const edited = { labels: new Uint8Array(total), hu: new Int16Array(total) };
    const twice = [...cut.outlineMm, ...cut.outlineMm];
    run(edited, { ...cut, outlineMm: twice, segment: 'liver', from: 0, to: 0, inside: true });
    expect(members(edited.labels, 'liver')).toBe(15);
  });
  it('goes through the slices whose centres are in the slab', () => {
    expect(slabSlices(geometry, 2, 5, 12)).toEqual({ from: 3, to: 7 });
    expect(slabSlices(geometry, 2, 0, 5)).toEqual({ from: 0, to: 1 });
    expect(slabSlices(geometry, 0, 13, 1)).toEqual({ from: 13, to: 13 });
  });
});

describe('the shape of a segment', () => {
  it('combines with another, the remnant taken with its tumours', () => {
    const edited = block();
    edited.labels[offset(9, 9, 7)] = 4;
    run(edited, { kind: 'intersect', segment: 'tumour', other: 'flr' });
    expect(countLabels(edited.labels)[3]).toBe(0);
    expect(countLabels(edited.labels)[4]).toBe(1);
    run(edited, { kind: 'subtract', segment: 'liver', other: 'tumour' });
    expect(members(edited.labels, 'liver')).toBe(479);
  });
  it('keeps, drops and sorts pieces by size', () => {
    const islands = () => {
      const edited = block();
      edited.labels[offset(13, 11, 9)] = 1;
      edited.labels[offset(0, 0, 0)] = 1;
      edited.labels[offset(1, 0, 0)] = 1;
      return edited;
    };
    const left = (edit: EditOperation): number => {
      const edited = islands();
      run(edited, edit);
      return members(edited.labels, 'liver');
    };
    expect(left({ kind: 'keepLargest', segment: 'liver' })).toBe(480);
    expect(left({ kind: 'removeSmall', segment: 'liver', belowMl: 1.5 * voxelMl })).toBe(482);
    expect(left({ kind: 'removePiece', segment: 'liver', pointMm: at([1, 0, 0]) })).toBe(481);
    expect(left({ kind: 'keepPiece', segment: 'liver', pointMm: at([1, 0, 0]) })).toBe(2);
    expect(left({ kind: 'keepPiece', segment: 'liver', pointMm: at([1, 5, 0]) })).toBe(483);
  });
  it('is copied to the next slice with its section, whole', () => {
    const edited = block();
    run(edited, { kind: 'copySlice', segment: 'tumour', axis: 2, from: 5, to: 6 });
    expect(members(edited.labels, 'tumour')).toBe(27);
    run(edited, { kind: 'copySlice', segment: 'liver', axis: 2, from: 7, to: 8 });
    expect(members(edited.labels, 'liver')).toBe(480 + 80);
    run(edited, { kind: 'copySlice', segment: 'liver', axis: 0, from: 2, to: 1 });
    expect(members(edited.labels, 'liver')).toBe(480 + 80 + 8 * 7);
  });
  it('takes or leaves intensities', () => {
    const edited = block();
    edited.hu[offset(5, 5, 5)] = 40;
    edited.hu[offset(0, 0, 0)] = 40;
    const mask: Masking = { ...noMasking, area: { kind: 'inside', segment: 'liver' } };
    run(edited, { kind: 'threshold', segment: 'tumour', range: { low: 0, high: 50 }, how: 'add' }, mask);
    expect(members(edited.labels, 'tumour')).toBe(18);
    run(edited, { kind: 'threshold', segment: 'tumour', range: { low: 0, high: 50 }, how: 'keep' });
    expect(members(edited.labels, 'tumour')).toBe(1);
    expect(edited.labels.every((label, n) => isLiver(label) === isLiver(block().labels[n]!))).toBe(true);
    expect(edited.labels.filter(isTumour).length).toBe(1);
  });
});
