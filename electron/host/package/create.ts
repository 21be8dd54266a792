/** Makes a subject's package: complete or with a reason, signed, verified as the trial office would, and only then handed out. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { RemnantError } from '../../core/contract/errors.ts';
import type { Completeness, packageOptions, SubmittedPackage } from '../../core/contract/package.ts';
import { canonicalJson } from '../audit/canonicalJson.ts';
import { chainEnd } from '../audit/trail.ts';
import type { HostContext } from '../context.ts';
import { insertExportFile } from '../db/tables/exportFile.ts';
import { insertPackage, packagesOf, type PackageRow } from '../db/tables/package.ts';
import { siteOf } from '../export/clinicalTrial.ts';
import { deidentifiedImages } from '../export/deidentifiedImages.ts';
import { resultsCsv } from '../export/resultsCsv.ts';
import { inExportThread } from '../export/thread/index.ts';
import { loadMapping } from '../export/odm/mapping.ts';
import { odmFile } from '../export/odm/odm.ts';
import { wideCsv } from '../export/odm/wideCsv.ts';
import { recordReport } from '../report/index.ts';
import { getSubject } from '../trial/index.ts';
import { provenResults, requireResults } from '../volumetry/index.ts';
import { protocolFor } from '../volumetry/protocols.ts';
import { auditLines, entriesOfSubject, lastEntries } from './auditExtract.ts';
import { buildRecord } from './buildRecord.ts';
import { completenessOfSubject } from './completeness.ts';
import { deliver, refuseRecipient, type PackageForm } from './deliver.ts';
import { planFor, timePointObjects, type ObjectSource } from './dicomObjects.ts';
import { openWorkstationKey } from './key.ts';
import type { Manifest, ManifestTimePoint } from './manifest.ts';
import { privacyOf, type Privacy } from './privacy.ts';
import { readmeText } from './readme.ts';
import type { PackageRecord, RecordTimePoint } from './record.ts';
import { Staging } from './staging.ts';

export interface PackageRequest {
  readonly subjectId: string;
  readonly options: z.output<typeof packageOptions>;
  /** Absolute. */
  readonly target: string;
  readonly form: PackageForm;
  /** Told of every step; may throw to stop. */
  readonly progress?: (done: number, total: number, step: string) => void;
  /** Where it stands below `exports/` of the data folder, for the window to download it. */
  readonly exportedAs?: { readonly fileName: string; readonly path: string };
}

/**
 * @throws RemnantError 'refused' when something is missing and no reason is given, when an earlier package is not named as replaced, or when the
 *   package would not verify; as `deliver`
 */
export async function createPackage(context: HostContext, request: PackageRequest): Promise<SubmittedPackage> {
  const { subjectId, options, form, target } = request;
  const completeness = completenessOfSubject(context, { subjectId });
  const reasons = reasonsOf(context, subjectId, completeness, options);
  if (options.recipient !== undefined) refuseRecipient(options.recipient);
  const id = context.newId();
  const staging = new Staging(join(context.folder.uploads, `package-${id}`));
  try {
    const manifest = await fill(context, staging, { ...request, id, completeness, reasons });
    const key = openWorkstationKey(context.folder.root);
    const manifestSha256 = await staging.seal(manifest, key);
    request.progress?.(1, 1, 'Checking the package');
    const report = await inExportThread('verify', staging.folder);
    if (!report.ok) throw new RemnantError('refused', `The package was not handed out: ${report.problem ?? ''}`);
    request.progress?.(1, 1, 'Writing and reading back');
    const { byteCount, sha256 } = await deliver({
      folder: staging.folder,
      files: staging.files,
      target,
      form,
      recipient: options.recipient,
    });
    return await record(context, request, sha256, {
      id,
      subjectId,
      createdAt: manifest.createdAt,
      name: target.split(/[\\/]/).at(-1) ?? target,
      form,
      byteCount,
      manifestSha256,
      keyFingerprint: key.fingerprint,
      withCt: options.withCt,
      missingCount: manifest.missing.filter(({ severity }) => severity === 'missing').length,
      incompleteReason: reasons.incomplete,
      replacesId: reasons.replaces?.id ?? null,
      replaceReason: reasons.replaces === null ? null : (options.replaceReason ?? null),
      exportFileId: null,
    });
  } finally {
    await staging.remove();
  }
}

