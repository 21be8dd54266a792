/** The numbers as a person reads them: every case of the literature and of the trial's rules, and every trap, on the page of its subject. */
import type { Page } from '@playwright/test';
import { openContext } from '../../electron/host/openContext.ts';
import type { QuantityId } from '../../electron/core/domain/quantities.ts';
import {
  addKnownShapes,
  bodyCases,
  boundaries,
  boundarySubject,
  clinicalCases,
  confirmed,
  dragon2,
  embolisedTwice,
  everyTissue,
  everyTissueMl,
  functionBoundaries,
  functionSubject,
  impossible,
  impossibleSubject,
  longitudinal,
  remnantErrors,
  shapes,
  SHAPES_CODE,
  shrunken,
  twoTrials,
  unconfirmed,
  UNCONFIRMED_WARNING,
  writeCaseProtocols,
} from '../host/clinicalCases.ts';
import { addMeasuredSubject, dateOf } from '../host/measuredSubjects.ts';
import type { App } from './support/app.ts';
import { startTestHost, type TestHost } from './support/host.ts';
import { RecordPlace, type NumbersTable } from './support/record.ts';
import { expect, test as base } from './support/test.ts';

/** One host for all tests here: they only look. */
const test = base.extend<object, { readonly measured: TestHost }>({
  measured: [
    async ({ browserName }, use) => {
      const host = await startTestHost(browserName, async (dataFolder) => {
        writeCaseProtocols(dataFolder);
        const store = openContext({ dataFolder, version: 'test' });
        for (const subject of clinicalCases) await addMeasuredSubject(store.context, subject);
        await addKnownShapes(store.context);
        await store.close();
      });
      await use(host);
      await host.dispose();
    },
    { scope: 'worker' },
  ],
  host: async ({ measured }, use) => use(measured),
});

test.beforeEach(async ({ app, host }) => {
  await app.open(host.url());
  await app.goTo('Record');
});

async function openSubject({ page }: App, { code }: { readonly code: string }): Promise<RecordPlace> {
  await page.getByRole('link', { name: new RegExp(code) }).click();
  await expect(page.getByRole('heading', { name: code, exact: true })).toBeVisible();
  return new RecordPlace(page);
}

/** Numbers of a row, as they are printed, from the first CT or pair on. */
async function expectRow(
  record: RecordPlace,
  table: NumbersTable,
  quantity: QuantityId,
  printed: readonly (string | number)[],
): Promise<void> {
  for (const [column, number] of printed.entries()) {
    const begins = new RegExp(`^${String(number).replace('.', '\\.')}(?![.\\d])`);
    await expect(record.cell(table, quantity, column), `${quantity}, column ${column}`).toHaveText(begins);
  }
}

const VOLUMES = 'Volumes and ratios';
const GROWTH = 'Growth';
type Rows = readonly (readonly [QuantityId, readonly (string | number)[]])[];

/** The verdict on the CT of that day. */
const verdict = (page: Page, day: number, by: 'volume' | 'function') =>
  page
    .getByRole('region', { name: dateOf(day) })
    .getByRole('listitem')
    .filter({ hasText: `Go to resection, by ${by}` });

const words = { met: 'met', not_met: 'not met' } as const;

