import { describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { unknownDetails } from '../contract/trial.ts';
import { completenessOf, type CompletenessFacts, type TimePointFacts } from './completeness.ts';
import { protocol as protocolSchema } from './protocol.ts';

const protocol = protocolSchema.parse(
  JSON.parse(readFileSync(new URL('../../../resources/protocols/dragon2.json', import.meta.url), 'utf8')),
);
const quantitiesOf = ['tlv', 'flr', 'tumour', 'flr_pct_functional', 'sflr_pct'];
const value = (quantity: string) => ({
  quantity,
  name: quantity,
  value: 1,
  printed: '1',
  reason: null,
  unit: 'mL',
  formulas: [],
  uncertainty: null,
  inputs: [],
});
const ct = (id: string, kind: 'baseline' | 'w1', date: string): TimePointFacts => ({
  timePoint: { id, kind, date, seriesId: `series of ${id}` },
  hasAcquisitionDate: true,
  confirmedPhase: 'portal_venous',
  result: { values: quantitiesOf.map(value) },
  pendingReason: null,
  unconfirmedLesions: 0,
  isSigned: true,
  hasSecondReading: false,
});
const entry = { id: 'x', recordedAt: '2026-03-01T00:00:00.000Z', corrected: false };
const whole: CompletenessFacts = {
  subject: {
    siteId: 'site',
    sex: 'male',
    yearOfBirth: 1961,
    plannedResection: { kind: 'right_hemihepatectomy', note: '' },
    earlierProcedures: [],
    measures: [{ ...entry, date: '2026-02-25', heightCm: 175, weightKg: 80 }],
    embolisations: [
      {
        ...entry,
        date: '2026-03-02',
        kind: 'pve',
        portalBranches: ['left'],
        hepaticVeins: [],
        materials: ['coils'],
        note: '',
        details: { ...unknownDetails, portalSuccess: 'complete', cirseGrade: 0 },
      },
    ],
    functionTests: [],
    outcome: {
      ...entry,
      decisionDate: '2026-03-20',
      resectable: true,
      reason: null,
      resectionDate: null,
      specimenWeightG: null,
      phlfGrade: null,
      status90Days: null,
      note: '',
      changeReason: null,
    },
  },
  timePoints: [ct('a', 'baseline', '2026-03-01'), ct('b', 'w1', '2026-03-10')],
  visits: [
    {
      kind: 'baseline',
      firstDate: '2026-01-31',
      lastDate: '2026-03-02',
      date: '2026-03-01',
      status: 'done',
      deviationDays: 0,
    },
    {
      kind: 'w1',
      firstDate: '2026-03-06',
      lastDate: '2026-03-12',
      date: '2026-03-10',
      status: 'done',
      deviationDays: 0,
    },
    { kind: 'w3', firstDate: '2026-03-19', lastDate: '2026-03-27', date: null, status: 'missing', deviationDays: null },
  ],
};
const statements = (facts: CompletenessFacts): string[] =>
  completenessOf(facts, protocol).items.map(({ statement }) => statement);
const withCt = (change: Partial<TimePointFacts>): CompletenessFacts => ({
  ...whole,
  timePoints: [whole.timePoints[0]!, { ...whole.timePoints[1]!, ...change }],
});

describe('completeness', () => {
  test('is there when the protocol has what it asks for; week 3 is made where applicable', () => {
    expect(completenessOf(whole, protocol)).toEqual({ complete: true, items: [] });
  });

  test('names each missing item of the subject with its place', () => {
    const empty: CompletenessFacts = {
      ...whole,
      subject: {
        ...whole.subject,
        siteId: null,
        sex: 'unknown',
        yearOfBirth: null,
        plannedResection: null,
        measures: [],
        embolisations: [{ ...whole.subject.embolisations[0]!, details: unknownDetails }],
        outcome: null,
      },
    };
    const { complete, items } = completenessOf(empty, protocol);
    expect(complete).toBe(false);
    expect(items.map(({ id, place }) => [id, place.panel])).toEqual([
      ['subject.site', 'subject'],
      ['subject.sex', 'subject'],
      ['subject.year_of_birth', 'subject'],
      ['subject.height_weight', 'measures'],
      ['subject.planned_resection', 'subject'],
      ['subject.embolisation_technical_success', 'embolisations'],
      ['subject.embolisation_complications', 'embolisations'],
      ['subject.outcome', 'outcome'],
    ]);
  });

  test('names what the CT of a time point lacks, and leads to the CT', () => {
    const facts = withCt({ isSigned: false, confirmedPhase: null, unconfirmedLesions: 2 });
    expect(completenessOf(facts, protocol).items).toEqual([
      expect.objectContaining({
        statement: 'Week 1, CT of 2026-03-10: nobody has confirmed the contrast phase (portal venous).',
        place: { panel: 'timePoints', seriesId: 'series of b' },
      }),
      expect.objectContaining({
        statement: 'Week 1, CT of 2026-03-10: 2 lesions are not confirmed.',
        place: { panel: 'segmentation', seriesId: 'series of b' },
      }),
      expect.objectContaining({ statement: 'Week 1, CT of 2026-03-10: the reading is not signed.' }),
    ]);
  });

  test('says once that nothing is measured', () => {
    const pendingReason = 'Nothing has been segmented on this CT yet.';
    expect(statements(withCt({ result: null, pendingReason, isSigned: false }))).toEqual([
      `Week 1, CT of 2026-03-10: ${pendingReason}`,
      'Week 1, CT of 2026-03-10: the reading is not signed.',
    ]);
  });

  test('a ratio without height names its reason', () => {
    const values = quantitiesOf.map((id) =>
      id === 'sflr_pct' ? { ...value(id), value: null, printed: null, reason: 'Height is missing.' } : value(id),
    );
    expect(statements(withCt({ result: { values } }))).toEqual([
      'Week 1, CT of 2026-03-10: Standardised FLR (FLR / TELV) has no value. Height is missing.',
    ]);
  });

  test('a CT outside its window deviates, and the package is complete all the same', () => {
    const [baseline, w1, w3] = whole.visits;
    const late: CompletenessFacts = {
      ...whole,
      visits: [baseline!, { ...w1!, status: 'late', deviationDays: 1 }, w3!],
    };
    expect(completenessOf(late, protocol)).toMatchObject({
      complete: true,
      items: [{ severity: 'deviation', statement: 'Week 1, CT of 2026-03-10: made 1 day after its window.' }],
    });
    const none: CompletenessFacts = {
      ...whole,
      visits: [baseline!, { ...w1!, date: null, status: 'not_yet', deviationDays: null }],
    };
    expect(statements(none)).toEqual(['Week 1: there is no CT yet.']);
  });
});
