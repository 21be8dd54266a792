import { execFileSync, spawnSync } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../tests/fixtures/index.ts';
import { packageCase, type PackageCase } from '../../../tests/fixtures/package/case.ts';
import { packageOptions, type PackageOptions } from '../../core/contract/package.ts';
import { shownUnit } from '../../core/domain/units.ts';
import { parseHeader } from '../dicom/segSource.ts';
import { readSr } from '../dicom/sr.ts';
import { openContext, type OpenContext } from '../openContext.ts';
import { writeCsv, type Cell } from '../export/csv.ts';
import { exportResultsCsv } from '../export/index.ts';
import { subjectReport } from '../report/index.ts';
import { countingSegmentation, reviewReading, signaturesOf, signReading } from '../readings/index.ts';
import { changeSubject, getSubject } from '../trial/index.ts';
import { resultsForSubject } from '../volumetry/index.ts';
import { signatureMeanings } from '../../core/domain/signature.ts';
import { deliver, realDisk, type Disk } from './deliver.ts';
import {
  completenessOfSubject,
  createPackage,
  listPackages,
  openPackage,
  packageIntoExports,
  verifyPackage,
} from './index.ts';
import { openWorkstationKey, signManifest, workstationKeyFile } from './key.ts';
import { MANIFEST, manifestBytes, readManifest, SIGNATURE } from './manifest.ts';
import type { PackageRecord } from './record.ts';
import { sha256Of } from './staging.ts';
import { canonicalJson } from '../audit/canonicalJson.ts';
import { readCsv } from './verify/readCsv.ts';

const INCOMPLETE = 'nobody has signed yet';
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let store: OpenContext;
let subject: PackageCase;
/** Made once; tests work on copies. */
let made: string;
const inside = (name: string): string => join(folder.path, name);
const options = (given: PackageOptions = {}) => packageOptions.parse({ incompleteReason: INCOMPLETE, ...given });
const request = (target: string, given?: PackageOptions) => ({
  subjectId: subject.subjectId,
  options: options(given),
  target,
  form: 'folder' as const,
});
const check = async (path: string, identity?: string) => verifyPackage(await openPackage(path, identity));

let copies = 0;
async function copy(): Promise<string> {
  const path = inside(`copy-${++copies}`);
  await cp(made, path, { recursive: true });
  return path;
}

/** Changes files and signs again with another key, as a forger could who has no masks for the numbers. */
async function forge(path: string, change: (files: Map<string, Buffer>) => void): Promise<string> {
  const read = readManifest(await readFile(join(path, MANIFEST)));
  if ('problem' in read) throw new Error(read.problem);
  const files = new Map<string, Buffer>();
  for (const { path: name } of read.manifest.files) files.set(name, await readFile(join(path, name)));
  change(files);
  for (const [name, bytes] of files) await writeFile(join(path, name), bytes);
  const listed = read.manifest.files.map((file) => {
    const bytes = files.get(file.path)!;
    return { ...file, byteCount: bytes.length, sha256: sha256Of(bytes) };
  });
  const bytes = manifestBytes({ ...read.manifest, files: listed });
  await mkdir(inside('forger'), { recursive: true });
  await writeFile(join(path, MANIFEST), bytes);
  await writeFile(join(path, SIGNATURE), signManifest(openWorkstationKey(inside('forger')), bytes));
  return path;
}
const replaced = (bytes: Buffer, from: string, to: string): Buffer => {
  expect(bytes.toString('latin1')).toContain(from);
  return Buffer.from(bytes.toString('latin1').replace(from, to), 'latin1');
};

beforeAll(async () => {
  folder = await temporaryFolder();
  store = openContext({ dataFolder: inside('data'), version: '0.0.0-test' });
  subject = await packageCase(store.context, folder.path);
  made = inside('made');
  await createPackage(store.context, request(made, { withCt: true }));
}, 300_000);
afterAll(async () => {
  await store.close();
  await folder.remove();
});

