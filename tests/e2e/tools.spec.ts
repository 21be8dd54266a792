import { startHost } from '../../scripts/hostProcess.ts';
import { indexToPatient, voxelVolumeMl, type Vec3, type VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { App } from './support/app.ts';
import { sampleFolder } from './support/preparedFolder.ts';
import { Reader } from './support/reader.ts';
import { baselineReading, type SliceLine } from './support/sampleReader.ts';
import { expect, test } from './support/test.ts';

const K = 40;
const WIDTH_MM = 40;
const HEIGHT_MM = 30;

/** A rectangle drawn around a place in the body, closed, all of it or its left part. */
function rectangle(geometry: VolumeGeometry, part = 1): SliceLine {
  const [x, y, z] = indexToPatient(geometry, [60, 80, K]);
  const [left, top] = [x - WIDTH_MM / 2, y - HEIGHT_MM / 2];
  const [right, bottom] = [left + WIDTH_MM * part, top + HEIGHT_MM];
  const corners: Vec3[] = [
    [left, top, z],
    [right, top, z],
    [right, bottom, z],
    [left, bottom, z],
    [left, top, z],
  ];
  return { k: K, pointsMm: corners };
}

test('outlines, thresholds and margins have their size in mL, obey one masking, and are applied or cancelled', async ({
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
  const rectangleMl = WIDTH_MM * HEIGHT_MM * geometry.spacingMm[2] * 1e-3;
  const near = (value: number, expected: number, within: number, what: string): void => {
    expect(Math.abs(value / expected - 1), `${what}: ${value} for ${expected} mL`).toBeLessThan(within);
  };

  await test.step('a contour fills, and is copied to the next slice', async () => {
    await reader.choose('Contour');
    await reader.draw([rectangle(geometry)]);
    await reader.expectDone(/^Contour: fill liver$/);
    near(await reader.value('tlv'), rectangleMl, 0.05, 'contour');
    await page.keyboard.press('q');
    await reader.expectDone(/^Copy liver to slice \d+$/);
    near(await reader.value('tlv'), 2 * rectangleMl, 0.05, 'two slices');
  });
  const drawn = await reader.value('tlv');

  await test.step('a line outside of the body is left out, and says so', async () => {
    await reader.choose('Liver stroke');
    await reader.draw([{ k: K, pointsMm: [indexToPatient(geometry, [2, 2, K]), indexToPatient(geometry, [9, 2, K])] }]);
    await expect(page.getByText('That line lies in air or fat')).toBeVisible();
    await expect(page.getByRole('button', { name: /^Remove stroke/ })).toHaveCount(0);
  });

  await test.step('scissors cut this slice or a slab, outside or inside', async () => {
    await reader.choose('Scissors');
    await reader.draw([rectangle(geometry, 0.5)]);
    await reader.expectDone(/^Scissors: erase liver inside, one slice$/);
    near(await reader.value('tlv'), 1.5 * rectangleMl, 0.06, 'half of one slice is cut');
    await page.keyboard.press('Control+z');
    await page.getByRole('radio', { name: 'Slab' }).check();
    await page.getByRole('radio', { name: 'Outside' }).check();
    await reader.draw([rectangle(geometry, 0.5)]);
    await reader.expectDone(/^Scissors: erase liver outside, 20 mm slab$/);
    near(await reader.value('tlv'), rectangleMl, 0.06, 'half of both slices is left');
    await page.keyboard.press('Control+z');
    await reader.expectDone(/^Copy liver to slice \d+$/);
    expect(await reader.value('tlv')).toBe(drawn);
  });

  await test.step('a threshold changes nothing until it is applied, and stays inside the area', async () => {
    await page.keyboard.press('Shift+T');
    await reader.choose('Threshold');
    await page.getByRole('slider', { name: 'From' }).fill('-200');
    await page.getByRole('slider', { name: 'To' }).fill('500');
    await page.getByRole('button', { name: /Area/ }).click();
    await page.getByRole('option', { name: 'Inside liver' }).click();
    expect(await reader.value('tumour')).toBe(0);
    // The list has the focus; the key is the tool's all the same.
    await page.keyboard.press('o');
    await expect(page.getByRole('button', { name: 'Outside stroke' })).toHaveAttribute('aria-pressed', 'true');
    await reader.choose('Threshold');
    await expect(page.getByRole('button', { name: /Area/ })).toContainText('Inside liver');
    await page.keyboard.press('Escape');
    expect(await reader.value('tumour')).toBe(0);
    await reader.choose('Threshold');
    await reader.press('Apply threshold');
    await reader.expectDone(/^Threshold: add -200 to 500 HU to tumour \(inside liver\)$/);
    // Nobody drew it by hand: it waits to be confirmed.
    await expect(page.getByText(`+ ${drawn.toFixed(1)} mL proposed`)).toBeVisible();
    expect(await reader.value('tlv')).toBe(drawn);
    await page.keyboard.press('Control+z');
    await reader.press('Draw everywhere again');
  });

  await test.step('a margin is a preview that Escape takes back and Enter keeps', async () => {
    await page.keyboard.press('Shift+L');
    await reader.choose('Grow, shrink, smooth');
    await reader.press('Grow liver by 2 mm');
    await expect(page.locator('[data-preview="edit"]')).toBeVisible();
    expect(await reader.value('tlv')).toBeGreaterThan(drawn);
    await page.keyboard.press('Escape');
    await expect(page.locator('[data-preview]')).toHaveCount(0);
    expect(await reader.value('tlv')).toBe(drawn);
    await reader.press('Grow liver by 2 mm');
    await expect(page.locator('[data-preview="edit"]')).toBeVisible();
    await page.keyboard.press('Enter');
    await reader.expectDone(/^Grow liver by 2 mm$/);
    // One voxel of 2 mm on every side of both rectangles, none across slices of 3 mm.
    const rim = 2 * 2 * (WIDTH_MM + HEIGHT_MM) * geometry.spacingMm[2] * 2e-3;
    near((await reader.value('tlv')) - drawn, rim, 0.1, 'rim of 2 mm');
  });

  await test.step('a locked segment keeps its extent under every tool', async () => {
    const before = await reader.value('tlv');
    await page.getByRole('button', { name: /^Lock liver/ }).click();
    await page.keyboard.press('a');
    await expect(page.getByText('The liver is locked')).toBeVisible();
    await reader.choose('Eraser');
    await reader.click([{ k: K, pointsMm: [indexToPatient(geometry, [60, 80, K])] }]);
    await expect(page.getByText(/“Draws where” holds the tool off/)).toBeVisible();
    expect(await reader.value('tlv')).toBe(before);
    await page.getByRole('button', { name: 'Unlock liver' }).click();
    const voxels = before / voxelVolumeMl(geometry);
    expect(Math.abs(voxels - Math.round(voxels))).toBeLessThan(1e-6);
  });

  await host.close();
  await remove();
});

test('a brush held to the tissue of its stroke stops at the edge of the organ, and its key erases while it is held', async ({
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
  // Eight mm inside the liver's edge: half of a disc of 16 mm reaches over it.
  const edge = baselineReading().liver[0]!.pointsMm[0]!;
  const k = Math.round((edge[2] - geometry.originMm[2]) / geometry.spacingMm[2]);
  const dot: SliceLine = { k, pointsMm: [edge] };

  await reader.choose('Brush');
  await reader.setBrush('Disc in the slice', 16);
  await reader.click([dot]);
  await reader.expectDone(/^Brush liver, 16 mm$/);
  const whole = await reader.value('tlv');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Shift+R');
  await reader.click([dot]);
  await reader.expectDone(/^Brush liver, 16 mm \(-?\d+ to -?\d+ HU\)$/);
  const limited = await reader.value('tlv');
  expect(limited / whole, `${limited} of ${whole} mL`).toBeGreaterThan(0.4);
  expect(limited / whole, `${limited} of ${whole} mL`).toBeLessThan(0.95);
  await page.keyboard.press('Shift+R');

  await page.keyboard.down('e');
  await expect(page.getByRole('button', { name: 'Eraser', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await reader.click([dot]);
  await reader.expectDone(/^Erase liver, 16 mm$/);
  await page.keyboard.up('e');
  await expect(page.getByRole('button', { name: 'Brush', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.locator('[data-quantity="tlv"]').first()).toHaveAttribute('data-value', '');

  await host.close();
  await remove();
});
