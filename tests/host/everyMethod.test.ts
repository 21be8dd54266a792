/** Whatever is done leaves an entry: each method of the contract either stores nothing, or is called here and shows what it left. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import type { AccountRole } from '../../electron/core/contract/accounts.ts';
import type { AuditEntry } from '../../electron/core/contract/audit.ts';
import type { Contract } from '../../electron/core/contract/define.ts';
import { contract } from '../../electron/core/contract/index.ts';
import type { Subject } from '../../electron/core/contract/trial.ts';
import { encodeRuns } from '../../electron/core/domain/labelmapRuns.ts';
import type { MethodId } from '../../electron/core/domain/permissions.ts';
import { auditPage, verifyTrail } from '../../electron/host/audit/index.ts';
import type { Host, HostSession } from '../../electron/host/open.ts';
import { stageUpload } from '../../electron/host/segmentation/index.ts';
import { writeSeries } from '../fixtures/index.ts';
import { PASSWORD, WRONG, peopledHost, type PeopledHost } from './people.ts';
import { addSeries, smallGrid } from './support.ts';

vi.mock(import('../../electron/host/accounts/hash.ts'), async (original) =>
  (await import('./cheapHash.ts')).cheapHash(await original()),
);

const roles: Readonly<Record<string, AccountRole>> = {
  ada: 'administrator',
  rita: 'reader',
  rob: 'reader',
  rosa: 'reader',
  sam: 'site_staff',
  ida: 'interventional_radiologist',
};

interface Scene {
  readonly people: PeopledHost;
  readonly host: Host;
  /** As `user`, whose session is begun when it is first needed. */
  readonly as: (user: string) => Promise<HostSession>;
  /** What later steps need of earlier ones. */
  readonly known: Record<string, string>;
}

interface Step {
  readonly method: MethodId;
  readonly user: keyof typeof roles;
  readonly input: (scene: Scene) => unknown;
  /** `action entity` of an entry that it leaves. */
  readonly leaves: string;
  readonly learn?: (answer: unknown, scene: Scene) => void;
  readonly refused?: true;
  /** A sign-out has none to tell, and a password is never told. */
  readonly withoutValue?: true;
}

const reason = 'it was entered for another one';
const subjectOf = (answer: unknown): Subject => answer as Subject;
const idOf = (answer: unknown): string => (answer as { id: string }).id;
const learnSubject: Step['learn'] = (answer, { known }) => {
  const { measures, embolisations, functionTests, timePoints } = subjectOf(answer);
  const newest = (list: readonly { id: string }[]): string => list.at(-1)?.id ?? '';
  known['measure'] = newest(measures);
  known['embolisation'] = newest(embolisations);
  known['functionTest'] = newest(functionTests);
  known['timePoint'] = timePoints[0]?.id ?? '';
};
const embolisation = {
  date: '2026-01-20',
  kind: 'pve',
  portalBranches: ['right_anterior'],
  hepaticVeins: [],
  materials: ['coils'],
};
const measure = { date: '2026-01-01', heightCm: 170, weightKg: 70 };
const functionTest = { date: '2026-01-12', uptakePctPerMin: 12.5, flrSharePct: 30 };
const subjectId = ({ known }: Scene): string => known['subject']!;

