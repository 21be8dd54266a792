/** The parts of a subject's report that are tables: facts, numbers with their intervals, verdicts, definitions. */
import type { Content, ContentText } from 'pdfmake';
import { timePointWords } from '../../core/domain/completeness.ts';
import { isQuantityId, type QuantityId } from '../../core/domain/quantities.ts';
import { shownUnit } from '../../core/domain/units.ts';
import type { PackageRecord, RecordTimePoint, RecordValue } from '../package/record.ts';
import { hexOf, type Kind } from './colours.ts';
import { definitions } from './definitions.ts';
import { alert, bold, heading, INK_FAINT, muted, plain, quietTable } from './parts.ts';
import { texts } from './texts.ts';

export const words = (code: string): string => code.replaceAll('_', ' ');
export const titleOf = ({ kind, date, daysFromEmbolisation: days }: RecordTimePoint): string =>
  `${texts.ctOf(timePointWords[kind], date)}${days === null ? '' : ` (${texts.day(days)})`}`;

export const isSigned = ({ signatures }: RecordTimePoint): boolean => signatures.length > 0;

export const factTable = (facts: readonly (readonly [string, string])[], nameWidth: number): Content => ({
  table: { widths: [nameWidth, '*'], body: facts.map(([name, value]) => [muted(name), plain(value)]) },
  layout: quietTable,
});

/** Facts of the subject in two columns. */
export function subjectFacts({ subject, measures, embolisations }: PackageRecord): Content {
  const measure = measures.at(-1);
  const done = embolisations.map(
    ({ kind, date }) => `${kind === 'pve_hve' ? 'PVE/HVE' : kind.toUpperCase()} of ${date}`,
  );
  const facts: (readonly [string, string])[] = [
    [texts.subject, subject.code],
    [texts.site, subject.siteCode ?? texts.none],
    [texts.sex, subject.sex],
    [texts.born, subject.yearOfBirth === null ? texts.none : String(subject.yearOfBirth)],
    [texts.quality, words(subject.liverQuality)],
    [texts.planned, subject.plannedResection === null ? texts.none : words(subject.plannedResection)],
    [texts.body, measure ? `${measure.heightCm} cm, ${measure.weightKg} kg (${measure.date})` : texts.none],
    [texts.embolisations, done.join(', ') || texts.none],
  ];
  const half = Math.ceil(facts.length / 2);
  return { columns: [facts.slice(0, half), facts.slice(half)].map((part) => factTable(part, 78)), columnGap: 14 };
}

const withUnit = ({ printed, unit }: RecordValue): string => (printed === null ? '–' : `${printed} ${shownUnit(unit)}`);
const swatches: Partial<Readonly<Record<string, Kind>>> = { tumour: 'tumour', flr: 'flr', resected: 'resected' };
/** The ratio that the trial decides by stands out. */
const DECISIVE = 'flr_pct_functional';

function nameCell({ quantity, name }: RecordValue): ContentText {
  const kind = swatches[quantity];
  if (kind) return { text: [{ text: '■ ', color: hexOf(kind) }, plain(name)] };
  return quantity === DECISIVE ? bold(name) : plain(name);
}

function numberCell(value: RecordValue | undefined): ContentText {
  if (value === undefined || value.printed === null) return { text: '–', alignment: 'right' };
  const { uncertainty, quantity } = value;
  const number = quantity === DECISIVE ? bold(withUnit(value)) : plain(withUnit(value));
  if (uncertainty === null) return { text: [number], alignment: 'right' };
  const { lower, upper } = uncertainty.printed;
  return {
    text: [number, { text: `\n${texts.range(lower, upper)}`, fontSize: 7, color: INK_FAINT }],
    alignment: 'right',
  };
}

interface Column {
  readonly title: string;
  /** Somebody answers for all of it. */
  readonly isSigned: boolean;
  readonly values: readonly RecordValue[];
}
/** As many as fit beside the names on either paper. */
const MAX_COLUMNS = 4;
const COLUMN_WIDTH = 84;

