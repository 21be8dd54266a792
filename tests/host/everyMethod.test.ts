/** Whatever is done leaves its entry, and nothing is done without the right to it: each method of the contract is called here. */
import { describe, expect, it, vi } from 'vitest';
import { contract } from '../../electron/core/contract/index.ts';
import { isForAnyone, type MethodId } from '../../electron/core/domain/permissions.ts';
import { auditPage, verifyTrail } from '../../electron/host/audit/index.ts';
import { openHost } from '../../electron/host/open.ts';
import type * as sample from '../../electron/host/sample/writeStudy.ts';
import { accountSteps } from './everyMethod/accountSteps.ts';
import { checkStep, expectUnchanged } from './everyMethod/check.ts';
import { librarySteps, removeModel } from './everyMethod/librarySteps.ts';
import { looks } from './everyMethod/looks.ts';
import { outSteps } from './everyMethod/outSteps.ts';
import { readingSteps } from './everyMethod/readingSteps.ts';
import { call, openScene, type Scene } from './everyMethod/scene.ts';
import { trialSteps } from './everyMethod/trialSteps.ts';
import { PASSWORD } from './people.ts';
import { temporaryFolder, VERSION } from './support.ts';

vi.mock(import('../../electron/host/accounts/hash.ts'), async (original) =>
  (await import('./cheapHash.ts')).cheapHash(await original()),
);
// The generated patient, coarsely: his CTs are written and imported by the same code.
vi.mock('../../electron/host/sample/writeStudy.ts', async (original) => {
  const real = await original<typeof sample>();
  const { smallAbdomen } = await import('../fixtures/index.ts');
  const writeSampleCase: typeof sample.writeSampleCase = (folder, options) =>
    real.writeSampleCase(folder, { ...smallAbdomen, ...options });
  return { ...real, writeSampleCase };
});

const steps = [...outSteps.settings, ...trialSteps, ...readingSteps, ...librarySteps, ...outSteps.files];
const lastSteps = [removeModel, ...accountSteps];
/** Of a folder in which it is not decided yet whether there will be accounts. */
const firstSteps: readonly MethodId[] = ['accounts.workAlone', 'accounts.createFirst'];

const methods = Object.entries(contract).flatMap(([service, own]) =>
  Object.keys(own.methods).map((method) => `${service}.${method}` as MethodId),
);

describe('every method of the contract', () => {
  it('is called here', () => {
    const called = [...steps, ...lastSteps].map(({ method }) => method);
    const known = new Set([...called, ...firstSteps, ...Object.keys(looks)]);
    expect([...known].sort()).toEqual(methods.toSorted());
    expect(called.filter((method) => method in looks)).toEqual([]);
  });

  it(
    'that changes something leaves who, in which role, when, where, with which version, what it was and became, and why; without the right it leaves nothing',
    { timeout: 120_000 },
    async () => {
      const scene = await openScene();
      for (const step of steps) await checkStep(step, scene);
      await looksChangeNothing(scene);
      for (const step of lastSteps) await checkStep(step, scene);

      const { context } = scene.host;
      const [used] = auditPage(context, { action: 'protocol change', limit: 1 }).entries;
      expect(JSON.parse(used!.newValue!)).toMatchObject({ id: 'dragon2', source: 'program' });
      expect(await verifyTrail(context, { files: true })).toMatchObject({ ok: true, problem: null });
    },
  );

  it('that begins a folder leaves its entry, and is refused once it is decided', async () => {
    const host = await openHost({ dataFolder: temporaryFolder(), version: VERSION });
    const [session, other] = [host.openSession(), host.openSession()];
    const person = { user: 'ada', printedName: 'Ada L.', password: PASSWORD };
    await call(session, 'accounts.workAlone', {});
    await call(session, 'accounts.createFirst', person);
    for (const method of firstSteps)
      await expect(call(other, method, person)).rejects.toMatchObject({ code: 'conflict' });
    const { entries } = auditPage(host.context, { limit: 10 });
    expect(entries.map(({ user, role, action }) => [user, role, action])).toEqual([
      ['ada', 'administrator', 'sign_in'],
      [host.context.actor.user, 'none', 'create'],
      [host.context.actor.user, 'none', 'work_alone'],
    ]);
    expect(JSON.parse(entries[1]!.newValue!)).toMatchObject({ user: 'ada', role: 'administrator' });
    expect(await verifyTrail(host.context)).toMatchObject({ ok: true });
    await host.close();
  });
});

/** Asked by an administrator or, where that is not theirs, a reader; and nobody signed in is told nothing. */
async function looksChangeNothing(scene: Scene): Promise<void> {
  for (const [method, input] of Object.entries(looks) as [MethodId, (typeof looks)[MethodId]][]) {
    const asked = input!(scene.known, scene);
    for (const user of ['ada', 'rita', 'mo'] as const) await expectUnchanged(scene, user, { method }, asked);
    if (!isForAnyone(method))
      await expect(call(scene.nobody, method, asked), method).rejects.toMatchObject({ message: 'Sign in first.' });
  }
}
