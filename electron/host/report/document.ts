/** The report of a subject: one page that says it all in short, then every number with its meaning, and what it stands on. */
import type { Content } from 'pdfmake';
import { timePointWords } from '../../core/domain/completeness.ts';
import type { Protocol } from '../../core/domain/protocol.ts';
import { quantities, type QuantityId } from '../../core/domain/quantities.ts';
import { NO_ACCOUNTS, signedAtText } from '../../core/domain/signature.ts';
import { shownUnit } from '../../core/domain/units.ts';
import type { PackageRecord, RecordTimePoint, RecordValue } from '../package/record.ts';
import { hexOf, type Kind } from './colours.ts';
import { definitions } from './definitions.ts';
import { growthChart } from './growthChart.ts';
import { frame, heading, muted, quietTable, type Frame } from './parts.ts';
import type { Document } from './pdf.ts';
import { texts } from './texts.ts';

/** PNG as data URLs: three planes and the view from the front. */
export interface TimePointImages {
  readonly planes: readonly { readonly name: string; readonly url: string }[];
  readonly surface: string;
}

export interface ReportSource {
  readonly record: PackageRecord;
  readonly protocol: Protocol;
  /** By id of the time point; without one nothing is drawn there. */
  readonly images: ReadonlyMap<string, TimePointImages>;
  readonly singlePerson: boolean;
  readonly version: string;
  /** UTC, ISO-8601. */
  readonly createdAt: string;
}

const words = (code: string): string => code.replaceAll('_', ' ');
const valueIn = (values: readonly RecordValue[], id: string): RecordValue | undefined =>
  values.find(({ quantity }) => quantity === id);

const withUnit = ({ printed, unit }: RecordValue): string => (printed === null ? '–' : `${printed} ${shownUnit(unit)}`);
const interval = ({ uncertainty }: RecordValue): string =>
  uncertainty === null ? '' : `${uncertainty.printed.lower} to ${uncertainty.printed.upper}`;
const titleOf = ({ kind, date, daysFromEmbolisation: days }: RecordTimePoint): string =>
  `${timePointWords[kind]}, CT of ${date}${days === null ? '' : ` (day ${days})`}`;

/** Facts of the subject in two columns. */
function subjectFacts({ record }: ReportSource): Content {
  const { subject, measures, embolisations } = record;
  const measure = measures.at(-1);
  const facts: [string, string][] = [
    [texts.subject, subject.code],
    [texts.site, subject.siteCode ?? texts.none],
    [texts.sex, subject.sex],
    [texts.born, subject.yearOfBirth === null ? texts.none : String(subject.yearOfBirth)],
    [texts.quality, words(subject.liverQuality)],
    [texts.planned, subject.plannedResection === null ? texts.none : words(subject.plannedResection)],
    [texts.body, measure ? `${measure.heightCm} cm, ${measure.weightKg} kg (${measure.date})` : texts.none],
    [
      texts.embolisations,
      embolisations
        .map(({ kind, date }) => `${kind === 'pve_hve' ? 'PVE/HVE' : kind.toUpperCase()} of ${date}`)
        .join(', ') || texts.none,
    ],
  ];
  const half = Math.ceil(facts.length / 2);
  return {
    columns: [facts.slice(0, half), facts.slice(half)].map((part) => ({
      table: { widths: [78, '*'], body: part.map(([name, value]) => [muted(name), value]) },
      layout: quietTable,
    })),
    columnGap: 14,
  };
}

const headline: readonly QuantityId[] = ['tlv', 'tumour', 'flr', 'flr_pct_functional', 'sflr_pct', 'flr_bw_pct'];
const swatches: Partial<Readonly<Record<QuantityId, Kind>>> = { tumour: 'tumour', flr: 'flr', resected: 'resected' };

function nameCell(id: string, name: string): Content {
  const kind = swatches[id as QuantityId];
  return kind ? { text: [{ text: '■ ', color: hexOf(kind) }, name] } : name;
}

/** One row per quantity, one column per CT; the ratio of the trial stands out. */
function valuesTable(timePoints: readonly RecordTimePoint[], ids: readonly string[], withIntervals: boolean): Content {
  const header: Content[] = [
    { text: texts.quantity, bold: true },
    ...timePoints.map(({ kind, date }): Content => ({
      text: `${timePointWords[kind]}\n${date}`,
      bold: true,
      alignment: 'right',
    })),
  ];
  const body = ids.flatMap((id): Content[][] => {
    const values = timePoints.map(({ result }) => valueIn(result.values, id));
    const name = values.find((value) => value !== undefined)?.name;
    if (name === undefined || values.every((value) => value?.printed == null)) return [];
    const bold = id === 'flr_pct_functional';
    const cells = values.map((value): Content => {
      if (!value) return { text: '–', alignment: 'right' };
      const range = withIntervals ? interval(value) : '';
      return {
        text: [
          { text: withUnit(value), bold },
          range === '' ? '' : { text: `\n${range}`, fontSize: 7, color: '#6b7785' },
        ],
        alignment: 'right',
      };
    });
    return [[bold ? { text: name, bold } : nameCell(id, name), ...cells]];
  });
  return {
    table: { headerRows: 1, dontBreakRows: true, widths: ['*', ...timePoints.map(() => 82)], body: [header, ...body] },
    layout: quietTable,
  };
}

