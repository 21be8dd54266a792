/** One series: everything the host does with it, in turns with the peers, so that what else the machine does hits all alike. */
import path from 'node:path';
import type { BenchCase } from './cases.ts';
import { atMost, goals, hostMemoryRow } from './goals.ts';
import type { ImportTimes, OpenTimes, ScanTimes } from './hostTimes.ts';
import { largest, median, runTask, showSeconds, times, type Row } from './measure.ts';
import { peers, type PeerTimes } from './peers.ts';

const ROUNDS = { uncompressed: 3, compressed: 2 };

interface Round {
  readonly open: OpenTimes;
  readonly scan: ScanTimes;
  readonly peers: ReadonlyMap<string, PeerTimes | null>;
}

/** @param work a folder of this case alone */
export async function benchSeries({ folder, compressed }: BenchCase, work: string): Promise<Row[]> {
  const dataFolder = path.join(work, 'data');
  const imported = await runTask<ImportTimes>('hostTask.ts', 'import', folder, dataFolder);
  const rounds: Round[] = [];
  for (let round = 0; round < (compressed ? ROUNDS.compressed : ROUNDS.uncompressed); round++) {
    const scan = await runTask<ScanTimes>('hostTask.ts', 'scan', folder);
    const open = await runTask<OpenTimes>('hostTask.ts', 'open', folder, dataFolder);
    const theirs = new Map<string, PeerTimes | null>();
    for (const peer of peers) theirs.set(peer.name, await peer.measure(folder, work));
    rounds.push({ open, scan, peers: theirs });
  }
  const memory = largest([imported.peakMb, ...rounds.flatMap(({ open, scan }) => [open.peakMb, scan.peakMb])]);
  return [
    ...headerRows(rounds),
    { what: 'import: headers, checksums, checked copy, index', value: showSeconds(imported.importSeconds) },
    ...volumeRows(rounds, compressed),
    ...reopenRows(rounds),
    hostMemoryRow(memory),
    ...agreementRows(rounds),
  ];
}

const medianOf = (rounds: readonly Round[], pick: (round: Round) => number): number => median(rounds.map(pick));
const peerTimes = (rounds: readonly Round[], name: string): PeerTimes[] =>
  rounds.flatMap((round) => round.peers.get(name) ?? []);

const firstScan = (rounds: readonly Round[]): number => medianOf(rounds, ({ scan }) => scan.firstSeconds);
const scanAgain = (rounds: readonly Round[]): number => medianOf(rounds, ({ scan }) => median(scan.againSeconds));

function headerRows(rounds: readonly Round[]): Row[] {
  return [
    { what: 'header scan, the first of a run (workers start)', value: showSeconds(firstScan(rounds)) },
    ...againstPeers(rounds, 'header scan, workers running', scanAgain(rounds), 'headerSeconds'),
  ];
}

function againstPeers(
  rounds: readonly Round[],
  what: string,
  ours: number,
  key: 'headerSeconds' | 'volumeSeconds',
): Row[] {
  return peers.map(({ name }, at) => {
    const theirs = peerTimes(rounds, name).map((each) => each[key]);
    const peer = theirs.length > 0 ? median(theirs) : null;
    const ratio =
      peer === null
        ? `${name} is not installed or does not read this`
        : times(ours, peer, `${name} (${showSeconds(peer)})`);
    return { what: at === 0 ? what : '', value: at === 0 ? showSeconds(ours) : '', ratio };
  });
}

function volumeRows(rounds: readonly Round[], compressed: boolean): Row[] {
  const firstImage = medianOf(rounds, ({ open }) => open.firstImageSeconds);
  const volume = medianOf(rounds, ({ open }) => open.volumeSeconds);
  const [name, limit] = compressed
    ? (['pydicom', goals.volumeOverPydicom] as const)
    : (['dcm2niix', goals.volumeOverDcm2niix] as const);
  const theirs = peerTimes(rounds, name).map(({ volumeSeconds }) => volumeSeconds);
  const rows = againstPeers(rounds, 'full volume, decoded and cached', volume, 'volumeSeconds').map((row, at) =>
    peers[at]!.name === name && theirs.length > 0
      ? { ...row, goal: atMost(volume / median(theirs), limit, `${limit} x ${name}`) }
      : row,
  );
  const both = firstScan(rounds) + volume;
  return [
    {
      what: 'first image after the scan, nothing decoded',
      value: showSeconds(firstImage),
      goal: atMost(firstImage, goals.firstImageSeconds, `${goals.firstImageSeconds} s`),
    },
    ...rows,
    ...againstPeers(rounds, 'first header scan and full volume together', both, 'volumeSeconds'),
  ];
}

function reopenRows(rounds: readonly Round[]): Row[] {
  const row = (
    what: string,
    ours: keyof OpenTimes & `reopen${string}`,
    cat: keyof OpenTimes & `cat${string}`,
    wanted: boolean,
  ): Row => {
    const [value, peer] = [
      medianOf(rounds, ({ open }) => median(open[ours])),
      medianOf(rounds, ({ open }) => median(open[cat])),
    ];
    const goal = atMost(value / peer, goals.reopenOverCat, `${goals.reopenOverCat} x cat`);
    return {
      what,
      value: showSeconds(value),
      ratio: times(value, peer, `cat (${showSeconds(peer)})`),
      ...(wanted && { goal }),
    };
  };
  return [
    row('reopening from the cache, file in memory', 'reopenSeconds', 'catSeconds', true),
    row('reopening from the cache, file on disk only', 'reopenColdSeconds', 'catColdSeconds', true),
  ];
}

/** Nobody is quick by doing something else. */
function agreementRows(rounds: readonly Round[]): Row[] {
  return peers.flatMap(({ name }) => {
    const theirs = peerTimes(rounds, name).flatMap(({ checksum }) => checksum ?? []);
    if (theirs.length === 0) return [];
    const same = rounds.every(({ open }) => theirs.every((checksum) => checksum === open.checksum));
    return [{ what: `HU the same as by ${name}`, value: same ? 'yes, all' : '**no**' }];
  });
}
