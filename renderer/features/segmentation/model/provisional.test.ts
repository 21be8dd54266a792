import { expect, it } from 'vitest';
import { RemnantError } from '../../../../electron/core/contract/errors.ts';
import type { VolumeGeometry } from '../../../../electron/core/domain/geometry.ts';
import type { VoxelBox } from '../../../../wasm/kernels/index.ts';
import { Drawing } from './drawing.ts';
import { provisionally, strokesApplied, strokesCancelled, waitsDuring } from './provisional.ts';
import type { DrawnStroke } from './strokes.ts';

const geometry: VolumeGeometry = {
  dims: [4, 3, 3],
  spacingMm: [1, 1, 1],
  originMm: [0, 0, 0],
  direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
};
const whole: VoxelBox = { min: [0, 0, 0], max: [3, 2, 2] };
const drawn = (labels: Uint8Array) => [...labels].flatMap((label, at) => (label === 0 ? [] : [`${at}=${label}`]));
const writes = (drawing: Drawing, at: number, label: number) => () => {
  drawing.labels[at] = label;
  return Promise.resolve({ box: whole });
};
const start = () => {
  const drawing = new Drawing(new Uint8Array(36), geometry, null);
  drawing.labels[0] = 1;
  drawing.commit(whole, { title: 'Brush', tool: 'brush@1', parameters: {} });
  return { drawing, abort: new AbortController() };
};

it('takes the place of the former result, computed from the last commit', async () => {
  const { drawing, abort } = start();
  const first = await provisionally(drawing, null, writes(drawing, 5, 1), abort.signal);
  expect(drawn(drawing.labels)).toEqual(['0=1', '5=1']);
  await provisionally(drawing, first, writes(drawing, 7, 3), abort.signal);
  expect(drawn(drawing.labels)).toEqual(['0=1', '7=3']);
  drawing.rollBack(whole);
  expect(drawn(drawing.labels)).toEqual(['0=1']);
  expect(drawing.history.done).toHaveLength(1);
});

it('ignores a result that arrives after the cancel, and shows the former one again', async () => {
  const { drawing, abort } = start();
  const first = await provisionally(drawing, null, writes(drawing, 5, 1), abort.signal);
  const late = provisionally(
    drawing,
    first,
    async () => {
      await Promise.resolve();
      abort.abort();
      return writes(drawing, 7, 3)();
    },
    abort.signal,
  );
  await expect(late).rejects.toMatchObject({ code: 'cancelled' });
  expect(drawn(drawing.labels)).toEqual(['0=1', '5=1']);
});

it('shows the former result again after a failure', async () => {
  const { drawing, abort } = start();
  const first = await provisionally(drawing, null, writes(drawing, 5, 1), abort.signal);
  const fails = () => Promise.reject(new RemnantError('refused', 'No liver was found.'));
  await expect(provisionally(drawing, first, fails, abort.signal)).rejects.toThrow('No liver');
  expect(drawn(drawing.labels)).toEqual(['0=1', '5=1']);
  expect(drawing.heldBack).toBeNull();
});

it('can be left in the middle of a step: what was shown before stands again, not what was half written', async () => {
  const { drawing, abort } = start();
  const first = await provisionally(drawing, null, writes(drawing, 5, 1), abort.signal);
  let end: (result: { box: null }) => void = () => undefined;
  const compute = () => {
    drawing.labels[9] = 4;
    return new Promise<{ box: null }>((resolve) => (end = resolve));
  };
  const running = provisionally(drawing, first, compute, abort.signal);
  drawing.reinstate(drawing.heldBack);
  expect(drawn(drawing.labels)).toEqual(['0=1', '5=1']);
  end({ box: null });
  await running;
});

const stroke = (target: 'liver' | 'tumour', applied: boolean): DrawnStroke => ({
  id: `${target}-${applied}`,
  target,
  foreground: true,
  radiusMm: 2,
  pointsMm: [],
  applied,
});
const all = [stroke('liver', true), stroke('liver', false), stroke('tumour', false)];

it('keeps the strokes of an applied liver for the next growth, and forgets those of a tumour', () => {
  const after = strokesApplied(all, 'growLiver');
  expect(after.map(({ applied }) => applied)).toEqual([true, true, false]);
  expect(strokesApplied(all, 'growTumour').map(({ target }) => target)).toEqual(['liver', 'liver']);
  expect(strokesApplied(all, 'edit')).toEqual(all);
});

it('drops with a cancelled growth only the strokes that are not applied', () => {
  expect(strokesCancelled(all, 'growLiver').map(({ id }) => id)).toEqual(['liver-true', 'tumour-false']);
  expect(strokesCancelled(all, 'findLiver')).toEqual(all);
});

it('waits while looking around and while its own tool is in hand', () => {
  expect(waitsDuring('growLiver', 'navigate')).toBe(true);
  expect(waitsDuring('growLiver', 'backgroundStroke')).toBe(true);
  expect(waitsDuring('growLiver', 'brush')).toBe(false);
  expect(waitsDuring('findLiver', 'liverStroke')).toBe(false);
});
