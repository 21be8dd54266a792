import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startHost, type HostProcess } from '../../../scripts/hostProcess.ts';

export interface TestHost {
  readonly dataFolder: string;
  /** Where the window opens; stays the same after a restart. */
  readonly url: () => string;
  readonly origin: () => string;
  /** True once the host has been away: the browser then says by itself that it could not connect. */
  readonly wasAway: () => boolean;
  /** Ends the host in order and starts it again on the same data. */
  readonly restart: () => Promise<void>;
  /** Ends the host as a power cut would, and starts it again on the same data. */
  readonly killAndRestart: () => Promise<void>;
  readonly dispose: () => Promise<void>;
}

/**
 * A host from source on a new data folder, serving the built window. `name` is for people who look at the temporary files.
 * @param prepare fills the folder, which is empty without it
 */
export async function startTestHost(
  name: string,
  prepare: (dataFolder: string) => Promise<void> = () => Promise.resolve(),
): Promise<TestHost> {
  const dataFolder = await mkdtemp(path.join(os.tmpdir(), `remnant-${name}-`));
  await prepare(dataFolder);
  const token = randomBytes(32).toString('base64url');
  let host: HostProcess = await startHost({ dataFolder, token, fromSource: true });
  // At the same address, so that an open page finds it again.
  const port = Number(new URL(host.origin).port);
  let away = false;
  const startAgain = async () => {
    host = await startHost({ dataFolder, token, port, fromSource: true });
  };
  return {
    dataFolder,
    url: () => host.url,
    origin: () => host.origin,
    wasAway: () => away,
    restart: async () => {
      away = true;
      await host.close();
      await startAgain();
    },
    killAndRestart: async () => {
      away = true;
      process.kill(host.pid, 'SIGKILL');
      await host.ended;
      await startAgain();
    },
    dispose: async () => {
      await host.close();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
