/** embolisation, timepoint, visits, function, outcome, entry */
import type { Command } from 'commander';
import {
  changeReason,
  embolisationInput,
  embolisationMaterial,
  functionTestInput,
  hepaticAccess,
  imageQuality,
  outcomeInput,
  outcomeReason,
  phlfGrade,
  portalAccess,
  timePointKind,
  tracer,
  veins,
  type Correction,
  type Subject,
} from '../../core/contract/trial.ts';
import { calendarDate } from '../../core/contract/common.ts';
import { RemnantError } from '../../core/contract/errors.ts';
import { definedFields } from '../../core/domain/definedFields.ts';
import type { HostContext } from '../../host/context.ts';
import {
  addEmbolisation,
  addFunctionTest,
  changeTimePoint,
  correctEmbolisation,
  correctFunctionTest,
  corrections,
  overview,
  removeTimePoint,
  setOutcome,
  setTimePoint,
  strikeOut,
} from '../../host/trial/index.ts';
import { print, table } from '../print.ts';
import { findSeries, findSubject, withHost } from '../session.ts';
import { parseInput, parseNumber, UsageError } from '../usage.ts';
import { collect, correcting, correctionOf, showSubject, type CorrectionOptions } from './subject.ts';

type EmbolisationOptions = Record<string, string | undefined> & {
  readonly product: readonly string[];
} & CorrectionOptions;

const list = (text: string | undefined): string[] =>
  text === undefined ? [] : text.split(',').map((each) => each.trim());

function detailsOf(options: EmbolisationOptions) {
  const { kind, time, portalAccess: portal, hepaticAccess: hepatic, ratio, success } = options;
  const { portalSuccess, hepaticSuccess, sameSession, hepaticDate, hepaticTime } = options;
  const { cirse, complication, reintervention, operator } = options;
  return {
    time: time ?? null,
    portalAccess: portal ?? null,
    hepaticAccess: hepatic ?? null,
    products: options.product.map((text) => {
      const [material, count = '', ...size] = text.split(':');
      return { material, count: count === '' ? null : parseNumber('--product', count), size: size.join(':') };
    }),
    glueRatio: ratio ?? null,
    portalSuccess: (kind === 'hve' ? null : (portalSuccess ?? success)) ?? null,
    hepaticSuccess: (kind === 'pve' ? null : (hepaticSuccess ?? success)) ?? null,
    sameSession: sameSession === undefined ? null : parseYesNo('--same-session', sameSession),
    hepaticDate: hepaticDate ?? null,
    hepaticTime: hepaticTime ?? null,
    complication: complication ?? '',
    cirseGrade: cirse === undefined ? null : parseNumber('--cirse', cirse),
    reintervention: reintervention === undefined ? null : parseYesNo('--reintervention', reintervention),
    operatorRole: operator ?? null,
  };
}

function parseYesNo(option: string, text: string): boolean {
  if (text !== 'yes' && text !== 'no') throw new UsageError(`${option} is yes or no.`);
  return text === 'yes';
}

export function addTrialCommands(program: Command): void {
  addTimePointCommands(program);
  addVisitsCommand(program);
  addFunctionCommand(program);
  addOutcomeCommand(program);
  addEmbolisationCommand(program);
  addEntryCommands(program);
}

function addEmbolisationCommand(program: Command): void {
  const embolisation = program.command('embolisation').description('record of embolisations');
  correcting(embolisation.command('add').argument('<subject>', 'code'))
    .requiredOption('--date <date>', 'YYYY-MM-DD')
    .requiredOption('--kind <kind>', 'pve, pve_hve, hve')
    .option('--portal <veins>', `comma-separated: ${veins.portal.options.join(', ')}`)
    .option('--hepatic <veins>', `comma-separated: ${veins.hepatic.options.join(', ')}`)
    .requiredOption('--material <materials>', `comma-separated: ${embolisationMaterial.options.join(', ')}`)
    .option('--note <text>', '', '')
    .option('--time <time>', 'HH:MM')
    .option('--portal-access <access>', portalAccess.options.join(', '))
    .option('--hepatic-access <access>', hepaticAccess.options.join(', '))
    .option('--product <material:count:size>', 'such as plug:2:16mm; several times', collect, [])
    .option('--ratio <1:N>', 'glue to lipiodol')
    .option('--success <success>', 'complete, partial, failed')
    .option('--portal-success <success>', 'of the portal veins alone')
    .option('--hepatic-success <success>', 'of the hepatic veins alone')
    .option('--same-session <yes|no>', 'portal and hepatic veins')
    .option('--hepatic-date <date>', 'of the hepatic veins, in a session of their own')
    .option('--hepatic-time <time>')
    .option('--complication <text>', 'what happened')
    .option('--cirse <grade>', 'worst complication by CIRSE, 0 to 6')
    .option('--reintervention <yes|no>')
    .option('--operator <role>', 'consultant, fellow, other')
    .action((code: string, options: EmbolisationOptions, command: Command) =>
      withHost(command, (session) => {
        const { date, kind, portal, hepatic, material, note } = options;
        const embolisation = parseInput(embolisationInput, {
          date,
          kind,
          portalBranches: list(portal),
          hepaticVeins: list(hepatic),
          materials: list(material),
          note,
          details: detailsOf(options),
        });
        const { id: subjectId } = findSubject(session.context, code);
        const of = correctionOf(options);
        showSubject(
          session,
          of === null
            ? addEmbolisation(session.context, { subjectId, embolisation })
            : correctEmbolisation(session.context, { subjectId, ...of, embolisation }),
        );
      }),
    );
}

