/** `npm run bench`: speed and memory, with ratios to peers measured in the same run. Prints a page; nothing here passes or fails. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { buildIfNeeded } from '../../scripts/buildAll.ts';
import { prepareSystem } from '../../scripts/systemPackages.ts';
import { benchCase } from './cases.ts';
import { table, type Row } from './measure.ts';

const tell = (line: string) => process.stderr.write(`${line}\n`);
const work = mkdtempSync(path.join(os.tmpdir(), 'remnant-bench-'));

try {
  prepareSystem(tell, ['dcm2niix']);
  await buildIfNeeded(tell);
  const { name, folder } = await benchCase(work);
  const [cpu] = os.cpus();
  const machine = `${cpu?.model.trim() ?? 'unknown processor'}, ${os.cpus().length} cores, Node ${process.version}`;
  process.stdout.write(`## Remnant, measured on ${new Date().toISOString().slice(0, 10)}\n\n${machine}\n\n`);
  process.stdout.write(table(`Host: ${name}`, await measure('host.ts', folder)));
  process.stdout.write(
    '\n' + table('Kernels: generated patient (109 slices of 512 x 512)', await measure('kernels.ts')),
  );
  process.stdout.write('\n' + table(`Window: ${name}`, await measure('window.ts', folder)));
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** Each part is a process of its own: its peak memory is its own, and nothing is warm from the part before. */
async function measure(script: string, ...args: string[]): Promise<Row[]> {
  tell(`Measuring ${script} ...`);
  const command = [path.join(import.meta.dirname, script), ...args];
  const { stdout } = await promisify(execFile)(process.execPath, command, { maxBuffer: 1 << 24 });
  return JSON.parse(stdout) as Row[];
}
