import fc from 'fast-check';
import { expect, test } from 'vitest';
import { satisfies } from '../../core/domain/comparison.ts';
import { limitsOf } from '../../core/domain/eligibility.ts';
import type { QuantityId } from '../../core/domain/quantities.ts';
import { measureTimePoint, type TimePointInputs } from './measureTimePoint.ts';
import { programProtocol } from './protocols.ts';

const near30 = fc
  .record({
    functional: fc.integer({ min: 1000, max: 60_000 }),
    share: fc.constantFrom(0.29, 0.2995, 0.29993, 0.3, 0.300_001, 0.31, 0.4, 0.5),
    tumour: fc.integer({ min: 0, max: 9000 }),
    off: fc.integer({ min: -2, max: 2 }),
  })
  .map(({ functional, share, tumour, off }) => {
    const flr = Math.max(1, Math.round(functional * share) + off);
    return [0, functional - flr, flr, tumour, 0, 0, 0];
  });

const inputs = (counts: readonly number[], more: Partial<TimePointInputs>): TimePointInputs => ({
  kind: 'w1',
  date: '2026-03-10',
  seriesInstanceUid: '2.25.1',
  geometry: {
    dims: [counts.reduce((sum, count) => sum + count, 0), 1, 1],
    spacingMm: [4, 4, 4],
    originMm: [0, 0, 0],
    direction: { i: [1, 0, 0], j: [0, 1, 0], k: [0, 0, 1] },
  },
  geometryProblems: [],
  revisionSha256: 'a'.repeat(64),
  counts,
  repeats: [],
  measure: { date: '2026-02-25', heightCm: 175, weightKg: 80 },
  liverQuality: 'normal',
  ...more,
});

test('no printed value, and no printed end of an interval, contradicts a verdict', () => {
  fc.assert(
    fc.property(
      near30,
      fc.constantFrom('dragon2', 'dragon-plc'),
      fc.constantFrom('baseline' as const, 'w1' as const),
      fc.constantFrom('normal' as const, 'chemotherapy_damaged' as const, 'cirrhosis' as const),
      fc.double({ min: 13, max: 14.2, noNaN: true }),
      (counts, protocolId, kind, liverQuality, uptakePctPerMin) => {
        const protocol = programProtocol(protocolId)!;
        const functionTest = { date: '2026-03-10', uptakePctPerMin, flrSharePct: 38 };
        const { values, verdicts } = measureTimePoint(inputs(counts, { kind, liverQuality, functionTest }), protocol);
        for (const { criterion, outcome, crossesLimit, statement } of verdicts) {
          const judged = protocol.criteria.find(({ id }) => id === criterion)!;
          const value = values.find(({ quantity }) => quantity === judged.quantity)!;
          const threshold = judged.thresholds[liverQuality];
          if (threshold === null) continue;
          const limit = { comparison: judged.comparison, threshold };
          expect(outcome).toBe(satisfies(value.value!, limit) ? 'met' : 'not_met');
          expect(satisfies(Number(value.printed), limit)).toBe(outcome === 'met');
          expect(statement).toContain(outcome === 'met' ? ': met.' : ': not met.');
          const { lower, upper } = value.uncertainty!.printed;
          expect(satisfies(Number(lower), limit) !== satisfies(Number(upper), limit)).toBe(crossesLimit);
        }
        for (const { quantity, value, printed } of values)
          for (const limit of limitsOf(protocol, kind, liverQuality, quantity as QuantityId))
            expect(satisfies(Number(printed), limit)).toBe(satisfies(value!, limit));
      },
    ),
    { numRuns: 300 },
  );
});

test('every value says what it was computed from, so that it can be computed again by hand', () => {
  const { values } = measureTimePoint(inputs([0, 14_000, 6000, 2000, 0, 0, 0], {}), programProtocol('dragon2')!);
  const inputsOf = (quantity: QuantityId) => values.find((value) => value.quantity === quantity)!;
  const sflr = inputsOf('sflr_pct');
  const [flr, telv] = sflr.inputs;
  expect([flr!.date, telv!.date]).toEqual(['2026-03-10', '2026-02-25']);
  expect((100 * flr!.value!) / telv!.value!).toBe(sflr.value);
  const ratio = inputsOf('flr_pct_functional');
  const [part, whole, tumour] = ratio.inputs.map(({ value }) => value!);
  expect((100 * part!) / (whole! - tumour!)).toBeCloseTo(ratio.value!, 10);
});