interface TimePointOptions {
  readonly date?: string;
  readonly quality?: string;
  readonly note?: string;
  readonly reason?: string;
}

function timePointOf(context: HostContext, code: string, series: string) {
  const { id: subjectId, timePoints } = findSubject(context, code);
  const { id: seriesId } = findSeries(context, series);
  const found = timePoints.find((each) => each.seriesId === seriesId);
  if (!found) throw new RemnantError('not_found', `This series is no time point of ${code}.`);
  return { subjectId, timePointId: found.id };
}

function addTimePointCommands(program: Command): void {
  const timePoint = program.command('timepoint').description('which series is the CT of which time point');
  timePoint
    .command('set')
    .argument('<subject>', 'code')
    .argument('<kind>', timePointKind.options.join(', '))
    .argument('<series>', 'id or SeriesInstanceUID')
    .option('--date <date>', 'day of the CT, when the files have none')
    .option('--reason <text>', 'why another CT takes the place of the one there')
    .action((code: string, kind: string, series: string, { date, reason }: TimePointOptions, command: Command) =>
      withHost(command, (session) => {
        const { context } = session;
        const given = date === undefined ? {} : { date: parseInput(calendarDate, date) };
        const parsedKind = parseInput(timePointKind, kind);
        const { id: subjectId } = findSubject(context, code);
        const { id: seriesId } = findSeries(context, series);
        showSubject(session, setTimePoint(context, { subjectId, kind: parsedKind, seriesId, reason, ...given }));
      }),
    );
  timePoint
    .command('change')
    .description('correct the day of a CT, or say how good its images are')
    .argument('<subject>', 'code')
    .argument('<series>', 'id or SeriesInstanceUID of the CT')
    .option('--date <date>', 'YYYY-MM-DD')
    .option('--quality <quality>', imageQuality.options.join(', '))
    .option('--note <text>')
    .option('--reason <text>', 'needed where something recorded changes')
    .action((code: string, series: string, options: TimePointOptions, command: Command) =>
      withHost(command, (session) => {
        const { context } = session;
        const { date, quality, note, reason } = options;
        const { subjectId, timePointId } = timePointOf(context, code, series);
        const change = definedFields({
          date: date === undefined ? undefined : parseInput(calendarDate, date),
          quality: quality === undefined ? undefined : parseInput(imageQuality, quality),
          note,
        });
        showSubject(session, changeTimePoint(context, { subjectId, timePointId, change, reason }));
      }),
    );
  timePoint
    .command('remove')
    .argument('<subject>', 'code')
    .argument('<series>', 'id or SeriesInstanceUID of the CT')
    .requiredOption('--reason <text>')
    .action((code: string, series: string, { reason }: { reason: string }, command: Command) =>
      withHost(command, (session) => {
        const { context } = session;
        const { subjectId, timePointId } = timePointOf(context, code, series);
        showSubject(session, removeTimePoint(context, { subjectId, timePointId, reason }));
      }),
    );
}

type FunctionOptions = Readonly<Record<'date' | 'uptake' | 'share' | 'tracer' | 'note', string>> & {
  readonly activity?: string;
};

function addFunctionCommand(program: Command): void {
  const tests = program.command('function').description('liver function tests (99mTc-mebrofenin)');
  correcting(tests.command('add').argument('<subject>', 'code'))
    .requiredOption('--date <date>', 'YYYY-MM-DD')
    .requiredOption('--uptake <%/min>', 'of the whole liver, % per minute')
    .requiredOption('--share <%>', 'of the counts in the remnant, percent')
    .option('--tracer <tracer>', tracer.options.join(', '), 'mebrofenin_99mtc')
    .option('--activity <MBq>', 'injected')
    .option('--note <text>', '', '')
    .action((code: string, options: FunctionOptions & CorrectionOptions, command: Command) =>
      withHost(command, (session) => {
        const functionTest = parseInput(functionTestInput, {
          date: options.date,
          uptakePctPerMin: parseNumber('--uptake', options.uptake),
          flrSharePct: parseNumber('--share', options.share),
          tracer: options.tracer,
          activityMbq: options.activity === undefined ? null : parseNumber('--activity', options.activity),
          note: options.note,
        });
        const { id: subjectId } = findSubject(session.context, code);
        const of = correctionOf(options);
        showSubject(
          session,
          of === null
            ? addFunctionTest(session.context, { subjectId, functionTest })
            : correctFunctionTest(session.context, { subjectId, ...of, functionTest }),
        );
      }),
    );
}

