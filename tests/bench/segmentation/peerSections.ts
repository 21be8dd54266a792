/** Livers by other people's methods, with the same reader, and with the very strokes that the program was given. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { showSeconds } from '../measure.ts';
import { overlap } from './accuracy.ts';
import { knownCts, largePatient, type CaseSource, type SegmentationCase } from './cases.ts';
import { correct, enoughDice, programAsMethod, strokesNeeded, withProgram, type LiverRun } from './liver.ts';
import { peerAsLiverMethod, peerMethods, type Peers } from './peers.ts';
import { number, type Section } from './report.ts';

const MOST_STROKES = 10;
const reported = [0, 1, 3, 5, 10] as const;

export async function* peerSections(
  own: readonly CaseSource[],
  peers: Peers,
  tell: (line: string) => void,
): AsyncGenerator<Section> {
  const real = own.length > 0 ? own : knownCts();
  for (const source of real.length > 0 ? real : [largePatient()]) {
    const each = await source.load();
    if (each.liver !== null) yield await compare({ ...each, liver: each.liver }, peers, tell);
  }
}

async function compare(
  each: SegmentationCase & { readonly liver: Uint8Array },
  peers: Peers,
  tell: (line: string) => void,
): Promise<Section> {
  const { geometry, liver } = each;
  const rows: string[][] = [];
  const row = (name: string, run: LiverRun, same: string): string[] => {
    const last = run.steps.at(-1)?.cost ?? null;
    const diceAfter = (count: number): string => {
      const step = run.steps.find(({ strokes }) => strokes === count);
      return step === undefined || step.dice === 0 ? '' : number(step.dice, 4);
    };
    const needed = strokesNeeded(run);
    return [
      name,
      ...reported.map(diceAfter),
      needed === null ? `more than ${run.strokes.length}` : String(needed),
      same,
      last === null ? (run.ended ?? '') : showSeconds(last.cpuSeconds),
    ];
  };
  tell(`Peers: ${each.name}, the program ...`);
  const program = await withProgram(each, (started) =>
    correct(programAsMethod(started, geometry, true), each, liver, MOST_STROKES),
  );
  rows.push(row('the program', program, number(program.steps.at(-1)?.dice ?? 0, 4)));
  const folder = await mkdtemp(path.join(os.tmpdir(), 'remnant-peers-'));
  try {
    // What a person would first draw for a method that finds nothing by itself.
    const first = await withProgram(each, (started) =>
      correct(programAsMethod(started, geometry, false), each, liver, 1),
    );
    const strokes = [...first.strokes, ...program.strokes];
    for (const method of peerMethods(peers)) {
      tell(`Peers: ${each.name}, ${method.name} ...`);
      const asMethod = peerAsLiverMethod(method, each, folder);
      const run = await correct(asMethod, each, liver, MOST_STROKES);
      const same = await asMethod.update(strokes).then(
        ({ found }) => number(overlap(found, liver).dice, 4),
        () => 'failed',
      );
      rows.push(row(method.name, run, same));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return {
    title: `Liver of ${each.name} by other methods`,
    header: [
      'method',
      ...reported.map((count) => `Dice, ${count} strokes`),
      `strokes for ${enoughDice}`,
      "Dice with the program's strokes",
      'CPU of the last update',
    ],
    rows,
    note:
      'The reader looks at the result of each method and corrects that; the program and SciPy begin without a stroke. With the ' +
      "program's strokes: all those drawn for the program, and one along the middle of the liver. Peers work on means of blocks of 2 " +
      'mm (random_walker: 3 mm) and are brought back to the voxels linearly; air, fat and bone are their background from the start; ' +
      'ranges come from the strokes. Their time is that of the method alone, without reading, writing and resampling.' +
      peers.missing.map((line) => ` ${line}`).join(''),
  };
}
