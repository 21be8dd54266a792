import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seriesDescription, smallGeometry, temporaryFolder } from '../../../tests/fixtures/index.ts';
import { writeDicom } from '../dicom/write.ts';
import { ctDataset } from '../dicom/writeCt.ts';
import { deidentify, openSiteKey, planFor, readIdentity, siteKeyFile, type PatientIdentity } from './index.ts';
import { isReplacedUid, replaceUid } from './uids.ts';

const ada: PatientIdentity = {
  patientId: '4711',
  name: 'Quvenzhane^Ada',
  birthDate: '19610403',
  studyInstanceUid: '1.2.3',
};

describe('the same patient', () => {
  test('has one code and one shift, also in another study and after opening the key again', async () => {
    await using folder = await temporaryFolder();
    const first = openSiteKey(folder.path).entryFor(ada);
    const key = openSiteKey(folder.path);
    const again = key.entryFor({ ...ada, studyInstanceUid: '1.2.4', name: 'Quvenzhane^A' });
    expect(again).toMatchObject({ code: first.code, shiftDays: first.shiftDays });
    expect(first.code).toMatch(/^P-[2-9C-X]{5}$/);
    expect(first.shiftDays).toBeLessThanOrEqual(-365);
    expect(key.byCode(first.code)?.studies).toEqual(
      ['1.2.3', '1.2.4'].map((original) => ({ original, replaced: replaceUid(key.secret, original) })),
    );
    expect(key.list()).toHaveLength(1);
  });

  test.each([
    ['another id', { patientId: '4712' }, false],
    ['the same id, born on another day', { birthDate: '19610404' }, false],
    ['the same id, date of birth left out', { birthDate: '' }, true],
    ['another name', { name: 'Okonkwo^Ada' }, true],
  ])('%s', async (_name, change, same) => {
    await using folder = await temporaryFolder();
    const key = openSiteKey(folder.path);
    const { code } = key.entryFor(ada);
    expect(key.entryFor({ ...ada, ...change }).code === code).toBe(same);
  });

  test('without an id is known by name and birth, without a name by the study', async () => {
    await using folder = await temporaryFolder();
    const key = openSiteKey(folder.path);
    const nameless = { ...ada, patientId: '', name: '', birthDate: '' };
    const codes = [
      ada,
      { ...ada, patientId: '' },
      { ...ada, patientId: '', studyInstanceUid: '1.2.9' },
      nameless,
      nameless,
      { ...nameless, studyInstanceUid: '1.2.9' },
    ].map((identity) => key.entryFor(identity).code);
    expect(codes.map((code) => codes.indexOf(code))).toEqual([0, 1, 1, 3, 3, 5]);
  });

  test('is known again by the code when a file that was de-identified comes back', async () => {
    await using folder = await temporaryFolder();
    const key = openSiteKey(folder.path);
    const geometry = smallGeometry();
    const hu = new Int16Array(geometry.dims[0] * geometry.dims[1]);
    const original = writeDicom(ctDataset(seriesDescription, geometry, 0, hu));
    const plan = planFor(readIdentity(original)!, key);
    const once = deidentify(original, plan);
    if ('reason' in once) throw new Error(once.reason);
    const second = planFor(readIdentity(once.bytes)!, key);
    expect(second).toEqual(plan);
    expect(deidentify(once.bytes, second)).toEqual(once);
    expect(key.list()).toHaveLength(1);
    // The start of the file is enough to know whose it is.
    expect(readIdentity(original.subarray(0, 2048))).toEqual(readIdentity(original));
  });
});

describe('codes', () => {
  test('of the trial are taken for a new patient and refused when they stand for another', async () => {
    await using folder = await temporaryFolder();
    const key = openSiteKey(folder.path);
    const trial = { sponsorName: 'S', protocolId: 'P' };
    expect(planFor(ada, key, { code: 'NL-01-007', trial })).toMatchObject({
      code: 'NL-01-007',
      trial: { subjectId: 'NL-01-007' },
    });
    expect(planFor(ada, key, { code: 'NL-01-008' }).code).toBe('NL-01-007');
    expect(() => planFor({ ...ada, patientId: '4712' }, key, { code: 'NL-01-007' })).toThrow('stands for another');
    expect(() => planFor({ ...ada, patientId: '4712' }, key, { code: 'a\\b' })).toThrow('A code has');
    expect(key.list()).toHaveLength(1);
  });
});

describe('the file of the key', () => {
  test('is readable by its owner alone, and is made so again', async () => {
    await using folder = await temporaryFolder();
    openSiteKey(folder.path).entryFor(ada);
    const path = siteKeyFile(folder.path);
    if (process.platform === 'win32') return;
    expect(statSync(path).mode & 0o777).toBe(0o600);
    chmodSync(path, 0o644);
    openSiteKey(folder.path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('is never replaced when it is damaged or of a newer version', async () => {
    await using folder = await temporaryFolder();
    openSiteKey(folder.path).entryFor(ada);
    const path = siteKeyFile(folder.path);
    const whole = readFileSync(path, 'utf8');
    for (const damaged of [whole.slice(0, -40), whole.replace('"version": 1', '"version": 2'), '']) {
      writeFileSync(path, damaged);
      expect(() => openSiteKey(folder.path)).toThrow(/restore site-key\.json/);
      expect(readFileSync(path, 'utf8')).toBe(damaged);
    }
  });

  test('gives out no code that it could not keep', async () => {
    await using folder = await temporaryFolder();
    const inside = join(folder.path, 'data');
    mkdirSync(inside);
    const key = openSiteKey(inside);
    renameSync(inside, `${inside}-gone`);
    expect(() => key.entryFor(ada)).toThrow("can't be written");
    expect(key.list()).toEqual([]);
    expect(existsSync(inside)).toBe(false);
  });
});

test('UIDs that were given are known by the secret alone', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.uint8Array({ minLength: 16, maxLength: 32 }), (original, secret) => {
      const uid = replaceUid(secret, original);
      expect(uid).toMatch(/^2\.25\.[1-9]\d{0,38}$/);
      expect(isReplacedUid(secret, uid)).toBe(true);
      expect(replaceUid(secret, uid)).toBe(uid);
      expect(
        isReplacedUid(
          Uint8Array.from(secret, (byte) => byte ^ 1),
          uid,
        ),
      ).toBe(false);
    }),
  );
});
