/** The documents as PDF. */
import type { Paper } from '../../core/contract/package.ts';
import { reportDocument, type ReportSource } from './document.ts';
import { overviewDocument, type OverviewSource } from './overview.ts';
import { renderPdf, type Document } from './pdf.ts';

/** In memory of its own, which can be handed to another thread. */
const bytesOf = async (document: Document, paper: Paper): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await renderPdf(document, paper));

export const renderReport = ({ paper, ...source }: ReportSource & { readonly paper: Paper }) =>
  bytesOf(reportDocument(source), paper);

export const renderOverview = ({ paper, ...source }: OverviewSource & { readonly paper: Paper }) =>
  bytesOf(overviewDocument(source), paper);
