/** Signing in from a script: the password from a variable or standard input, and the same permissions as in the window. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/index.ts';
import { remnant, script } from './remnant.ts';

const PASSWORD = 'three blue herons';
let folder: Awaited<ReturnType<typeof temporaryFolder>>;

interface Said {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

async function run(args: readonly string[], said: { password?: string; input?: string } = {}): Promise<Said> {
  const child = spawn(process.execPath, [script, ...args, '--data', join(folder.path, 'data')], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, REMNANT_DATA: '', REMNANT_PASSWORD: said.password ?? '' },
  });
  child.stdin.end(said.input ?? '');
  const ended = [text(child.stdout), text(child.stderr), once(child, 'exit')] as const;
  const [out, err, [code]] = (await Promise.all(ended)) as [string, string, [number | null]];
  return { code, out, err };
}
const as = (user: string, args: readonly string[], password = PASSWORD): Promise<Said> =>
  run(['--user', user, ...args], { password });

beforeAll(async () => {
  folder = await temporaryFolder();
  const first = ['account', 'add', 'ada', '--name', 'Dr Ada', '--role', 'administrator'];
  expect(await run(first, { input: `${PASSWORD}\n` })).toMatchObject({ code: 0 });
});
afterAll(() => folder.remove());

test('nobody does anything without saying who they are', async () => {
  const { code, err } = await run(['series']);
  expect(code).toBe(1);
  expect(err).toBe(
    'remnant: This data folder has accounts: say who you are with --user NAME, and give the password in the variable REMNANT_PASSWORD or on standard input.\n',
  );
  expect(await run(['--user', 'ada', 'series'])).toMatchObject({
    code: 1,
    err: expect.stringContaining('REMNANT_PASSWORD') as string,
  });
  expect(await as('ada', ['series'])).toMatchObject({ code: 0 });
});

test('a wrong password fails, and neither it nor the right one is said again', async () => {
  const { code, out, err } = await as('nobody', ['series'], 'three blue herrings');
  expect(code).toBe(1);
  expect(err).toBe('remnant: The name or the password is not right.\n');
  expect(out + err).not.toContain('herrings');
});

test('a new account begins with a temporary password, and may do what its role allows', async () => {
  const added = await as('ada', ['account', 'add', 'mo', '--name', 'Mo N.', '--role', 'monitor', '--json']);
  const { temporaryPassword } = JSON.parse(added.out) as { temporaryPassword: string };
  expect(await as('mo', ['subject', 'list'], temporaryPassword)).toMatchObject({
    code: 1,
    err: 'remnant: Choose a password of your own first.\n',
  });
  const own = 'seven green otters';
  const change = { input: `${temporaryPassword}\n${own}\n` };
  expect(await run(['--user', 'mo', 'account', 'password'], change)).toMatchObject({ code: 0 });
  const refused = await as('mo', ['subject', 'add', 'NL01-001', '--sex', 'male'], own);
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('Your role (monitor)') as string });

  expect(await as('ada', ['account', 'disable', 'mo'])).toMatchObject({ code: 0 });
  expect((await as('mo', ['subject', 'list'], own)).err).toContain('disabled');
  expect(await as('ada', ['audit', 'verify'])).toMatchObject({ code: 0 });
}, 180_000);

test('one person alone needs no name, and is told so', async () => {
  const alone = async (...args: string[]) => await remnant(...args, '--data', join(folder.path, 'alone'));
  expect(await alone('series')).toMatchObject({ code: 0 });
  expect(await alone('--user', 'ada', 'series')).toMatchObject({
    code: 1,
    complaint: 'remnant: This data folder has no accounts; leave --user out.',
  });
});
