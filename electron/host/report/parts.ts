/** What all pages of all documents share: margins, head and foot, tables without frames. */
import type { Content, ContentText, TableLayout } from 'pdfmake';
import type { Document } from './pdf.ts';
import { texts } from './texts.ts';

export interface Frame {
  readonly title: string;
  readonly subtitle: string;
  /** UTC, ISO-8601. */
  readonly createdAt: string;
}

export const INK = '#1d2733';
export const RULE = '#dde3e9';
export const INK_FAINT = '#6b7785';

/** Thin lines between rows only. */
export const quietTable: TableLayout = {
  hLineWidth: (row, { table }) => (row === 0 || row === table.body.length ? 0 : 0.5),
  vLineWidth: () => 0,
  hLineColor: () => RULE,
  paddingLeft: () => 0,
  paddingRight: () => 6,
  paddingTop: () => 1.5,
  paddingBottom: () => 1.5,
};

export const plain = (text: string): ContentText => ({ text });
export const bold = (text: string): ContentText => ({ text, bold: true });
export const muted = (text: string): ContentText => ({ text, color: INK_FAINT, fontSize: 8 });
/** What must not be overlooked. */
export const ALERT = '#b3382a';
export const alert = (text: string): ContentText => ({ text, bold: true, color: ALERT });
export const heading = (text: string): ContentText => ({
  text,
  bold: true,
  fontSize: 11,
  margin: [0, 9, 0, 3],
  headlineLevel: 1,
});

/** A headline at the foot of a page, with nothing below it, goes to the next one. */
type Break = NonNullable<Document['pageBreakBefore']>;
const keepHeadline: Break = (node, queries) =>
  node.headlineLevel === 1 && queries.getFollowingNodesOnPage().length === 0;

export function frame({ title, subtitle, createdAt }: Frame): Omit<Document, 'content'> {
  const [left, right] = [40, 40];
  return {
    info: { title, subject: subtitle, creator: 'Remnant', producer: 'Remnant', creationDate: new Date(createdAt) },
    pageMargins: [left, 62, right, 48],
    header: (): Content => ({
      columns: [
        { text: title, bold: true, fontSize: 13 },
        { text: subtitle, alignment: 'right', color: INK_FAINT, fontSize: 8, margin: [0, 5, 0, 0] },
      ],
      margin: [left, 26, right, 0],
    }),
    footer: (page, pages): Content => ({
      columns: [
        { text: texts.researchUse, color: INK_FAINT, fontSize: 8 },
        {
          text: `${createdAt.slice(0, 16).replace('T', ' ')} UTC · ${texts.page(page, pages)}`,
          alignment: 'right',
          color: INK_FAINT,
          fontSize: 8,
        },
      ],
      margin: [left, 16, right, 0],
    }),
    pageBreakBefore: keepHeadline,
  };
}
