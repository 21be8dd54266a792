/**
 * One thing that the host does with the files of a folder, in a process of its own, so that its peak memory is the host's and nothing is
 * warm from what was done before: `scan FOLDER`, `import FOLDER DATA`, or `open FOLDER DATA` after an import. Prints JSON.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import type { ImportTimes, OpenTimes, ScanTimes } from './hostTimes.ts';
import { peakMemoryMb, seconds } from './measure.ts';
import { importPaths, openHost, scanFolder, type Host } from './product.ts';

const REPEATS = 15;
const COLD_REPEATS = 9;

const [task, folder, dataFolder] = process.argv.slice(2) as [string, string, string];
const tasks: Readonly<Record<string, () => Promise<object>>> = { scan, import: importFolder, open };
process.stdout.write(JSON.stringify(await tasks[task]!()));
// Idle workers would not keep the program running, but tell their peak now.
process.exit();

async function scan(): Promise<ScanTimes> {
  let slices = 0;
  const once = () =>
    seconds(async () => {
      slices = await scanFolder(folder);
    });
  const firstSeconds = await once();
  const firstCpuSeconds = cpuSeconds();
  const peakMb = peakMemoryMb(process.pid);
  const againSeconds = await repeated(REPEATS, once);
  const againCpuSeconds = (cpuSeconds() - firstCpuSeconds) / REPEATS;
  return { slices, firstSeconds, againSeconds, firstCpuSeconds, againCpuSeconds, peakMb };
}

/** Of this process since it started, all threads. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function importFolder(): Promise<ImportTimes> {
  const host = await openHost({ dataFolder, version: 'bench' });
  const importSeconds = await seconds(() => importPaths(host.context, { paths: [folder] }));
  await host.close();
  return { importSeconds, peakMb: peakMemoryMb(process.pid) };
}

async function open(): Promise<OpenTimes> {
  const cache = path.join(dataFolder, 'cache');
  rmSync(cache, { recursive: true, force: true });
  const host = await openHost({ dataFolder, version: 'bench' });
  const [series] = await host.handlers.library.listSeries({});
  if (!series?.geometry) throw new Error('The folder gave no volume.');
  // By now a window has asked for other things: the classes of requests and streams are loaded.
  await (await host.handleBlob(new Request('http://bench/blob/nothing'))).text();

  // What came before: the threads of the import are running.
  await scanFolder(folder);
  const built = await fetchVolume(host, series.id);
  let checksum = 0;
  await fetchVolume(host, series.id, (part) => {
    checksum = crc32(part, checksum);
  });
  const file = path.join(cache, await fileIn(cache));
  const fromCache = async () => (await fetchVolume(host, series.id)).volumeSeconds;
  const cat = () => seconds(() => execFileSync('cat', [file], { stdio: 'ignore' }));
  const cold = (read: () => Promise<number>) => () => {
    // Asks the system to forget the file (coreutils, dd: nocache).
    execFileSync('dd', [`if=${file}`, 'of=/dev/null', 'iflag=nocache', 'count=0'], { stdio: 'ignore' });
    return read();
  };
  const times: OpenTimes = {
    ...built,
    checksum,
    peakMb: peakMemoryMb(process.pid),
    reopenSeconds: await repeated(REPEATS, fromCache),
    catSeconds: await repeated(REPEATS, cat),
    reopenColdSeconds: await repeated(COLD_REPEATS, cold(fromCache)),
    catColdSeconds: await repeated(COLD_REPEATS, cold(cat)),
  };
  await host.close();
  return times;
}

/** Waits for it: a volume that was sent whole is still being flushed to the disk. */
async function fileIn(folder: string): Promise<string> {
  for (;;) {
    const [name] = readdirSync(folder);
    if (name) return name;
    await setTimeout(10);
  }
}

async function repeated(runs: number, once: () => Promise<number>): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) times.push(await once());
  return times;
}

async function fetchVolume({ handleBlob }: Host, id: string, take?: (part: Uint8Array) => void) {
  const start = performance.now();
  const sinceStart = (): number => (performance.now() - start) / 1000;
  const response = await handleBlob(new Request(`http://bench/blob/volume/${id}`));
  if (!response.ok || !response.body) throw new Error(await response.text());
  // Into one piece of memory, as the transports do.
  const reader = response.body.getReader({ mode: 'byob' });
  let memory = new ArrayBuffer(1024 * 1024);
  let firstImageSeconds: number | undefined;
  for (;;) {
    const part = await reader.read(new Uint8Array(memory));
    if (part.done) break;
    firstImageSeconds ??= sinceStart();
    take?.(part.value);
    memory = part.value.buffer;
  }
  return { firstImageSeconds: firstImageSeconds!, volumeSeconds: sinceStart() };
}
