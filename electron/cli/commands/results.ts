/** result, growth, export */
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Command } from 'commander';
import { RemnantError } from '../../core/contract/errors.ts';
import type { ExportFile } from '../../core/contract/exports.ts';
import type { Growth, ResultValue, SubjectResults } from '../../core/contract/results.ts';
import type { Subject } from '../../core/contract/trial.ts';
import { shownUnit } from '../../core/domain/units.ts';
import type { HostContext } from '../../host/context.ts';
import { exportResultsCsv, exportSegmentation } from '../../host/export/index.ts';
import { openSegmentation } from '../../host/segmentation/index.ts';
import { growthBetweenTimePoints, resultsForSubject } from '../../host/volumetry/index.ts';
import { print, table } from '../print.ts';
import { findSubject, withHost } from '../session.ts';

interface GrowthOptions {
  readonly from: string;
  readonly to: string;
  readonly embolisation?: string;
}

export function addResultCommands(program: Command): void {
  program
    .command('result')
    .description('volumes, ratios, growth and verdicts of a subject')
    .argument('<subject>', 'code')
    .action((code: string, _: unknown, command: Command) =>
      withHost(command, ({ context, json }) => {
        const results = resultsForSubject(context, { subjectId: findSubject(context, code).id });
        print(json, results, () => readableResults(results));
      }),
    );
  program
    .command('growth')
    .description('growth between any two CTs of a subject')
    .argument('<subject>', 'code')
    .requiredOption('--from <ct>', 'time point, such as baseline, or the date of its CT')
    .requiredOption('--to <ct>', 'time point, such as w1, or the date of its CT')
    .option('--embolisation <date>', 'count from the embolisation of this day instead of the first since the baseline')
    .action((code: string, options: GrowthOptions, command: Command) =>
      withHost(command, ({ context, json }) => {
        const subject = findSubject(context, code);
        const growth = growthBetweenTimePoints(context, {
          subjectId: subject.id,
          fromTimePointId: findTimePoint(subject, options.from).id,
          toTimePointId: findTimePoint(subject, options.to).id,
          embolisationId:
            options.embolisation === undefined ? undefined : embolisationOf(subject, options.embolisation),
        });
        print(json, growth, () => readableGrowth(growth));
      }),
    );
  program
    .command('export')
    .description('results as CSV and each segmentation as DICOM SEG')
    .argument('<subject>', 'code')
    .requiredOption('--out <dir>')
    .action((code: string, { out }: { out: string }, command: Command) =>
      withHost(command, async ({ context, json }) => {
        const files = await exportSubject(context, code, out);
        print(json, { files }, () => table(files));
      }),
    );
}

/** results.csv and one SEG per segmented time point, each compared with what was exported. */
export async function exportSubject(context: HostContext, code: string, out: string) {
  const { id: subjectId } = findSubject(context, code);
  const { results } = resultsForSubject(context, { subjectId });
  const csv = await exportResultsCsv(context, { subjectId });
  await mkdir(out, { recursive: true });
  const files = [await copyExport(context, csv, join(out, 'results.csv'))];
  for (const { seriesId, kind, date } of results) {
    const { id: segmentationId } = openSegmentation(context, { seriesId });
    const seg = await exportSegmentation(context, { segmentationId, format: 'seg' });
    files.push(await copyExport(context, seg, join(out, `${kind}_${date}_segmentation.dcm`)));
  }
  return files;
}

/** A copy of an export elsewhere, read back. @throws RemnantError 'io' */
export async function copyExport(context: HostContext, exported: ExportFile, target: string) {
  const { byteCount, sha256 } = exported;
  let found: Buffer;
  try {
    await copyFile(join(context.folder.root, ...exported.path.split('/')), target);
    found = await readFile(target);
  } catch (error) {
    throw new RemnantError('io', `${target} can't be written.`, { cause: error });
  }
  if (createHash('sha256').update(found).digest('hex') !== sha256)
    throw new RemnantError('io', `${target} is not what was exported; check the disk.`);
  return { file: target, byteCount, sha256 };
}

const valueLine = ({ quantity, name, printed, unit, reason, formulas, uncertainty }: ResultValue) => ({
  quantity,
  name,
  value: printed === null ? '-' : `${printed} ${shownUnit(unit)}`,
  '±': uncertainty?.printed.standardError ?? null,
  '95 %': uncertainty && `${uncertainty.printed.lower} to ${uncertainty.printed.upper}`,
  formulas: formulas.join(' '),
  'why not': reason,
});

function readableResults({ code, results, growth, pending }: SubjectResults): string {
  return [
    `Subject ${code}`,
    ...results.flatMap(({ kind, date, values, verdicts, warnings, protocolId, protocolVersion }) => [
      `\n${kind}, CT of ${date} (protocol ${protocolId}, version ${protocolVersion})`,
      table(values.map(valueLine)),
      ...verdicts.map(({ statement }) => statement),
      ...warnings.map((warning) => `Warning: ${warning}`),
    ]),
    ...growth.map(readableGrowth),
    ...pending.map(({ kind, date, reason }) => `\n${kind}, CT of ${date}: ${reason}`),
  ].join('\n');
}

const readableGrowth = ({ fromDate, toDate, daysBetween, statement, values }: Growth): string =>
  [
    `\nGrowth from the CT of ${fromDate} to the CT of ${toDate} (${daysBetween} days). ${statement}`,
    table(values.map(valueLine)),
  ].join('\n');

/** By kind, or by the date of its CT where several are of one kind. */
function findTimePoint({ code, timePoints }: Subject, text: string): Subject['timePoints'][number] {
  const found = timePoints.filter(({ kind, date }) => kind === text || date === text);
  if (found[0] && found.length === 1) return found[0];
  const list = timePoints.map(({ kind, date }) => `${kind} ${date}`).join(', ');
  if (found.length > 1)
    throw new RemnantError('conflict', `${code} has ${found.length} CTs "${text}" (${list}); say which one.`);
  throw new RemnantError('not_found', `${code} has no CT "${text}"; it has: ${list === '' ? 'none' : list}.`);
}

/** The last recorded one of that day. */
function embolisationOf({ code, embolisations }: Subject, date: string): string {
  const found = embolisations.findLast((each) => each.date === date);
  if (!found) throw new RemnantError('not_found', `${code} has no embolisation on ${date}.`);
  return found.id;
}