describe('a package', () => {
  test('is right, and says what is missing and why', async () => {
    const report = await check(made);
    expect(report).toMatchObject({ ok: true, problem: null });
    expect(report.manifest).toMatchObject({ subjectCode: 'NL01-007', incompleteReason: INCOMPLETE, replaces: null });
    expect(report.manifest?.missing.map(({ statement }) => statement)).toEqual([
      'Baseline, CT of 2025-02-24: the reading is not signed.',
      'Week 1, CT of 2025-03-18: the reading is not signed.',
    ]);
    expect(listPackages(store.context, subject)).toMatchObject([{ name: 'made', form: 'folder', missingCount: 2 }]);
  });

  test('says in plain text of whom it is, what is missing or not signed, and what each file is', async () => {
    const text = await readFile(join(made, 'README.txt'), 'utf8');
    for (const line of [
      'Submission package of NL01-007',
      'Trial    DRAGON 2, NCT05428735, protocol version 4',
      'Sponsor  Maastricht University',
      `INCOMPLETE, because: ${INCOMPLETE}`,
      '  missing: Week 1, CT of 2025-03-18: the reading is not signed.',
      '  Week 1, CT of 2025-03-18: NOT SIGNED (draft)',
    ])
      expect(text.split('\r\n')).toContain(line);
    const named = [...text.matchAll(/^ {2}(\S+(?:, \S+)?) {2,}\S/gm)].flatMap(([, names]) => names!.split(', '));
    const isNamed = (path: string): boolean =>
      named.some((name) => (name.endsWith('/') ? path.startsWith(name) : path.endsWith(name.replace('*', ''))));
    const files = (await openPackage(made)).names;
    expect(files.filter((path) => !isNamed(path))).toEqual([]);
    expect(named).toContain('ct/');
  });

  const noOpenssl = spawnSync('openssl', ['version']).error !== undefined;
  test.skipIf(noOpenssl)(
    `is known by its signature to who has no Remnant${noOpenssl ? ' (skipped: openssl is not here)' : ''}`,
    async () => {
      const sealed = JSON.parse(await readFile(join(made, SIGNATURE), 'utf8')) as Record<string, string>;
      await writeFile(inside('key.pem'), sealed['publicKeyPem']!);
      await writeFile(inside('signature'), Buffer.from(sealed['signature']!, 'base64'));
      const asked = ['pkeyutl', '-verify', '-pubin', '-inkey', inside('key.pem'), '-sigfile', inside('signature')];
      const ran = spawnSync('openssl', [...asked, '-rawin', '-in', join(made, MANIFEST)], { encoding: 'utf8' });
      expect(ran.stdout).toContain('Signature Verified Successfully');
    },
  );

  test("has nothing of the patient in any file, and the key's private half in none", async () => {
    const key = await readFile(workstationKeyFile(inside('data')), 'utf8');
    const words = ['Sample^Generated', 'SAMPLE-001', 'Dr Nobody', key.split('\n')[1]!];
    const names = (await readdir(made, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    for (const { name, parentPath } of names) {
      const bytes = await readFile(join(parentPath, name));
      for (const word of words) expect(bytes.includes(word), `${word} in ${name}`).toBe(false);
    }
  });

  test('names sponsor, protocol, time point and day in every DICOM file, and the sponsor as a place in the ODM file', async () => {
    const images = await readdir(join(made, 'ct', 'w1_2025-03-18'));
    const files = [
      `ct/w1_2025-03-18/${images[0]!}`,
      'w1_2025-03-18_segmentation.dcm',
      'w1_2025-03-18_measurements.dcm',
    ];
    for (const name of files) {
      const elements = parseHeader(await readFile(join(made, name)));
      const texts = [0x00120010, 0x00120020, 0x00120021, 0x00120030, 0x00120040, 0x00120050];
      expect(texts.map((tag) => elements.ascii(tag))).toEqual([
        'Maastricht University',
        'NCT05428735',
        'DRAGON 2',
        'NL01',
        'NL01-007',
        'w1',
      ]);
    }
    expect(await readFile(join(made, 'odm.xml'), 'utf8')).toContain(
      '<Location OID="LOC.SPONSOR" Name="Maastricht University" LocationType="Sponsor">',
    );
  });

  test('shows any changed byte of any file', async () => {
    const path = await copy();
    const names = (await readdir(path, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name));
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 }), async (which, where, flip) => {
        // Small files as often as large ones.
        const name = names[which % names.length]!;
        const bytes = await readFile(name);
        const changed = Buffer.from(bytes);
        changed[where % bytes.length]! ^= flip;
        await writeFile(name, changed);
        const { ok, problem } = await check(path);
        await writeFile(name, bytes);
        expect(ok).toBe(false);
        expect(problem).toMatch(/\.$/);
      }),
      { numRuns: 60 },
    );
    for (const name of [MANIFEST, SIGNATURE]) {
      const bytes = await readFile(join(path, name));
      for (let at = 0; at < bytes.length; at += Math.ceil(bytes.length / 60)) {
        const changed = Buffer.from(bytes);
        changed[at]! ^= 1;
        await writeFile(join(path, name), changed);
        expect((await check(path)).ok).toBe(false);
      }
      await writeFile(join(path, name), bytes);
    }
    expect((await check(path)).ok).toBe(true);
  }, 300_000);

  test('lacks no file and has none too many', async () => {
    const path = await copy();
    await rename(join(path, 'odm.xml'), join(path, 'odm2.xml'));
    expect(await check(path)).toMatchObject({ ok: false, problem: 'odm.xml is missing.' });
    await rename(join(path, 'odm2.xml'), join(path, 'odm.xml'));
    await writeFile(join(path, 'note.txt'), 'x');
    expect(await check(path)).toMatchObject({ ok: false, problem: 'note.txt does not belong to the package.' });
    await rm(join(path, 'note.txt'));
    await rm(join(path, SIGNATURE));
    expect(await check(path)).toMatchObject({ problem: 'manifest.sig is missing, so this is no package.' });
  });

  test('is of the workstation that was named', async () => {
    const { fingerprint } = openWorkstationKey(inside('data'));
    const source = await openPackage(made);
    expect((await verifyPackage(source, fingerprint)).ok).toBe(true);
    expect((await verifyPackage(source, '0'.repeat(64))).problem).toMatch(/another workstation/);
  });
});

