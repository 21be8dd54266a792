/** Several people over one host at once: each line is a session of its own, whatever carries it. */
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import WebSocket from 'ws';
import { memoryChannels, portChannel, webSocketChannel, type Channel } from '../../electron/core/contract/channel.ts';
import { createClient } from '../../electron/core/contract/client.ts';
import { contract } from '../../electron/core/contract/index.ts';
import { startLoopback, type Loopback } from '../../electron/loopback/server.ts';
import { PASSWORD, peopledHost, type PeopledHost } from '../host/people.ts';

vi.mock(import('../../electron/host/accounts/hash.ts'), async (original) =>
  (await import('../host/cheapHash.ts')).cheapHash(await original()),
);

let people: PeopledHost;
let loopback: Loopback;
beforeEach(async () => {
  people = await peopledHost({ ada: 'administrator', mo: 'monitor', sam: 'site_staff' });
  loopback = await startLoopback({ host: people.host, listen: { port: 0 } });
});
afterEach(() => loopback.close());

const bearer = () => ({ Authorization: `Bearer ${loopback.token}` });
const lines: Readonly<Record<string, () => Channel>> = {
  'a WebSocket': () =>
    webSocketChannel(new WebSocket(`${loopback.origin.replace('http', 'ws')}/ws`, { headers: bearer() })),
  'a MessagePort': () => {
    const { port1, port2 } = new MessageChannel();
    loopback.connect(portChannel(port2));
    return portChannel(port1);
  },
  memory: () => {
    const [here, there] = memoryChannels();
    loopback.connect(there);
    return here;
  },
};

async function signedIn(channel: Channel, user: string) {
  const connection = createClient(contract, channel);
  const { blobKey } = await connection.client.accounts.signIn({ user, password: PASSWORD });
  return { ...connection, blobKey: blobKey! };
}

test.each(Object.keys(lines))('over %s each line has its own person and role', async (kind) => {
  const open = lines[kind]!;
  const [sam, mo] = [await signedIn(open(), 'sam'), await signedIn(open(), 'mo')];
  const stranger = createClient(contract, open());
  const code = { code: 'NL01-001', sex: 'male' } as const;
  await expect(stranger.client.trial.listSubjects({})).rejects.toMatchObject({ message: 'Sign in first.' });
  await expect(mo.client.trial.addSubject(code)).rejects.toMatchObject({ code: 'refused' });
  const heard: string[] = [];
  stranger.listen('trial.changed', () => heard.push('stranger'));
  mo.listen('trial.changed', () => heard.push('mo'));
  await sam.client.trial.addSubject(code);
  expect(await mo.client.trial.listSubjects({})).toHaveLength(1);
  expect(heard).toEqual(['mo']);
  for (const { close } of [sam, mo, stranger]) close();
});

test('a line that is closed ends its session, and its blobs with it', async () => {
  const { client, close, blobKey } = await signedIn(lines['a WebSocket']!(), 'sam');
  const blob = async (key: string): Promise<unknown> => {
    const { port } = new URL(loopback.origin);
    const path = `/blob/volume/01890a5d-ac96-774b-bcce-b302099a8057?session=${key}`;
    const request = httpRequest({ host: '127.0.0.1', port, path, headers: bearer() }).end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return ((await json(response)) as { code: string }).code;
  };
  expect(await blob(blobKey)).toBe('not_found');
  expect(await blob('')).toBe('refused');
  const over = new Promise<void>((resolve) => {
    people.host.openSession().onEvent('accounts.changed', () => {
      resolve();
    });
  });
  const { client: ada } = await signedIn(lines['memory']!(), 'ada');
  await ada.accounts.setRole({ accountId: people.accountIds['sam']!, role: 'reader' });
  await over;
  expect((await client.accounts.state({})).person?.role).toBe('reader');
  close();
  await expect.poll(() => blob(blobKey)).toBe('refused');
});
