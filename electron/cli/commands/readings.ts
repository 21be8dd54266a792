/** readings: list, review, sign, lock, correct, second, discard, adjudicate, agreement */
import { Option, type Command } from 'commander';
import { RemnantError } from '../../core/contract/errors.ts';
import { reason as reasonSchema, type Reading, type ShownReading } from '../../core/contract/readings.ts';
import { agreementByQuantity, type Estimate, type QuantityAgreement } from '../../core/domain/agreement.ts';
import { isQuantityId, quantities } from '../../core/domain/quantities.ts';
import { adjudicationChoices, type AdjudicationChoice } from '../../core/domain/readings.ts';
import {
  likelyMeaning,
  NO_ACCOUNTS,
  signatureMeaningIds,
  signedAtText,
  type SignatureMeaning,
} from '../../core/domain/signature.ts';
import { shownUnit } from '../../core/domain/units.ts';
import {
  adjudicate,
  beginSecondReading,
  compareMasks,
  correctReading,
  discardReading,
  lockReading,
  readingPairs,
  readingsOf,
  reviewReading,
  signReading,
} from '../../host/readings/index.ts';
import { listSeries } from '../../host/library/index.ts';
import { readPassword } from '../password.ts';
import { print, say, table } from '../print.ts';
import { findSeries, withHost, type Session } from '../session.ts';
import { parseInput } from '../usage.ts';

const SERIES = ['<series>', 'id or SeriesInstanceUID'] as const;
const readingOption = (): Option =>
  new Option('--reading <id>', 'one of those that "readings list" shows; without it the one that you go on with');

export function addReadingCommands(program: Command): void {
  const readings = program.command('readings').description('who read a CT, in which state, and what counts');
  readings
    .command('list')
    .description('all readings, or those of one CT')
    .argument('[series]', SERIES[1])
    .action((series: string | undefined, _: unknown, command: Command) =>
      withHost(command, (session) => {
        list(session, series);
      }),
    );
  step(readings, 'review', 'say that every slice was looked at; names what must be settled first', ({ context }, id) =>
    reviewReading(context, { readingId: id }),
  );
  step(readings, 'lock', 'nothing but a correction follows', ({ context }, id) =>
    lockReading(context, { readingId: id }),
  );
  readings
    .command('sign')
    .description('sign a reviewed reading; asks for the password again (REMNANT_SIGNING_PASSWORD or standard input)')
    .argument(...SERIES)
    .addOption(readingOption())
    .addOption(new Option('--meaning <meaning>', 'what you say by signing').choices(signatureMeaningIds))
    .action((series: string, options: { reading?: string; meaning?: SignatureMeaning }, command: Command) =>
      withHost(command, (session) => sign(session, series, options)),
    );
  readings
    .command('correct')
    .description('a new version of a signed reading, in draft; the old one stays')
    .argument(...SERIES)
    .addOption(readingOption())
    .requiredOption('--reason <text>')
    .action((series: string, options: { reading?: string; reason: string }, command: Command) =>
      withHost(command, (session) => {
        const reason = parseInput(reasonSchema, options.reason);
        const { id } = findReading(session, series, options.reading).reading;
        printReading(session, correctReading(session.context, { readingId: id, reason }));
      }),
    );
  readings
    .command('second')
    .description('begin an independent second reading, blind to the first')
    .argument(...SERIES)
    .action((series: string, _: unknown, command: Command) =>
      withHost(command, (session) => {
        const { id: seriesId } = findSeries(session.context, series);
        printReading(session, beginSecondReading(session.context, { seriesId }));
      }),
    );
  readings
    .command('discard')
    .description('take back a second reading of which nothing is signed; its drawing is kept and counts nowhere')
    .argument(...SERIES)
    .addOption(readingOption())
    .requiredOption('--reason <text>')
    .action((series: string, options: { reading?: string; reason: string }, command: Command) =>
      withHost(command, (session) => {
        const { context, json } = session;
        const reason = parseInput(reasonSchema, options.reason);
        const { id } = findReading(session, series, options.reading).reading;
        const discarded = discardReading(context, { readingId: id, reason });
        print(json, discarded, () => `${discarded.by.printedName} discarded the second reading. ${discarded.reason}`);
      }),
    );
  readings
    .command('adjudicate')
    .description('decide which of two signed readings counts, or begin one of your own')
    .argument(...SERIES)
    .addOption(new Option('--choose <reading>').choices(adjudicationChoices).makeOptionMandatory())
    .requiredOption('--reason <text>')
    .action((series: string, { choose, reason }: { choose: AdjudicationChoice; reason: string }, command: Command) =>
      withHost(command, ({ context, json }) => {
        const { id: seriesId } = findSeries(context, series);
        const decided = adjudicate(context, { seriesId, choice: choose, reason: parseInput(reasonSchema, reason) });
        print(json, decided, () => `${decided.by.printedName} chose: ${decided.choice}. ${decided.reason}`);
      }),
    );
  readings
    .command('agreement')
    .description('how far two readers agree: all CTs that were read and signed twice, or the masks of one')
    .argument('[series]', SERIES[1])
    .action((series: string | undefined, _: unknown, command: Command) =>
      withHost(command, async (session) => {
        if (series === undefined) agreement(session);
        else await masks(session, series);
      }),
    );
}

