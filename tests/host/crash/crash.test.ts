import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { verifyTrail } from '../../../electron/host/audit/index.ts';
import { RemnantError } from '../../../electron/core/contract/errors.ts';
import { openSegmentation, storeRevision } from '../../../electron/host/segmentation/index.ts';
import { randomFor } from '../../fuzz/random.ts';
import { addSeries, openStore, temporaryFolder } from '../support.ts';
import { randomCommand } from './commands.ts';
import { hostScript as script, killAgainAndAgain } from './killing.ts';

describe('a host that is killed at any moment', () => {
  it('has stored whatever it acknowledged, leaves no lock, and its trail verifies', { timeout: 240_000 }, async () => {
    const { kinds, commands, kills } = await killAgainAndAgain(temporaryFolder(), 20_261, 120);
    expect(commands).toBeGreaterThanOrEqual(120);
    expect(kills).toBeGreaterThanOrEqual(2);
    expect(kinds.size).toBeGreaterThan(10);
  });
});

describe('any sequence of commands', () => {
  it.each([1, 2, 3])('leaves a record that verifies (seed %i)', { timeout: 240_000 }, async (seed) => {
    const { context } = openStore(temporaryFolder());
    for (const acquisitionDate of ['2026-01-10', '2026-02-10']) addSeries(context, { acquisitionDate });
    const random = randomFor(seed, 2);
    const done = new Set<string>();
    for (let count = 0; count < 200; count++) {
      const { name, isDone } = await randomCommand(context, random);
      if (isDone) done.add(name);
    }
    expect(await verifyTrail(context, { files: true })).toMatchObject({ ok: true, problem: null });
    expect(done.size).toBeGreaterThan(12);
  });
});

describe('two windows', () => {
  it('that draw on the same revision: one is told of the conflict, nothing is overwritten', async () => {
    const { context, contextFor } = openStore(temporaryFolder());
    const seriesId = addSeries(context);
    const { id: segmentationId } = openSegmentation(context, { seriesId });
    const draw = (label: number) =>
      storeRevision(contextFor(context.actor), {
        segmentationId,
        parentRevisionId: null,
        action: { title: 'Paint', tool: 'paint@1', parameters: {} },
        cut: null,
        labels: new Uint8Array(192).fill(label),
      });
    const outcomes = await Promise.allSettled([draw(1), draw(2)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = outcomes.find((outcome) => outcome.status === 'rejected')?.reason as unknown;
    expect(refused).toBeInstanceOf(RemnantError);
    expect((refused as RemnantError).code).toBe('conflict');
    expect(await verifyTrail(context)).toMatchObject({ ok: true, revisions: 1 });
  });
});

describe('hosts of two processes on one folder', () => {
  it('exclude each other, whichever was first', async () => {
    const folder = temporaryFolder();
    const first = openStore(folder);
    addSeries(first.context);
    // Within one process, a second handle that is closed could drop the first one's lock (POSIX); it must not.
    expect(() => openStore(folder)).toThrow('already open');
    const refused = spawn(process.execPath, ['--no-warnings', script, folder, '1', '1000'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const complaint = await text(refused.stderr);
    expect(complaint).toContain('already open');
    await first.close();

    const host = spawn(process.execPath, ['--no-warnings', script, folder, '1', '1000'], {
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