describe('a forged package, signed by another key', () => {
  const json = (files: Map<string, Buffer>): PackageRecord =>
    JSON.parse(files.get('record.json')!.toString()) as PackageRecord;

  test('with another number in one table is told by the record', async () => {
    const csv = await forge(await copy(), (files) => {
      files.set('results.csv', replaced(files.get('results.csv')!, ',mL,', ',cL,'));
    });
    expect((await check(csv)).problem).toMatch(/^results\.csv says /);
    const wide = await forge(await copy(), (files) => {
      files.set('results-wide.csv', replaced(files.get('results-wide.csv')!, 'NL01,NL01-007', 'NL02,NL01-007'));
    });
    expect((await check(wide)).problem).toBe(
      'results-wide.csv says "NL02" for SITEID in row 1, the record says "NL01".',
    );
    const odm = await forge(await copy(), (files) => {
      files.set(
        'odm.xml',
        replaced(
          files.get('odm.xml')!,
          'ItemOID="IT.MEASURE.weightKg" Value="80"',
          'ItemOID="IT.MEASURE.weightKg" Value="81"',
        ),
      );
    });
    expect((await check(odm)).problem).toBe('odm.xml says 81 for IT.MEASURE.weightKg, the record says 80.');
    const dangling = await forge(await copy(), (files) => {
      files.set('odm.xml', replaced(files.get('odm.xml')!, '<ItemDef OID="IT.CT.date"', '<ItemDef OID="IT.CT.day"'));
    });
    expect((await check(dangling)).problem).toMatch(/which it doesn't define/);
    const broken = await forge(await copy(), (files) => {
      files.set('odm.xml', replaced(files.get('odm.xml')!, '</ODM>', '</odm>'));
    });
    expect((await check(broken)).problem).toBe('odm.xml is not well formed.');
  });

  test('that claims a signature nobody gave is told', async () => {
    const claimed = await forge(await copy(), (files) => {
      files.set('results.csv', replaced(files.get('results.csv')!, ',NOT SIGNED,', ',signed,'));
    });
    expect((await check(claimed)).problem).toBe(
      'results.csv says "signed" of the CT of 2025-02-24, which the record has no signature of.',
    );
  });

  test('with another body, revision or lesion does not compute', async () => {
    const change = async (edit: (record: PackageRecord) => void): Promise<string | null> => {
      const path = await forge(await copy(), (files) => {
        const record = json(files);
        edit(record);
        files.set('record.json', Buffer.from(canonicalJson(record)));
      });
      return (await check(path)).problem;
    };
    expect(
      await change((record) => {
        record.timePoints[0]!.revision.sha256 = '0'.repeat(64);
      }),
    ).toMatch(/./);
    expect(
      await change((record) => {
        record.growth[0]!.firstPostDate = '2025-03-15';
      }),
    ).toMatch(/^Growth from 2025-02-24 to 2025-03-18: .* computed again/);
    expect(
      await change((record) => {
        record.timePoints[0]!.revision.lesions![0]!.resectedVoxels += 1;
      }),
    ).toBe("CT of 2025-02-24: its lesions don't have the voxels that are marked as tumour.");
    expect(
      await change((record) => {
        record.timePoints[0]!.revision.lesions![0]!.state = 'proposed';
      }),
    ).toMatch(/when it is computed again/);
  });

  test('that names the patient is told', async () => {
    const uid = await forge(await copy(), (files) => {
      files.set(
        'audit.jsonl',
        replaced(files.get('audit.jsonl')!, '"reason":null', '"reason":"1.3.12.2.1107.5.1.4.1001"'),
      );
    });
    expect((await check(uid)).problem).toBe('audit.jsonl has a UID of the hospital or a device.');
    const name = await forge(await copy(), (files) => {
      const image = [...files.keys()].find((path) => path.startsWith('ct/'))!;
      files.set(image, replaced(files.get(image)!, 'NL01-007', 'Doe^Jane'));
    });
    expect((await check(name)).problem).toMatch(/has another patient name than the subject's code/);
  });
});

describe('one number', () => {
  const valueOfWeek1 = () =>
    resultsForSubject(store.context, subject).results[1]!.values.find(
      ({ quantity }) => quantity === 'flr_pct_functional',
    )!;

  test('is the same in results, tables, ODM, measurement report and on the page', async () => {
    const { value } = valueOfWeek1();
    const text = String(value);
    const rows = readCsv(await readFile(join(made, 'results.csv'), 'utf8'))!;
    const column = (name: string): number => rows[0]!.indexOf(name);
    const row = rows.find(
      (cells) => cells[column('time_point')] === 'w1' && cells[column('quantity')] === 'flr_pct_functional',
    )!;
    expect(row[column('value')]).toBe(text);
    const wide = readCsv(await readFile(join(made, 'results-wide.csv'), 'utf8'))!;
    expect(wide[2]![wide[0]!.indexOf('FLRPCT')]).toBe(text);
    expect(await readFile(join(made, 'odm.xml'), 'utf8')).toContain(
      `ItemOID="IT.VOLUMETRY.flr_pct_functional" Value="${text}"`,
    );
    const report = readSr(await readFile(join(made, 'w1_2025-03-18_measurements.dcm')));
    const measured = report.groups.flatMap(({ measurements }) => measurements);
    expect(measured.find(({ quantity }) => quantity === 'flr_pct_functional')?.value).toBe(value);
  });

  const noPdfText = !existsSync('/usr/bin/pdftotext');
  test.skipIf(noPdfText)(
    `is text on the page${noPdfText ? ' (skipped: pdftotext of poppler-utils is not here)' : ''}`,
    () => {
      const { printed, unit } = valueOfWeek1();
      const page = execFileSync('pdftotext', ['-layout', join(made, 'report.pdf'), '-'], { encoding: 'utf8' });
      expect(page).toContain(`${printed!} ${shownUnit(unit)}`);
      expect(page).toContain('For research use in the trial, not for clinical decisions alone.');
      expect(page).toMatch(/Page 1 of \d/);
      expect(page.slice(0, page.indexOf('Page 1 of'))).toContain('NOT SIGNED');
    },
  );

  test.skipIf(noPdfText)(
    `fits on its pages, A4 and Letter${noPdfText ? ' (skipped: pdftotext of poppler-utils is not here)' : ''}`,
    async () => {
      for (const paper of ['a4', 'letter'] as const) {
        const { path } = await subjectReport(store.context, { ...subject, paper });
        const text = execFileSync('pdftotext', [join(store.context.folder.root, path), '-'], { encoding: 'utf8' });
        const pages = text.split('\f').slice(0, -1);
        expect(pages[0]).toContain('Signatures');
        // What overflows leaves a page with a line or two; the foot alone has some twenty words.
        for (const page of pages) expect(page.split(/\s+/).length, `${paper}: ${page}`).toBeGreaterThan(60);
      }
    },
  );
});

describe('handing out', () => {
  test('needs a reason for what is missing, and for what is replaced', async () => {
    const none = { ...request(inside('none')), options: packageOptions.parse({}) };
    await expect(createPackage(store.context, none)).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringMatching(/is not signed\..*Give a reason/) as string,
    });
    await expect(createPackage(store.context, request(inside('again')))).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringMatching(/say why a new one replaces it/) as string,
    });
    expect(existsSync(inside('none')) || existsSync(inside('again'))).toBe(false);
  });

  test('again names what it replaces; as a ZIP and encrypted it is the same package', async () => {
    const [first] = listPackages(store.context, subject);
    const replaceReason = 'the weight was corrected';
    const zip = inside('second.zip');
    await createPackage(store.context, { ...request(zip, { replaceReason }), form: 'zip' });
    const report = await check(zip);
    expect(report).toMatchObject({
      ok: true,
      manifest: { replaces: { id: first!.id, manifestSha256: first!.manifestSha256, reason: replaceReason } },
    });
    const identity = await generateIdentity();
    const recipient = await identityToRecipient(identity);
    const sealed = await packageIntoExports(
      store.context,
      { subjectId: subject.subjectId, options: options({ replaceReason, recipient }) },
      () => undefined,
    );
    expect(sealed).toMatchObject({ form: 'encrypted', url: expect.stringMatching(/^\/blob\/export\//) as string });
    const file = join(store.context.folder.exports, sealed.name);
    expect((await readFile(file)).includes('NL01-007')).toBe(false);
    expect((await check(file, identity)).ok).toBe(true);
    await expect(openPackage(file)).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(openPackage(file, await generateIdentity())).rejects.toMatchObject({ code: 'refused' });
    const bytes = await readFile(file);
    bytes[bytes.length - 5]! ^= 1;
    await writeFile(inside('damaged.age'), bytes);
    await expect(openPackage(inside('damaged.age'), identity)).rejects.toMatchObject({ code: 'refused' });
    const other = request(inside('x'), { replaceReason, recipient: 'age1nothing' });
    await expect(createPackage(store.context, other)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  const failing = (code: string) => () => Promise.reject(Object.assign(new Error('failed'), { code }));
  const disks: readonly (readonly [string, Partial<Disk>, RegExp])[] = [
    ['a full disk', { open: failing('ENOSPC') }, /not enough space/],
    ['a read-only target', { open: failing('EROFS') }, /can't be written/],
    ['a stick that is pulled out', { rename: failing('EIO') }, /couldn't be written/],
    ['a disk that returns other bytes', { sha256: () => Promise.resolve('0'.repeat(64)) }, /couldn't be written/],
  ];
  test.each(disks)('leaves nothing on %s', async (_, disk, message) => {
    const files = [{ path: 'a/b.txt', byteCount: 1, sha256: sha256Of(Buffer.from('x')) }];
    await mkdir(inside('staged/a'), { recursive: true });
    await writeFile(inside('staged/a/b.txt'), 'x');
    for (const form of ['folder', 'zip'] as const) {
      const target = inside(`stick/${form}`);
      const delivery = { folder: inside('staged'), files, target, form };
      await expect(deliver(delivery, { ...realDisk, ...disk })).rejects.toMatchObject({
        code: 'io',
        message: expect.stringMatching(message) as string,
      });
      expect(await readdir(dirname(target))).toEqual([]);
    }
  });

  test('never replaces what stands there', async () => {
    await mkdir(inside('taken'), { recursive: true });
    await writeFile(inside('taken/file'), 'mine');
    const taken = { folder: made, files: [], target: inside('taken'), form: 'folder' as const };
    await expect(deliver(taken)).rejects.toMatchObject({ code: 'conflict' });
    expect(await readFile(inside('taken/file'), 'utf8')).toBe('mine');
  });
});

describe('when the readings are signed', () => {
  /** What differs from one run to the next. */
  const volatile = /[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}|2\.25\.\d+|\d{4}-\d\d-\d\dT[\d:.]+Z/g;
  const table = async (path: string) => {
    const [header = [], ...rows] = readCsv(await readFile(path, 'utf8'))!;
    return rows.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at]!])));
  };
  const signing = (timePoint: number) => {
    const reader = store.contextFor({ ...store.context.actor, printedName: 'Ilse Ärzt' });
    const { seriesId } = getSubject(store.context, subject).timePoints[timePoint]!;
    const { readingId } = countingSegmentation(reader, seriesId)!;
    reviewReading(reader, { readingId });
    return signReading(reader, { readingId, meaning: 'drew_and_checked', password: null });
  };
  const results = async () => {
    const file = await exportResultsCsv(store.context, subject);
    return { ...file, rows: await table(join(store.context.folder.root, file.path)) };
  };

  test('every row says who signed it, when and by which words, and what is not signed is seen to be', async () => {
    const { signedAt, sha256 } = await signing(0);
    const half = await results();
    expect(half.fileName).toMatch(/^NL01-007_results_unsigned_/);
    for (const row of half.rows) {
      const isSigned = row['time_point'] === 'baseline';
      expect(row).toMatchObject({
        signed: isSigned ? 'signed' : 'NOT SIGNED',
        reading_state: isSigned ? 'signed' : 'draft',
        signed_by: isSigned ? 'Ilse Ärzt' : '',
        signed_at_utc: isSigned ? signedAt : '',
        signature_meaning: isSigned ? signatureMeanings.drew_and_checked : '',
        signature_sha256: isSigned ? sha256 : '',
        from_signed_by: row['row'] === 'interval' ? 'Ilse Ärzt' : '',
      });
    }
    await signing(1);
    const whole = await results();
    expect(whole.fileName).toMatch(/^NL01-007_results_\d/);
    expect(new Set(whole.rows.map(({ signed }) => signed))).toEqual(new Set(['signed']));
    // The sentences of the checks are not this table's.
    const plain = (cell: string): Cell => (cell === '' || Number.isNaN(Number(cell)) ? cell : Number(cell));
    const golden = whole.rows.map((row) =>
      Object.fromEntries(
        Object.entries({ ...row, warnings: '*', read_by: '*' }).map(([name, cell]) => [name, plain(cell)]),
      ),
    );
    await expect(writeCsv(Object.keys(golden[0]!), golden).replaceAll(volatile, '*')).toMatchFileSnapshot(
      join(import.meta.dirname, '../../../tests/fixtures/package/results.csv'),
    );
  });

  test('the package is complete, and every file of it names the signature', async () => {
    const target = inside('signed');
    const replaceReason = 'it is signed now';
    await createPackage(store.context, { ...request(target), options: packageOptions.parse({ replaceReason }) });
    expect(await check(target)).toMatchObject({ ok: true, manifest: { incompleteReason: null } });
    expect((await table(join(target, 'results-wide.csv'))).map(({ SIGNED, SIGNBY }) => [SIGNED, SIGNBY])).toEqual([
      ['Y', 'Ilse Ärzt'],
      ['Y', 'Ilse Ärzt'],
    ]);
    expect(await readFile(join(target, 'odm.xml'), 'utf8')).toContain('<FullName>Ilse Ärzt</FullName>');
    const elements = parseHeader(await readFile(join(target, 'w1_2025-03-18_measurements.dcm')));
    expect(elements.ascii(0x0040a493)).toBe('VERIFIED');
  });

  test('a signature holds for what is computed again with the same numbers', async () => {
    changeSubject(store.context, { ...subject, change: { liverQuality: 'cirrhosis' }, reason: 'biopsy' });
    const now = resultsForSubject(store.context, subject).results.map(({ id }) => id);
    const signedIds = signaturesOf(store.context, subject.subjectId).map(({ signatures }) => signatures[0]!.resultId);
    expect(signedIds.filter((id) => now.includes(id))).toEqual([]);
    expect(completenessOfSubject(store.context, subject).complete).toBe(true);
    expect(new Set((await results()).rows.map(({ signed }) => signed))).toEqual(new Set(['signed']));
  });
});
