/** Segmentations, masks, surfaces and key images as other people's programs read them, voxel for voxel. */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { indexToPatient, voxelCount, type Vec3, type VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import { isLiver, isTumour } from '../../electron/core/domain/labels.ts';
import { writeCapture } from '../../electron/host/dicom/scWrite.ts';
import { readSegSource, writeSeg, type SegForm } from '../../electron/host/dicom/seg.ts';
import { writeDicom } from '../../electron/host/dicom/write.ts';
import { CT_IMAGE_STORAGE, ctDataset, ctUids } from '../../electron/host/dicom/writeCt.ts';
import { meshFile } from '../../electron/host/mesh/meshFile.ts';
import { writeNifti } from '../../electron/host/nifti/index.ts';
import { obliqueDirection, seriesDescription, smallGeometry, temporaryFolder } from '../fixtures/index.ts';
import { hasPython, installed, output, python } from './tools.ts';

/** 13 x 7 pixels: frames that don't end at a byte. */
const geometries: Readonly<Record<string, VolumeGeometry>> = {
  axial: smallGeometry({ dims: [13, 7, 5] }),
  oblique: smallGeometry({ dims: [13, 7, 5], direction: obliqueDirection(0.3, -0.2, 0.1) }),
  'feet first': smallGeometry({ dims: [13, 7, 5], direction: { i: [-1, 0, 0], j: [0, 1, 0], k: [0, 0, -1] } }),
  coronal: smallGeometry({ dims: [13, 7, 5], direction: { i: [1, 0, 0], j: [0, 0, -1], k: [0, 1, 0] } }),
};
const labels = Uint8Array.from({ length: 13 * 7 * 5 }, (_, at) => (at * 5) % 7);
const uids = ctUids(seriesDescription);
const sourceImages = Array.from({ length: 5 }, (_, k) => ({
  sopInstanceUid: uids.instance(k),
  sopClassUid: CT_IMAGE_STORAGE,
  k,
}));
const headerOf = (geometry: VolumeGeometry) =>
  readSegSource(writeDicom(ctDataset(seriesDescription, geometry, 0, new Int16Array(13 * 7))));
const sha256 = (mask: Uint8Array): string => createHash('sha256').update(mask).digest('hex');
const digestOf = (isIn: (label: number) => boolean): string => sha256(labels.map((label) => Number(isIn(label))));

let folder = '';
const fileOf = (name: string): string => join(folder, name);
const segOf = (name: string, form: SegForm): string => fileOf(`${name}-${form}.dcm`);

beforeAll(async () => {
  const made = await temporaryFolder();
  folder = made.path;
  for (const [name, geometry] of Object.entries(geometries)) {
    const input = { labels, geometry, sourceImages, header: headerOf(geometry), trackedBy: 'subject' } as const;
    const algorithm = { type: 'SEMIAUTOMATIC', name: 'grow-liver@1' } as const;
    for (const form of ['binary', 'labelmap'] as const)
      await writeFile(segOf(name, form), writeSeg({ ...input, form, algorithm, version: '0.1.0' }));
    await writeFile(fileOf(`${name}.nii`), writeNifti({ geometry, data: labels }));
  }
  const capture = { width: 30, height: 20, rgb: new Uint8Array(1800).fill(90), sourceImages, version: '0.1.0' };
  const header = headerOf(geometries['axial']!);
  await writeFile(fileOf('capture.dcm'), writeCapture({ ...capture, header, seriesDescription: 'Key image' }));
  return () => made.remove();
});

describe.each(Object.entries(geometries))('on a grid that is %s', (name, geometry) => {
  const place = JSON.stringify(geometry);
  test.skipIf(!hasPython('pydicom', 'numpy'))(
    'pydicom has the segments voxel for voxel, binary and as a label map (Debian: python3-pydicom, python3-numpy; skipped without)',
    async () => {
      const binary = JSON.parse(await python('segmentation_reader.py', [segOf(name, 'binary'), place])) as unknown;
      expect(binary).toMatchObject({
        1: digestOf(isLiver),
        2: digestOf(isTumour),
        3: digestOf((label) => label === 2),
      });
      const map = JSON.parse(await python('segmentation_reader.py', [segOf(name, 'labelmap'), place])) as unknown;
      expect(map).toEqual(
        Object.fromEntries([1, 2, 3, 4, 5, 6].map((own) => [String(own), digestOf((label) => label === own)])),
      );
    },
  );
  test.skipIf(!installed('dciodvfy'))(
    'dciodvfy finds no error in the binary one (Debian: dicom3tools; skipped without); its version is older than label maps',
    async () => {
      const lines = (await output('dciodvfy', [segOf(name, 'binary')])).split('\n');
      expect(lines).toContain('Segmentation');
      expect(lines.filter((line) => line.startsWith('Error'))).toEqual([]);
    },
  );
  test.skipIf(!installed('dcmdump'))(
    'dcmdump reads the label map to the end (Debian: dcmtk; skipped without)',
    async () => {
      const dump = await output('dcmdump', [segOf(name, 'labelmap')]);
      expect(dump).toContain('LABELMAP');
      expect(dump.split('\n').filter((line) => /^[EW]: /.test(line))).toEqual([]);
    },
  );
  test.skipIf(!installed('gdcmconv'))(
    'GDCM unpacks the RLE of the label map (Debian: libgdcm-tools; skipped without)',
    async () => {
      // Its version is older than label maps, and reads only kinds of objects that it knows: it gets the pixels as those of a known one.
      const [known, raw] = [fileOf(`${name}-known.dcm`), fileOf(`${name}-raw.dcm`)];
      const bytes = (await readFile(segOf(name, 'labelmap'))).toString('latin1');
      await writeFile(
        known,
        bytes.replaceAll('1.2.840.10008.5.1.4.1.1.66.7', '1.2.840.10008.5.1.4.1.1.66.4'),
        'latin1',
      );
      expect(await output('gdcmconv', ['--raw', known, raw])).toBe('');
      const dump = await output('dcmdump', ['+P', '7fe0,0010', '+L', raw]);
      const first = [...labels.subarray(0, 8)].map((label) => label.toString(16).padStart(2, '0')).join('\\');
      expect(dump).toContain(first);
    },
  );
  test.skipIf(!hasPython('nibabel', 'numpy'))(
    'nibabel has the mask where it is in the patient (Debian: python3-nibabel; skipped without)',
    async () => {
      const read = JSON.parse(await python('nifti_reader.py', [fileOf(`${name}.nii`)])) as {
        affine: readonly (readonly [number, number, number, number])[];
        sha256: string;
      };
      expect(read.sha256).toBe(sha256(labels));
      for (const index of [
        [0, 0, 0],
        [12, 0, 0],
        [0, 6, 0],
        [3, 2, 4],
      ] as const satisfies readonly Vec3[]) {
        const [x, y, z] = read.affine.map(([a, b, c, d]) => a * index[0] + b * index[1] + c * index[2] + d);
        // RAS against LPS
        indexToPatient(geometry, index).forEach((value, axis) => {
          expect([-x!, -y!, z!][axis]).toBeCloseTo(value, 3);
        });
      }
    },
  );
});

test.skipIf(!installed('dciodvfy'))(
  'dciodvfy finds no error in a key image (Debian: dicom3tools; skipped without)',
  async () => {
    const lines = (await output('dciodvfy', [fileOf('capture.dcm')])).split('\n');
    expect(lines).toContain('SCImage');
    expect(lines.filter((line) => line.startsWith('Error'))).toEqual([]);
  },
);

test.skipIf(!installed('admesh'))(
  'admesh finds a surface closed and turned outward (Debian: admesh; skipped without)',
  async () => {
    const geometry = smallGeometry({ dims: [30, 24, 16] });
    const box = new Uint8Array(voxelCount(geometry));
    for (let k = 3; k < 13; k++)
      for (let j = 4; j < 20; j++) box.fill(1, 5 + 30 * (j + 24 * k), 25 + 30 * (j + 24 * k));
    await writeFile(fileOf('box.stl'), meshFile({ labels: box, geometry, format: 'stl', segment: 'liver' })!);
    const report = await output('admesh', [fileOf('box.stl')]);
    expect(report).toMatch(/Total disconnected facets\s*:\s*0\s+0/);
    expect(Number(/Volume\s*:\s*([\d.]+)/.exec(report)![1]) / (10 * 16 * 20 * 12)).toBeCloseTo(1, 2);
  },
);