const tones: Readonly<Record<RecordTimePoint['result']['verdicts'][number]['outcome'], string>> = {
  met: '#1b7a55',
  not_met: '#b3382a',
  unknown: '#6b7785',
};

function verdictList(timePoint: RecordTimePoint): Content {
  return {
    stack: timePoint.result.verdicts.map(({ statement, outcome, crossesLimit }) => ({
      columns: [
        { text: texts[outcome].toUpperCase(), width: 52, bold: true, color: tones[outcome], fontSize: 8 },
        { text: crossesLimit ? `${statement} ${texts.crosses}` : statement, width: '*' },
      ],
      margin: [0, 1, 0, 1],
    })),
  };
}

function imageRow(images: TimePointImages | undefined): Content[] {
  if (!images) return [];
  const all = [...images.planes, { name: 'front', url: images.surface }];
  return [
    {
      columns: all.map(({ name, url }) => ({
        stack: [
          { image: url, fit: [122, 112], alignment: 'center' },
          { ...muted(name), alignment: 'center' },
        ],
        width: '*',
      })),
      columnGap: 4,
      margin: [0, 4, 0, 2],
      unbreakable: true,
    },
  ];
}

const growthIds = (values: readonly RecordValue[]): string[] => values.map(({ quantity }) => quantity);

function growthTable({ timePoints, growth }: PackageRecord): Content[] {
  if (growth.length === 0) return [];
  const header: Content[] = [
    { text: texts.quantity, bold: true },
    ...growth.map(({ from, to, daysBetween }): Content => ({
      text: `${timePoints[from]!.date} to\n${timePoints[to]!.date} (${daysBetween} days)`,
      bold: true,
      alignment: 'right',
    })),
  ];
  const body = growthIds(growth[0]!.values).map((id): Content[] => [
    valueIn(growth[0]!.values, id)?.name ?? id,
    ...growth.map(({ values }): Content => {
      const value = valueIn(values, id);
      if (!value || value.printed === null) return { text: '–', alignment: 'right' };
      const range = interval(value);
      return {
        text: [withUnit(value), range === '' ? '' : { text: `\n${range}`, fontSize: 7, color: '#6b7785' }],
        alignment: 'right',
      };
    }),
  ]);
  return [
    heading(texts.growth),
    {
      table: { headerRows: 1, dontBreakRows: true, widths: ['*', ...growth.map(() => 88)], body: [header, ...body] },
      layout: quietTable,
    },
    { ul: [...new Set(growth.map(({ statement }) => statement))], margin: [0, 3, 0, 0] },
  ];
}

function charts(record: PackageRecord): Content[] {
  const { flr, sflr_pct: sflr } = quantities;
  const svgs = [growthChart(record, 'flr', `${flr.name} (mL)`), growthChart(record, 'sflr_pct', `${sflr.name} (%)`)];
  const drawn = svgs.filter((svg) => svg !== null);
  return drawn.length === 0
    ? []
    : [heading(texts.growthCharts), ...drawn.map((svg): Content => ({ svg, width: 515, margin: [0, 0, 0, 4] }))];
}

function signatureBlock({ record, singlePerson }: ReportSource): Content {
  const signed = record.timePoints.flatMap((timePoint) =>
    timePoint.signatures.map((signature): Content[] => [
      titleOf(timePoint),
      {
        text: [
          { text: `${signature.printedName}, ${words(signature.role)}`, bold: true },
          `\n${signedAtText(signature.signedAt, signature.utcOffsetMinutes)}\n${signature.statement}`,
          { text: `\n${signature.sha256.slice(0, 16)}`, color: '#6b7785' },
        ],
      },
    ]),
  );
  const unsigned = record.timePoints.filter(({ signatures }) => signatures.length === 0);
  const open = unsigned.map((timePoint): Content[] => [
    titleOf(timePoint),
    { text: [texts.unsigned, { text: `\n\n${'_'.repeat(52)}\n${texts.signLine}`, color: '#6b7785' }] },
  ]);
  return {
    stack: [
      heading(texts.signatures),
      { table: { widths: [150, '*'], body: [...signed, ...open], dontBreakRows: true }, layout: quietTable },
      ...(singlePerson
        ? [{ text: `${texts.singlePerson} ${NO_ACCOUNTS}`, margin: [0, 3, 0, 0] as [number, number, number, number] }]
        : []),
    ],
    unbreakable: true,
  };
}

