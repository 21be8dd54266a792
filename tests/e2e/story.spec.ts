import { readFile } from 'node:fs/promises';
import { Reader } from './support/reader.ts';
import { RecordPlace } from './support/record.ts';
import { baselineReading, followUpReading, type Reading } from './support/sampleReader.ts';
import { expect, test } from './support/test.ts';
import type { App } from './support/app.ts';
import { daysBetween } from '../../electron/core/domain/dates.ts';
import { quantities, type QuantityId } from '../../electron/core/domain/quantities.ts';
import { demoSubject, sampleDates } from '../fixtures/index.ts';

interface Measured {
  readonly tlv: number;
  readonly tumour: number;
  readonly flr: number;
  readonly ratio: number;
}

const percentOff = (measured: number, truth: number) => Math.abs(100 * (measured / truth - 1));
const printed = (quantity: QuantityId, value: number) => Number(value.toFixed(quantities[quantity].digits));

/** Liver, tumours and remnant of one CT, as a person draws them. */
async function segment(app: App, reading: Reading, liverBy: 'itself' | 'strokes'): Promise<Measured> {
  const reader = new Reader(app.page, reading.geometry);
  await app.goTo('Library');
  await app.library.openDated(reading.date);
  // A key that is pressed while the slices still arrive is kept, not lost.
  if (liverBy === 'itself') await reader.askForLiver();
  await app.workspace.expectRendered();

  if (liverBy === 'itself') {
    await reader.apply(/Find liver/);
    await reader.expectSureness();
    await reader.choose('Liver stroke');
    await reader.growOnlyWhenAsked();
  } else {
    await reader.choose('Liver stroke');
    await reader.growOnlyWhenAsked();
    await reader.draw(reading.liver);
    await reader.choose('Outside stroke');
    await reader.draw(reading.outside);
    await reader.press('Grow liver');
    await reader.apply(/Grow liver from \d+ strokes/);
  }

  await reader.choose('Tumour stroke');
  await reader.draw(reading.tumours);
  await reader.press('Grow tumour');
  await reader.apply(/Grow tumour from 2 strokes/);
  expect(await reader.value('tumour'), 'proposed tumour is not subtracted').toBe(0);
  await reader.press('Confirm all');
  await reader.expectDone(/^Confirm (all lesions|lesion 1)/);

  await reader.choose('Cut for the FLR');
  await reader.click(reading.cut.points);
  await reader.apply(/Divide liver by a cut through 6 points/);

  await reader.takeStep('Check');
  expect(await reader.checks(), 'nothing is missing').not.toContainEqual(
    expect.stringMatching(/noLiver|noCut|unconfirmed|tumourDetached|liverGaps/),
  );
  // A sliver between cut and vena cava may be told, a second part of the remnant not.
  await expect(app.page.getByText('The FLR is not in one piece')).toHaveCount(0);

  return {
    tlv: await reader.value('tlv'),
    tumour: await reader.value('tumour'),
    flr: await reader.value('flr'),
    ratio: await reader.value('flr_pct_functional'),
  };
}

function expectNearTruth(measured: Measured, { truth }: Reading): void {
  expect(percentOff(measured.tlv, truth.tlv.value!), 'total liver, %').toBeLessThan(2);
  expect(percentOff(measured.flr, truth.flr.value!), 'FLR, %').toBeLessThan(3);
  expect(percentOff(measured.tumour, truth.tumour.value!), 'tumour, %').toBeLessThan(15);
  expect(Math.abs(measured.ratio - truth.flr_pct_functional.value!), 'FLR / (TLV - tumour), points').toBeLessThan(1);
}

test('from the sample case to its results in the record and in files', async ({ app, host }) => {
  test.setTimeout(600_000);
  const [baseline, followUp] = [baselineReading(), followUpReading()];
  await app.open(host.url());
  await app.library.importSample();

  const before = await segment(app, baseline, 'itself');
  expectNearTruth(before, baseline);
  const after = await segment(app, followUp, 'strokes');
  expectNearTruth(after, followUp);

  await test.step('nothing is lost when the host is killed: the open window finds it again, a new one finds all of it', async () => {
    await host.killAndRestart();
    await expect(app.page.getByText('Connection lost, nothing is lost')).toBeHidden();
    await app.goTo('Library');
    await app.library.openDated(baseline.date);
    await app.workspace.expectRendered();
    const reader = new Reader(app.page, baseline.geometry);
    await reader.expectSaved();
    expect(await reader.value('tlv')).toBe(before.tlv);

    await app.open(host.url());
    await app.library.openDated(followUp.date);
    await app.workspace.expectRendered();
    await reader.expectSaved();
    expect(await reader.value('tlv')).toBe(after.tlv);
    expect(await reader.value('flr')).toBe(after.flr);
  });

  const record = new RecordPlace(app.page);
  await test.step('the last step leads to the record', async () => {
    const reader = new Reader(app.page, followUp.geometry);
    await reader.takeStep('Sign');
    await reader.press('Open the record');
    await expect(app.page).toHaveURL(/#\/record/);
  });
  await test.step('the subject, the time points and the embolisation are entered', async () => {
    await app.goTo('Record');
    const { heightCm, weightKg } = demoSubject.measure;
    await record.newSubject({ code: 'NL01-007', sex: 'Male', date: baseline.date, heightCm, weightKg });
    await record.assign('Baseline', baseline.date);
    await record.assign('Week 1', followUp.date);
    await record.addEmbolisation({
      date: sampleDates.embolisation,
      procedure: 'PVE/HVE: portal and hepatic vein embolisation',
      choices: ['Portal branches: Right anterior', 'Hepatic veins: Right', 'Materials: Plug'],
    });
  });

  await test.step('volumes, ratios and growth stand under their full names', async () => {
    const shown = (quantity: QuantityId, column: number) => record.number('Volumes and ratios', quantity, column);
    await expect.poll(() => shown('tlv', 1)).toBe(printed('tlv', after.tlv));
    expect(await shown('tlv', 0)).toBe(printed('tlv', before.tlv));
    expect(await shown('flr', 0)).toBe(printed('flr', before.flr));
    expect(await shown('flr', 1)).toBe(printed('flr', after.flr));
    expect(await shown('flr_pct_functional', 1)).toBe(printed('flr_pct_functional', after.ratio));

    const { heightCm, weightKg } = demoSubject.measure;
    const telvMl = -794.41 + 1267.28 * Math.sqrt((heightCm * weightKg) / 3600);
    const grownPoints = (100 * (after.flr - before.flr)) / telvMl;
    const weeks = daysBetween(sampleDates.embolisation, followUp.date) / 7;
    const grown = (quantity: QuantityId) => record.number('Growth', quantity);
    expect(await grown('dh_sflr_points')).toBe(printed('dh_sflr_points', grownPoints));
    expect(await grown('kgr_sflr_initial')).toBe(printed('kgr_sflr_initial', grownPoints / weeks));
  });

  await test.step('results and segmentations leave as files', async () => {
    const csv = await record.export('Export results (CSV)');
    const text = await readFile(await csv.path(), 'utf8');
    expect(text).toContain('NL01-007');
    expect(text).toContain(String(before.tlv));
    expect(text).not.toContain('Sample^Generated');
    const seg = await record.exportSegmentation('Segmentation (DICOM SEG)');
    const bytes = await readFile(await seg.path());
    expect(bytes.subarray(128, 132).toString()).toBe('DICM');
  });
});
