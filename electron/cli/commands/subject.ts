/** subject, site */
import type { Command } from 'commander';
import {
  changeReason,
  earlierProcedure,
  liverQuality,
  measureInput,
  plannedResection,
  resectionKind,
  sex,
  siteInput,
  subjectChange,
  subjectInput,
  visitStatus,
  type Subject,
} from '../../core/contract/trial.ts';
import { RemnantError } from '../../core/contract/errors.ts';
import { definedFields } from '../../core/domain/definedFields.ts';
import { localDate } from '../../core/domain/dates.ts';
import { implausibleDates } from '../../core/domain/subjectDates.ts';
import { identifyingText } from '../../core/domain/subjectText.ts';
import type { HostContext } from '../../host/context.ts';
import {
  addMeasure,
  addSite,
  addSubject,
  changeSubject,
  correctMeasure,
  listSites,
  listSubjects,
  overview,
} from '../../host/trial/index.ts';
import { print, say, table } from '../print.ts';
import { findSubject, withHost, type Session } from '../session.ts';
import { parseInput, parseNumber, UsageError } from '../usage.ts';

interface MeasureOptions {
  readonly height?: string;
  readonly weight?: string;
  readonly measured?: string;
}
interface ItemOptions {
  readonly sex?: string;
  readonly liver?: string;
  readonly site?: string;
  readonly protocol?: string;
  readonly born?: string;
  readonly planned?: string;
  readonly earlier: readonly string[];
}
export interface CorrectionOptions {
  readonly corrects?: string;
  readonly reason?: string;
}

/** For an option that is given several times. */
export const collect = (text: string, before: readonly string[]): readonly string[] => [...before, text];

/** The options by which an entry takes the place of a former one. */
export const correcting = (command: Command): Command =>
  command
    .option('--corrects <id>', 'of the entry that this one takes the place of')
    .option('--reason <text>', 'of the correction');

/** @returns null for a new entry. @throws UsageError for half a correction */
export function correctionOf({ corrects, reason }: CorrectionOptions): { entryId: string; reason: string } | null {
  if (corrects === undefined && reason === undefined) return null;
  if (corrects === undefined || reason === undefined) throw new UsageError('--corrects and --reason belong together.');
  return { entryId: corrects, reason: parseInput(changeReason, reason) };
}

