import { expect, it } from 'vitest';
import { readableSize } from './model.ts';

it.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1000, '1.0 kB'],
  [1_250_000_000, '1.3 GB'],
  [4e15, '4000.0 TB'],
])('%d is %s', (bytes, text) => {
  expect(readableSize(bytes)).toBe(text);
});