interface Reasons {
  readonly incomplete: string | null;
  readonly replaces: SubmittedPackage | null;
}

function reasonsOf(
  context: HostContext,
  subjectId: string,
  { complete, items }: Completeness,
  { incompleteReason, replaceReason }: PackageRequest['options'],
): Reasons {
  const missing = items.filter(({ severity }) => severity === 'missing');
  if (!complete && incompleteReason === undefined)
    throw new RemnantError(
      'refused',
      `The record is not complete: ${missing.map(({ statement }) => statement).join(' ')} Give a reason to export it as incomplete.`,
    );
  if (complete && incompleteReason !== undefined)
    throw new RemnantError(
      'invalid_input',
      'The record is complete, so there is no reason to give for an incomplete one.',
    );
  const replaces = packagesOf(context.db, subjectId)[0] ?? null;
  if (replaces !== null && replaceReason === undefined)
    throw new RemnantError(
      'refused',
      `There is a package of this subject already (${replaces.createdAt.slice(0, 10)}); say why a new one replaces it.`,
    );
  if (replaces === null && replaceReason !== undefined)
    throw new RemnantError('invalid_input', 'There is no earlier package of this subject that could be replaced.');
  return { incomplete: incompleteReason ?? null, replaces };
}

interface Contents extends PackageRequest {
  readonly id: string;
  readonly completeness: Completeness;
  readonly reasons: Reasons;
}

/** Every file but the manifest. */
async function fill(context: HostContext, staging: Staging, contents: Contents): Promise<Omit<Manifest, 'files'>> {
  const { subjectId, id, options, completeness, reasons, progress } = contents;
  const subject = getSubject(context, { subjectId });
  const protocol = protocolFor(context, subject);
  const mapping = loadMapping(context.folder.root, protocol);
  const proven = provenResults(context, subjectId);
  requireResults(proven);
  const privacy = await privacyOf(context, subject);
  const record = buildRecord(context, { subject, protocol, proven, privacy });
  const createdAt = context.now().toISOString();
  const entries = await entriesOfSubject(context, subjectId);
  const text = async (path: string, role: Parameters<Staging['add']>[1], value: string): Promise<void> => {
    refuseIdentifying(path, value, privacy);
    await staging.add(path, role, Buffer.from(value, 'utf8'));
  };
  progress?.(0, record.timePoints.length, 'Writing tables');
  await text('results.csv', 'results', privacy.text(resultsCsv(context, subject, proven, protocol)));
  await text('results-wide.csv', 'results_wide', wideCsv(record, mapping));
  await text(
    'odm.xml',
    'odm',
    odmFile({
      record,
      protocol,
      mapping,
      audit: lastEntries(entries, privacy),
      fileOid: `remnant.package.${id}`,
      priorFileOid: reasons.replaces === null ? null : `remnant.package.${reasons.replaces.id}`,
      createdAt,
      version: context.version,
      siteName: siteOf(context, subject)?.name || null,
    }),
  );
  await text('record.json', 'record', canonicalJson(record));
  await text('protocol.json', 'protocol', canonicalJson(protocol));
  await text('items.json', 'mapping', canonicalJson(mapping));
  await text('audit.jsonl', 'audit', auditLines(entries, privacy));
  const objects: ObjectSource = {
    context,
    subject,
    siteCode: record.subject.siteCode,
    privacy,
    record,
    packageId: id,
  };
  const timePoints = await timePointFiles(staging, objects, contents, proven.results);
  progress?.(timePoints.length, timePoints.length, 'Writing the report');
  const report = await recordReport(context, record, proven, options.paper);
  await staging.add('report.pdf', 'report', report);
  const manifest: Omit<Manifest, 'files'> = {
    format: 'remnant package',
    version: 1,
    id,
    createdAt,
    program: { name: 'Remnant', version: context.version },
    accounts: context.actor.role === 'none' ? 'none' : 'accounts',
    subjectCode: subject.code,
    siteId: record.subject.siteCode,
    protocol: { id: protocol.id, version: protocol.version, name: protocol.name },
    algorithms: distinct(record.timePoints.flatMap(({ revision }) => revision.algorithms)),
    formulas: formulasOf(record),
    missing: completeness.items.map(({ id: item, severity, statement }) => ({
      id: item,
      severity,
      statement: privacy.text(statement),
    })),
    incompleteReason: reasons.incomplete,
    replaces: reasons.replaces && {
      id: reasons.replaces.id,
      createdAt: reasons.replaces.createdAt,
      manifestSha256: reasons.replaces.manifestSha256,
      reason: options.replaceReason ?? '',
    },
    dicomDates: 'moved',
    timePoints,
    auditEnd: chainEnd(context.db),
  };
  await text('README.txt', 'readme', readmeText(manifest, record, { protocol, withCt: options.withCt }));
  return manifest;
}

