/** One folder with a whole record and a person of every role: what the steps of `everyMethod.test.ts` work on. */
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { AccountRole } from '../../../electron/core/contract/accounts.ts';
import type { Contract } from '../../../electron/core/contract/define.ts';
import { contract } from '../../../electron/core/contract/index.ts';
import { encodeRuns } from '../../../electron/core/domain/labelmapRuns.ts';
import type { MethodId } from '../../../electron/core/domain/permissions.ts';
import { importPaths } from '../../../electron/host/library/index.ts';
import { writeNifti } from '../../../electron/host/nifti/index.ts';
import type { Host, HostSession } from '../../../electron/host/open.ts';
import { stageUpload } from '../../../electron/host/segmentation/index.ts';
import { writeSeries } from '../../fixtures/index.ts';
import { writeModel } from '../../fixtures/models/files.ts';
import { thresholdDescription, thresholdNetwork } from '../../fixtures/models/networks.ts';
import { peopledHost, type PeopledHost } from '../people.ts';
import { cut, dividedLiver, paint } from '../recordEntries.ts';
import { addSeries, smallGrid, temporaryFolder } from '../support.ts';
import { fillRecord } from '../wholeRecord.ts';
import { writeFileSync } from 'node:fs';

export const roles = {
  ada: 'administrator',
  rita: 'reader',
  rob: 'reader',
  rosa: 'reader',
  sam: 'site_staff',
  ida: 'interventional_radiologist',
  mo: 'monitor',
} as const satisfies Readonly<Record<string, AccountRole>>;
export type User = keyof typeof roles;
export const users = Object.keys(roles) as User[];

/** What later steps need of earlier ones, by name. */
export type Known = Record<string, string>;

export interface Scene {
  readonly people: PeopledHost;
  readonly host: Host;
  readonly sessions: Readonly<Record<User, HostSession>>;
  /** A connection in which nobody has signed in. */
  readonly nobody: HostSession;
  readonly known: Known;
}

export async function openScene(): Promise<Scene> {
  const people = await peopledHost(roles);
  const { host } = people;
  const { context } = host;
  const files = await writeFiles();
  const { seriesIds } = await importPaths(context, { paths: [files['read']!] });
  const { subjectId } = await fillRecord(context);
  const sessions = {} as Record<User, HostSession>;
  for (const user of users) sessions[user] = await people.session(user);
  const known: Known = {
    rich: subjectId,
    series: seriesIds[0]!,
    later: addSeries(context, { acquisitionDate: '2026-02-11' }),
    other: addSeries(context, { acquisitionDate: '2026-02-18' }),
    large: addSeries(context, { geometry: { ...smallGrid, dims: [8, 6, 4] } }),
    ...files,
  };
  return { people, host, sessions, nobody: host.openSession(), known };
}

/** Files from outside: a CT that is read, others, one of two halves, a mask, a model. */
async function writeFiles(): Promise<Known> {
  const folder = temporaryFolder();
  const inside = (name: string): string => join(folder, name);
  await writeSeries(inside('read'), { geometry: smallGrid, description: { uidSeed: 'read', date: '20260111' } });
  await writeSeries(inside('ct'));
  await writeSeries(inside('halves'), {
    description: { uidSeed: 'halves' },
    change: (dataset, k) => (k < 5 ? dataset : { ...dataset, SeriesInstanceUID: '1.2.3.4.5' }),
  });
  await writeSeries(inside('cancelled'), { description: { uidSeed: 'cancelled' } });
  writeFileSync(inside('mask.nii'), writeNifti({ geometry: smallGrid, data: new Uint8Array(192).fill(1) }));
  const model = await writeModel(folder, 'threshold', thresholdNetwork(), thresholdDescription);
  return {
    read: inside('read'),
    files: inside('ct'),
    halves: inside('halves'),
    cancelled: inside('cancelled'),
    mask: inside('mask.nii'),
    model,
    outside: temporaryFolder(),
    backups: temporaryFolder(),
  };
}

/** As the person's window calls it: what is sent is parsed by the contract. */
export async function call(session: HostSession, method: MethodId, input: unknown): Promise<unknown> {
  const [service = '', name = ''] = method.split('.');
  const parsed = (contract as Contract)[service]!.methods[name]!.input.parse(input);
  const handlers = session.handlers as unknown as Record<string, Record<string, (value: unknown) => unknown>>;
  return await handlers[service]![name]!(parsed);
}

/** What is committed as the next drawing of a segmentation. */
export async function drawing({ host }: Scene, segmentationId: string | undefined): Promise<object> {
  const runs = encodeRuns({ dims: smallGrid.dims, labels: dividedLiver() });
  const uploadId = await stageUpload(host.context, gzipSync(runs));
  return { segmentationId, parentRevisionId: null, uploadId, action: paint, cut };
}

/** Draws, reviews and signs a reading of the person's own. */
export async function readAndSign(scene: Scene, user: User, seriesId: string, password: string): Promise<void> {
  const session = scene.sessions[user];
  const { id } = (await call(session, 'segmentation.open', { seriesId })) as { id: string };
  await call(session, 'segmentation.commit', await drawing(scene, id));
  const readingId = await readingOf(session, seriesId);
  await call(session, 'readings.review', { readingId });
  await call(session, 'readings.sign', { readingId, meaning: 'drew_and_checked', password });
}

/** The one that the person goes on with. */
export async function readingOf(session: HostSession, seriesId: string): Promise<string> {
  const { openId } = await session.handlers.readings.ofSeries({ seriesId, detail: false });
  return openId!;
}

/** Jobs end by themselves; the last event tells of it. */
export function noJobs({ context, onEvent }: Host): Promise<void> {
  const isBusy = (): boolean => context.jobs.list().some(({ state }) => state === 'running');
  if (!isBusy()) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = onEvent('jobs.changed', () => {
      if (isBusy()) return;
      stop();
      resolve();
    });
  });
}