const steps: readonly Step[] = [
  {
    method: 'accounts.add',
    user: 'ada',
    input: () => ({ user: 'new', printedName: 'Dr New', role: 'monitor' }),
    leaves: 'create account',
    learn: (answer, { known }) => {
      known['account'] = idOf((answer as { account: unknown }).account);
    },
  },
  {
    method: 'accounts.setRole',
    user: 'ada',
    input: ({ known }) => ({ accountId: known['account'], role: 'reader' }),
    leaves: 'change_role account',
  },
  {
    method: 'accounts.setDisabled',
    user: 'ada',
    input: ({ known }) => ({ accountId: known['account'], disabled: true }),
    leaves: 'disable account',
  },
  {
    method: 'accounts.resetPassword',
    user: 'ada',
    input: ({ known }) => ({ accountId: known['account'] }),
    leaves: 'reset_password account',
    withoutValue: true,
  },
  {
    method: 'accounts.changePassword',
    user: 'ida',
    input: () => ({ current: PASSWORD, next: `${PASSWORD} again` }),
    leaves: 'change_password account',
    withoutValue: true,
  },
  { method: 'settings.set', user: 'ada', input: () => ({ lockAfterMinutes: 9 }), leaves: 'update settings' },
  {
    method: 'audit.setOutsideAnchor',
    user: 'ada',
    input: () => ({ folder: mkdtempSync(join(tmpdir(), 'remnant-outside-')) }),
    leaves: 'update settings',
  },
  { method: 'trial.addSite', user: 'ada', input: () => ({ code: 'NL01' }), leaves: 'create site' },
  {
    method: 'trial.addSubject',
    user: 'sam',
    input: () => ({ code: 'NL01-001', sex: 'female', liverQuality: 'normal' }),
    leaves: 'create subject',
    learn: (answer, { known }) => {
      known['subject'] = idOf(answer);
    },
  },
  {
    method: 'trial.changeSubject',
    user: 'sam',
    input: (scene) => ({ subjectId: subjectId(scene), change: { sex: 'male' }, reason }),
    leaves: 'correct subject',
  },
  {
    method: 'trial.addMeasure',
    user: 'sam',
    input: (scene) => ({ subjectId: subjectId(scene), measure }),
    leaves: 'create subject_measure',
    learn: learnSubject,
  },
  {
    method: 'trial.correctMeasure',
    user: 'sam',
    input: (scene) => ({
      subjectId: subjectId(scene),
      entryId: scene.known['measure'],
      measure: { ...measure, weightKg: 71 },
      reason,
    }),
    leaves: 'correct subject_measure',
    learn: learnSubject,
  },
  {
    method: 'trial.addEmbolisation',
    user: 'ida',
    input: (scene) => ({ subjectId: subjectId(scene), embolisation }),
    leaves: 'create embolisation',
    learn: learnSubject,
  },
  {
    method: 'trial.correctEmbolisation',
    user: 'ida',
    input: (scene) => ({
      subjectId: subjectId(scene),
      entryId: scene.known['embolisation'],
      embolisation: { ...embolisation, date: '2026-01-21' },
      reason,
    }),
    leaves: 'correct embolisation',
    learn: learnSubject,
  },
  {
    method: 'trial.addFunctionTest',
    user: 'sam',
    input: (scene) => ({ subjectId: subjectId(scene), functionTest }),
    leaves: 'create function_test',
    learn: learnSubject,
  },
  {
    method: 'trial.correctFunctionTest',
    user: 'sam',
    input: (scene) => ({
      subjectId: subjectId(scene),
      entryId: scene.known['functionTest'],
      functionTest: { ...functionTest, flrSharePct: 40 },
      reason,
    }),
    leaves: 'correct function_test',
    learn: learnSubject,
  },
  {
    method: 'trial.setOutcome',
    user: 'sam',
    input: (scene) => ({
      subjectId: subjectId(scene),
      outcome: { decisionDate: '2026-02-20', resectable: false, reason: 'progression' },
    }),
    leaves: 'create outcome',
  },
  {
    method: 'trial.setTimePoint',
    user: 'sam',
    input: (scene) => ({ subjectId: subjectId(scene), kind: 'baseline', seriesId: scene.known['series'] }),
    leaves: 'create time_point',
    learn: learnSubject,
  },
  {
    method: 'trial.changeTimePoint',
    user: 'sam',
    input: (scene) => ({
      subjectId: subjectId(scene),
      timePointId: scene.known['timePoint'],
      change: { date: '2026-01-11' },
      reason,
    }),
    leaves: 'correct time_point',
  },
  {
    method: 'library.confirmPhase',
    user: 'rita',
    input: ({ known }) => ({ seriesId: known['series'], phase: 'portal_venous' }),
    leaves: 'update series',
  },
  {
    method: 'library.resample',
    user: 'rita',
    input: ({ known }) => ({ seriesId: known['large'], kind: 'half_size' }),
    leaves: 'create series',
  },
  {
    method: 'segmentation.open',
    user: 'rita',
    input: ({ known }) => ({ seriesId: known['series'] }),
    leaves: 'create segmentation',
    learn: (answer, { known }) => {
      known['segmentation'] = idOf(answer);
    },
  },
  {
    method: 'segmentation.commit',
    user: 'rita',
    input: ({ known }) => ({
      segmentationId: known['segmentation'],
      parentRevisionId: null,
      uploadId: known['upload'],
      action: { title: 'Paint', tool: 'paint@1', parameters: {} },
      cut: {
        surfaces: [
          {
            pointsMm: [
              [0, 0, 0],
              [1, 0, 0],
              [0, 1, 0],
            ],
          },
        ],
        flrSide: [0, 0, 9],
      },
    }),
    leaves: 'commit revision',
  },
  {
    method: 'results.forSubject',
    user: 'sam',
    input: (scene) => ({ subjectId: subjectId(scene) }),
    leaves: 'create result',
  },
  {
    method: 'exports.resultsCsv',
    user: 'sam',
    input: (scene) => ({ subjectId: subjectId(scene) }),
    leaves: 'export export_file',
  },
  { method: 'package.siteOverview', user: 'sam', input: () => ({}), leaves: 'export export_file' },
  { method: 'audit.exportEntries', user: 'sam', input: () => ({ format: 'csv' }), leaves: 'export export_file' },
  {
    method: 'accounts.signIn',
    user: 'rob',
    input: () => ({ user: 'rob', password: WRONG }),
    leaves: 'sign_in_failed account',
    refused: true,
    withoutValue: true,
  },
  { method: 'accounts.signOut', user: 'rob', input: () => ({}), leaves: 'sign_out account', withoutValue: true },
  {
    method: 'backup.start',
    user: 'ada',
    input: () => ({ into: mkdtempSync(join(tmpdir(), 'remnant-backup-')), withKeys: true }),
    leaves: 'backup backup',
  },
  {
    method: 'trial.removeTimePoint',
    user: 'sam',
    input: (scene) => ({ subjectId: subjectId(scene), timePointId: scene.known['timePoint'], reason }),
    leaves: 'remove time_point',
  },
  {
    method: 'trial.strikeOut',
    user: 'ida',
    input: (scene) => ({
      subjectId: subjectId(scene),
      entity: 'embolisation',
      entryId: scene.known['embolisation'],
      reason,
    }),
    leaves: 'strike_out embolisation',
  },
  {
    method: 'library.startImport',
    user: 'sam',
    input: ({ known }) => ({ paths: [known['files']] }),
    leaves: 'update import',
  },
];

