import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addSeries, openStore, smallGrid, temporaryFolder } from '../../../tests/host/support.ts';
import { protocol, type Protocol } from '../../core/domain/protocol.ts';
import type { HostContext } from '../context.ts';
import { storeRevision } from '../segmentation/revisions.ts';
import { openSegmentation } from '../segmentation/segmentations.ts';
import { addSubject, setTimePoint } from '../trial/index.ts';
import { resultsForSubject } from './index.ts';
import { listProtocols, protocolFor, protocolOf } from './protocols.ts';

const file = new URL('../../../resources/protocols/dragon2.json', import.meta.url);
const dragon2 = protocol.parse(JSON.parse(readFileSync(file, 'utf8')));
/** The site's next version: 35 % instead of 30 % to go to resection. */
const stricter: Protocol = {
  ...dragon2,
  version: 'site-4',
  criteria: dragon2.criteria.map((criterion) =>
    criterion.id === 'resection_flr'
      ? { ...criterion, thresholds: { normal: 35, chemotherapy_damaged: 35, cirrhosis: 35 } }
      : criterion,
  ),
};

function writeSiteFile(folder: string, content: unknown, name = 'dragon2.json'): void {
  mkdirSync(join(folder, 'protocols'), { recursive: true });
  writeFileSync(join(folder, 'protocols', name), typeof content === 'string' ? content : JSON.stringify(content));
}

/** A subject with one CT, of which 32 % is remnant. */
async function subjectWithCt(context: HostContext): Promise<string> {
  const { id: subjectId } = addSubject(context, { code: 'NL01-007', sex: 'male', liverQuality: 'normal' });
  const seriesId = addSeries(context);
  setTimePoint(context, { subjectId, kind: 'w1', seriesId, date: '2026-03-10' });
  const { id: segmentationId } = openSegmentation(context, { seriesId });
  const labels = new Uint8Array(smallGrid.dims[0] * smallGrid.dims[1] * smallGrid.dims[2])
    .fill(2, 0, 32)
    .fill(1, 32, 100);
  const action = { title: 'Test', tool: 'brush@1', parameters: {} };
  await storeRevision(context, { segmentationId, parentRevisionId: null, labels, action, cut: null });
  return subjectId;
}

/** Every stored result with its values, as it lies there. */
const rows = ({ db }: HostContext): string =>
  JSON.stringify(
    ['result', 'result_value', 'protocol_file'].map((table) =>
      db.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all(),
    ),
  );
const changes = ({ db }: HostContext): unknown[] =>
  db.prepare(`SELECT new_value FROM audit WHERE action = 'protocol change' ORDER BY rowid`).pluck().all();

test('a new version of the protocol makes new results and leaves the old ones as they were, byte for byte', async () => {
  const folder = temporaryFolder();
  const before = openStore(folder);
  const subjectId = await subjectWithCt(before.context);
  const [old] = resultsForSubject(before.context, { subjectId }).results;
  expect(old!.protocolVersion).toBe(dragon2.version);
  expect(old!.verdicts.find(({ criterion }) => criterion === 'resection_flr')!.outcome).toBe('met');
  expect(changes(before.context)).toHaveLength(1);
  const stored = rows(before.context);
  const oldRow = before.context.db.prepare('SELECT * FROM result WHERE id = ?').get(old!.id);
  const oldValues = before.context.db.prepare('SELECT * FROM result_value WHERE result_id = ?').all(old!.id);
  await before.close();

  writeSiteFile(folder, stricter);
  const { context } = openStore(folder);
  expect(rows(context)).toBe(stored);
  const [now] = resultsForSubject(context, { subjectId }).results;
  expect(now!.protocolVersion).toBe('site-4');
  expect(now!.verdicts.find(({ criterion }) => criterion === 'resection_flr')!.outcome).toBe('not_met');
  expect(now!.id).not.toBe(old!.id);
  expect(context.db.prepare('SELECT * FROM result WHERE id = ?').get(old!.id)).toEqual(oldRow);
  expect(context.db.prepare('SELECT * FROM result_value WHERE result_id = ?').all(old!.id)).toEqual(oldValues);
  expect(changes(context)).toHaveLength(2);
  expect(String(changes(context)[1])).toContain('site-4');
  resultsForSubject(context, { subjectId });
  expect(changes(context)).toHaveLength(2);
});

test('a site’s file that was changed under its old version is refused before it makes a result', async () => {
  const folder = temporaryFolder();
  writeSiteFile(folder, stricter);
  const before = openStore(folder);
  const subjectId = await subjectWithCt(before.context);
  resultsForSubject(before.context, { subjectId });
  await before.close();

  writeSiteFile(folder, { ...stricter, functionTest: { withinDays: 3, source: 'default: three days' } });
  const { context } = openStore(folder);
  expect(() => resultsForSubject(context, { subjectId })).toThrow(
    'The protocol file dragon2.json was changed but still says version site-4; give it a new version.',
  );
});

test.each([
  [
    '{ "id": ',
    'The protocol file own.json is not valid (it is not JSON); correct it or take it out of the folder protocols.',
  ],
  [
    { ...dragon2, id: 'own', schedule: [{ kind: 'w1', firstDay: 9, lastDay: 3, source: 'x' }] },
    'schedule.0: A window ends before it begins',
  ],
  [{ ...dragon2, id: 'own', uncertainty: undefined }, 'own.json is not valid (uncertainty:'],
  [{ ...dragon2, id: 'own', treshold: 30 }, 'treshold'],
])('a broken file gives one sentence that names it', (content, sentence) => {
  const folder = temporaryFolder();
  writeSiteFile(folder, content, 'own.json');
  const { context } = openStore(folder);
  expect(() => protocolOf(context, 'dragon2')).toThrow(sentence);
});

test('two files of one id are refused', () => {
  const folder = temporaryFolder();
  writeSiteFile(folder, stricter, 'a.json');
  writeSiteFile(folder, stricter, 'b.json');
  expect(() => protocolOf(openStore(folder).context, 'dragon2')).toThrow(
    'The protocol files a.json and b.json have the same id.',
  );
});

test('a site’s own trial stands beside those of the program', () => {
  const folder = temporaryFolder();
  writeSiteFile(folder, { ...stricter, id: 'own', name: 'A trial of our own' }, 'own.json');
  const { context } = openStore(folder);
  expect(listProtocols(context).map(({ id }) => id)).toEqual(['own', 'dragon2', 'dragon-plc']);
  expect(protocolFor(context, { protocolId: 'own' }).name).toBe('A trial of our own');
  expect(() => protocolOf(context, 'none')).toThrow('There is no protocol none');
});