const distinct = (values: readonly string[]): string[] => [...new Set(values)].toSorted();

function formulasOf({ timePoints, growth }: PackageRecord): string[] {
  const values = [...timePoints.flatMap(({ result }) => result.values), ...growth.flatMap((each) => each.values)];
  return distinct(values.flatMap(({ formulas }) => formulas));
}

/** @throws RemnantError 'refused' */
function refuseIdentifying(path: string, value: string, privacy: Privacy): void {
  const problem = privacy.problemIn(value);
  if (problem !== null) throw new RemnantError('refused', `${path} can't leave: ${problem}.`);
}

/** Each CT has a name of its own, also where there are several of one kind. */
const nameOf = ({ kind, ordinal }: RecordTimePoint): string => (kind === 'unscheduled' ? `${kind}-${ordinal}` : kind);

async function timePointFiles(
  staging: Staging,
  source: ObjectSource,
  { options, progress }: Contents,
  rows: Awaited<ReturnType<typeof provenResults>>['results'],
): Promise<ManifestTimePoint[]> {
  const written: ManifestTimePoint[] = [];
  for (const timePoint of source.record.timePoints) {
    const row = rows.find(({ id }) => id === timePoint.result.id)!;
    const name = nameOf(timePoint);
    progress?.(written.length, source.record.timePoints.length, `Writing ${name}`);
    const { segmentation, structuredReport } = await timePointObjects(source, row, timePoint);
    const stem = `${name}_${timePoint.date}`;
    const paths = { segmentation: `${stem}_segmentation.dcm`, structuredReport: `${stem}_measurements.dcm` };
    await staging.add(paths.segmentation, 'segmentation', segmentation);
    await staging.add(paths.structuredReport, 'structured_report', structuredReport);
    if (options.withCt) {
      let count = 0;
      for await (const image of deidentifiedImages(source.context, row.seriesId, planFor(source, timePoint), options))
        await staging.add(`ct/${stem}/${String(++count).padStart(5, '0')}.dcm`, 'image', image);
    }
    written.push({
      kind: timePoint.kind,
      date: timePoint.date,
      seriesInstanceUid: timePoint.ct.seriesInstanceUid,
      revisionSha256: timePoint.revision.sha256,
      geometry: timePoint.ct.geometry,
      ...paths,
    });
  }
  return written;
}

/** What can't be recorded isn't left behind either. */
async function record(
  context: HostContext,
  { subjectId, exportedAs, target, options }: PackageRequest,
  sha256: string | null,
  row: PackageRow,
): Promise<SubmittedPackage> {
  const reasons = [row.incompleteReason, row.replaceReason].filter((reason) => reason !== null).join(' ');
  try {
    context.change((write) => {
      const exportFileId = exportedAs && sha256 !== null ? context.newId() : null;
      if (exportedAs && sha256 !== null && exportFileId !== null)
        insertExportFile(context.db, {
          id: exportFileId,
          createdAt: row.createdAt,
          kind: 'package',
          subjectId,
          revisionId: null,
          byteCount: row.byteCount,
          sha256,
          ...exportedAs,
        });
      const stored = { ...row, exportFileId };
      insertPackage(context.db, stored);
      write({
        action: 'export',
        entity: 'package',
        entityId: row.id,
        newValue: { ...stored, pixelsAreClean: options.pixelsAreClean },
        ...(reasons !== '' && { reason: reasons }),
      });
    });
  } catch (error) {
    await rm(target, { recursive: true, force: true });
    throw error;
  }
  context.emit('package.changed', { subjectId });
  return packagesOf(context.db, subjectId)[0]!;
}