/** These only look, or keep what is no part of the record. */
const storesNothing: readonly MethodId[] = [
  'accounts.state',
  'accounts.active',
  'accounts.list',
  'app.info',
  'jobs.list',
  'library.listSeries',
  'library.getSeries',
  'library.importReport',
  'library.listImports',
  'library.importFiles',
  'library.joinOffers',
  'library.checkOriginals',
  'library.browse',
  'segmentation.list',
  'segmentation.listRevisions',
  'readings.ofSeries',
  'readings.pairs',
  'results.protocols',
  'readings.compareMasks',
  'models.list',
  'trial.listSubjects',
  'trial.overview',
  'trial.getSubject',
  'trial.listPlans',
  'trial.corrections',
  'trial.listSites',
  'trial.listDrafts',
  'trial.saveDraft',
  'trial.discardDraft',
  'package.completeness',
  'package.list',
  'package.signingKey',
  'audit.list',
  'audit.values',
  'audit.history',
  'audit.verify',
  'audit.outsideAnchor',
  'backup.last',
  'settings.get',
];

/** Where the entries of the others are shown, beside what else they do. */
const shownElsewhere: Readonly<Partial<Record<MethodId, string>>> = {
  'accounts.workAlone': 'electron/host/accounts',
  'accounts.createFirst': 'electron/host/accounts',
  'accounts.lock': 'electron/host/accounts',
  'accounts.unlock': 'electron/host/accounts',
  'accounts.endLockOut': 'electron/host/accounts',
  'jobs.cancel': 'electron/host/library/import.test.ts',
  'library.startSample': 'as startImport',
  'library.joinSeries': 'electron/host/library/seriesChanges.test.ts',
  'library.separateSeries': 'electron/host/library/seriesChanges.test.ts',
  'segmentation.importMask': 'tests/host/importMask.test.ts',
  'readings.review': 'electron/host/readings/readings.test.ts',
  'readings.sign': 'electron/host/readings/readings.test.ts',
  'readings.lock': 'electron/host/readings/readings.test.ts',
  'readings.correct': 'electron/host/readings/readings.test.ts',
  'readings.second': 'electron/host/readings/readings.test.ts',
  'readings.adjudicate': 'electron/host/readings/readings.test.ts',
  'models.add': 'tests/host/models.test.ts',
  'models.remove': 'tests/host/models.test.ts',
  'models.run': 'tests/host/models.test.ts',
  'results.growthBetween': 'electron/host/volumetry',
  'exports.segmentationFile': 'electron/host/export/export.test.ts',
  'package.start': 'electron/host/package',
  'package.report': 'electron/host/report',
};

