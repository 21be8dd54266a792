/** result, growth */
import { copyFile, readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Command } from 'commander';
import { RemnantError } from '../../core/contract/errors.ts';
import type { ExportFile } from '../../core/contract/exports.ts';
import type { Growth, ResultValue, SubjectResults } from '../../core/contract/results.ts';
import type { Subject } from '../../core/contract/trial.ts';
import { shownUnit } from '../../core/domain/units.ts';
import type { HostContext } from '../../host/context.ts';
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