function addOutcomeCommand(program: Command): void {
  program
    .command('outcome')
    .description('what became of a subject')
    .command('add')
    .argument('<subject>', 'code')
    .requiredOption('--decided <date>', 'YYYY-MM-DD')
    .requiredOption('--resectable <yes|no>')
    .option('--reason <reason>', `why not: ${outcomeReason.options.join(', ')}`)
    .option('--resected <date>', 'YYYY-MM-DD')
    .option('--specimen <g>', 'weight of the specimen')
    .option('--phlf <grade>', `liver failure after resection: ${phlfGrade.options.join(', ')}`)
    .option('--status90 <status>', '90 days after the resection: alive, dead')
    .option('--note <text>', '', '')
    .option('--change-reason <text>', 'of a correction')
    .action((code: string, options: Record<string, string | undefined>, command: Command) =>
      withHost(command, (session) => {
        const { decided, resectable, reason, resected, specimen, phlf, status90, note, changeReason } = options;
        const outcome = parseInput(outcomeInput, {
          decisionDate: decided,
          resectable: parseYesNo('--resectable', resectable ?? ''),
          reason: reason ?? null,
          resectionDate: resected ?? null,
          specimenWeightG: specimen === undefined ? null : parseNumber('--specimen', specimen),
          phlfGrade: phlf ?? null,
          status90Days: status90 ?? null,
          note,
        });
        const { id: subjectId } = findSubject(session.context, code);
        showSubject(session, setOutcome(session.context, { subjectId, outcome, changeReason }));
      }),
    );
}

function addVisitsCommand(program: Command): void {
  program
    .command('visits')
    .description('the planned CTs of all subjects: done, due, overdue, missing')
    .action((_: unknown, command: Command) =>
      withHost(command, ({ context, json }) => {
        const plans = overview(context, { order: 'code' }).subjects.map(({ code, visits }) => ({ code, visits }));
        const lines = plans.flatMap(({ code, visits }) =>
          visits.map(({ kind, firstDate, lastDate, date, status, deviationDays }) => ({
            code,
            visit: kind,
            from: firstDate,
            to: lastDate,
            CT: date,
            state: status,
            'days off': deviationDays === 0 ? null : deviationDays,
          })),
        );
        print(json, { plans }, () => (lines.length === 0 ? 'There are no subjects yet.' : table(lines)));
      }),
    );
}

function addEntryCommands(program: Command): void {
  const entry = program.command('entry').description('former entries of a record, and those that are struck out');
  entry
    .command('strike')
    .description('take an entry out of what counts; it stays in the record')
    .argument('<subject>', 'code')
    .argument('<entry>', 'its id, as "subject show --json" prints it')
    .requiredOption('--reason <text>')
    .action((code: string, entryId: string, { reason }: { reason: string }, command: Command) =>
      withHost(command, (session) => {
        const subject = findSubject(session.context, code);
        const entity = entityOf(subject, entryId);
        const struck = { subjectId: subject.id, entity, entryId, reason: parseInput(changeReason, reason) };
        showSubject(session, strikeOut(session.context, struck));
      }),
    );
  entry
    .command('history')
    .description('what was recorded before, and why it was changed')
    .argument('<subject>', 'code')
    .action((code: string, _: unknown, command: Command) =>
      withHost(command, ({ context, json }) => {
        const { id: subjectId } = findSubject(context, code);
        const found = corrections(context, { subjectId });
        print(json, { corrections: found }, () =>
          found.length === 0 ? 'Nothing was corrected.' : table(found.map(correctionLine)),
        );
      }),
    );
}

/** @throws RemnantError 'not_found' */
function entityOf(subject: Subject, entryId: string): 'subject_measure' | 'embolisation' | 'function_test' | 'outcome' {
  const { measures, embolisations, functionTests, outcome } = subject;
  const isIt = ({ id }: { readonly id: string }): boolean => id === entryId;
  if (measures.some(isIt)) return 'subject_measure';
  if (embolisations.some(isIt)) return 'embolisation';
  if (functionTests.some(isIt)) return 'function_test';
  if (outcome?.id === entryId) return 'outcome';
  throw new RemnantError('not_found', `There is no entry ${entryId} that counts; "subject show --json" lists them.`);
}

const correctionLine = ({ entity, former, replacement, reason, correctedAt, correctedBy }: Correction) => ({
  at: correctedAt,
  by: correctedBy,
  entry: entity,
  was: JSON.stringify(former),
  is: replacement === null ? 'struck out' : JSON.stringify(replacement),
  reason,
});
