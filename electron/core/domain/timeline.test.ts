import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Growth, Result, ResultValue } from '../contract/results.ts';
import type { TimePointKind } from '../contract/trial.ts';
import { dateOfDay, dayNumber } from './dates.ts';
import { protocol } from './protocol.ts';
import { quantities, type QuantityId } from './quantities.ts';
import { timelineChart } from './timeline.ts';
import type { TimelineInput } from './timelineParts.ts';
import { dayScale, labelRows, textWidthPx, valueScale } from './timelineScales.ts';
import { timelineColumns, timelineDescription, timelineRows } from './timelineText.ts';

const dragon2 = protocol.parse(
  JSON.parse(readFileSync(new URL('../../../resources/protocols/dragon2.json', import.meta.url), 'utf8')),
);
const date = (day: number): string => dateOfDay(dayNumber('2026-03-02') + day);

function value(quantity: QuantityId, number: number | null, error = 0): ResultValue {
  const { name, ucum, formula } = quantities[quantity];
  const printed = (at: number): string => at.toFixed(1);
  return {
    quantity,
    name,
    value: number,
    printed: number === null ? null : printed(number),
    reason: number === null ? 'Height and weight are missing.' : null,
    unit: ucum,
    formulas: [formula],
    inputs: [],
    uncertainty:
      number === null || error === 0
        ? null
        : {
            standardError: error,
            basis: 'protocol_cv',
            lower: number - 2 * error,
            upper: number + 2 * error,
            printed: {
              standardError: printed(error),
              lower: printed(number - 2 * error),
              upper: printed(number + 2 * error),
            },
            statement: '',
          },
  };
}

interface Ct {
  readonly day: number;
  readonly kind: TimePointKind;
  readonly flr: number | null;
}

/** A subject with these CTs; its remnant is known, and without a body it has no standardised ratio. */
function input(cts: readonly Ct[], embolisedOn: readonly number[], hasBody = true): TimelineInput {
  const timePoints = cts.map(({ day, kind }, at) => ({ id: `ct${at}`, kind, date: date(day), seriesId: `s${at}` }));
  const measured = cts.flatMap((ct, at) => (ct.flr === null ? [] : [{ ...ct, flr: ct.flr, id: `ct${at}` }]));
  const results = measured.map(({ id, kind, day, flr }) => ({
    timePointId: id,
    kind,
    date: date(day),
    values: [
      value('tlv', 1800, 38),
      value('flr', flr, flr * 0.042),
      value('tumour', 200, 20),
      value('flr_pct_functional', flr / 16, 1),
      value('sflr_pct', hasBody ? flr / 17 : null, 1),
    ],
  }));
  const growth = measured.slice(1).map((to, at) => ({
    fromTimePointId: measured[at]!.id,
    toTimePointId: to.id,
    fromDate: date(measured[at]!.day),
    toDate: date(to.day),
    embolisation: embolisedOn.length > 0 ? { id: 'e', kind: 'pve', date: date(embolisedOn[0]!) } : null,
    values: [
      value('kgr_sflr_initial', hasBody && at === 0 && embolisedOn.length > 0 ? 5.1 : null, 1.4),
      value('kgr_interval', hasBody ? 2.3 : null, 0.9),
    ],
  }));
  return {
    subject: {
      code: 'NL01-001',
      liverQuality: 'normal',
      embolisations: embolisedOn.map((day, at) => ({ id: `e${at}`, kind: at === 0 ? 'pve' : 'hve', date: date(day) })),
      functionTests: [],
      timePoints,
      outcome: null,
    } as unknown as TimelineInput['subject'],
    results: results as unknown as Result[],
    growth: growth as unknown as Growth[],
    protocol: dragon2,
    nameOf: (kind) => kind,
  };
}

const threeCts: readonly Ct[] = [
  { day: -1, kind: 'baseline', flr: 400 },
  { day: 8, kind: 'w1', flr: 500 },
  { day: 22, kind: 'w3', flr: 580 },
];