test('the reference case: every number, how sure it is, and what growth counts from', async ({ app }) => {
  const { page } = app;
  const record = await openSubject(app, longitudinal);

  const volumes: Rows = [
    ['tlv', [1800, 1850, 1820]],
    ['tumour', [200, 205, 210]],
    ['flr', [400, 500, 580]],
    ['resected', [1200, 1145, 1030]],
    ['flr_pct_total', ['22.2', '27.0', '31.9']],
    ['flr_pct_functional', ['25.0', '30.4', '36.0']],
    ['sflr_pct', ['23.5', '29.3', '34.0']],
    ['flr_bw_pct', ['0.50', '0.63', '0.72']],
    ['telv', [1705, 1705, 1705]],
    ['bsa', ['1.97', '1.97', '1.97']],
  ];
  for (const [quantity, printed] of volumes) await expectRow(record, VOLUMES, quantity, printed);
  const growth: Rows = [
    ['dh_sflr_points', ['5.9', '10.6', '4.7']],
    ['dh_flr_points', ['5.4', '11.0']],
    ['rel_growth_pct', ['25.0', '45.0']],
    ['growth_ml_day', ['12.5', '8.2']],
    // A rate falls with time: the initial one is of the first CT after the embolisation, and of no other.
    ['kgr_sflr_initial', ['5.1', '–', '–']],
    ['kgr_interval', ['5.1', '3.4', '2.3']],
    ['kgr_flr_interval', ['4.7', '3.5']],
  ];
  for (const [quantity, printed] of growth) await expectRow(record, GROWTH, quantity, printed);

  await test.step('every rate stands under its two CTs, its embolisation and its days', async () => {
    const [day0, day8, day22] = [0, 8, 22].map(dateOf);
    const frame = (name: string) => record.row(GROWTH, name).getByRole('cell');
    await expect(frame('CT dates')).toHaveText([`${day0} → ${day8}`, `${day0} → ${day22}`, `${day8} → ${day22}`]);
    await expect(frame('Days between CTs')).toHaveText(['8 days', '22 days', '14 days']);
    await expect(frame('Embolisation')).toHaveText(Array<string>(3).fill(`PVE of ${day0}`));
    await expect(frame('Days since embolisation')).toHaveText(['8 days', '22 days', '22 days']);
  });

  await test.step('no number is called a bare "FLR %" or a "degree of hypertrophy", and points are not percent', async () => {
    const names = await page.locator('main').getByRole('rowheader').allInnerTexts();
    expect(names).toContain('FLR / (total liver - tumour)');
    for (const name of names) expect(name).not.toMatch(/^FLR\s*(%|percent(age)?|ratio)?$|degree of hypertrophy/i);
    await expect(record.cell(GROWTH, 'dh_sflr_points')).toContainText('5.9 points');
    await expect(record.cell(GROWTH, 'rel_growth_pct')).toContainText('25.0 %');
  });

  await expect(page.getByRole('region', { name: /Week 1/ }).first()).toContainText('30.4');
  await expect(page.getByText(/Its 95 % interval, .* reaches over the limit/).first()).toBeVisible();
  await expect(page.getByText(`Counted from the PVE of ${dateOf(0)}, 8 days before the second CT.`)).toBeVisible();
  await expect(record.cell(VOLUMES, 'flr')).toHaveText('400 mL ± 17');
});

test('limits: 30 % is inclusive, function is strict, nothing printed contradicts its verdict, and no number is made up', async ({
  app,
}) => {
  const { page } = app;
  await test.step('30 %', async () => {
    const record = await openSubject(app, boundarySubject);
    for (const [at, { printed, outcome }] of boundaries.entries())
      await expect(verdict(page, 100 * at, 'volume')).toContainText(
        `FLR / (total liver - tumour) is ${printed} % and must be at least 30 % (DRAGON 2 protocol, version ${dragon2.version}): ${words[outcome]}.`,
      );
    await expect(record.cell(VOLUMES, 'sflr_pct')).toHaveText(
      '–Height and weight are missing: none are recorded for this subject.',
    );
  });
  await test.step('function', async () => {
    const record = await openSubject(app, functionSubject);
    const printed = functionBoundaries.map((each) => each.printed);
    await expectRow(record, VOLUMES, 'flr_function', printed);
    for (const [at, { outcome }] of functionBoundaries.entries()) {
      const found = verdict(page, 100 * at, 'function');
      await expect(found).toContainText(`is ${printed[at]} %/min/m² and must be more than 2.67`);
      await expect(found).toContainText(`: ${words[outcome]}.`);
    }
  });
  await test.step('another trial has other limits', async () => {
    for (const [subject, byVolume, byFunction] of [
      [twoTrials[0]!, 'must be at least 30 % (DRAGON 2', 'met'],
      [twoTrials[1]!, 'must be at least 50 % (DRAGON-PLC', 'not met'],
    ] as const) {
      await openSubject(app, subject);
      await expect(verdict(page, 0, 'volume')).toContainText(byVolume);
      await expect(verdict(page, 0, 'volume')).toContainText(`: ${byFunction}.`);
      await expect(verdict(page, 0, 'function')).toContainText(`is 2.68 %/min/m² and must be`);
      await expect(verdict(page, 0, 'function')).toContainText(`: ${byFunction}.`);
    }
  });
  await test.step('what can not be computed says why', async () => {
    const record = await openSubject(app, impossibleSubject);
    for (const [at, { reason }] of impossible.entries()) {
      await expect(verdict(page, 100 * at, 'volume')).toContainText(reason);
      await expect(verdict(page, 100 * at, 'volume')).not.toContainText('met.');
      await expect(record.cell(VOLUMES, 'flr_pct_functional', at)).toContainText(reason);
      await expectRow(record, VOLUMES, 'tlv', [900, 900]);
    }
  });
});

