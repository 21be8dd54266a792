/** The table holds for what the host really answers. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { accountRole, role, type AccountRole, type Actor, type Role } from '../../core/contract/accounts.ts';
import { contract } from '../../core/contract/index.ts';
import { mayCall, refusalOf, type MethodId } from '../../core/domain/permissions.ts';
import { peopledHost } from '../../../tests/host/people.ts';
import { addSeries } from '../../../tests/host/support.ts';
import type { HostContext } from '../context.ts';
import { guardedHandlers, type BoundHandlers } from './guard.ts';
import type { Session } from './session.ts';

vi.mock(import('./hash.ts'), async (original) =>
  (await import('../../../tests/host/cheapHash.ts')).cheapHash(await original()),
);

type Functions = Record<string, Record<string, (input: unknown) => unknown>>;
const methods = Object.entries(contract).flatMap(([service, { methods: own }]) =>
  Object.keys(own).map((name) => `${service}.${name}` as MethodId),
);

test("for every role and method, the handler answers exactly where the table allows it, in that person's name", () => {
  const reached: string[] = [];
  const everything = (who: Role): unknown =>
    new Proxy(
      {},
      {
        get: (_, service) =>
          new Proxy({}, { get: (__, name) => () => reached.push(`${who} ${String(service)}.${String(name)}`) }),
      },
    );
  const sessionOf = (who: Role): Session =>
    ({
      accounts: (everything(who) as { accounts: Session['accounts'] }).accounts,
      admit: (method: MethodId) => {
        const refusal = refusalOf(who, method);
        if (refusal !== null) throw new Error(refusal);
        return { actor: { role: who } as Actor } as HostContext;
      },
    }) as unknown as Session;
  const bind = (context: HostContext): BoundHandlers => {
    const services = Object.keys(contract).filter((service) => service !== 'accounts');
    const bound = everything(context.actor.role) as Record<string, unknown>;
    return Object.fromEntries(services.map((service) => [service, bound[service]])) as unknown as BoundHandlers;
  };
  fc.assert(
    fc.property(fc.constantFrom(...role.options), fc.constantFrom(...methods), (who, method) => {
      const handlers = guardedHandlers(sessionOf(who), bind) as unknown as Functions;
      const [service = '', name = ''] = method.split('.');
      reached.length = 0;
      const call = (): unknown => handlers[service]![name]!({});
      if (mayCall(who, method)) {
        call();
        expect(reached).toEqual([`${who} ${method}`]);
      } else {
        expect(call).toThrow(refusalOf(who, method)!);
        expect(reached).toEqual([]);
      }
    }),
    { numRuns: 2000 },
  );
});

/** Everything that is stored, but for the signing in that is itself recorded. */
function fingerprint({ db }: HostContext): string {
  const tables = db
    .prepare<[], string>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
    )
    .pluck()
    .all();
  const hash = createHash('sha256');
  for (const table of tables) {
    hash.update(table);
    for (const row of db.prepare(`SELECT * FROM "${table}"`).raw().iterate()) hash.update(JSON.stringify(row));
  }
  return hash.digest('hex');
}

test('a monitor who tries every method changes no row', async () => {
  const { host, session } = await peopledHost({
    ada: 'administrator',
    sam: 'site_staff',
    rea: 'reader',
    mo: 'monitor',
  });
  const { context } = host;
  const seriesId = addSeries(context);
  const { handlers: keeping } = await session('sam');
  const { id: subjectId } = await keeping.trial.addSubject({
    code: 'NL01-001',
    sex: 'male',
    liverQuality: 'normal',
  } as never);
  await keeping.trial.setTimePoint({ subjectId, kind: 'baseline', seriesId });
  const { handlers: reading } = await session('rea');
  const { id: segmentationId } = await reading.segmentation.open({ seriesId });

  const monitor = await session('mo');
  const before = fingerprint(context);
  const nobody = context.newId();
  const input = {
    ...{
      subjectId,
      seriesId,
      segmentationId,
      kind: 'baseline',
      format: 'nifti',
      limit: 10,
      offset: 0,
      before: undefined,
    },
    ...{ accountId: nobody, jobId: nobody, modelId: nobody, readingId: nobody, timePointId: nobody, entryId: nobody },
    ...{ fromTimePointId: nobody, toTimePointId: nobody, seriesIds: [seriesId], paths: [], path: null, phase: null },
    ...{ user: 'eve', printedName: 'Eve', role: 'administrator', reason: 'to see', paper: 'a4', filter: {} },
  };
  const handlers = monitor.handlers as unknown as Functions;
  // Those that are the session's own business: signing in and out are told in the trail.
  const own = new Set<MethodId>(methods.filter((method) => method.startsWith('accounts.')));
  for (const method of methods.filter((each) => !own.has(each))) {
    const [service = '', name = ''] = method.split('.');
    const answer = await (async () => await handlers[service]![name]!(input))().then(
      () => 'answered',
      (error: unknown) => (error as Error).message,
    );
    if (!mayCall('monitor', method)) expect(answer, method).toBe(refusalOf('monitor', method));
    expect(answer, method).not.toContain('changes nothing');
    expect(fingerprint(context), method).toBe(before);
  }
  expect(() => {
    monitor.admit('trial.listSubjects').change(() => undefined);
  }).toThrow('A monitor reads everything and changes nothing.');
});

test('every role reaches its own work on a real host', async () => {
  const people = Object.fromEntries(accountRole.options.map((each) => [each.replaceAll('_', '-'), each])) as Record<
    string,
    AccountRole
  >;
  const { host, session } = await peopledHost(people);
  const blob = async (key: string | null, path: string, init?: RequestInit): Promise<string> => {
    const response = await host.handleBlob(
      new Request(`http://host${path}${key === null ? '' : `?session=${key}`}`, init),
    );
    return `${response.status} ${((await response.json()) as { message?: string }).message ?? ''}`;
  };
  const volume = `/blob/volume/${host.context.newId()}`;
  expect(await blob(null, volume)).toBe('409 Sign in first.');
  expect(await blob('wrong', volume)).toBe('409 Sign in first.');
  for (const [user, who] of Object.entries(people)) {
    const { handlers, state } = await session(user);
    const { blobKey } = state();
    expect((await blob(blobKey, volume)).slice(0, 3)).toBe('404');
    const put = await blob(blobKey, '/blob/upload', { method: 'PUT', body: 'labels' });
    expect(put.startsWith('200'), user).toBe(mayCall(who, 'segmentation.commit'));
    await handlers.accounts.lock({});
    expect(await blob(blobKey, volume)).toContain('locked');
    await handlers.accounts.signOut({});
    expect(await blob(blobKey, volume)).toBe('409 Sign in first.');
  }
});
