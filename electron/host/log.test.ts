import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RemnantError } from '../core/contract/errors.ts';
import { createLog } from './log.ts';

describe('the log', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'remnant-log-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const now = () => new Date('2026-03-01T10:00:00Z');
  const lines = (name = 'host.log') =>
    readFileSync(join(folder, name), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);

  it('writes one JSON object a line', () => {
    const log = createLog({ folder, now });
    log.info('host.opened', { pid: 7 });
    log.info('host.closed');
    expect(lines()).toEqual([
      { at: '2026-03-01T10:00:00.000Z', level: 'info', event: 'host.opened', pid: 7 },
      { at: '2026-03-01T10:00:00.000Z', level: 'info', event: 'host.closed' },
    ]);
  });

  it('keeps no message of an error, which may quote a header, nor of its cause', () => {
    const log = createLog({ folder, now });
    log.error('read', new RemnantError('io', 'SECRET^NAME', { cause: new TypeError('bad value DOE^JANE\nDOE^JOHN') }), {
      seriesId: 'x',
    });
    const text = readFileSync(join(folder, 'host.log'), 'utf8');
    expect(text).not.toMatch(/SECRET|JANE|JOHN/);
    expect(lines()).toMatchObject([
      { event: 'read', seriesId: 'x', error: { name: 'RemnantError', code: 'io', cause: { name: 'TypeError' } } },
    ]);
  });

  it('rotates by size and keeps a limited number of older files, no line lost in the newest', () => {
    const log = createLog({ folder, now, maxBytes: 300 });
    for (let count = 0; count < 100; count++) log.info('tick', { count });
    expect(readdirSync(folder).sort()).toEqual(['host.1.log', 'host.2.log', 'host.3.log', 'host.4.log', 'host.log']);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(300);
    expect(lines().at(-1)).toMatchObject({ count: 99 });
    expect(lines('host.1.log').at(-1)).toMatchObject({ count: (lines()[0] as { count: number }).count - 1 });
  });

  it('goes on in the file that is there', () => {
    createLog({ folder, now }).info('first');
    createLog({ folder, now }).info('second');
    expect(lines()).toHaveLength(2);
  });

  it('does not stop the work when it cannot be written', () => {
    const log = createLog({ folder: join(folder, 'gone'), now });
    expect(() => {
      log.info('event');
    }).not.toThrow();
  });
});
