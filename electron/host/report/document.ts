/** The report of a subject: one page that says it all in short, then every number with its meaning, and what it stands on. */
import type { Content } from 'pdfmake';
import type { Protocol } from '../../core/domain/protocol.ts';
import { quantities, type QuantityId } from '../../core/domain/quantities.ts';
import { NO_ACCOUNTS, signedAtText } from '../../core/domain/signature.ts';
import type { PackageRecord, RecordSignature, RecordTimePoint } from '../package/record.ts';
import { growthChart } from './growthChart.ts';
import { bold, frame, heading, INK_FAINT, muted, plain } from './parts.ts';
import type { Document } from './pdf.ts';
import {
  definitionTable,
  factTable,
  growthTables,
  subjectFacts,
  titleOf,
  verdictList,
  volumeTables,
  words,
} from './sections.ts';
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
  const all = [...images.planes, { name: texts.front, url: images.surface }];
  return [
    {
      columns: all.map(({ name, url }): Content => ({
        stack: [
          { image: url, fit: [124, 124], alignment: 'center' },
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

const signed = ({ printedName, role, signedAt, utcOffsetMinutes, statement, sha256 }: RecordSignature): Content => ({
  text: [
    bold(printedName),
    plain(`, ${words(role)}\n${signedAtText(signedAt, utcOffsetMinutes)}\n${statement}`),
    { text: `\n${sha256.slice(0, 16)}`, color: INK_FAINT },
  ],
});
const unsigned = (): Content => ({
  text: [plain(texts.unsigned), { text: `\n\n${'_'.repeat(40)}\n${texts.signLine}`, color: INK_FAINT }],
});

/** What 21 CFR 11.50 wants on print: printed name, date and time, and meaning of each signature. */
function signatureBlock({ record, singlePerson }: ReportSource): Content {
  return {
    stack: [
      heading(texts.signatures),
      ...record.timePoints.map((timePoint): Content => ({
        stack: [
          muted(titleOf(timePoint)),
          ...(timePoint.signatures.length === 0 ? [unsigned()] : timePoint.signatures.map(signed)),
        ],
        margin: [0, 0, 0, 5],
        unbreakable: true,
      })),
      ...(singlePerson ? [muted(`${texts.singlePerson} ${NO_ACCOUNTS}`)] : []),
    ],
  };
}

/** Everything in short: what a person reads who reads one page. */
function firstPage(source: ReportSource): Content[] {
  const { record, images } = source;
  const latest = record.timePoints.at(-1);
  const { name } = quantities.flr;
  const svg = growthChart(record, 'flr', `${name} (mL)`, FIRST_CHART_WIDTH);
  return [
    subjectFacts(record),
    ...(latest
      ? [heading(titleOf(latest)), verdictList(latest), ...imageRow(images.get(latest.id)), muted(texts.images)]
      : []),
    heading(texts.volumes),
    ...volumeTables(record.timePoints.slice(-SHOWN_CTS), headline),
    {
      columns: [
        {
          stack: svg === null ? [] : [heading(texts.growthCharts), { svg, width: FIRST_CHART_WIDTH }],
          width: FIRST_CHART_WIDTH + 10,
        },
        { stack: [signatureBlock(source)], width: '*' },
      ],
      columnGap: 12,
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
  return [
    heading(titleOf(timePoint)),
    factTable(
      [
        [texts.grid, `${dims.join(' x ')}, ${spacing} mm, ${ct.imageCount} images`],
        [texts.phase, phase],
        [texts.geometry, [words(ct.geometryStatus), ...ct.problems].join('. ')],
        [texts.series, ct.seriesInstanceUid],
        [
          texts.revision,
          `revision ${revision.number} of ${revision.createdAt.slice(0, 10)}, SHA-256 ${revision.sha256}`,
        ],
        [texts.algorithms, revision.algorithms.join(', ')],
        [texts.protocol, `${result.protocolId}, version ${result.protocolVersion}; computed ${result.computedAt}`],
      ],
      90,
    ),
    ...imageRow(images.get(timePoint.id)),
    verdictList(timePoint),
    { ...bold(texts.warnings), margin: [0, 4, 0, 0] },
    result.warnings.length === 0 ? plain(texts.noWarnings) : { ul: result.warnings.map(plain) },
  ];
}

function conventions({ anatomy, conventions: rules, name, version }: Protocol): Content[] {
  return [
    heading(`${texts.convention} (${anatomy.version}, ${name} protocol version ${version})`),
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
      subtitle: `${protocol.name} protocol, version ${protocol.version} · Remnant ${version}`,
      createdAt,
    }),
    content: [
      ...firstPage(source),
      { ...heading(texts.volumes), pageBreak: 'before' },
      ...volumeTables(record.timePoints),
      ...growthTables(record),
      ...timelineSection(source),
      ...record.timePoints.flatMap((timePoint) => ctSection(source, timePoint)),
      ...definitionTable(record),
      ...conventions(protocol),
      heading(texts.versions),
      plain(
        `${texts.program}: Remnant ${version}. ${texts.protocol}: ${protocol.id}, version ${protocol.version}. ${texts.madeAt} ${createdAt}.`,
      ),
    ],
  };
}
