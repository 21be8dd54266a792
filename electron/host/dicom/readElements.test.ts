import { expect, test } from 'vitest';
import { Elements } from './readElements.ts';

const SEQUENCE = [0x04, 0x00, 0x20, 0x12, 0x53, 0x51, 0, 0];
/** (0004,1220) with as many bytes as are given. */
const sequenceOf = (...content: number[]): Elements => {
  const bytes = Uint8Array.from([...SEQUENCE, content.length, 0, 0, 0, ...content]);
  return new Elements({ bytes, encoding: { explicit: true, bigEndian: false }, from: 0, to: bytes.length }, 0xffffffff);
};

test('an empty item is one', () => {
  expect([...sequenceOf(0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0).items(0x00041220)]).toHaveLength(1);
});

test('where the last bytes of a sequence begin an element with a longer header, it has no items', () => {
  expect([...sequenceOf(0x08, 0x00, 0x05, 0x00, 0x4f, 0x42, 0, 0).items(0x00041220)]).toEqual([]);
});
