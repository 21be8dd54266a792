import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { addSeries, behindTheTrail, openStore, smallGrid, temporaryFolder } from '../../../tests/host/support.ts';
import type { Actor } from '../../core/contract/accounts.ts';
import type { RemnantError } from '../../core/contract/errors.ts';
import type { Reading } from '../../core/contract/readings.ts';
import type * as accounts from '../accounts/index.ts';
import { auditPage, verifyTrail } from '../audit/index.ts';
import type { HostContext } from '../context.ts';
import { exportResultsCsv, exportSegmentation } from '../export/index.ts';
import { subjectReport } from '../report/index.ts';
import {
  listRevisions,
  listSegmentations,
  loadLabels,
  openSegmentation,
  revisionBytes,
  storeRevision,
} from '../segmentation/index.ts';
import { addMeasure, addSubject, setTimePoint } from '../trial/index.ts';
import { resultsForSubject } from '../volumetry/index.ts';
import {
  adjudicate,
  beginSecondReading,
  compareMasks,
  correctReading,
  discardReading,
  countingSegmentation,
  lockReading,
  readingPairs,
  readingsOf,
  reviewReading,
  signaturesOf,
  signReading,
  verifySignature,
  verifySignatures,
} from './index.ts';

vi.mock('../accounts/index.ts', async (load) => {
  const real = await load<typeof accounts>();
  const { RemnantError: Refusal } = await import('../../core/contract/errors.ts');
  return {
    ...real,
    // What checks a password has tests of its own; here only that it is asked for.
    confirmPassword: ({ actor }: HostContext, password: string | null) => {
      if (actor.accountId !== null && password !== 'right') throw new Refusal('refused', 'The password is not right.');
    },
  };
});

const SIZE = 8 * 6 * 4;
/** The first `flr` voxels are remnant, the rest of the whole grid is the resected part. */
const labelsWith = (flr: number): Uint8Array => new Uint8Array(SIZE).fill(1).fill(2, 0, flr);

const refusal = (text: string) =>
  expect.objectContaining({ code: 'refused', message: expect.stringContaining(text) as string }) as RemnantError;

function site() {
  const store = openStore(temporaryFolder());
  const { context: alone, contextFor } = store;
  const as = (user: string, role: Actor['role']): HostContext =>
    contextFor({ accountId: alone.newId(), user, printedName: `Dr ${user}`, role });
  const subject = addSubject(alone, { code: 'NL01-007', sex: 'male', liverQuality: 'normal' });
  const seriesId = addSeries(alone);
  setTimePoint(alone, { subjectId: subject.id, kind: 'baseline', seriesId, date: '2026-03-01' });
  return {
    store,
    alone,
    subjectId: subject.id,
    seriesId,
    ann: as('ann', 'reader'),
    bob: as('bob', 'reader'),
    cem: as('cem', 'reader'),
    staff: as('staff', 'site_staff'),
    monitor: as('monitor', 'monitor'),
  };
}

async function draw(context: HostContext, seriesId: string, flr: number) {
  const { id: segmentationId, head } = openSegmentation(context, { seriesId });
  return storeRevision(context, {
    segmentationId,
    parentRevisionId: head?.id ?? null,
    labels: labelsWith(flr),
    action: { title: 'Draw', tool: 'brush@1', parameters: {} },
    cut: null,
  });
}

const current = (context: HostContext, seriesId: string): Reading => {
  const { openId, readings } = readingsOf(context, { seriesId });
  return readings.find(({ reading }) => reading.id === openId)!.reading;
};

async function sign(context: HostContext, seriesId: string) {
  const { id: readingId } = current(context, seriesId);
  reviewReading(context, { readingId });
  const password = context.actor.accountId === null ? null : 'right';
  return signReading(context, { readingId, meaning: 'drew_and_checked', password });
}

async function drawAndSign(context: HostContext, seriesId: string, flr: number) {
  await draw(context, seriesId, flr);
  return sign(context, seriesId);
}

