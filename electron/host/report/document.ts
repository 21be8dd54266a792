/** The report of a subject: one page that says it all in short, then every number with its meaning, and what it stands on. */
import type { Content } from 'pdfmake';
import type { Protocol } from '../../core/domain/protocol.ts';
import { timePointWords } from '../../core/domain/completeness.ts';
import { quantities, type QuantityId } from '../../core/domain/quantities.ts';
import { NO_ACCOUNTS, signedAtText } from '../../core/domain/signature.ts';
import type { PackageRecord, RecordSignature, RecordTimePoint } from '../package/record.ts';
import { growthChart } from './growthChart.ts';
import { alert, bold, frame, heading, INK_FAINT, muted, plain } from './parts.ts';
import type { Document } from './pdf.ts';
import {
  definitionTable,
  factTable,
  growthTables,
  headed,
  isSigned,
  subjectFacts,
  titleOf,
  verdictList,
  volumeTables,
  words,
} from './sections.ts';
import { texts } from './texts.ts';

/** PNG as data URLs: three planes and the view from the front. */
export interface TimePointImages {
  readonly planes: readonly {
    readonly name: string;
    /** What lies at its left and right. */
    readonly edges: readonly [left: string, right: string];
    readonly url: string;
  }[];
  readonly surface: string;
}

export interface ReportSource {
  readonly record: PackageRecord;
  readonly protocol: Protocol;
  /** By id of the time point; without one nothing is drawn there. */
  readonly images: ReadonlyMap<string, TimePointImages>;
  /** SVG; null while nothing has a date. */
  readonly timeline: string | null;
  readonly singlePerson: boolean;
  readonly version: string;
  /** UTC, ISO-8601. */
  readonly createdAt: string;
}

const headline: readonly QuantityId[] = ['tlv', 'tumour', 'flr', 'flr_pct_functional', 'sflr_pct', 'flr_bw_pct'];
/** Shown on the first page; all are in the tables that follow. */
const SHOWN_CTS = 4;
/** In points; both papers are wider. */
const [FIRST_CHART_WIDTH, TIMELINE_WIDTH] = [290, 515];

function imageRow(images: TimePointImages | undefined): Content[] {
  if (!images) return [];
  const all = [...images.planes, { name: texts.front, edges: ['R', 'L'] as const, url: images.surface }];
  return [
    {
      columns: all.map(({ name, edges: [left, right], url }): Content => ({
        stack: [
          { image: url, fit: [124, 124], alignment: 'center' },
          {
            columns: [
              { ...bold(left), width: 10 },
              { ...muted(name), alignment: 'center', width: '*' },
              { ...bold(right), alignment: 'right', width: 10 },
            ],
          },
        ],
        width: '*',
      })),
      columnGap: 4,
      margin: [0, 4, 0, 2],
      unbreakable: true,
    },
  ];
}

/** Without accounts nobody has a role. */
const roleOf = ({ role }: RecordSignature): string => (role === 'none' ? '' : `, ${words(role)}`);
const signed = (signature: RecordSignature): Content => ({
  text: [
    bold(signature.printedName),
    plain(
      `${roleOf(signature)}\n${signedAtText(signature.signedAt, signature.utcOffsetMinutes)}\n${signature.statement}`,
    ),
    { text: `\n${texts.sha256} ${signature.sha256}`, color: INK_FAINT, fontSize: 7 },
  ],
});
const unsigned = (): Content => ({
  text: [alert(texts.unsigned), { text: `\n\n${'_'.repeat(40)}\n${texts.signLine}`, color: INK_FAINT }],
});
const withoutAccounts = ({ singlePerson }: ReportSource): Content[] =>
  singlePerson ? [muted(`${texts.singlePerson} ${NO_ACCOUNTS}`)] : [];

/** What 21 CFR 11.50 wants on print: printed name, date and time, and meaning of each signature; lines where there is none. */
function signatureSection(source: ReportSource): Content[] {
  const blocks = source.record.timePoints.map((timePoint): Content => ({
    stack: [muted(titleOf(timePoint)), ...(isSigned(timePoint) ? timePoint.signatures.map(signed) : [unsigned()])],
    margin: [0, 0, 0, 6],
    unbreakable: true,
  }));
  return [...headed(texts.signatures, blocks), ...withoutAccounts(source)];
}

/** The same in short, for the CTs of the first page. */
function signaturesInShort(source: ReportSource): Content {
  const shown = source.record.timePoints.slice(-SHOWN_CTS);
  return {
    stack: [
      heading(texts.signatures),
      ...shown.map((timePoint): Content => {
        const last = timePoint.signatures.at(-1);
        const said = last
          ? [
              bold(last.printedName),
              plain(`, ${signedAtText(last.signedAt, last.utcOffsetMinutes)}\n`),
              { text: last.statement, fontSize: 7, color: INK_FAINT },
            ]
          : [alert(texts.unsigned)];
        return { text: [muted(`${timePointWords[timePoint.kind]}: `), ...said], margin: [0, 0, 0, 4] };
      }),
      ...withoutAccounts(source),
    ],
  };
}

