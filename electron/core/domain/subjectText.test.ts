import { expect, test } from 'vitest';
import { identifyingText } from './subjectText.ts';

test.each([
  'Mr Smith was afraid of the scanner',
  'Seen by dr. Jansen',
  'Anna Smith',
  'Smith, Anna',
  'J. de Vries asked for it',
  'Jan van der Berg',
])('%s names somebody', (text) => {
  expect(identifyingText(text)).toMatch(/name/);
});

test.each(['born 3-4-1961', 'DOB: 1961-04-03', 'geb. 03.04.1961', '12 May 1958', '1958/05/12'])(
  '%s is a day of birth',
  (text) => {
    expect(identifyingText(text)).toMatch(/birth/);
  },
);

test.each(['MRN 0012345', 'BSN: 123456782', 'Patient 445566', '1234567890'])('%s is a number', (text) => {
  expect(identifyingText(text)).toMatch(/number/);
});

test.each([
  '',
  'Right Portal Vein punctured twice',
  'Breathing artefact in the dome',
  'Amplatzer Vascular Plug II, 16 mm',
  'Scanned on 2026-03-01, contrast late',
  'CT of 2026-03-01. Two attempts',
  'DRAGON 2 protocol, week 3',
  'mr 5 ml contrast',
  'Segment 4 left open. No complications',
])('%s names nobody', (text) => {
  expect(identifyingText(text)).toBeNull();
});
