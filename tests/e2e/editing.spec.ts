import { startHost } from '../../scripts/hostProcess.ts';
import { indexToPatient, voxelVolumeMl, type VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { App } from './support/app.ts';
import { sampleFolder } from './support/preparedFolder.ts';
import { Reader } from './support/reader.ts';
import type { SliceLine } from './support/sampleReader.ts';
import { expect, test } from './support/test.ts';

const RADIUS_MM = 20;

/** One click in the middle of the right lobe's rough place. */
const dot = (geometry: VolumeGeometry, k: number): SliceLine => ({
  k,
  pointsMm: [indexToPatient(geometry, [60, 80, k])],
});

test('what is drawn by hand has its size in mm, is interpolated, undone by name, and is the same after a reload', async ({
  page,
}) => {
  const { dataFolder, studies, remove } = await sampleFolder({ truthMasks: false });
  const { date, geometry } = studies[0]!;
  const host = await startHost({ dataFolder, fromSource: true });
  const app = new App(page);
  await app.open(host.url);
  await app.library.openDated(date);
  await app.workspace.expectRendered();
  const reader = new Reader(page, geometry);

  await reader.choose('Brush');
  await reader.setBrush('Disc in the slice', RADIUS_MM);
  const discMl = Math.PI * RADIUS_MM ** 2 * geometry.spacingMm[2] * 1e-3;
  await reader.click([dot(geometry, 40)]);
  await reader.expectDone(/^Brush liver, 20 mm$/);
  expect(Math.abs((await reader.value('tlv')) / discMl - 1), 'disc of 20 mm radius').toBeLessThan(0.03);

  await reader.click([dot(geometry, 46)]);
  await reader.expectSaved();
  const twoDiscs = await reader.value('tlv');
  await reader.press('Interpolate between slices');
  await reader.apply(/Interpolate liver between slices/);
  const column = await reader.value('tlv');
  expect(Math.abs(column / (7 * discMl) - 1), 'seven discs').toBeLessThan(0.05);

  await page.keyboard.press('Control+z');
  await reader.expectDone(/^Brush liver, 20 mm$/);
  expect(await reader.value('tlv')).toBe(twoDiscs);
  await page.keyboard.press('Control+Shift+z');
  await reader.expectDone(/^Interpolate liver between slices$/);
  expect(await reader.value('tlv')).toBe(column);

  await reader.choose('Eraser');
  await reader.click([dot(geometry, 43)]);
  await reader.expectDone(/^Erase liver, 20 mm$/);
  const erased = column - (await reader.value('tlv'));
  expect(Math.abs(erased / discMl - 1), 'one disc less').toBeLessThan(0.05);
  const beforeKeeping = await reader.value('tlv');
  await reader.choose('Pieces and holes');
  await reader.press('Keep largest piece');
  await reader.apply(/Keep largest piece of liver/);
  const left = await reader.value('tlv');
  expect(Math.abs(left / (3 * discMl) - 1), 'three of the seven discs').toBeLessThan(0.05);
  expect(Math.abs(left / voxelVolumeMl(geometry) - Math.round(left / voxelVolumeMl(geometry)))).toBeLessThan(1e-6);

  await page.reload();
  await app.workspace.expectRendered();
  await reader.expectSaved();
  expect(await reader.value('tlv')).toBe(left);

  // Undo goes on through the stored revisions, and redo brings back what it took.
  await page.keyboard.press('Control+z');
  await expect.poll(() => reader.value('tlv')).toBe(beforeKeeping);
  await reader.expectDone(/^As opened$/);
  await page.keyboard.press('Control+Shift+z');
  await reader.expectDone(/^Keep largest piece of liver$/);
  expect(await reader.value('tlv')).toBe(left);

  await app.goTo('Audit trail');
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  await expect(page.getByText('Everything is as it was stored.')).toBeVisible();
  await host.close();
  await remove();
});