describe('a reading', () => {
  it('is made by opening the series, and is of whoever draws first', async () => {
    const { ann, bob, monitor, seriesId } = site();
    expect(() => openSegmentation(monitor, { seriesId })).toThrow(refusal('No reader has opened'));
    openSegmentation(bob, { seriesId });
    await draw(ann, seriesId, 40);
    expect(current(ann, seriesId)).toMatchObject({ ordinal: 'first', version: 1, reader: { printedName: 'Dr ann' } });
    await expect(draw(bob, seriesId, 40)).rejects.toThrow(refusal('Dr ann reads this CT'));
  });

  it('goes from draft to locked, and back to draft when it is drawn on before it is signed', async () => {
    const { ann, staff, seriesId } = site();
    await draw(ann, seriesId, 40);
    const { id: readingId } = reviewReading(ann, { readingId: current(ann, seriesId).id });
    await draw(ann, seriesId, 41);
    expect(current(ann, seriesId).state).toBe('draft');
    await expect(signReading(ann, { readingId, meaning: 'drew_and_checked', password: 'right' })).rejects.toThrow(
      refusal('Review the reading first'),
    );
    await sign(ann, seriesId);
    expect(() => lockReading(ann, { readingId })).toThrow(refusal('site staff'));
    lockReading(staff, { readingId });
    const { state, changes } = current(ann, seriesId);
    expect(state).toBe('locked');
    expect(changes.map((change) => [change.state, change.by.printedName])).toEqual([
      ['reviewed', 'Dr ann'],
      ['draft', 'Dr ann'],
      ['reviewed', 'Dr ann'],
      ['signed', 'Dr ann'],
      ['locked', 'Dr staff'],
    ]);
  });

  it('is not reviewed with something to settle, and not signed without a result or the password', async () => {
    const { ann, bob, alone, seriesId } = site();
    await draw(ann, seriesId, 0);
    const { id: readingId } = current(ann, seriesId);
    expect(() => reviewReading(ann, { readingId })).toThrow(refusal('not divided yet'));
    await draw(ann, seriesId, 40);
    reviewReading(ann, { readingId });
    const wrong = signReading(ann, { readingId, meaning: 'drew_and_checked', password: 'wrong' });
    await expect(wrong).rejects.toThrow(refusal('password'));
    expect(current(ann, seriesId).state).toBe('reviewed');
    await expect(signReading(bob, { readingId, meaning: 'drew_and_checked', password: 'right' })).rejects.toThrow(
      refusal('read blind'),
    );
    const elsewhere = addSeries(alone);
    await draw(ann, elsewhere, 40);
    await expect(sign(ann, elsewhere)).rejects.toThrow(refusal('not assigned to a time point'));
  });

  it('that is signed takes no more revisions, whatever the window does', async () => {
    const { ann, seriesId } = site();
    await drawAndSign(ann, seriesId, 40);
    await expect(draw(ann, seriesId, 41)).rejects.toThrow(refusal("can't be drawn on"));
    expect(openSegmentation(ann, { seriesId }).head!.number).toBe(1);
  });

  it('is corrected by a new version with a reason; the old one stays readable with its signature', async () => {
    const { ann, bob, seriesId, subjectId } = site();
    const signature = await drawAndSign(ann, seriesId, 40);
    expect(() => correctReading(bob, { readingId: signature.readingId, reason: 'Segment 4.' })).toThrow(
      refusal('blind'),
    );
    const next = correctReading(ann, { readingId: signature.readingId, reason: 'Segment 4 belongs to the remnant.' });
    expect(next).toMatchObject({ version: 2, state: 'draft', supersedesId: signature.readingId });
    const opened = openSegmentation(ann, { seriesId });
    expect(opened.id).toBe(next.segmentationId);
    expect(loadLabels(ann, opened.head!.id).labels).toEqual(labelsWith(40));
    // Until the correction is signed the signed version counts.
    expect(countingSegmentation(ann, seriesId)?.readingId).toBe(signature.readingId);
    await draw(ann, seriesId, 60);
    const second = await sign(ann, seriesId);
    expect(countingSegmentation(ann, seriesId)?.readingId).toBe(next.id);
    expect(verifySignatures(ann)).toBeNull();
    const of = signaturesOf(ann, subjectId);
    expect(of.map(({ reading, signatures, isCounting }) => [reading.version, signatures[0]?.id, isCounting])).toEqual([
      [1, signature.id, false],
      [2, second.id, true],
    ]);
    const old = openSegmentation(ann, { seriesId, readingId: signature.readingId });
    expect(loadLabels(ann, old.head!.id).labels).toEqual(labelsWith(40));
    expect(() => correctReading(ann, { readingId: signature.readingId, reason: 'Again.' })).toThrow(
      refusal('corrected'),
    );
    expect(await verifyTrail(ann)).toMatchObject({ ok: true, problem: null });
  });

  it('is signed without a password where there are no accounts', async () => {
    const { alone, seriesId } = site();
    const signature = await drawAndSign(alone, seriesId, 40);
    expect(signature.signer).toMatchObject({ accountId: null, role: 'none' });
    expect(lockReading(alone, { readingId: signature.readingId }).state).toBe('locked');
  });

  it('that was drawn without accounts is taken over by the reader who goes on with it', async () => {
    const { alone, ann, seriesId } = site();
    await draw(alone, seriesId, 40);
    await draw(ann, seriesId, 41);
    expect(current(ann, seriesId).reader).toMatchObject({ printedName: 'Dr ann' });
  });

  it('that was drawn without accounts is taken over by the reader who reviews and signs it', async () => {
    const { alone, ann, bob, seriesId } = site();
    await draw(alone, seriesId, 40);
    await sign(ann, seriesId);
    expect(current(ann, seriesId).reader).toMatchObject({ printedName: 'Dr ann' });
    expect(() => openSegmentation(bob, { seriesId })).toThrow(refusal('blind'));
  });
});

