/**
 * As much of pdfmake as is used here. Its published types bring the types of a browser with them, which this side must not have: a host that
 * names `document` has to fail to compile.
 */
declare module 'pdfmake' {
  export interface Style {
    font?: string;
    fontSize?: number;
    lineHeight?: number;
    bold?: boolean;
    color?: string;
    alignment?: 'left' | 'center' | 'right';
  }
  interface Block extends Style {
    /** Left, top, right, bottom. */
    margin?: [number, number, number, number];
    width?: number | string;
    pageBreak?: 'before' | 'after';
    unbreakable?: boolean;
    headlineLevel?: number;
  }
  export interface ContentText extends Block {
    text: Text;
  }
  type Text = string | readonly ContentText[];
  export interface TableNode {
    table: { body: readonly unknown[][] };
  }
  export interface TableLayout {
    hLineWidth?: (row: number, node: TableNode) => number;
    vLineWidth?: () => number;
    hLineColor?: () => string;
    paddingLeft?: () => number;
    paddingRight?: () => number;
    paddingTop?: () => number;
    paddingBottom?: () => number;
  }
  interface Table extends Block {
    table: {
      headerRows?: number;
      keepWithHeaderRows?: number;
      dontBreakRows?: boolean;
      widths: (number | string)[];
      body: Content[][];
    };
    layout?: TableLayout;
  }
  /** A bare string would do too, but its own old method `bold` would stand for the style in the types. */
  export type Content =
    | ContentText
    | Table
    | (Block & { stack: Content[] })
    | (Block & { columns: Content[]; columnGap?: number })
    | (Block & { ul: Content[] })
    | (Block & { image: string; fit?: [number, number] })
    | (Block & { svg: string });
  export interface NodeQueries {
    getFollowingNodesOnPage(): readonly unknown[];
  }
  export interface DocumentDefinition {
    content: Content[];
    header?: (page: number, pages: number) => Content;
    footer?: (page: number, pages: number) => Content;
    info?: { title?: string; subject?: string; creator?: string; producer?: string; creationDate?: Date };
    /** Left, top, right, bottom. */
    pageMargins?: [number, number, number, number];
    pageSize?: 'A4' | 'LETTER';
    pageBreakBefore?: (node: { readonly headlineLevel?: number }, queries: NodeQueries) => boolean;
    defaultStyle?: Style;
    language?: string;
  }
  interface Pdfmake {
    setFonts(
      fonts: Readonly<Record<string, Readonly<Record<'normal' | 'bold' | 'italics' | 'bolditalics', string>>>>,
    ): void;
    setUrlAccessPolicy(isAllowed: (url: string) => boolean): void;
    setLocalAccessPolicy(isAllowed: (path: string) => boolean): void;
    createPdf(definition: DocumentDefinition): { getBuffer(): Promise<Buffer> };
  }
  const pdfmake: Pdfmake;
  export default pdfmake;
}
