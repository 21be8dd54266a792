/**
 * A thread beside the network, which leaves its own thread no time: ends the process when it takes more memory than it may, or when the host is
 * gone. A memory limit of the system would be met by any allocation, also by those of the runtime that end in a crash.
 */
import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { MEMORY_MARK } from './networkTask.ts';

const INTERVAL_MS = 25;
const STANDARD_OUTPUT = 1;
const { limitBytes } = workerData as { readonly limitBytes: number };
const host = process.ppid;

setInterval(() => {
  const tooMuch = process.memoryUsage.rss() > limitBytes;
  if (tooMuch) writeSync(STANDARD_OUTPUT, MEMORY_MARK);
  if (tooMuch || process.ppid !== host) process.kill(process.pid, 'SIGKILL');
}, INTERVAL_MS);