export function addSubjectCommands(program: Command): void {
  const subject = program.command('subject').description('record of subjects');
  const withMeasure = (command: Command): Command =>
    command
      .option('--height <cm>')
      .option('--weight <kg>')
      .option('--measured <date>', 'YYYY-MM-DD, the day of height and weight');
  withItems(withMeasure(subject.command('add').argument('<code>', 'such as NL01-007; never a name')))
    .requiredOption('--sex <sex>', sex.options.join(', '))
    .option('--liver <quality>', liverQuality.options.join(', '), 'normal')
    .action((code: string, options: MeasureOptions & ItemOptions, command: Command) =>
      withHost(command, (session) => {
        const measure = parseMeasure(options);
        const input = parseInput(subjectInput, { code, ...itemsOf(session.context, options), measure });
        showSubject(session, addSubject(session.context, input));
      }),
    );
  withItems(subject.command('change').description('change what is recorded of a subject').argument('<code>'))
    .option('--code <code>', 'another code')
    .option('--sex <sex>', sex.options.join(', '))
    .option('--liver <quality>', liverQuality.options.join(', '))
    .option('--reason <text>', 'needed where something recorded changes')
    .action((code: string, options: ItemOptions & { code?: string; reason?: string }, command: Command) =>
      withHost(command, (session) => {
        const { context } = session;
        const change = parseInput(subjectChange, { code: options.code, ...itemsOf(context, options) });
        if (Object.keys(definedFields(change)).length === 0) throw new UsageError('Say what changes; --help lists it.');
        const { id: subjectId } = findSubject(context, code);
        showSubject(session, changeSubject(context, { subjectId, change, reason: options.reason }));
      }),
    );
  correcting(
    withMeasure(subject.command('measure').description('add height and weight of a day').argument('<code>')),
  ).action((code: string, options: MeasureOptions & CorrectionOptions, command: Command) =>
    withHost(command, (session) => {
      const measure = parseMeasure(options);
      if (!measure) throw new UsageError('--height, --weight and --measured are needed.');
      const { id: subjectId } = findSubject(session.context, code);
      const of = correctionOf(options);
      showSubject(
        session,
        of === null
          ? addMeasure(session.context, { subjectId, measure })
          : correctMeasure(session.context, { subjectId, ...of, measure }),
      );
    }),
  );
  subject
    .command('list')
    .option('--site <code>')
    .option('--protocol <id>')
    .option('--state <state>', `of a planned CT: ${visitStatus.options.join(', ')}`)
    .option('--text <text>', 'part of the code')
    .action((options: Record<string, string | undefined>, command: Command) =>
      withHost(command, ({ context, json }) => {
        const subjects = listed(context, options);
        print(json, { subjects }, () =>
          subjects.length === 0 ? 'There are no such subjects.' : table(subjects.map(subjectLine)),
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

export function addSiteCommands(program: Command): void {
  const site = program.command('site').description('sites that subjects belong to');
  site
    .command('add')
    .argument('<code>', 'such as NL01')
    .option('--name <name>', '', '')
    .action((code: string, { name }: { name: string }, command: Command) =>
      withHost(command, ({ context, json }) => {
        const added = addSite(context, parseInput(siteInput, { code, name }));
        print(json, { site: added }, () => table([{ code: added.code, name: added.name }]));
      }),
    );
  site.command('list').action((_: unknown, command: Command) =>
    withHost(command, ({ context, json }) => {
      const sites = listSites(context);
      print(json, { sites }, () =>
        sites.length === 0 ? 'There are no sites yet.' : table(sites.map(({ code, name }) => ({ code, name }))),
      );
    }),
  );
}

const withItems = (command: Command): Command =>
  command
    .option('--site <code>')
    .option('--protocol <id>')
    .option('--born <year>', 'year of birth; never the day')
    .option('--planned <kind[:note]>', `planned resection: ${resectionKind.options.join(', ')}`)
    .option(
      '--earlier <kind:date[:note]>',
      'earlier resection, ablation or other, with its day, month or year; several times',
      collect,
      [],
    );

function itemsOf(context: HostContext, options: ItemOptions) {
  const { planned, earlier, born } = options;
  return definedFields({
    sex: options.sex,
    liverQuality: options.liver,
    siteId: options.site === undefined ? undefined : siteIdOf(context, options.site),
    protocolId: options.protocol,
    yearOfBirth: born === undefined ? undefined : parseNumber('--born', born),
    plannedResection: planned === undefined ? undefined : parsePlanned(planned),
    earlierProcedures: earlier.length === 0 ? undefined : earlier.map(parseEarlier),
  });
}

function parsePlanned(text: string) {
  const [kind, ...note] = text.split(':');
  return parseInput(plannedResection, { kind, note: note.join(':') });
}

function parseEarlier(text: string) {
  const [kind, date, ...note] = text.split(':');
  return parseInput(earlierProcedure, { kind, date, note: note.join(':') });
}

/** @throws RemnantError 'not_found' */
export function siteIdOf(context: HostContext, code: string): string {
  const found = listSites(context).find((site) => site.code === code);
  if (!found) throw new RemnantError('not_found', `There is no site ${code}; "remnant site add" makes one.`);
  return found.id;
}

/** By code; only those that are asked for. */
function listed(context: HostContext, { site, protocol, state, text }: Record<string, string | undefined>): Subject[] {
  const filter = definedFields({
    siteId: site === undefined ? undefined : siteIdOf(context, site),
    protocolId: protocol,
    status: state === undefined ? undefined : parseInput(visitStatus, state),
    text,
  });
  const wanted = new Set(overview(context, filter).subjects.map(({ id }) => id));
  return listSubjects(context).filter(({ id }) => wanted.has(id));
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
  born: subject.yearOfBirth,
  planned: subject.plannedResection?.kind,
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

/** With what is unlikely about its dates, or looks like a name, on standard error. */
export function showSubject({ json, context }: Session, subject: Subject): void {
  const notes = [...subject.embolisations, ...subject.functionTests, ...subject.timePoints].map(({ note }) => note);
  const named = notes.flatMap((note) => identifyingText(note) ?? []);
  for (const warning of [...implausibleDates(subject, localDate(context.now())), ...new Set(named)])
    say(`Warning: ${warning}`);
  print(json, { subject }, () => table([subjectLine(subject)]));
}
