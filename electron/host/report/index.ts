/** Reports as PDF: of one subject, and of the site. Nothing is computed here: stored rows are laid out. */
import type { ExportFile } from '../../core/contract/exports.ts';
import type { Paper } from '../../core/contract/package.ts';
import type { Subject, TimePointKind } from '../../core/contract/trial.ts';
import { timePointWords } from '../../core/domain/completeness.ts';
import type { Protocol } from '../../core/domain/protocol.ts';
import { timelineChart } from '../../core/domain/timeline.ts';
import type { HostContext } from '../context.ts';
import { allSites } from '../db/tables/site.ts';
import { inExportThread } from '../export/thread/index.ts';
import { writeExport } from '../export/writeExport.ts';
import { buildRecord } from '../package/buildRecord.ts';
import { privacyOf } from '../package/privacy.ts';
import type { PackageRecord } from '../package/record.ts';
import { loadVolume } from '../pixels/index.ts';
import { storedLabels } from '../segmentation/revisions.ts';
import { getSubject, overview } from '../trial/index.ts';
import { provenResults, requireResults, type ProvenResults } from '../volumetry/index.ts';
import { protocolFor } from '../volumetry/protocols.ts';
import type { TimePointImages } from './document.ts';
import { timelineSvg } from './timelineSvg.ts';

function timelineOf(
  subject: Subject,
  { shown: { results, growth } }: ProvenResults,
  protocol: Protocol,
): string | null {
  const nameOf = (kind: TimePointKind): string => timePointWords[kind];
  const chart = timelineChart({ subject, results, growth, protocol, nameOf });
  return chart && timelineSvg(chart);
}

/**
 * @param record as it leaves; the report says the same
 * @throws RemnantError 'io' when a CT can't be read any more
 */
export async function recordReport(
  context: HostContext,
  record: PackageRecord,
  proven: ProvenResults,
  paper: Paper,
): Promise<Uint8Array> {
  const subject = getSubject(context, { subjectId: record.subject.id });
  const images = new Map<string, TimePointImages>();
  // One volume after the other: two would be a gigabyte.
  for (const { timePointId, seriesId, revisionId } of proven.results) {
    const ct = { ...(await loadVolume(context, seriesId)), stored: storedLabels(context, revisionId) };
    const drawn = await inExportThread('pictures', ct);
    if (drawn) images.set(timePointId, drawn);
  }
  const protocol = protocolFor(context, subject);
  return inExportThread('report', {
    paper,
    record,
    protocol,
    timeline: timelineOf(subject, proven, protocol),
    images,
    singlePerson: context.actor.role === 'none',
    version: context.version,
    createdAt: context.now().toISOString(),
  });
}

/** The report of a subject. @throws RemnantError 'not_found'; 'refused' when there is no result yet; 'io' */
export async function subjectReport(
  context: HostContext,
  { subjectId, paper }: { readonly subjectId: string; readonly paper: Paper },
): Promise<ExportFile> {
  const subject = getSubject(context, { subjectId });
  const protocol = protocolFor(context, subject);
  const proven = provenResults(context, subjectId);
  requireResults(proven);
  const privacy = await privacyOf(context, subject);
  const record = buildRecord(context, { subject, protocol, proven, privacy });
  const bytes = await recordReport(context, record, proven, paper);
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
  const bytes = await inExportThread('overview', {
    paper,
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
    bytes,
  });
}
