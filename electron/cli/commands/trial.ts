/** subject, embolisation, timepoint */
import type { Command } from 'commander';
import {
  embolisationInput,
  embolisationMaterial,
  functionTestInput,
  hepaticAccess,
  liverQuality,
  measureInput,
  outcomeInput,
  outcomeReason,
  phlfGrade,
  portalAccess,
  sex,
  subjectInput,
  timePointKind,
  veins,
  type Subject,
} from '../../core/contract/trial.ts';
import { calendarDate } from '../../core/contract/common.ts';
import { RemnantError } from '../../core/contract/errors.ts';
import {
  addEmbolisation,
  addFunctionTest,
  addMeasure,
  addSubject,
  listPlans,
  listSubjects,
  removeTimePoint,
  setOutcome,
  setTimePoint,
} from '../../host/trial/index.ts';
import { print, table } from '../print.ts';
import { findSeries, findSubject, withHost, type Session } from '../session.ts';
import { parseInput, parseNumber, UsageError } from '../usage.ts';

type EmbolisationOptions = Record<string, string | undefined> & { readonly product: readonly string[] };

interface MeasureOptions {
  readonly height?: string;
  readonly weight?: string;
  readonly measured?: string;
}

const list = (text: string | undefined): string[] =>
  text === undefined ? [] : text.split(',').map((each) => each.trim());

const collect = (text: string, before: readonly string[]): readonly string[] => [...before, text];

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
  addSubjectCommands(program);
  addTimePointCommands(program);
  addVisitsCommand(program);
  addFunctionCommand(program);
  addOutcomeCommand(program);
  program
    .command('embolisation')
    .description('record of embolisations')
    .command('add')
    .argument('<subject>', 'code')
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
        showSubject(session, addEmbolisation(session.context, { subjectId, embolisation }));
      }),
    );
}

function addSubjectCommands(program: Command): void {
  const subject = program.command('subject').description('record of subjects');
  const withMeasure = (command: Command): Command =>
    command
      .option('--height <cm>')
      .option('--weight <kg>')
      .option('--measured <date>', 'YYYY-MM-DD, the day of height and weight');
  withMeasure(subject.command('add').argument('<code>', 'such as NL01-007; never a name'))
    .requiredOption('--sex <sex>', sex.options.join(', '))
    .option('--liver <quality>', liverQuality.options.join(', '), 'normal')
    .action((code: string, options: MeasureOptions & { sex: string; liver: string }, command: Command) =>
      withHost(command, (session) => {
        const measure = parseMeasure(options);
        const input = parseInput(subjectInput, { code, sex: options.sex, liverQuality: options.liver, measure });
        showSubject(session, addSubject(session.context, input));
      }),
    );
  withMeasure(subject.command('measure').description('add height and weight of a day').argument('<code>')).action(
    (code: string, options: MeasureOptions, command: Command) =>
      withHost(command, (session) => {
        const measure = parseMeasure(options);
        if (!measure) throw new UsageError('--height, --weight and --measured are needed.');
        const { id: subjectId } = findSubject(session.context, code);
        showSubject(session, addMeasure(session.context, { subjectId, measure }));
      }),
  );
  subject.command('list').action((_: unknown, command: Command) =>
    withHost(command, ({ context, json }) => {
      const subjects = listSubjects(context);
      print(json, { subjects }, () =>
        subjects.length === 0 ? 'There are no subjects yet.' : table(subjects.map(subjectLine)),
      );
    }),
  );
  subject
    .command('show')
    .argument('<code>')
    .action((code: string, _: unknown, command: Command) =>
      withHost(command, (session) => {
        showSubject(session, findSubject(session.context, code));
      }),
    );
}

function addTimePointCommands(program: Command): void {
  const timePoint = program.command('timepoint').description('which series is the CT of which time point');
  timePoint
    .command('set')
    .argument('<subject>', 'code')
    .argument('<kind>', timePointKind.options.join(', '))
    .argument('<series>', 'id or SeriesInstanceUID')
    .option('--date <date>', 'day of the CT, when the files have none')
    .action((code: string, kind: string, series: string, { date }: { date?: string }, command: Command) =>
      withHost(command, (session) => {
        const { context } = session;
        const given = date === undefined ? {} : { date: parseInput(calendarDate, date) };
        const parsedKind = parseInput(timePointKind, kind);
        const { id: subjectId } = findSubject(context, code);
        const { id: seriesId } = findSeries(context, series);
        showSubject(session, setTimePoint(context, { subjectId, kind: parsedKind, seriesId, ...given }));
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
        const { id: subjectId, timePoints } = findSubject(context, code);
        const { id: seriesId } = findSeries(context, series);
        const found = timePoints.find((each) => each.seriesId === seriesId);
        if (!found) throw new RemnantError('not_found', `This series is no time point of ${code}.`);
        showSubject(session, removeTimePoint(context, { subjectId, timePointId: found.id, reason }));
      }),
    );
}

function addFunctionCommand(program: Command): void {
  program
    .command('function')
    .description('liver function tests (99mTc-mebrofenin)')
    .command('add')
    .argument('<subject>', 'code')
    .requiredOption('--date <date>', 'YYYY-MM-DD')
    .requiredOption('--uptake <%/min>', 'of the whole liver, % per minute')
    .requiredOption('--share <%>', 'of the counts in the remnant, percent')
    .option('--note <text>', '', '')
    .action((code: string, options: Record<'date' | 'uptake' | 'share' | 'note', string>, command: Command) =>
      withHost(command, (session) => {
        const functionTest = parseInput(functionTestInput, {
          date: options.date,
          uptakePctPerMin: parseNumber('--uptake', options.uptake),
          flrSharePct: parseNumber('--share', options.share),
          note: options.note,
        });
        const { id: subjectId } = findSubject(session.context, code);
        showSubject(session, addFunctionTest(session.context, { subjectId, functionTest }));
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
        const codes = new Map(listSubjects(context).map(({ id, code }) => [id, code]));
        const plans = listPlans(context).map(({ subjectId, visits }) => ({ code: codes.get(subjectId), visits }));
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

function parseMeasure({ height, weight, measured }: MeasureOptions) {
  const given = [height, weight, measured].filter((each) => each !== undefined).length;
  if (given === 0) return undefined;
  if (height === undefined || weight === undefined || measured === undefined)
    throw new UsageError('--height, --weight and --measured belong together.');
  return parseInput(measureInput, {
    date: measured,
    heightCm: parseNumber('--height', height),
    weightKg: parseNumber('--weight', weight),
  });
}

const subjectLine = (subject: Subject) => ({
  code: subject.code,
  sex: subject.sex,
  liver: subject.liverQuality,
  'height cm': subject.measures.at(-1)?.heightCm,
  'weight kg': subject.measures.at(-1)?.weightKg,
  embolisation: subject.embolisations.map(({ date, kind }) => `${kind} ${date}`).join(', '),
  'function tests': subject.functionTests.map(({ date }) => date).join(', '),
  outcome: outcomeText(subject.outcome),
  CTs: subject.timePoints.map(({ kind, date }) => `${kind} ${date}`).join(', '),
});

function outcomeText(outcome: Subject['outcome']): string {
  if (outcome === null) return '';
  if (!outcome.resectable) return `not resectable ${outcome.decisionDate}`;
  return outcome.resectionDate === null ? `resectable ${outcome.decisionDate}` : `resected ${outcome.resectionDate}`;
}

function showSubject({ json }: Session, subject: Subject): void {
  print(json, { subject }, () => table([subjectLine(subject)]));
}
