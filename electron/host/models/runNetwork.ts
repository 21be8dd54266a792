/** Runs a network in a process of its own. */
import { fork, type ChildProcess } from 'node:child_process';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { RemnantError } from '../../core/contract/errors.ts';
import { workerUrl } from '../workerUrl.ts';
import { MEMORY_MARK, type NetworkOrder, type NetworkReport, type NetworkTask } from './networkTask.ts';

/** Half of the machine's memory, or most of what is free where that is more. */
export const memoryLimitBytes = (): number => Math.max(os.totalmem() / 2, 0.8 * process.availableMemory());

export const inGb = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

/** What the system needs to start a program; the host's own secrets are not for a file from outside. */
const PASSED_ON = ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR'];

type NetworkResult = Exclude<NetworkReport, { readonly done: number } | { readonly refusal: unknown }>;

export interface NetworkRun {
  readonly task: NetworkTask;
  /** Sends the volume's voxels, when the task has a geometry. */
  readonly sendVolume?: (send: (first: number, hu: Int16Array) => Promise<void>) => Promise<void>;
  readonly onProgress?: (done: number, total: number) => void;
  /** Ends the process at once. */
  readonly signal: AbortSignal;
}

/**
 * @throws RemnantError 'cancelled'; 'refused' when it took more memory than it may; 'invalid_input' when it broke the runtime or doesn't fit its
 * description; whatever `sendVolume` throws
 */
export async function runNetwork({ task, sendVolume, onProgress, signal }: NetworkRun): Promise<NetworkResult> {
  const stopIfAborted = (): void => {
    if (signal.aborted) throw new RemnantError('cancelled', 'Running the model was cancelled.');
  };
  stopIfAborted();
  const child = startProcess();
  const end = (): void => {
    child.kill('SIGKILL');
  };
  signal.addEventListener('abort', end);
  try {
    const answer = answerOf(child, task, onProgress);
    // Rejects as well when sending fails because the process is gone; its own reason is the better one.
    const sent = send(child, { task }).then(() => sendVolume?.((first, hu) => send(child, { first, hu })));
    const settled = await Promise.race(
      [answer, sent.then(() => answer)].map((each) =>
        each.then(
          (value) => ({ value }),
          (error: unknown) => ({ error }),
        ),
      ),
    );
    if ('value' in settled) return settled.value;
    stopIfAborted();
    if (settled.error instanceof RemnantError) throw settled.error;
    return await answer;
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}

function startProcess(): ChildProcess {
  const env = Object.fromEntries(PASSED_ON.map((name) => [name, process.env[name]]));
  return fork(fileURLToPath(workerUrl('./networkProcess', import.meta.url)), {
    // Within Electron the program is Electron's own, which is a Node when told so.
    env: { ...env, ELECTRON_RUN_AS_NODE: '1' },
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
  });
}

function send(child: ChildProcess, order: NetworkOrder): Promise<void> {
  return new Promise((resolve, reject) => {
    child.send(order, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}

function answerOf(
  child: ChildProcess,
  task: NetworkTask,
  onProgress: NetworkRun['onProgress'],
): Promise<NetworkResult> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout!.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.on('message', (message: NetworkReport) => {
      if ('done' in message) onProgress?.(message.done, message.total);
      else if ('refusal' in message) reject(new RemnantError(message.refusal.code, message.refusal.message));
      else resolve(message);
    });
    child.once('error', (cause) => {
      reject(new RemnantError('io', 'The process for the model could not be started.', { cause }));
    });
    // After its output was read to the end.
    child.once('close', () => {
      reject(
        said.includes(MEMORY_MARK)
          ? new RemnantError(
              'refused',
              `The model takes more memory than the ${inGb(task.limitBytes)} it may have; a smaller patch needs less.`,
            )
          : new RemnantError(
              'invalid_input',
              'The model broke off the program that runs it; its file is damaged or not for this runtime.',
            ),
      );
    });
  });
}