/** Everything in short: what a person reads who reads one page. */
function firstPage(source: ReportSource): Content[] {
  const { record, images } = source;
  const latest = record.timePoints.at(-1);
  const { name } = quantities.flr;
  const svg = growthChart(record, 'flr', texts.axis(name, 'mL'), FIRST_CHART_WIDTH);
  return [
    subjectFacts(record),
    ...(latest
      ? [
          {
            ...heading(''),
            text: [plain(titleOf(latest)), ...(isSigned(latest) ? [] : [alert(`  ${texts.unsigned}`)])],
          },
          verdictList(latest),
          ...imageRow(images.get(latest.id)),
          muted(texts.images),
        ]
      : []),
    heading(texts.volumes),
    ...volumeTables(record.timePoints.slice(-SHOWN_CTS), headline),
    {
      columns: [
        {
          stack: svg === null ? [] : [heading(texts.growthCharts), { svg, width: FIRST_CHART_WIDTH }],
          width: FIRST_CHART_WIDTH + 10,
        },
        { stack: [signaturesInShort(source)], width: '*' },
      ],
      columnGap: 12,
      unbreakable: true,
    },
  ];
}

function timelineSection({ timeline }: ReportSource): Content[] {
  if (timeline === null) return [];
  return [{ stack: [heading(texts.timeline), { svg: timeline, width: TIMELINE_WIDTH }], unbreakable: true }];
}

function ctSection({ images }: ReportSource, timePoint: RecordTimePoint): Content[] {
  const { ct, revision, result } = timePoint;
  const { dims, spacingMm } = ct.geometry;
  const spacing = spacingMm.map((value) => Number(value.toFixed(3))).join(' x ');
  const phase =
    ct.phase === null ? texts.none : `${words(ct.phase)} (${ct.phaseConfirmed ? texts.confirmed : texts.proposed})`;
  const facts = factTable(
    [
      [texts.grid, texts.gridOf(dims.join(' x '), spacing, ct.imageCount)],
      [texts.phase, phase],
      [texts.geometry, [words(ct.geometryStatus), ...ct.problems].join('. ')],
      [texts.series, ct.seriesInstanceUid],
      [texts.revision, texts.revisionOf(revision.number, revision.createdAt.slice(0, 10), revision.sha256)],
      [texts.algorithms, revision.algorithms.join(', ')],
      [texts.protocol, texts.protocolOf(result.protocolId, result.protocolVersion, result.computedAt)],
    ],
    90,
  );
  return [
    { stack: [heading(titleOf(timePoint)), facts, ...imageRow(images.get(timePoint.id))], unbreakable: true },
    {
      stack: [
        verdictList(timePoint),
        { ...bold(texts.warnings), margin: [0, 4, 0, 0] },
        result.warnings.length === 0 ? plain(texts.noWarnings) : { ul: result.warnings.map(plain) },
      ],
      unbreakable: true,
    },
  ];
}

function conventions({ anatomy, conventions: rules, name, version }: Protocol): Content[] {
  return [
    heading(texts.conventionOf(anatomy.version, name, version)),
    plain(`${texts.include}: ${anatomy.include.join(', ')}.`),
    plain(`${texts.exclude}: ${anatomy.exclude.join(', ')}.`),
    plain(`${texts.tumour}: ${anatomy.tumour}.`),
    heading(texts.conventions),
    { ul: rules.map(({ title, rule, source }) => plain(`${title}: ${rule} (${source}).`)) },
  ];
}

/** The whole document. */
export function reportDocument(source: ReportSource): Document {
  const { record, protocol, version, createdAt } = source;
  return {
    ...frame({
      title: `${texts.title} · ${record.subject.code}`,
      subtitle: texts.subtitle(protocol.name, protocol.version, version),
      createdAt,
    }),
    content: [
      ...firstPage(source),
      ...headed(texts.allVolumes, volumeTables(record.timePoints)),
      ...growthTables(record),
      ...timelineSection(source),
      ...record.timePoints.flatMap((timePoint) => ctSection(source, timePoint)),
      ...definitionTable(record),
      ...conventions(protocol),
      ...signatureSection(source),
      heading(texts.versions),
      plain(texts.versionsOf(version, protocol.id, protocol.version, createdAt)),
      ...(protocol.sponsor === undefined ? [] : [plain(`${texts.sponsor}: ${protocol.sponsor}.`)]),
    ],
  };
}
