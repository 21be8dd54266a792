import { describe, expect, it } from 'vitest';
import type { Growth, Result, ResultValue } from '../../../electron/core/contract/results.ts';
import { cellOf, exportFacts, growthRows, rowsOf, shownGroups } from './model.ts';

const value = (quantity: string, number: number | null, more: Partial<ResultValue> = {}): ResultValue => ({
  quantity,
  name: `name of ${quantity}`,
  value: number,
  printed: number === null ? null : String(number),
  reason: number === null ? 'Height is missing.' : null,
  unit: '%',
  formulas: [`${quantity}@1`],
  uncertainty: null,
  inputs: [],
  ...more,
});
const result = (values: ResultValue[]) => ({ id: String(values.length), values }) as Result;

describe('results as tables', () => {
  it('shows what the host printed, which no view may round past its verdict', () => {
    expect(cellOf(value('flr_pct_functional', 29.993, { printed: '29.99' })).text).toBe('29.99 %');
  });
  it('says why a number is missing', () => {
    expect(cellOf(value('sflr_pct', null))).toMatchObject({ text: '–', note: 'Height is missing.', tone: 'missing' });
  });
  it('warns of a number that is not plausible, and still shows it', () => {
    expect(cellOf(value('tlv', 7000, { unit: 'mL' }))).toMatchObject({ text: '7000 mL', tone: 'check' });
  });
  it('shows a quantity it does not know with the unit it came with', () => {
    expect(cellOf(value('new_thing', 1.5, { unit: 'cm' })).text).toBe('1.5 cm');
  });
  it('keeps an empty place where only one result has a value', () => {
    const rows = rowsOf(
      ['tlv', 'sflr_pct', 'telv'],
      [
        result([value('tlv', 1500, { unit: 'mL' })]),
        result([value('tlv', 1600, { unit: 'mL' }), value('sflr_pct', 20)]),
      ],
    );
    expect(rows.map(({ quantity, cells }) => [quantity, cells.map((cell) => cell?.text ?? null)])).toEqual([
      ['tlv', ['1500 mL', '1600 mL']],
      ['sflr_pct', [null, '20 %']],
    ]);
  });
  it('leaves out tissue that no liver has, and the function and the body that nobody measured, and nothing else', () => {
    const rowsFor = (...values: ResultValue[]) => shownGroups([result(values)]).flatMap(({ rows }) => rows);
    const always = rowsFor(value('other', 0), value('flr_function', null));
    expect(always).toEqual(expect.arrayContaining(['tlv', 'flr', 'resected', 'tumour', 'sflr_pct']));
    for (const row of ['other', 'flr_function', 'telv']) expect(always).not.toContain(row);
    const more = ['other', 'tumour_flr', 'flr_function', 'telv'] as const;
    expect(new Set(rowsFor(...more.map((id) => value(id, 2))))).toEqual(new Set([...always, ...more]));
  });
  it('puts the growth of all pairs into rows', () => {
    const pair = (values: ResultValue[]) => ({ values }) as Growth;
    const rows = growthRows([
      pair([value('rel_growth_pct', 25)]),
      pair([value('rel_growth_pct', 45), value('growth_ml_day', 8.2, { unit: 'mL/d' })]),
    ]);
    expect(rows.map(({ quantity, cells }) => [quantity, ...cells.map((cell) => cell?.text ?? null)])).toEqual([
      ['rel_growth_pct', '25 %', '45 %'],
      ['growth_ml_day', null, '8.2 mL/day'],
    ]);
  });
  it('says how large a written file is', () => {
    const file = { sha256: 'a'.repeat(64), path: 'exports/x.csv' };
    const size = (byteCount: number) => exportFacts({ ...file, byteCount } as never).size;
    expect(exportFacts({ ...file, byteCount: 1 } as never)).toEqual({
      size: '1 B',
      sha: 'a'.repeat(12),
      folder: 'exports/',
    });
    expect([512, 1536, 3 * 1024 * 1024].map(size)).toEqual(['512 B', '1.5 KiB', '3.0 MiB']);
  });
});
