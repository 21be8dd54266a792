/** Measurement reports as dicom3tools (dciodvfy), DCMTK (dsrdump) and pydicom see them. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { writeSr } from '../../electron/host/dicom/sr.ts';
import { temporaryFolder } from '../fixtures/index.ts';
import { reportInput, reportValues } from '../fixtures/report.ts';
import { hasPython, installed, output, python } from './tools.ts';

const signed = { name: 'Müller^Zoë', organization: 'NL01', at: new Date(2025, 0, 9, 10, 30) };
const reports = {
  draft: reportInput(),
  signed: reportInput(reportValues, { verified: signed }),
  'of the program alone': reportInput(reportValues, { observer: { kind: 'device' }, trial: null }),
};
let folder = '';
const fileOf = (name: string): string => join(folder, `${name}.dcm`);

beforeAll(async () => {
  const made = await temporaryFolder();
  folder = made.path;
  for (const [name, input] of Object.entries(reports)) await writeFile(fileOf(name), writeSr(input));
  return () => made.remove();
});

describe.each(Object.keys(reports))('a report, %s', (name) => {
  test.skipIf(!installed('dciodvfy'))(
    'has no error for dciodvfy (Debian: dicom3tools; skipped without it)',
    async () => {
      const lines = (await output('dciodvfy', [fileOf(name)])).split('\n');
      expect(lines).toContain('Comprehensive3DSR');
      expect(lines.filter((line) => line.startsWith('Error'))).toEqual([]);
    },
  );

  test.skipIf(!installed('dsrdump'))('is read to the end by dsrdump (Debian: dcmtk; skipped without it)', async () => {
    const dump = await output('dsrdump', ['-Ec', fileOf(name)]);
    expect(dump).toContain('Imaging Measurement Report');
    expect(dump.match(/CONTAINER:\(,,"Measurement Group"\)/g)).toHaveLength(6);
    // Its checker of texts knows no Unicode, and says so.
    const complaints = dump.split('\n').filter((line) => /^[EW]: /.test(line));
    expect(complaints.filter((line) => !line.includes('ISO_IR 192'))).toEqual([]);
  });

  test.skipIf(!hasPython('pydicom'))(
    'gives pydicom every number as it was stored (Debian: python3-pydicom; skipped without it)',
    async () => {
      const read = JSON.parse(await python('report_reader.py', [fileOf(name)])) as [string, number | null, string][];
      const stored = reports[name as keyof typeof reports].groups.flatMap(({ values }) =>
        values.map(({ quantity, value, unit }) => [quantity, value, value === null ? '' : unit]),
      );
      expect(read).toEqual(stored);
    },
  );
});