describe('the chart', () => {
  test('has every CT, its intervals, the cut-off, and one bar for each interval', () => {
    const chart = timelineChart(input(threeCts, [0]))!;
    expect(chart.lanes.map(({ title, marks }) => [title, marks.length])).toEqual([
      ['Embolisation', 1],
      ['CT', 3],
    ]);
    const [liver, remnant, ratio, rate] = chart.panels;
    expect(liver!.series[0]!.points.map(({ text }) => text)).toEqual(['1800.0', '1800.0', '1800.0']);
    expect(remnant!.series.map(({ name, shape }) => [name, shape])).toEqual([
      ['Remnant (FLR)', 'disc'],
      ['Tumour', 'triangle'],
    ]);
    for (const { y, interval } of remnant!.series[0]!.points) {
      expect(interval![0]).toBeGreaterThan(y);
      expect(interval![1]).toBeLessThan(y);
    }
    expect(ratio!.limits.map(({ text }) => text)).toEqual(['DRAGON 2: at least 30 %']);
    const [first, , third] = ratio!.series[0]!.points;
    expect(first!.y).toBeGreaterThan(ratio!.limits[0]!.y);
    expect(third!.y).toBeLessThan(ratio!.limits[0]!.y);
    expect(rate!.bars.map(({ text }) => text)).toEqual(['5.1', '2.3']);
    // The initial rate begins at the embolisation, the next one at the CT before it.
    expect(rate!.bars[0]!.fromX).toBe(chart.verticals[0]);
    expect(rate!.bars[1]!.fromX).toBe(chart.lanes[1]!.marks[1]!.x);
    expect(chart.axis.title).toBe('Days from the PVE of 2026-03-02');
    expect(chart.axis.ticks.map(({ text }) => text)).toEqual(['−1', '0', '8', '22']);
  });

  test('without an embolisation counts from the first CT and still shows growth between CTs', () => {
    const chart = timelineChart(input(threeCts, []))!;
    expect(chart.verticals).toEqual([]);
    expect(chart.axis.title).toBe('Days from 2026-03-01');
    expect(chart.panels[3]!.bars.map(({ text }) => text)).toEqual(['2.3', '2.3']);
  });

  test('with one CT says what growth needs', () => {
    const chart = timelineChart(input(threeCts.slice(0, 1), [0]))!;
    expect(chart.panels[3]!.note).toBe('Growth needs two measured CTs.');
    expect(chart.panels[0]!.series[0]!.points).toHaveLength(1);
  });

  test('without height says why there is no rate, and keeps the trial’s own ratio', () => {
    const chart = timelineChart(input(threeCts, [0], false))!;
    expect(chart.panels[3]!.note).toBe('Height and weight are missing.');
    expect(chart.panels[2]!.series.map(({ name }) => name)).toEqual(['FLR / (TL - tumour)']);
  });

  test('marks a CT that was not measured, and is nothing without a date', () => {
    const chart = timelineChart(input([{ day: 0, kind: 'baseline', flr: null }], []))!;
    expect(chart.lanes[0]!.marks[0]).toMatchObject({ shape: 'ring', label: 'baseline (not measured)' });
    expect(chart.panels.map(({ note }) => note)).toEqual(
      [0, 1, 2].map(() => 'No CT has been measured yet.').concat('Growth needs two measured CTs.'),
    );
    expect(timelineChart(input([], []))).toBeNull();
  });

  test('leaves out days of a long follow-up and says where', () => {
    const chart = timelineChart(input([...threeCts, { day: 400, kind: 'unscheduled', flr: 900 }], [0]))!;
    expect(chart.axis.breaks).toHaveLength(1);
    const [, , third, last] = chart.lanes[1]!.marks;
    expect(third!.x).toBeLessThan(chart.axis.breaks[0]!);
    expect(last!.x).toBeGreaterThan(chart.axis.breaks[0]!);
  });

  test('whatever the days, everything lies inside it and in order', () => {
    const days = fc.uniqueArray(fc.integer({ min: -60, max: 600 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(days, days, fc.boolean(), (cts, embolisations, hasBody) => {
        const ordered = cts.toSorted((a, b) => a - b);
        const chart = timelineChart(
          input(
            ordered.map((day, at) => ({ day, kind: at === 0 ? 'baseline' : 'unscheduled', flr: 300 + at * 40 })),
            embolisations.toSorted((a, b) => a - b),
            hasBody,
          ),
        )!;
        const marks = chart.lanes.flatMap((lane) => lane.marks);
        for (const { x, labelX, label } of marks) {
          expect(x).toBeGreaterThan(chart.left);
          expect(x).toBeLessThan(chart.right);
          expect(labelX - textWidthPx(label, 11) / 2).toBeGreaterThanOrEqual(chart.left - 1e-6);
        }
        const xs = chart.lanes.find(({ title }) => title === 'CT')!.marks.map(({ x }) => x);
        expect(xs).toEqual(xs.toSorted((a, b) => a - b));
        let above = 0;
        for (const { top, bottom, series, limits } of chart.panels) {
          expect(top).toBeGreaterThan(above);
          for (const { y, interval } of series.flatMap(({ points }) => points))
            for (const at of [y, ...(interval ?? [])]) {
              expect(at).toBeGreaterThanOrEqual(top - 1e-6);
              expect(at).toBeLessThanOrEqual(bottom + 1e-6);
            }
          const names = [...series, ...limits].map(({ nameY }) => nameY).toSorted((a, b) => a - b);
          names.slice(1).forEach((y, at) => {
            expect(y - names[at]!).toBeGreaterThanOrEqual(14 - 1e-6);
          });
          above = bottom;
        }
        expect(chart.axis.y).toBeGreaterThan(above);
      }),
    );
  });
});

describe('scales', () => {
  test('days lie in proportion, and labels on free rows', () => {
    const { x, breaks } = dayScale([date(0), date(8), date(22)], 0, 100);
    expect((x(date(22)) - x(date(8))) / (x(date(8)) - x(date(0)))).toBeCloseTo(14 / 8, 9);
    expect(breaks).toEqual([]);
    const rows = labelRows(
      [
        { x: 50, text: 'Baseline' },
        { x: 55, text: 'Week 1' },
        { x: 300, text: 'Week 3' },
      ],
      11,
      0,
      400,
    );
    expect(rows.map(({ row }) => row)).toEqual([0, 1, 0]);
  });

  test('values have room above them and ticks at round numbers', () => {
    const { y, ticks } = valueScale([400, 580], 100, 130);
    expect(ticks).toEqual([0, 200, 400, 600]);
    expect(y(580)).toBeGreaterThan(110);
    expect(y(0)).toBeCloseTo(230, 9);
    const both = valueScale([-1.2, 3], 0, 100);
    expect(both.y(-1.2)).toBeLessThan(100);
    expect(both.ticks).toContain(0);
  });
});

test('the table has a row for each event and a number for each column, and the description says all of it', () => {
  const given = input(threeCts, [0, 12]);
  const rows = timelineRows(given);
  expect(rows.map(({ day, event }) => [day, event])).toEqual([
    [-1, 'CT, baseline'],
    [0, 'PVE'],
    [8, 'CT, w1'],
    [12, 'HVE'],
    [22, 'CT, w3'],
  ]);
  for (const { cells } of rows) expect(cells).toHaveLength(timelineColumns.length);
  expect(rows[2]!.cells).toContain('500.0 ± 21.0 mL');
  const text = timelineDescription(given);
  expect(text).toContain('Time line of subject NL01-001, in days from the PVE of 2026-03-02.');
  expect(text).toContain('Day 8 (2026-03-10): CT, w1; Total liver, tumour included 1800.0 ± 38.0 mL');
  expect(text).toContain('Growth rate of standardised FLR up to this CT 5.1 ± 1.4 %/week');
  expect(timelineDescription(input([], []))).toContain('has no CT, embolisation or function test yet');
});
