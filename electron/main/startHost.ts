/** Starts the host in a process of its own: the one place that knows which kind of process. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { utilityProcess, type MessagePortMain } from 'electron';
import WebSocket from 'ws';
import { emitterPortChannel, joinChannels, webSocketChannel } from '../core/contract/channel.ts';
import { SOCKET_HOST } from '../loopback/access.ts';
import type { HostAddress } from './fetchBlob.ts';

export interface HostProcess {
  readonly address: HostAddress;
  /** Gives the port's other end a line to the host. */
  readonly connect: (port: MessagePortMain) => void;
  /** Asks it to close its database and end; resolves when it has ended. */
  readonly close: () => Promise<void>;
  readonly ended: Promise<void>;
}

/** Something that runs the host's entry file. */
interface Runner {
  readonly stdout: NodeJS.ReadableStream | null;
  readonly stderr: NodeJS.ReadableStream | null;
  readonly ended: Promise<void>;
  readonly connect: (port: MessagePortMain, address: HostAddress) => void;
  readonly askToClose: () => void;
}

/** better-sqlite3 calls Node-API 10; an older Electron would crash in it, so there the host runs on the Node beside it. */
const NEEDED_NODE_API = 10;

/** @throws Error with the host's own sentence when it doesn't start, e.g. because another window has this data folder open */
export async function startHost(dataFolder: string, version: string): Promise<HostProcess> {
  const { socketPath, remove } = newSocketPath();
  const address: HostAddress = { socketPath, token: randomBytes(32).toString('base64url') };
  const entry = fileURLToPath(new URL('../loopback/main.js', import.meta.url));
  const args = ['--data', dataFolder, '--version', version, '--socket', socketPath];
  const run = Number(process.versions['napi'] ?? 0) >= NEEDED_NODE_API ? runInElectron : runInNode;
  const runner = run(entry, args, { ...process.env, REMNANT_TOKEN: address.token });
  await ready(runner);
  const ended = runner.ended.finally(remove);
  return {
    address,
    connect: (port) => {
      runner.connect(port, address);
    },
    close: async () => {
      runner.askToClose();
      await ended;
    },
    ended,
  };
}

function runInElectron(entry: string, args: string[], env: NodeJS.ProcessEnv): Runner {
  const child = utilityProcess.fork(entry, args, { env, stdio: 'pipe', serviceName: 'Remnant host' });
  return {
    stdout: child.stdout,
    stderr: child.stderr,
    ended: new Promise((resolve) =>
      child.once('exit', () => {
        resolve();
      }),
    ),
    connect: (port) => {
      child.postMessage('connect', [port]);
    },
    askToClose: () => {
      child.postMessage('close');
    },
  };
}

function runInNode(entry: string, args: string[], env: NodeJS.ProcessEnv): Runner {
  const child = spawn(process.env['REMNANT_NODE'] ?? 'node', [entry, ...args], { env, stdio: 'pipe' });
  return {
    stdout: child.stdout,
    stderr: child.stderr,
    ended: new Promise((resolve) => {
      child.once('exit', () => {
        resolve();
      });
      child.once('error', () => {
        resolve();
      });
    }),
    // A port can't be handed to a plain process: its frames go over a WebSocket.
    connect: (port, { socketPath, token }) => {
      const headers = { Host: SOCKET_HOST, Authorization: `Bearer ${token}` };
      const socket = new WebSocket(`ws+unix:${socketPath}:/ws`, { headers });
      socket.on('error', () => undefined);
      joinChannels(emitterPortChannel(port), webSocketChannel(socket));
    },
    askToClose: () => {
      child.stdin.end();
    },
  };
}

/** Waits for the line that says it listens; what it complains of until then is the reason why it doesn't. */
async function ready(runner: Runner): Promise<void> {
  let complaint = '';
  runner.stderr?.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
    process.stderr.write(chunk);
  });
  const lines = createInterface({ input: runner.stdout! });
  const listening = new Promise<boolean>((resolve) => {
    lines.once('line', () => {
      resolve(true);
    });
    void runner.ended.then(() => {
      resolve(false);
    });
  });
  if (await listening) return;
  throw new Error(complaint.replace(/^remnant host: /, '').trim() || 'The host of the program could not be started.');
}

/** A place that only this user can reach. */
function newSocketPath(): { socketPath: string; remove: () => void } {
  const name = randomBytes(8).toString('hex');
  if (process.platform === 'win32') return { socketPath: `\\\\.\\pipe\\remnant-${name}`, remove: () => undefined };
  const folder = mkdtempSync(path.join(os.tmpdir(), 'remnant-'));
  return {
    socketPath: path.join(folder, 'host'),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