describe('a signature', () => {
  it('is bound to the hash of a text with the revision, the result and its inputs, the signer, time and meaning', async () => {
    const { ann, seriesId } = site();
    const signature = await drawAndSign(ann, seriesId, 40);
    const { head } = openSegmentation(ann, { seriesId });
    expect(createHash('sha256').update(signature.text).digest('hex')).toBe(signature.sha256);
    expect(JSON.parse(signature.text)).toMatchObject({
      format: 'remnant-signature@1',
      revision: { id: head!.id, sha256: head!.sha256 },
      result: { id: signature.resultId, revision_id: head!.id },
      signer: { printedName: 'Dr ann', role: 'reader' },
      meaning: 'drew_and_checked',
      statement: signature.statement,
    });
    expect(verifySignature(ann, signature.id)).toBeNull();
    const actions = auditPage(ann, { limit: 500 }).entries.map(({ action, entity }) => `${action} ${entity}`);
    expect(actions).toContain('sign signature');
    expect(actions).toContain('sign reading');
  });

  const edits: readonly (readonly [string, string, string])[] = [
    ['its printed name', "UPDATE signature SET printed_name = 'Dr Other'", 'who signed'],
    ['its meaning', "UPDATE signature SET meaning = 'adjudicated'", 'who signed'],
    ['its text', "UPDATE signature SET text = replace(text, 'Dr ann', 'Dr eve')", 'SHA-256'],
    ['its hash', `UPDATE signature SET sha256 = '${'0'.repeat(64)}'`, 'SHA-256'],
    ['a value of its result', "UPDATE result_value SET value = value + 1 WHERE quantity = 'flr'", 'the result'],
    ['the inputs of its result', "UPDATE result SET inputs_json = '{}'", 'the result'],
    ['the hash of its revision', `UPDATE revision SET sha256 = '${'0'.repeat(64)}'`, 'the revision'],
    ['the labelmap of its revision', "UPDATE revision SET runs = x'00'", 'the revision'],
    ['the reading', "UPDATE reading SET ordinal = 'second'", 'the reading'],
    ['the protocol it names', "UPDATE signature SET protocol_version = '99'", 'moved'],
  ];
  it.each(edits)('tells when %s was changed', async (_, sql, problem) => {
    const { ann, seriesId } = site();
    const { id } = await drawAndSign(ann, seriesId, 40);
    const triggers = ann.db.prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`).pluck().all();
    behindTheTrail(ann, [...triggers.map((name) => `DROP TRIGGER ${name};`), sql].join('\n'));
    expect(verifySignature(ann, id)).toContain(problem);
    expect(verifySignatures(ann)).not.toBeNull();
  });

  it('stands for its numbers: another measure of the body makes others, which can be signed again', async () => {
    const { ann, alone, subjectId, seriesId } = site();
    const first = await drawAndSign(ann, seriesId, 40);
    addMeasure(alone, { subjectId, measure: { date: '2026-02-25', heightCm: 175, weightKg: 80 } });
    const shown = readingsOf(ann, { seriesId }).readings[0]!;
    expect(shown.isOutdated).toBe(true);
    expect(shown.refusals.sign).toBeNull();
    const again = await signReading(ann, {
      readingId: first.readingId,
      meaning: 'drew_and_checked',
      password: 'right',
    });
    expect(again.resultId).not.toBe(first.resultId);
    expect(readingsOf(ann, { seriesId }).readings[0]).toMatchObject({ isOutdated: false, signatures: [{}, {}] });
    expect(verifySignatures(ann)).toBeNull();
  });
});

describe('two readers', () => {
  it('see nothing of each other until both are signed, by any way through the host', async () => {
    const { ann, bob, staff, seriesId, subjectId } = site();
    const ofAnn = await drawAndSign(ann, seriesId, 40);
    expect(() => openSegmentation(bob, { seriesId })).toThrow(refusal('You can begin an independent second reading'));
    expect(resultsForSubject(bob, { subjectId })).toMatchObject({
      results: [],
      pending: [{ reason: expect.stringContaining('blind') as string }],
    });
    const whatIsHidden = refusal('NL01-007 has no results that can be handed out now. This is read blind');
    await expect(exportResultsCsv(bob, { subjectId })).rejects.toThrow(whatIsHidden);
    await expect(subjectReport(bob, { subjectId, paper: 'a4' })).rejects.toThrow(whatIsHidden);
    const second = beginSecondReading(bob, { seriesId });
    expect(second.reader).toMatchObject({ printedName: 'Dr bob' });
    expect(openSegmentation(bob, { seriesId }).head).toBeNull();
    await draw(bob, seriesId, 50);

    const { segmentationId } = readingsOf(staff, { seriesId }).readings[0]!.reading;
    const revisionId = ofAnn.revisionId;
    expect(() => revisionBytes(bob, revisionId)).toThrow(refusal('blind'));
    expect(() => listRevisions(bob, { segmentationId })).toThrow(refusal('blind'));
    expect(() => openSegmentation(bob, { seriesId, readingId: ofAnn.readingId })).toThrow(refusal('blind'));
    await expect(exportSegmentation(bob, { segmentationId, format: 'nifti' })).rejects.toThrow(refusal('blind'));
    await expect(compareMasks(bob, { seriesId })).rejects.toThrow(refusal('both are signed'));
    expect(listSegmentations(bob).map(({ id }) => id)).toEqual([second.segmentationId]);
    expect(listSegmentations(ann).map(({ id }) => id)).toEqual([segmentationId]);
    expect(readingPairs(bob)).toEqual([]);
    expect(signaturesOf(bob, subjectId).map(({ reading }) => reading.ordinal)).toEqual(['second']);
    const hidden = readingsOf(bob, { seriesId }).readings[0]!;
    expect(hidden).toMatchObject({ isVisible: false, values: [], signatures: [], blocking: [], remarks: [] });
    expect(resultsForSubject(bob, { subjectId }).results).toEqual([]);
    expect(readingsOf(ann, { seriesId }).readings[1]).toMatchObject({ isVisible: false, values: [] });
    // Who doesn't read sees what counts.
    expect(resultsForSubject(staff, { subjectId }).results).toHaveLength(1);

    await sign(bob, seriesId);
    expect(readingsOf(ann, { seriesId }).readings.map(({ isVisible }) => isVisible)).toEqual([true, true]);
    expect(revisionBytes(bob, revisionId).length).toBeGreaterThan(0);
    expect(resultsForSubject(bob, { subjectId }).results).toHaveLength(1);
  });

  it('are compared by the numbers and masks that were signed', async () => {
    const { ann, bob, staff, seriesId } = site();
    await drawAndSign(ann, seriesId, 48);
    beginSecondReading(bob, { seriesId });
    await drawAndSign(bob, seriesId, 96);
    const voxelMl = (smallGrid.spacingMm[0] * smallGrid.spacingMm[1] * smallGrid.spacingMm[2]) / 1000;
    const [pair] = readingPairs(staff);
    expect(pair).toMatchObject({ subjectCode: 'NL01-007', timePoint: 'baseline', counts: 'first' });
    expect([pair!.first.reader, pair!.second.reader]).toEqual(['Dr ann', 'Dr bob']);
    const flr = pair!.values.find(({ quantity }) => quantity === 'flr')!;
    expect(flr.first).toBeCloseTo(48 * voxelMl, 9);
    expect(flr.second).toBeCloseTo(96 * voxelMl, 9);
    const masks = await compareMasks(staff, { seriesId });
    expect(masks.find(({ segment }) => segment === 'liver')).toMatchObject({ dice: 1, meanSurfaceDistanceMm: 0 });
    expect(masks.find(({ segment }) => segment === 'flr')!.dice).toBeCloseTo((2 * 48) / (48 + 96), 9);
  });

  it('are decided between by a third with a reason, and the results follow', async () => {
    const { ann, bob, cem, staff, seriesId, subjectId } = site();
    await drawAndSign(ann, seriesId, 40);
    beginSecondReading(bob, { seriesId });
    await draw(bob, seriesId, 50);
    const decide = (context: HostContext, choice: 'first' | 'second' | 'new') =>
      adjudicate(context, { seriesId, choice, reason: 'The second follows the middle vein.' });
    expect(() => decide(cem, 'second')).toThrow(refusal('Both readings'));
    await sign(bob, seriesId);
    expect(() => decide(bob, 'second')).toThrow(refusal('third reader'));
    const flrVoxels = () =>
      resultsForSubject(staff, { subjectId }).results[0]!.values.find(({ quantity }) => quantity === 'flr')!.value!;
    const before = flrVoxels();
    decide(cem, 'second');
    expect(flrVoxels() / before).toBeCloseTo(50 / 40, 9);
    const own = decide(cem, 'new');
    // Not before it is signed.
    expect(flrVoxels() / before).toBeCloseTo(50 / 40, 9);
    expect(openSegmentation(cem, { seriesId })).toMatchObject({ head: null });
    await drawAndSign(cem, seriesId, 60);
    expect(flrVoxels() / before).toBeCloseTo(60 / 40, 9);
    expect(countingSegmentation(staff, seriesId)?.readingId).toBe(own.readingId);
    expect(auditPage(staff, { limit: 500 }).entries.filter(({ action }) => action === 'adjudicate')).toHaveLength(2);
    expect(await verifyTrail(staff)).toMatchObject({ ok: true });
  });

  it('take a second reading back that was begun by mistake: what was drawn is kept, counts nowhere, and another may begin', async () => {
    const { ann, bob, cem, staff, seriesId } = site();
    await drawAndSign(ann, seriesId, 40);
    const { id: readingId, segmentationId } = beginSecondReading(bob, { seriesId });
    const drawn = await draw(bob, seriesId, 50);
    reviewReading(bob, { readingId });
    const reason = 'meant for another CT';
    expect(() => discardReading(cem, { readingId, reason })).toThrow(refusal('blind'));
    expect(() => discardReading(staff, { readingId, reason })).toThrow(refusal('Only readers'));
    const discarded = discardReading(bob, { readingId, reason });

    expect(discarded).toMatchObject({ reading: { id: readingId, state: 'reviewed' }, reason, by: { user: 'bob' } });
    expect(auditPage(staff, { action: 'discard', limit: 9 }).entries).toMatchObject([
      { entity: 'reading', entityId: readingId, reason, oldValue: expect.stringContaining(drawn.id) as string },
    ]);
    for (const again of [
      () => discardReading(bob, { readingId, reason }),
      () => openSegmentation(bob, { seriesId, readingId }),
      () => reviewReading(bob, { readingId }),
    ])
      expect(again).toThrow(refusal('was discarded'));
    await expect(
      storeRevision(bob, {
        segmentationId,
        parentRevisionId: drawn.id,
        labels: labelsWith(51),
        action: { title: 'Draw', tool: 'brush@1', parameters: {} },
        cut: null,
      }),
    ).rejects.toThrow(refusal('was discarded'));
    // As before: the other reader is still blind to the first, and nothing of the second is left where readings are shown.
    expect(readingsOf(bob, { seriesId })).toMatchObject({
      readings: [{ isVisible: false }],
      discarded: [{ reason }],
      openId: null,
      refusals: { second: null },
    });
    expect(listSegmentations(staff).map(({ id }) => id)).not.toContain(segmentationId);
    expect(loadLabels(bob, drawn.id).labels).toEqual(labelsWith(50));
    expect(() => revisionBytes(ann, drawn.id)).toThrow(refusal('blind'));

    beginSecondReading(cem, { seriesId });
    const signature = await drawAndSign(cem, seriesId, 44);
    expect(() => discardReading(cem, { readingId: signature.readingId, reason })).toThrow(refusal('was signed'));
    expect(readingPairs(staff)).toMatchObject([{ first: { reader: 'Dr ann' }, second: { reader: 'Dr cem' } }]);
    expect(await verifyTrail(staff)).toMatchObject({ ok: true });
  });

  it('may be one person without accounts, who is blind to the first reading while making the second', async () => {
    const { alone, seriesId, subjectId } = site();
    await drawAndSign(alone, seriesId, 40);
    beginSecondReading(alone, { seriesId });
    expect(openSegmentation(alone, { seriesId }).head).toBeNull();
    expect(resultsForSubject(alone, { subjectId }).results).toEqual([]);
    discardReading(alone, { readingId: current(alone, seriesId).id, reason: 'begun by mistake' });
    expect(resultsForSubject(alone, { subjectId }).results).toHaveLength(1);
    beginSecondReading(alone, { seriesId });
    await drawAndSign(alone, seriesId, 44);
    expect(readingPairs(alone)).toHaveLength(1);
    expect(resultsForSubject(alone, { subjectId }).results).toHaveLength(1);
  });
});
