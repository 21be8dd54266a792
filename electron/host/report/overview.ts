/** The site at a glance: every subject, its planned CTs and what is due. */
import type { Content } from 'pdfmake';
import type { Overview, SubjectSummary, Visit } from '../../core/contract/trial.ts';
import { timePointWords } from '../../core/domain/completeness.ts';
import { bold, frame, muted, plain, quietTable } from './parts.ts';
import type { Document } from './pdf.ts';
import { texts } from './texts.ts';

export interface OverviewSource {
  readonly overview: Overview;
  /** By id. */
  readonly siteCodes: ReadonlyMap<string, string>;
  readonly version: string;
  readonly createdAt: string;
}

const tones: Partial<Readonly<Record<Visit['status'], string>>> = {
  overdue: '#b3382a',
  missing: '#b3382a',
  due: '#9a6700',
  late: '#9a6700',
  early: '#9a6700',
};

const windowOf = ({ firstDate, lastDate }: Visit): string =>
  firstDate === null ? '' : texts.range(firstDate, lastDate ?? '');

function visitLine(visit: Visit): Content {
  const { kind, status, date } = visit;
  const tone = tones[status];
  return {
    text: [
      plain(`${timePointWords[kind]}: `),
      tone === undefined ? plain(texts.visitStatus[status]) : { ...bold(texts.visitStatus[status]), color: tone },
      muted(date === null ? ` ${windowOf(visit)}` : ` ${date}`),
    ],
  };
}

function row({ code, siteId, protocolId, visits, next }: SubjectSummary, { siteCodes }: OverviewSource): Content[] {
  return [
    bold(code),
    plain(siteId === null ? '–' : (siteCodes.get(siteId) ?? '–')),
    plain(protocolId),
    { stack: visits.map(visitLine) },
    next === null ? plain('–') : { stack: [bold(timePointWords[next.kind]), plain(windowOf(next))] },
  ];
}

export function overviewDocument(source: OverviewSource): Document {
  const { overview, version, createdAt } = source;
  const header = [texts.subject, texts.site, texts.protocol, texts.due, texts.next].map(bold);
  return {
    ...frame({
      title: texts.overview,
      subtitle: `${texts.subjects(overview.total)} · Remnant ${version}`,
      createdAt,
    }),
    content: [
      { text: texts.overviewText, margin: [0, 0, 0, 6] },
      {
        table: {
          headerRows: 1,
          dontBreakRows: true,
          widths: [80, 44, 56, '*', 100],
          body: [header, ...overview.subjects.map((subject) => row(subject, source))],
        },
        layout: quietTable,
      },
    ],
  };
}