test('bodies, errors and shapes: the standard liver volume, the error of a growth rate, and volumes that are known', async ({
  app,
}) => {
  await test.step('the standard liver volume of every body, by every formula', async () => {
    for (const { subject, expectedMl } of bodyCases) {
      const record = await openSubject(app, subject);
      await expectRow(record, VOLUMES, 'telv', expectedMl.map(Math.round));
    }
  });
  await test.step('what an error of the remnant does to the growth rate of the first week', async () => {
    for (const { subject, standardError } of remnantErrors) {
      const record = await openSubject(app, subject);
      await expect(record.cell(GROWTH, 'kgr_sflr_initial')).toHaveText(`8.0 %/week ± ${standardError.toFixed(1)}`);
    }
  });
  await test.step('a million voxels, a sphere and an ellipsoid, also oblique and in the other slice order', async () => {
    const record = await openSubject(app, { code: SHAPES_CODE });
    for (const [at, { volumeMl, tolerancePct }] of shapes.entries()) {
      await expect(record.cell(VOLUMES, 'tlv', at)).toContainText('mL');
      const apart = Math.abs((await record.number(VOLUMES, 'tlv', at)) - volumeMl);
      // Whole mL are printed.
      expect(apart, `shape ${at}`).toBeLessThanOrEqual((tolerancePct / 100) * volumeMl + 0.5);
    }
  });
});

test('traps: a lobe that shrinks, tissue of every kind, and tumour that nobody confirmed', async ({ app }) => {
  const { page } = app;
  await test.step('a shrinking lobe is no growth of the remnant, though its share of the liver rises', async () => {
    const record = await openSubject(app, shrunken);
    await expectRow(record, VOLUMES, 'flr_pct_functional', ['25.0', '30.8']);
    const growth: Rows = [
      ['dh_flr_points', ['5.8']],
      ['dh_sflr_points', ['0.0']],
      ['kgr_sflr_initial', ['0.0']],
      ['rel_growth_pct', ['0.0']],
    ];
    for (const [quantity, printed] of growth) await expectRow(record, GROWTH, quantity, printed);
    // The rate that is shown large is the one of standardised FLR.
    await expect(page.getByRole('region', { name: 'Baseline to Week 1' })).toContainText('standardised FLR');
  });
  await test.step('every tissue has its volume, together they are the liver, and only tumour is subtracted', async () => {
    const record = await openSubject(app, everyTissue);
    for (const [quantity, volumeMl] of Object.entries(everyTissueMl))
      await expectRow(record, VOLUMES, quantity as QuantityId, [volumeMl]);
    await expectRow(record, VOLUMES, 'tlv', [1800]);
    let sum = 0;
    for (const part of ['flr', 'resected', 'tumour', 'other'] as const) sum += await record.number(VOLUMES, part);
    expect(sum).toBe(1800);
    await expectRow(record, VOLUMES, 'flr_pct_functional', ['25.0']);
  });
  await test.step('tumour is not subtracted before a person has confirmed it', async () => {
    const proposed = await openSubject(app, unconfirmed);
    await expectRow(proposed, VOLUMES, 'tumour', [0]);
    await expectRow(proposed, VOLUMES, 'flr_pct_functional', ['22.2']);
    await expect(page.getByText(UNCONFIRMED_WARNING)).toBeVisible();
    const looked = await openSubject(app, confirmed);
    await expectRow(looked, VOLUMES, 'tumour', [200]);
    await expectRow(looked, VOLUMES, 'flr_pct_functional', ['25.0']);
    await expect(page.getByText(UNCONFIRMED_WARNING)).toHaveCount(0);
  });
});

test('growth between any two CTs counts from the embolisation that a person chooses', async ({ app }) => {
  const { page } = app;
  await openSubject(app, embolisedTwice);
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

  // Time doesn't run backwards: reasons, and no numbers.
  await choose('First CT', 'Week 3');
  await choose('Second CT', 'Baseline');
  const backwards = page.getByRole('group').filter({ hasText: 'Growth between any two CTs' }).getByRole('table');
  await expect(backwards.getByText('-22 days')).toBeVisible();
  await expect(backwards.getByText(/earlier than the first/).first()).toBeVisible();
  await expect(backwards.getByText(/%\/week/)).toHaveCount(0);
});

test('the time line is one image with a description and a table, reached by a key, and hidden while reading', async ({
  app,
}) => {
  const { page } = app;
  await openSubject(app, embolisedTwice);
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