/** One row per quantity that has a value anywhere; more columns than fit go into further tables. */
function numberTables(columns: readonly Column[], ids?: readonly QuantityId[]): Content[] {
  const parts = Array.from({ length: Math.ceil(columns.length / MAX_COLUMNS) }, (_, at) =>
    columns.slice(at * MAX_COLUMNS, (at + 1) * MAX_COLUMNS),
  );
  return parts.map((part): Content => {
    const wanted = ids ?? [...new Set(part.flatMap(({ values }) => values.map(({ quantity }) => quantity)))];
    const rows = wanted.flatMap((id): Content[][] => {
      const values = part.map((column) => column.values.find(({ quantity }) => quantity === id));
      const known = values.find((value) => value !== undefined && value.printed !== null);
      return known ? [[nameCell(known), ...values.map(numberCell)]] : [];
    });
    const header: Content[] = [
      bold(texts.quantity),
      ...part.map((column): Content => ({
        text: [bold(column.title), ...(column.isSigned ? [] : [{ ...alert(`\n${texts.unsigned}`), fontSize: 7 }])],
        alignment: 'right',
      })),
    ];
    return {
      table: {
        headerRows: 1,
        dontBreakRows: true,
        widths: ['*', ...part.map(() => COLUMN_WIDTH)],
        body: [header, ...rows],
      },
      layout: quietTable,
      margin: [0, 0, 0, 4],
      unbreakable: true,
    };
  });
}

/** The heading stays with the first of the tables. */
export const headed = (title: string, [first, ...rest]: readonly Content[]): Content[] =>
  first === undefined ? [] : [{ stack: [heading(title), first], unbreakable: true }, ...rest];

/** @param ids all that have a value when left out */
export const volumeTables = (timePoints: readonly RecordTimePoint[], ids?: readonly QuantityId[]): Content[] =>
  numberTables(
    timePoints.map((timePoint) => ({
      title: `${timePointWords[timePoint.kind]}\n${timePoint.date}`,
      isSigned: isSigned(timePoint),
      values: timePoint.result.values,
    })),
    ids,
  );

export function growthTables({ timePoints, growth }: PackageRecord): Content[] {
  if (growth.length === 0) return [];
  const columns = growth.map(({ from, to, daysBetween, values }) => ({
    title: texts.interval(timePoints[from]!.date, timePoints[to]!.date, daysBetween),
    isSigned: isSigned(timePoints[from]!) && isSigned(timePoints[to]!),
    values,
  }));
  const statements = [...new Set(growth.map(({ statement }) => statement))];
  return [...headed(texts.growth, numberTables(columns)), { ul: statements.map(plain) }];
}

const tones: Readonly<Record<RecordTimePoint['result']['verdicts'][number]['outcome'], string>> = {
  met: '#1b7a55',
  not_met: '#b3382a',
  unknown: INK_FAINT,
};

export const verdictList = ({ result }: RecordTimePoint): Content => ({
  stack: result.verdicts.map(({ statement, outcome }) => ({
    columns: [
      { ...bold(texts[outcome].toUpperCase()), width: 52, color: tones[outcome], fontSize: 8 },
      { ...plain(statement), width: '*' },
    ],
    margin: [0, 1, 0, 1],
  })),
});

/** Every quantity that is in the report, with its meaning and the formulas that made it. */
export function definitionTable({ timePoints, growth }: PackageRecord): Content[] {
  const values = [...timePoints.flatMap(({ result }) => result.values), ...growth.flatMap((each) => each.values)];
  const rows = [...new Map(values.map((value) => [value.quantity, value])).values()];
  return [
    heading(texts.definitions),
    {
      table: {
        headerRows: 1,
        keepWithHeaderRows: 2,
        dontBreakRows: true,
        widths: [160, '*', 130],
        body: [
          [texts.quantity, texts.meaning, texts.formula].map(bold),
          ...rows.map(({ quantity, name, formulas }): Content[] => [
            plain(name),
            plain(isQuantityId(quantity) ? definitions[quantity] : ''),
            { text: formulas.join(', '), fontSize: 7 },
          ]),
        ],
      },
      layout: quietTable,
      fontSize: 8,
    },
    heading(texts.uncertainty),
    { ...plain(texts.uncertaintyText), fontSize: 8 },
    { ul: uncertainties(values), fontSize: 8 },
  ];
}

/** What the intervals stand on, said once for all quantities of which it is the same. */
function uncertainties(values: readonly RecordValue[]): ContentText[] {
  const namesOf = new Map<string, Set<string>>();
  for (const { name, uncertainty } of values)
    if (uncertainty) namesOf.set(uncertainty.statement, (namesOf.get(uncertainty.statement) ?? new Set()).add(name));
  return [...namesOf].map(([statement, names]) => ({ text: [bold([...names].join('; ')), plain(`: ${statement}`)] }));
}