let scene: Scene;

async function openScene(): Promise<void> {
  const people = await peopledHost(roles);
  const sessions = new Map<string, HostSession>();
  scene = {
    people,
    host: people.host,
    known: {},
    as: async (user) => {
      const session = sessions.get(user) ?? (await people.session(user));
      sessions.set(user, session);
      return session;
    },
  };
  const { context } = people.host;
  scene.known['series'] = addSeries(context, { acquisitionDate: '2026-01-10' });
  scene.known['large'] = addSeries(context, { geometry: { ...smallGrid, dims: [8, 6, 4] } });
  const labels = Uint8Array.from({ length: 192 }, (_, at) => 1 + (at % 2));
  scene.known['upload'] = await stageUpload(context, gzipSync(encodeRuns({ dims: smallGrid.dims, labels })));
  const files = mkdtempSync(join(tmpdir(), 'remnant-files-'));
  await writeSeries(files);
  scene.known['files'] = files;
}

describe('every method of the contract', () => {
  it('is known here: it stores nothing, or what it leaves is shown', () => {
    const all = Object.entries(contract).flatMap(([service, { methods }]) =>
      Object.keys(methods).map((method) => `${service}.${method}`),
    );
    const known = [...steps.map(({ method }) => method), ...storesNothing, ...Object.keys(shownElsewhere)];
    expect([...new Set(known)].sort()).toEqual(all.sort());
  });

  it('leaves who, in which role, when, where, with which version, and what it was and became', async () => {
    await openScene();
    for (const step of steps) await expectEntry(step);

    const { context } = scene.host;
    expect(await verifyTrail(context, { files: true })).toMatchObject({ ok: true, problem: null });
    const newest = (entity: string): string => auditPage(context, { entity, limit: 1 }).entries[0]!.newValue!;
    expect(newest('revision')).toContain('"tool":"paint@1"');
    expect(newest('result')).toMatch(/"formulas":\["[^"]+@\d/);
  });
});

async function expectEntry(step: Step): Promise<void> {
  const entries = await entriesOf(step);
  const what = `${step.method}: ${entries.map(({ action, entity }) => `${action} ${entity}`).join(', ')}`;
  const left = entries.find(({ action, entity }) => `${action} ${entity}` === step.leaves);
  // Who failed to sign in is nobody yet; the entry names the account that was tried.
  const who = step.refused
    ? { role: 'none', entityId: scene.people.accountIds[step.user] }
    : { user: step.user, role: roles[step.user] };
  expect(left, what).toMatchObject({ ...who, version: '0.0.0-test' });
  expect(left!.workstation, what).toMatch(/./);
  expect(left!.at, what).toMatch(/^2026-03-01T12:00:00\.\d{3}Z$/);
  expect(left!.utcOffsetMinutes, what).toBe(0 - new Date(left!.at).getTimezoneOffset());
  if (step.withoutValue !== true) expect(left!.newValue ?? left!.oldValue, what).toMatch(/^[{"]/);
  if (/^(correct|strike)/.test(step.leaves)) expect(left, what).toMatchObject({ reason });
}

async function entriesOf({ method, user, input, learn, refused }: Step): Promise<AuditEntry[]> {
  const { context } = scene.host;
  const session = await scene.as(user);
  const before = auditPage(context, { limit: 1 }).entries[0]?.sequence ?? 0;
  const [service = '', name = ''] = method.split('.');
  const parsed = (contract as Contract)[service]!.methods[name]!.input.parse(input(scene));
  const handlers = session.handlers as unknown as Record<string, Record<string, (value: unknown) => unknown>>;
  try {
    const answer = await handlers[service]![name]!(parsed);
    expect(refused).toBeUndefined();
    learn?.(answer, scene);
  } catch (error) {
    if (refused !== true) throw error;
  }
  await noJobs();
  return auditPage(context, { after: before, limit: 500 }).entries;
}

/** Jobs end by themselves; the last event tells of it. */
function noJobs(): Promise<void> {
  const isBusy = (): boolean => scene.host.context.jobs.list().some(({ state }) => state === 'running');
  if (!isBusy()) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = scene.host.onEvent('jobs.changed', () => {
      if (isBusy()) return;
      stop();
      resolve();
    });
  });
}
