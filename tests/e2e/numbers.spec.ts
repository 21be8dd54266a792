/** The numbers as a person reads them: the reference case, its boundaries, growth from another embolisation, and the time line. */
import { openContext } from '../../electron/host/openContext.ts';
import { quantities, type QuantityId } from '../../electron/core/domain/quantities.ts';
import {
  addBodies,
  addMeasuredSubject,
  bodies,
  dateOf,
  longitudinal,
  type MeasuredSubject,
} from '../host/measuredSubjects.ts';
import { startTestHost } from './support/host.ts';
import { RecordPlace } from './support/record.ts';
import { expect, test as base } from './support/test.ts';

const single = (code: string, tlv: number, tumour: number, flr: number): MeasuredSubject => ({
  code,
  cts: [{ day: 8, kind: 'w1', volumes: [tlv, tumour, flr] }],
});

const withFunction = (
  code: string,
  body: readonly [number, number],
  uptakePctPerMin: number,
  flrSharePct: number,
): MeasuredSubject => ({
  ...single(code, 1600, 100, 400),
  body,
  functionTests: [{ day: 8, uptakePctPerMin, flrSharePct }],
});

const subjects: readonly MeasuredSubject[] = [
  longitudinal,
  { ...longitudinal, code: 'NL01-002', embolisations: [...longitudinal.embolisations!, { day: 12, kind: 'hve' }] },
  single('NL01-011', 1600, 100, 450),
  single('NL01-012', 1600, 100, 449.9),
  single('NL01-013', 1600, 100, 449.25),
  single('NL01-014', 1800, 300, 430),
  single('NL01-015', 900, 900, 0),
  withFunction('NL01-021', [175, 80], 14, 38),
  withFunction('NL01-022', [175, 80], 13.9, 38),
  withFunction('NL01-023', [144, 100], 15.2, 35),
  withFunction('NL01-024', [144, 100], 26.7, 20),
];

const test = base.extend({
  host: async ({ browserName }, use) => {
    const host = await startTestHost(browserName, async (dataFolder) => {
      const store = openContext({ dataFolder, version: 'test' });
      for (const subject of subjects) await addMeasuredSubject(store.context, subject);
      await addBodies(store.context, { code: 'NL01-041' });
      await store.close();
    });
    await use(host);
    await host.dispose();
  },
});

test('the reference case: every number, how sure it is, and what growth counts from', async ({ app, host }) => {
  const { page } = app;
  await app.open(host.url());
  await app.goTo('Record');
  await page.getByRole('link', { name: /NL01-001/ }).click();
  const record = new RecordPlace(page);

  const volumes: readonly (readonly [QuantityId, readonly number[]])[] = [
    ['tlv', [1800, 1850, 1820]],
    ['tumour', [200, 205, 210]],
    ['flr', [400, 500, 580]],
    ['flr_pct_total', [22.2, 27, 31.9]],
    ['flr_pct_functional', [25, 30.4, 36]],
    ['sflr_pct', [23.5, 29.3, 34]],
    ['flr_bw_pct', [0.5, 0.63, 0.72]],
    ['telv', [1705, 1705, 1705]],
  ];
  for (const [quantity, expected] of volumes)
    for (const [column, number] of expected.entries())
      expect(await record.number('Volumes and ratios', quantity, column), quantity).toBeCloseTo(number, 5);
  const growth: readonly (readonly [QuantityId, readonly number[]])[] = [
    ['dh_sflr_points', [5.9, 10.6, 4.7]],
    ['dh_flr_points', [5.4, 11.0]],
    ['rel_growth_pct', [25, 45]],
    ['growth_ml_day', [12.5, 8.2]],
    ['kgr_sflr_initial', [5.1]],
    ['kgr_interval', [5.1, 3.4, 2.3]],
    ['kgr_flr_interval', [4.7, 3.5]],
  ];
  for (const [quantity, expected] of growth)
    for (const [column, number] of expected.entries())
      expect(await record.number('Growth', quantity, column), quantity).toBeCloseTo(number, 5);

  await expect(page.getByRole('region', { name: /Week 1/ }).first()).toContainText('30.4');
  await expect(page.getByText(/Its 95 % interval, .* reaches over the limit/).first()).toBeVisible();
  await expect(page.getByText(`Counted from the PVE of ${dateOf(0)}, 8 days before the second CT.`)).toBeVisible();
  const flr = page.getByRole('row', { name: new RegExp(`^${quantities.flr.name}`) }).first();
  await expect(flr.getByRole('cell').first()).toHaveText('400 mL ± 17');
});

