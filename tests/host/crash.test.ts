import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { verifyTrail } from '../../electron/host/audit/index.ts';
import type { HostContext } from '../../electron/host/context.ts';
import { loadLabels } from '../../electron/host/segmentation/index.ts';
import { getSubject } from '../../electron/host/trial/index.ts';
import { labelsOfSeed } from './crashLabels.ts';
import type { Acknowledged } from './crashLabels.ts';
import { addSeries, openStore, temporaryFolder } from './support.ts';

const script = new URL('./crashingHost.ts', import.meta.url).pathname;

/** Lets a host work and kills it as it acknowledges its `after`th change, in the midst of the next. */
async function killedHost(folder: string, seed: number, after: number): Promise<Acknowledged[]> {
  const host = spawn(process.execPath, ['--no-warnings', script, folder, String(seed)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(host, 'exit');
  const facts: Acknowledged[] = [];
  for await (const line of createInterface({ input: host.stdout })) {
    facts.push(JSON.parse(line) as Acknowledged);
    if (facts.length === after) host.kill('SIGKILL');
  }
  expect(await ended).toEqual([null, 'SIGKILL']);
  return facts;
}

function expectStored(context: HostContext, fact: Acknowledged): void {
  if (fact.kind === 'subject') expect(getSubject(context, fact).code).toBe(fact.code);
  if (fact.kind === 'measure') expect(getSubject(context, fact).measures).toMatchObject([{ heightCm: fact.heightCm }]);
  if (fact.kind === 'revision') expect(loadLabels(context, fact.revisionId).labels).toEqual(labelsOfSeed(fact.seed));
}

describe('a host that is killed at any moment', () => {
  it('has stored whatever it acknowledged, leaves no lock, and its trail verifies', async () => {
    const folder = temporaryFolder();
    const prepared = openStore(folder);
    addSeries(prepared.context);
    await prepared.close();
    const acknowledged: Acknowledged[] = [];
    for (const [round, after] of [1, 2, 5, 13, 34].entries()) {
      acknowledged.push(...(await killedHost(folder, 7919 * (round + 1), after)));
      const { context, close } = openStore(folder);
      for (const fact of acknowledged) expectStored(context, fact);
      const { ok, problem, entries } = await verifyTrail(context);
      expect({ ok, problem }).toEqual({ ok: true, problem: null });
      expect(entries).toBeGreaterThanOrEqual(acknowledged.length);
      await close();
    }
    expect(new Set(acknowledged.map(({ kind }) => kind))).toEqual(new Set(['subject', 'measure', 'revision']));
  });
});

describe('hosts of two processes on one folder', () => {
  it('exclude each other, whichever was first', async () => {
    const folder = temporaryFolder();
    const first = openStore(folder);
    addSeries(first.context);
    // Within one process, a second handle that is closed could drop the first one's lock (POSIX); it must not.
    expect(() => openStore(folder)).toThrow('already open');
    const refused = spawn(process.execPath, ['--no-warnings', script, folder, '1'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const complaint = await text(refused.stderr);
    expect(complaint).toContain('already open');
    await first.close();

    const host = spawn(process.execPath, ['--no-warnings', script, folder, '1'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(host, 'exit');
    await once(host.stdout, 'data');
    try {
      expect(() => openStore(folder)).toThrow('already open');
    } finally {
      host.kill('SIGKILL');
      await ended;
    }
    await openStore(folder).close();
  });
});
