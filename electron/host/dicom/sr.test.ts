import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reportInput, reportValue, reportValues } from '../../../tests/fixtures/report.ts';
import { codes } from './codes.ts';
import { srGroups } from './sr.ts';
import { readSr } from './srRead.ts';
import { writeSr } from './srWrite.ts';
import { ctDataset } from './writeCt.ts';
import { writeDicom } from './write.ts';
import { seriesDescription, smallGeometry } from '../../../tests/fixtures/index.ts';

const quantity = fc.constantFrom('tlv', 'tumour', 'flr', 'flr_pct_functional', 'kgr_sflr_initial', 'sflr_pct', 'bsa');

test('any number comes back bit for bit, with its quantity, unit, formulas and why there is none', () => {
  const value = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => Math.abs(number) < 1e300);
  const values = fc.uniqueArray(
    fc.tuple(quantity, fc.option(value), fc.constantFrom('mL', '%', '%/wk', '%{points}', '%/min/m2')),
    { minLength: 1, selector: ([name]) => name },
  );
  fc.assert(
    fc.property(values, (made) => {
      const written = made.map(([name, number, unit]) => reportValue(name, number, unit));
      const { groups } = readSr(writeSr(reportInput(written)));
      const read = groups
        .filter(({ trackingId }) => !trackingId.startsWith('Growth'))
        .flatMap((group) => group.measurements);
      const byName = new Map(read.map((each) => [each.quantity, each]));
      expect(byName.size).toBe(written.length);
      for (const each of written) {
        const back = byName.get(each.quantity)!;
        expect(Object.is(back.value, each.value)).toBe(true);
        expect(back.reason).toBe(each.reason ?? '');
        expect(back.formulas).toBe(each.formulas.join(', '));
        if (each.value !== null) expect(back.unit).toBe(each.unit);
      }
    }),
    { numRuns: 50 },
  );
});

describe('a report', () => {
  const report = readSr(writeSr(reportInput()));

  test('has one group for each segment, with its number in the segmentation, its finding and site', () => {
    expect(report.groups.map(({ trackingId, segment }) => [trackingId, segment?.number ?? null])).toEqual([
      ['Liver', 1],
      ['Tumour', 2],
      ['Future liver remnant', 3],
      ['Tumour in the future liver remnant', 4],
      ['Volumes and ratios', null],
      ['Growth since 2025-01-01', null],
    ]);
    expect(report.groups[2]).toMatchObject({ finding: codes.flr, site: codes.liver, timePoint: 'w1' });
    expect(report.groups[2]!.segment!.sopInstanceUid).toBe('2.25.11');
    expect(report.groups[2]!.measurements[0]).toMatchObject({
      code: { value: '118565006', scheme: 'SCT' },
      quantity: 'flr',
    });
  });
  test('keeps the standard errors', () => {
    const errors = report.groups.flatMap(({ measurements }) =>
      measurements.map((each) => [each.quantity, each.standardError]),
    );
    expect(errors).toContainEqual(['tlv', 30.1]);
    expect(errors).toContainEqual(['kgr_sflr_initial', 0.69]);
    expect(errors).toContainEqual(['flr', null]);
  });
  test('names who observed, in any alphabet, and is not verified before it is signed', () => {
    expect(report).toMatchObject({ observer: 'Müller^Zoë', isVerified: false, verifiedBy: '' });
    const verified = { name: 'Müller^Zoë', organization: 'NL01', at: new Date(2025, 0, 9, 10, 30) };
    expect(readSr(writeSr(reportInput(reportValues, { verified })))).toMatchObject({
      isVerified: true,
      verifiedBy: 'Müller^Zoë',
    });
  });
  test('keeps verdicts and warnings', () => {
    expect(report.verdicts).toEqual(['Go to resection, by volume: not met.']);
    expect(report.warnings).toEqual(['The liver touches the border of the CT.']);
  });
  test('without a person names the program', () => {
    expect(readSr(writeSr(reportInput(reportValues, { observer: { kind: 'device' } }))).observer).toBe('Remnant');
  });
  test('the same part of the liver has one tracking UID in all reports of a subject', () => {
    const again = readSr(writeSr(reportInput(reportValues.slice(0, 1))));
    expect(again.groups[0]!.trackingUid).toBe(report.groups[0]!.trackingUid);
    expect(again.groups[0]!.trackingUid).not.toBe(report.groups[1]!.trackingUid);
  });
});

test('volumes are of no segment as long as tumour is drawn that was not confirmed', () => {
  const numbers = { subjectId: 's', result: { values: [...reportValues] }, growth: [], counts: [0, 9, 9, 9, 9, 0, 0] };
  expect(srGroups({ ...numbers, unconfirmedTumour: true }).map(({ segmentNumber }) => segmentNumber)).toEqual([null]);
});

test('anything else, and bytes changed anywhere, end in a plain error or a report', () => {
  const slice = writeDicom(ctDataset(seriesDescription, smallGeometry({ dims: [4, 3, 5] }), 0, new Int16Array(12)));
  expect(() => readSr(slice)).toThrow('not a measurement report');
  const file = writeSr(reportInput());
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { maxLength: 4 }), (changes) => {
      const copy = file.slice();
      for (const [at, value] of changes) copy[at] = value;
      try {
        readSr(copy);
      } catch (error) {
        expect(error).toMatchObject({ name: 'RemnantError' });
      }
    }),
  );
});
