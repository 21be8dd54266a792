/** Masks of other programs in the window: what is asked, what is said, and what is measured afterwards. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startHost } from '../../scripts/hostProcess.ts';
import { indexToPatient, type VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { countLabels } from '../../electron/core/domain/labels.ts';
import { labelVolumes } from '../../electron/core/domain/volumetry.ts';
import { CT_IMAGE_STORAGE } from '../../electron/host/dicom/writeCt.ts';
import { readSegSource, writeSeg } from '../../electron/host/dicom/seg.ts';
import { writeNifti } from '../../electron/host/nifti/index.ts';
import type { StudyTruth } from '../fixtures/index.ts';
import { App } from './support/app.ts';
import { sampleFolder } from './support/preparedFolder.ts';
import { Reader } from './support/reader.ts';
import { expect, test } from './support/test.ts';

/** As a program writes it whose liver has a name and a code that nobody knows. */
async function unnamedSeg({ folder, geometry, labels }: StudyTruth): Promise<Buffer> {
  const [slice] = await readdir(folder, { recursive: true, withFileTypes: true }).then((all) =>
    all.filter((entry) => entry.isFile()),
  );
  const bytes = writeSeg({
    labels,
    geometry,
    sourceImages: Array.from({ length: geometry.dims[2] }, (_, k) => ({
      sopInstanceUid: `1.2.3.${k + 1}`,
      sopClassUid: CT_IMAGE_STORAGE,
      k,
    })),
    header: readSegSource(await readFile(path.join(slice!.parentPath, slice!.name))),
    algorithm: { type: 'MANUAL', name: 'Elsewhere' },
    version: '1',
    uids: { series: '1.2.3.4', instance: '1.2.3.5' },
    now: new Date('2026-01-01T00:00:00Z'),
  });
  const text = Buffer.from(bytes).toString('latin1');
  return Buffer.from(text.replaceAll('Liver', 'Part1').replaceAll('10200004', '99999999'), 'latin1');
}

/** Liver 1, tumour 9, FLR 3, each second voxel along rows and columns, `above` slices above its place. */
function coarseNifti({ geometry, labels }: StudyTruth, above = 0): Uint8Array {
  const [columns, rows, slices] = geometry.dims;
  const [dx, dy, dz] = geometry.spacingMm;
  const dims = [columns / 2, rows / 2, slices] as const;
  const values = Uint8Array.from({ length: dims[0] * dims[1] * dims[2] }, (_, at) => {
    const [i, j, k] = [at % dims[0], Math.floor(at / dims[0]) % dims[1], Math.floor(at / (dims[0] * dims[1]))];
    return [0, 1, 3, 9, 9, 1, 1][labels[2 * i + columns * (2 * j + rows * k)]!]!;
  });
  const spacingMm = [2 * dx, 2 * dy, dz] as const;
  const coarse: VolumeGeometry = { ...geometry, dims, spacingMm, originMm: indexToPatient(geometry, [0, 0, above]) };
  return writeNifti({ geometry: coarse, data: values });
}

test('masks of other programs are asked about, measured beforehand, and taken back', async ({ page }) => {
  const { dataFolder, studies, remove } = await sampleFolder({ truthMasks: false });
  const study = studies[0]!;
  const files = await mkdtemp(path.join(os.tmpdir(), 'remnant-masks-'));
  const file = async (name: string, bytes: Uint8Array | string): Promise<string> => {
    await writeFile(path.join(files, name), bytes);
    return path.join(files, name);
  };
  const seg = await file('elsewhere.dcm', await unnamedSeg(study));
  const nifti = await file('coarse.nii', coarseNifti(study));
  const host = await startHost({ dataFolder, fromSource: true });
  const app = new App(page);
  await app.open(host.url);
  await app.library.openDated(study.date);
  await app.workspace.expectRendered();
  const reader = new Reader(page, study.geometry);
  await reader.expectSaved();
  const truth = labelVolumes(countLabels(study.labels), study.geometry);
  const expectTruth = async (digits: number) => {
    for (const quantity of ['tlv', 'tumour', 'flr'] as const)
      await expect
        .poll(async () => (await reader.value(quantity)) / truth[quantity].value!, { message: quantity })
        .toBeCloseTo(1, digits);
  };
  const dialog = page.getByRole('dialog', { name: 'Import a mask' });
  const doImport = dialog.getByRole('button', { name: 'Import', exact: true });

  // By key and the browser's own dialog: a segment that nobody can tell is asked for, and what will be measured is said beforehand.
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Shift+I')]);
  await chooser.setFiles([seg]);
  await expect(dialog.getByText('on the grid of this CT, voxel for voxel')).toBeVisible();
  await expect(dialog.getByText('1 segment is still to be chosen.')).toBeVisible();
  await expect(doImport).toBeDisabled();
  await dialog
    .getByRole('row', { name: /^Part1/ })
    .getByRole('button')
    .click();
  await page.getByRole('option', { name: /^Liver/ }).click();
  await expect(dialog.getByText(/^Liver and tumour share \d+(\.\d)? mL, which count as$/)).toBeVisible();
  const total = dialog.getByRole('group', { name: 'Total liver' });
  await expect(total).toContainText(`${truth.tlv.value!.toFixed(0)} mL`);
  await doImport.click();
  await reader.expectDone(/^Import mask elsewhere\.dcm$/);
  await expectTruth(9);

  // Dropped: another grid is said with both spacings, and what is drawn stays in the history.
  await app.workspace.dropMask(nifti);
  await expect(
    dialog.getByText(/on another grid \(88 x 88 x 95 voxels of 4 x 4 x 3 mm\) and is resampled/),
  ).toBeVisible();
  await dialog
    .getByRole('row', { name: /^Value 9/ })
    .getByRole('button')
    .click();
  await page.getByRole('option', { name: /^Tumour/ }).click();
  await expect(dialog.getByText('That stays in the history as revision 1')).toBeVisible();
  await doImport.click();
  await reader.expectDone(/^Import mask coarse\.nii, resampled$/);
  await expectTruth(1);
  await page.keyboard.press('Control+z');
  await expectTruth(9);
  await reader.expectDone(/^Import mask elsewhere\.dcm$/);

  // What would be lost beyond the CT is said beforehand.
  await app.workspace.dropMask(await file('high.nii', coarseNifti(study, study.geometry.dims[2] / 2)));
  await expect(
    dialog.getByText(/^\d+ mL of what is imported lie outside of this CT and will be lost\.$/),
  ).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect.poll(() => readdir(path.join(dataFolder, 'uploads'))).toEqual([]);

  // What is no mask is said to be none, and nothing is changed.
  await app.workspace.dropMask(await file('notes.txt', 'no mask'));
  await expect(dialog.getByRole('alert')).toContainText('This is no mask that can be read');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expectTruth(9);
  await host.close();
  await Promise.all([remove(), rm(files, { recursive: true })]);
});
