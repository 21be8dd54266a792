import { expect, test } from 'vitest';
import { readingText } from './readingText.ts';

test('a reading that leaves is named by its reader, and one that is not signed says so', () => {
  const first = { ordinal: 'first', version: 1, readBy: 'Ilse Ärzt', standing: 'signed' } as const;
  expect(readingText(first)).toBe('First reading, by Ilse Ärzt, signed');
  expect(readingText({ ...first, ordinal: 'second', version: 3, standing: 'unsigned' })).toBe(
    'Second reading, version 3, by Ilse Ärzt, not signed',
  );
  expect(readingText({ ...first, readBy: null, standing: 'changed' })).toBe(
    'First reading, not signed: changed after the signature',
  );
});