/** Everything in short: what a person reads who reads one page. */
function firstPage(source: ReportSource): Content[] {
  const { record, images } = source;
  const latest = record.timePoints.at(-1);
  return [
    subjectFacts(source),
    ...(latest
      ? [heading(titleOf(latest)), verdictList(latest), ...imageRow(images.get(latest.id)), muted(texts.images)]
      : []),
    heading(texts.volumes),
    valuesTable(record.timePoints.slice(-4), headline, true),
    ...charts(record).slice(0, 2),
  ];
}

function ctSection({ images }: ReportSource, timePoint: RecordTimePoint): Content[] {
  const { ct, revision, result } = timePoint;
  const { dims, spacingMm } = ct.geometry;
  const facts: [string, string][] = [
    [
      texts.grid,
      `${dims.join(' x ')}, ${spacingMm.map((value) => Number(value.toFixed(3))).join(' x ')} mm, ${ct.imageCount} images`,
    ],
    [
      texts.phase,
      ct.phase === null ? texts.none : `${words(ct.phase)} (${ct.phaseConfirmed ? texts.confirmed : texts.proposed})`,
    ],
    [texts.geometry, [ct.geometryStatus, ...ct.problems].join('. ')],
    [texts.series, ct.seriesInstanceUid],
    [texts.revision, `revision ${revision.number} of ${revision.createdAt.slice(0, 10)}, SHA-256 ${revision.sha256}`],
    [texts.algorithms, revision.algorithms.join(', ')],
    [texts.protocol, `${result.protocolId}, version ${result.protocolVersion}; computed ${result.computedAt}`],
  ];
  return [
    heading(titleOf(timePoint)),
    { table: { widths: [90, '*'], body: facts.map(([name, value]) => [muted(name), value]) }, layout: quietTable },
    ...imageRow(images.get(timePoint.id)),
    verdictList(timePoint),
    { text: texts.warnings, bold: true, margin: [0, 4, 0, 0] },
    result.warnings.length === 0 ? { text: texts.noWarnings } : { ul: [...result.warnings] },
  ];
}

function definitionTable({ record }: ReportSource): Content[] {
  const values = [
    ...record.timePoints.flatMap(({ result }) => result.values),
    ...record.growth.flatMap((growth) => growth.values),
  ];
  const rows = [...new Map(values.map((value) => [value.quantity, value])).values()];
  const statements = [...new Set(values.flatMap(({ uncertainty }) => uncertainty?.statement ?? []))];
  return [
    heading(texts.definitions),
    {
      table: {
        headerRows: 1,
        dontBreakRows: true,
        widths: [160, '*', 130],
        body: [
          [texts.quantity, texts.meaning, texts.formula].map((text): Content => ({ text, bold: true })),
          ...rows.map(({ quantity, name, formulas }): Content[] => [
            name,
            definitions[quantity as QuantityId] ?? '',
            { text: formulas.join(', '), fontSize: 7 },
          ]),
        ],
      },
      layout: quietTable,
      fontSize: 8,
    },
    { text: texts.uncertainty, margin: [0, 3, 0, 0], fontSize: 8 },
    ...statements.map((text): Content => ({ text, fontSize: 8 })),
  ];
}

function conventions({ anatomy, conventions: rules, name, version }: Protocol): Content[] {
  return [
    heading(`${texts.convention} (${anatomy.version}, ${name} protocol version ${version})`),
    { text: `${texts.include}: ${anatomy.include.join(', ')}.` },
    { text: `${texts.exclude}: ${anatomy.exclude.join(', ')}.` },
    { text: `${texts.tumour}: ${anatomy.tumour}.` },
    heading(texts.conventions),
    { ul: rules.map(({ title, rule, source }) => `${title}: ${rule} (${source}).`) },
  ];
}

/** The whole document. */
export function reportDocument(source: ReportSource): Document {
  const { record, protocol, version, createdAt } = source;
  const allIds = [...new Set(record.timePoints.flatMap(({ result }) => result.values.map(({ quantity }) => quantity)))];
  const page: Frame = {
    title: `${texts.title} · ${record.subject.code}`,
    subtitle: `${protocol.name} protocol, version ${protocol.version} · Remnant ${version}`,
    createdAt,
  };
  return {
    ...frame(page),
    content: [
      ...firstPage(source),
      signatureBlock(source),
      { ...heading(texts.volumes), pageBreak: 'before' },
      valuesTable(record.timePoints, allIds, true),
      ...growthTable(record),
      ...record.timePoints.flatMap((timePoint) => ctSection(source, timePoint)),
      ...definitionTable(source),
      ...conventions(protocol),
      heading(texts.versions),
      {
        text: `${texts.program}: Remnant ${version}. ${texts.protocol}: ${protocol.id}, version ${protocol.version}. ${texts.madeAt} ${createdAt}.`,
      },
    ],
  };
}
