import { expect, it, vi } from 'vitest';
import { createIdle } from './idle.ts';

function idleAfter(lockAfterMs: number) {
  let time = 0;
  const onActive = vi.fn();
  const onIdle = vi.fn();
  const idle = createIdle({ lockAfterMs, now: () => time, onActive, onIdle });
  const at = (ms: number): typeof idle => {
    time = ms;
    return idle;
  };
  return { at, onActive, onIdle };
}

it('locks once, when nobody did anything for as long as is set', () => {
  const { at, onIdle } = idleAfter(60_000);
  at(59_999).check();
  at(59_999).note();
  at(119_998).check();
  expect(onIdle).not.toHaveBeenCalled();
  at(119_999).check();
  at(200_000).check();
  expect(onIdle).toHaveBeenCalledTimes(1);
});

it('does not take the hand that wakes a sleeping machine for a person who stayed', () => {
  const { at, onIdle, onActive } = idleAfter(60_000);
  at(3_600_000).note();
  expect(onIdle).toHaveBeenCalledTimes(1);
  at(3_600_001).note();
  expect(onActive).not.toHaveBeenCalled();
});

it('tells the host now and then that a person is there', () => {
  const { at, onActive } = idleAfter(900_000);
  for (let second = 0; second <= 60; second++) at(second * 1000).note();
  expect(onActive).toHaveBeenCalledTimes(3);
});
