/** Tables of the liver: real CTs with a reference, the generated patients, and CTs without one, for time. */
import { generatedPatients, knownCts, sizeOf, type CaseSource } from './cases.ts';
import { correct, enoughDice, programAsMethod, strokesNeeded, withProgram, type LiverRun } from './liver.ts';
import {
  accuracyCells,
  accuracyColumns,
  costCells,
  costColumns,
  number,
  type MeasuredGoal,
  type Section,
} from './report.ts';
import { showSeconds } from '../measure.ts';
import { accuracy } from './accuracy.ts';
import { isTumour, Label } from '../../../electron/core/domain/labels.ts';

const MOST_STROKES = 20;
/** The generated patients are many: a few strokes each. */
const GENERATED_STROKES = 3;

export async function* liverSections(
  own: readonly CaseSource[],
  tell: (line: string) => void,
): AsyncGenerator<Section> {
  const withoutReference: string[][] = [];
  for (const source of own.length > 0 ? own : knownCts()) {
    tell(`Liver: ${source.name} ...`);
    const each = await source.load();
    const { geometry, liver } = each;
    const reference = liver;
    if (reference === null) {
      const cost = await withProgram(each, async (program) => {
        const { cost } = await program.run({ name: 'growLiverAutomatically', input: { cut: null } });
        return cost;
      });
      withoutReference.push([each.name, sizeOf(geometry), ...costCells(cost)]);
      continue;
    }
    const run = await withProgram(each, (program) =>
      correct(programAsMethod(program, geometry, true), each, reference, MOST_STROKES),
    );
    const goals = source.name === 'ircadb-01' ? liverGoals(run) : [];
    yield correctionSection(`Liver of ${each.name} (${sizeOf(geometry)})`, run, goals);
  }
  if (own.length === 0) yield await generatedSection(tell);
  if (withoutReference.length > 0)
    yield {
      title: 'Liver of CTs without a reference, found without a stroke',
      header: ['CT', 'size', ...costColumns],
      rows: withoutReference,
    };
}

function correctionSection(title: string, run: LiverRun, goals: readonly MeasuredGoal[]): Section {
  const rows = run.steps.flatMap(({ strokes, accuracy: measured, cost }) =>
    measured === null ? [] : [[String(strokes), ...accuracyCells(measured), ...costCells(cost)]],
  );
  const needed = strokesNeeded(run);
  const background = run.strokes.filter(({ segment }) => segment === 'background').length;
  const note = [
    `Strokes needed for a Dice of ${enoughDice}: ${needed ?? `more than ${run.strokes.length}`}.`,
    `Of ${run.strokes.length} strokes ${background} were background.`,
    ...(run.ended === null ? [] : [`Ended: ${run.ended}.`]),
  ].join(' ');
  return { title, header: ['strokes', ...accuracyColumns, ...costColumns], rows, note, goals };
}

function liverGoals({ steps }: LiverRun): MeasuredGoal[] {
  const best = (most: number): number => Math.max(...steps.slice(0, most + 1).map(({ dice }) => dice));
  const atLeast = (text: string, dice: number, limit: number): MeasuredGoal => ({
    text: `liver of ircadb-01: Dice at least ${limit} ${text}`,
    measured: number(dice, 4),
    met: dice >= limit,
  });
  const third = steps.find(({ strokes }) => strokes === 3)?.accuracy;
  return [
    atLeast('without a stroke', steps[0]?.dice ?? 0, 0.92),
    atLeast('after at most 3 strokes', best(3), 0.95),
    atLeast('after at most 10 strokes', best(10), 0.965),
    {
      text: 'liver of ircadb-01: volume within 2 % after 3 strokes',
      measured: third ? `${number(third.volumeErrorPct, 2)} %` : 'not reached',
      met: third !== null && third !== undefined && Math.abs(third.volumeErrorPct) <= 2,
    },
  ];
}

/** Each generated patient: the liver without a stroke and after three, then divided by the true cut. */
async function generatedSection(tell: (line: string) => void): Promise<Section> {
  const rows: string[][] = [];
  for (const source of generatedPatients()) {
    tell(`Liver: ${source.name} ...`);
    const each = await source.load();
    const { geometry, liver, patient } = each;
    await withProgram(each, async (program) => {
      const run = await correct(programAsMethod(program, geometry, true), each, liver, GENERATED_STROKES);
      const { labels } = await program.run({ name: 'divide', input: { cut: patient.cut } });
      // The tumours aren't drawn here: the sides of the cut are compared with what lies in them.
      const side = (values: Uint8Array): Uint8Array =>
        values.map((label) => (label === Label.flr || (isTumour(label) && label % 2 === 0) ? 1 : 0));
      const flr = accuracy(side(labels), side(liver), geometry);
      const [first, last] = [run.steps[0]!, run.steps.at(-1)!];
      rows.push([
        source.name,
        number(first.dice, 4),
        number(last.dice, 4),
        `${strokesNeeded(run) ?? `more than ${GENERATED_STROKES}`}`,
        number(flr.dice, 4),
        `${number(flr.volumeErrorPct, 1)} %`,
        showSeconds(first.cost?.cpuSeconds ?? 0),
        showSeconds(last.cost?.cpuSeconds ?? 0),
      ]);
    });
  }
  return {
    title: 'Liver and future remnant of generated patients',
    header: [
      'patient',
      'Dice, no stroke',
      `Dice, ${GENERATED_STROKES} strokes`,
      `strokes for ${enoughDice}`,
      'Dice of the remnant',
      'its volume',
      'CPU, no stroke',
      'CPU of the last update',
    ],
    rows,
    note: 'The remnant is what the true cut leaves of the corrected liver, tumours included.',
  };
}