test('30 % is inclusive, and what is printed never contradicts the verdict', async ({ app, host }) => {
  const { page } = app;
  await app.open(host.url());
  await app.goTo('Record');
  for (const [code, printed, outcome] of [
    ['NL01-011', '30.0 %', 'met'],
    ['NL01-012', '29.99 %', 'not met'],
    ['NL01-013', '29.9 %', 'not met'],
    ['NL01-014', '28.7 %', 'not met'],
  ] as const) {
    await page.getByRole('link', { name: new RegExp(code) }).click();
    const verdict = page.getByRole('listitem').filter({ hasText: 'Go to resection, by volume' });
    await expect(verdict).toContainText(
      `FLR / (total liver - tumour) is ${printed} and must be at least 30 % (DRAGON 2 protocol, version 4): ${outcome}.`,
    );
  }
});

test('function is strict, and what can not be computed says why', async ({ app, host }) => {
  const { page } = app;
  await app.open(host.url());
  await app.goTo('Record');
  for (const [code, printed, outcome] of [
    ['NL01-021', '2.70', 'met'],
    ['NL01-022', '2.68', 'met'],
    ['NL01-023', '2.66', 'not met'],
    ['NL01-024', '2.67', 'not met'],
  ] as const) {
    await page.getByRole('link', { name: new RegExp(code) }).click();
    const verdict = page.getByRole('listitem').filter({ hasText: 'Go to resection, by function' });
    await expect(verdict).toContainText(`is ${printed} %/min/m² and must be more than 2.67`);
    await expect(verdict).toContainText(`: ${outcome}.`);
  }
  await page.getByRole('link', { name: /NL01-015/ }).click();
  const impossible = page.getByRole('listitem').filter({ hasText: 'Go to resection, by volume' });
  await expect(impossible).toContainText('not divided yet');
  await expect(impossible).not.toContainText('met.');
});

test('the standard liver volume of every body', async ({ app, host }) => {
  const { page } = app;
  await app.open(host.url());
  await app.goTo('Record');
  await page.getByRole('link', { name: /NL01-041/ }).click();
  const record = new RecordPlace(page);
  for (const [column, { VAUTHEY2002_BSA: expected }] of bodies.entries())
    expect(await record.number('Volumes and ratios', 'telv', column)).toBe(Math.round(expected[0]));
});

test('growth between any two CTs counts from the embolisation that a person chooses', async ({ app, host }) => {
  const { page } = app;
  await app.open(host.url());
  await app.goTo('Record');
  await page.getByRole('link', { name: /NL01-002/ }).click();
  await expect(page.getByText(`there was also HVE of ${dateOf(12)}`).first()).toBeVisible();
  await page.getByText('Growth between any two CTs').click();
  const choose = async (label: string, option: string) => {
    await page.getByRole('button', { name: label }).click();
    await page.getByRole('option', { name: option }).click();
  };
  await choose('First CT', 'Week 1');
  await choose('Second CT', 'Week 3');
  await choose('Count from', `HVE of ${dateOf(12)}`);
  await expect(page.getByRole('status').filter({ hasText: 'Counted from' })).toHaveText(
    `Counted from the HVE of ${dateOf(12)}, as chosen, 10 days before the second CT.`,
  );
});

test('the time line is one image with a description and a table, reached by a key, and hidden while reading', async ({
  app,
  host,
}) => {
  const { page } = app;
  await app.open(host.url());
  await app.goTo('Record');
  await page.getByRole('link', { name: /NL01-002/ }).click();
  const chart = page.getByRole('img', { name: /Time line of subject NL01-002, in days from the PVE of/ });
  await expect(chart).toBeVisible();
  await page.keyboard.press('Alt+T');
  await expect(page.getByRole('group', { name: 'Time line' })).toBeFocused();
  await page.getByText('The same as a table').click();
  const table = page.getByRole('region', { name: 'Time line' }).getByRole('table');
  await expect(table.getByRole('row')).toHaveCount(6);
  await expect(table.getByRole('row', { name: new RegExp(dateOf(8)) })).toContainText('500 ± 21 mL');
  await page.keyboard.press('Alt+R');
  await expect(chart).toBeHidden();
  await expect(page.getByText('Counted from')).toHaveCount(0);
});