function step(
  readings: Command,
  name: string,
  description: string,
  work: (session: Session, readingId: string) => Reading,
): void {
  readings
    .command(name)
    .description(description)
    .argument(...SERIES)
    .addOption(readingOption())
    .action((series: string, options: { reading?: string }, command: Command) =>
      withHost(command, (session) => {
        const { id } = findReading(session, series, options.reading).reading;
        printReading(session, work(session, id));
      }),
    );
}

/** @throws RemnantError 'not_found' */
function findReading({ context }: Session, series: string, readingId: string | undefined): ShownReading {
  const { readings, openId } = readingsOf(context, { seriesId: findSeries(context, series).id });
  const found = readings.find(({ reading }) => reading.id === (readingId ?? openId));
  if (found) return found;
  throw new RemnantError(
    'not_found',
    'This CT has no such reading that you may go on with; "readings list" shows all.',
  );
}

function list({ context, json }: Session, series: string | undefined): void {
  const ids = series === undefined ? listSeries(context).map(({ id }) => id) : [findSeries(context, series).id];
  const shown = ids.map((seriesId) => readingsOf(context, { seriesId })).filter(({ readings }) => readings.length > 0);
  print(json, { series: shown }, () =>
    shown.length === 0
      ? 'Nobody has read a CT yet.'
      : table(shown.flatMap(({ readings, seriesId }) => readings.map((each) => ({ series: seriesId, ...row(each) })))),
  );
}

function row({ reading, isCounting, isVisible, signatures }: ShownReading) {
  const last = signatures.at(-1);
  return {
    reading: reading.id,
    which: reading.ordinal,
    version: reading.version,
    state: reading.state,
    reader: reading.reader?.printedName ?? 'nobody yet',
    counts: isCounting ? 'yes' : '',
    signed: last ? signedAtText(last.signedAt, last.utcOffsetMinutes) : isVisible ? '' : 'hidden (blind)',
  };
}

function printReading({ context, json }: Session, { id, seriesId }: Reading): void {
  const shown = readingsOf(context, { seriesId }).readings.find(({ reading }) => reading.id === id)!;
  print(json, shown.reading, () => table([row(shown)]));
}

async function sign(
  session: Session,
  series: string,
  options: { readonly reading?: string; readonly meaning?: SignatureMeaning },
): Promise<void> {
  const { context, json } = session;
  const { reading, refusals } = findReading(session, series, options.reading);
  if (refusals.sign !== null) throw new RemnantError('refused', refusals.sign);
  const hasAccount = context.actor.accountId !== null;
  const password = hasAccount ? await readPassword('REMNANT_SIGNING_PASSWORD', 'Your password again, to sign:') : null;
  const meaning = options.meaning ?? likelyMeaning(reading);
  const signature = await signReading(context, { readingId: reading.id, meaning, password });
  if (!hasAccount) say(NO_ACCOUNTS);
  const { signer, signedAt, utcOffsetMinutes, statement, sha256 } = signature;
  print(json, signature, () =>
    [`${signer.printedName}, ${signedAtText(signedAt, utcOffsetMinutes)}`, statement, `SHA-256 ${sha256}`].join('\n'),
  );
}

function agreement({ context, json }: Session): void {
  const pairs = readingPairs(context);
  const found = agreementByQuantity(pairs);
  print(json, { pairs, agreement: found }, () =>
    found.length === 0 ? 'No CT was read and signed by two readers yet.' : table(found.map(agreementRow)),
  );
}

function agreementRow({ quantity, name, unit, ...of }: QuantityAgreement) {
  const decimals = isQuantityId(quantity) ? quantities[quantity].digits : 2;
  const number = (value: number | null | undefined, digits = decimals): string => value?.toFixed(digits) ?? '–';
  const icc = (estimate: Estimate | null): string =>
    estimate ? `${number(estimate.value, 3)} (${number(estimate.lower, 3)} to ${number(estimate.upper, 3)})` : '–';
  const { blandAltman: limits } = of;
  return {
    quantity: `${name}, ${shownUnit(unit)}`,
    CTs: of.pairs,
    bias: number(limits?.bias.value),
    'limits of agreement': `${number(limits?.lowerLimit.value)} to ${number(limits?.upperLimit.value)}`,
    'CV %': number(of.coefficientOfVariationPct, 2),
    'ICC(2,1)': icc(of.iccAgreement),
    'ICC(3,1)': icc(of.iccConsistency),
  };
}

async function masks({ context, json }: Session, series: string): Promise<void> {
  const { id: seriesId } = findSeries(context, series);
  const found = await compareMasks(context, { seriesId });
  const shown = (value: number | null, digits: number): string => value?.toFixed(digits) ?? '–';
  print(json, { seriesId, masks: found }, () =>
    table(
      found.map(({ segment, dice, meanSurfaceDistanceMm, surfaceDistance95Mm }) => ({
        segment,
        Dice: shown(dice, 4),
        'mean surface distance mm': shown(meanSurfaceDistanceMm, 2),
        '95th percentile mm': shown(surfaceDistance95Mm, 2),
      })),
    ),
  );
}
