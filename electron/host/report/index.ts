/** Reports as PDF: of one subject, and of the site. Nothing is computed here: stored rows are laid out. */
import type { ExportFile } from '../../core/contract/exports.ts';
import type { Paper } from '../../core/contract/package.ts';
import type { Subject, TimePointKind } from '../../core/contract/trial.ts';
import { timePointWords } from '../../core/domain/completeness.ts';
import type { Protocol } from '../../core/domain/protocol.ts';
import { timelineChart } from '../../core/domain/timeline.ts';
import type { HostContext } from '../context.ts';
import { allSites } from '../db/tables/site.ts';
import { writeExport } from '../export/writeExport.ts';
import { buildRecord } from '../package/buildRecord.ts';
import { privacyOf } from '../package/privacy.ts';
import type { PackageRecord } from '../package/record.ts';
import { loadVolume } from '../pixels/index.ts';
import { loadLabels } from '../segmentation/index.ts';
import { getSubject, overview } from '../trial/index.ts';
import { provenResults, resultsForSubject } from '../volumetry/index.ts';
import { protocolFor } from '../volumetry/protocols.ts';
import { reportDocument, type TimePointImages } from './document.ts';
import { overviewDocument } from './overview.ts';
import { renderPdf } from './pdf.ts';
import { planeImage, planes } from './planeImage.ts';
import { encodePng, type Raster } from './png.ts';
import { labelledBox } from './sampling.ts';
import { surfaceView } from './surfaceView.ts';
import { timelineSvg } from './timelineSvg.ts';

/** 230 per inch on paper. */
const PLANE_PX = 400;
const SURFACE_PX = 320;

const dataUrl = (raster: Raster): string => `data:image/png;base64,${encodePng(raster).toString('base64')}`;

async function imagesOf(context: HostContext, seriesId: string, revisionId: string): Promise<TimePointImages | null> {
  const { geometry, hu } = await loadVolume(context, seriesId);
  const volume = { geometry, hu, labels: loadLabels(context, revisionId).labels };
  const box = labelledBox(volume);
  if (!box) return null;
  return {
    planes: planes.map((name) => ({ name, url: dataUrl(planeImage(volume, box, name, PLANE_PX)) })),
    surface: dataUrl(surfaceView(volume, box, SURFACE_PX)),
  };
}

function timelineOf(context: HostContext, subject: Subject, protocol: Protocol): string | null {
  const { results, growth } = resultsForSubject(context, { subjectId: subject.id });
  const nameOf = (kind: TimePointKind): string => timePointWords[kind];
  const chart = timelineChart({ subject, results, growth, protocol, nameOf });
  return chart && timelineSvg(chart);
}

/** The stored rows that the pictures are made of. */
type ImageRow = ReturnType<typeof provenResults>['results'][number];

/**
 * @param record as it leaves; the report says the same
 * @throws RemnantError 'io' when a CT can't be read any more
 */
export async function recordReport(
  context: HostContext,
  record: PackageRecord,
  rows: readonly ImageRow[],
  paper: Paper,
): Promise<Buffer> {
  const subject = getSubject(context, { subjectId: record.subject.id });
  const images = new Map<string, TimePointImages>();
  // One volume after the other: two would be a gigabyte.
  for (const { timePointId, seriesId, revisionId } of rows) {
    const drawn = await imagesOf(context, seriesId, revisionId);
    if (drawn) images.set(timePointId, drawn);
  }
  const protocol = protocolFor(context, subject);
  const document = reportDocument({
    record,
    protocol,
    timeline: timelineOf(context, subject, protocol),
    images,
    singlePerson: context.actor.role === 'none',
    version: context.version,
    createdAt: context.now().toISOString(),
  });
  return renderPdf(document, paper);
}

/** The report of a subject. @throws RemnantError 'not_found'; 'refused' when there is no result yet; 'io' */
export async function subjectReport(
  context: HostContext,
  { subjectId, paper }: { readonly subjectId: string; readonly paper: Paper },
): Promise<ExportFile> {
  const subject = getSubject(context, { subjectId });
  const protocol = protocolFor(context, subject);
  const proven = provenResults(context, subjectId);
  const privacy = await privacyOf(context, subject);
  const record = buildRecord(context, { subject, protocol, proven, privacy });
  const bytes = await recordReport(context, record, proven.results, paper);
  return writeExport(context, {
    kind: 'report_pdf',
    subjectId,
    revisionId: null,
    stem: `${subject.code}_report`,
    extension: 'pdf',
    bytes,
  });
}

/** The site's overview. */
export async function siteOverview(context: HostContext, { paper }: { readonly paper: Paper }): Promise<ExportFile> {
  const document = overviewDocument({
    overview: overview(context, {}),
    siteCodes: new Map(allSites(context.db).map(({ id, code }) => [id, code])),
    version: context.version,
    createdAt: context.now().toISOString(),
  });
  return writeExport(context, {
    kind: 'overview_pdf',
    subjectId: null,
    revisionId: null,
    stem: 'overview',
    extension: 'pdf',
    bytes: await renderPdf(document, paper),
  });
}
