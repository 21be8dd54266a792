/** Checks a package as the trial office does, from nothing but the package; the first thing that is wrong ends it. */
import type { z } from 'zod';
import { protocol as protocolSchema, type Protocol } from '../../../core/domain/protocol.ts';
import { canonicalJson } from '../../audit/canonicalJson.ts';
import { itemMapping } from '../../export/odm/mapping.ts';
import { programProtocol } from '../../volumetry/protocols.ts';
import { checkSignature } from '../key.ts';
import { MANIFEST, readManifest, SIGNATURE, type FileRole, type Manifest } from '../manifest.ts';
import { packageRecord, type PackageRecord } from '../record.ts';
import { sha256Of } from '../staging.ts';
import { auditProblem } from './auditCheck.ts';
import { dicomIdentityProblem, imageIdentityProblem, textIdentityProblem } from './identity.ts';
import { growthProblem, labelsProblem, srProblem, timePointProblem } from './numbers.ts';
import { odmProblem } from './odmCheck.ts';
import { folderSource, type PackageSource } from './source.ts';
import { resultsCsvProblem, wideCsvProblem } from './tables.ts';

export interface VerifyReport {
  readonly ok: boolean;
  /** One sentence that says what is wrong and where; null when nothing is. */
  readonly problem: string | null;
  /** What the manifest says; null as long as it can't be trusted. */
  readonly manifest: Manifest | null;
  /** SHA-256 of the public key that signed; the trial office knows its sites by it. */
  readonly fingerprint: string | null;
  readonly fileCount: number;
}

/** Ends a check with its sentence. */
class Wrong extends Error {}

function right(problem: string | null): void {
  if (problem !== null) throw new Wrong(problem);
}

/**
 * @param fingerprint that the package must be signed with, where the trial office knows the workstation
 * @throws RemnantError 'io' when a file can't be read
 */
export async function verifyPackage(source: PackageSource, fingerprint?: string): Promise<VerifyReport> {
  let report: VerifyReport = {
    ok: false,
    problem: null,
    manifest: null,
    fingerprint: null,
    fileCount: source.names.length,
  };
  try {
    const signed = await signedManifest(source);
    report = { ...report, ...signed };
    if (fingerprint !== undefined && fingerprint !== signed.fingerprint)
      throw new Wrong('The package was signed by another workstation than the one that was named.');
    await checkContents(source, signed.manifest);
    return { ...report, ok: true };
  } catch (error) {
    if (error instanceof Wrong) return { ...report, problem: error.message };
    throw error;
  }
}

/** A package that lies in a folder of this machine. @throws RemnantError 'io' when a file can't be read */
export const verifyFolder = async (folder: string): Promise<VerifyReport> => verifyPackage(await folderSource(folder));

async function signedManifest(source: PackageSource): Promise<{ manifest: Manifest; fingerprint: string }> {
  for (const name of [MANIFEST, SIGNATURE])
    if (!source.names.includes(name)) throw new Wrong(`${name} is missing, so this is no package.`);
  const bytes = await source.read(MANIFEST);
  const signature = checkSignature(bytes, await source.read(SIGNATURE));
  if ('problem' in signature) throw new Wrong(signature.problem);
  const read = readManifest(bytes);
  if ('problem' in read) throw new Wrong(read.problem);
  return { manifest: read.manifest, fingerprint: signature.fingerprint };
}

async function checkContents(source: PackageSource, manifest: Manifest): Promise<void> {
  checkNames(source, manifest);
  for (const { path, byteCount, sha256 } of manifest.files) {
    const bytes = await source.read(path);
    if (bytes.length !== byteCount || sha256Of(bytes) !== sha256)
      throw new Wrong(`${path} was changed: it is not the file that was signed.`);
  }
  // From here on every byte is one that the workstation signed.
  const texts = new Map<FileRole, string>();
  for (const { path, role } of manifest.files) {
    const bytes = await source.read(path);
    checkIdentity(bytes, path, role, manifest.subjectCode);
    if (isText(role)) texts.set(role, bytes.toString('utf8'));
    if (role === 'report' && !bytes.subarray(0, 5).equals(Buffer.from('%PDF-'))) throw new Wrong(`${path} is no PDF.`);
  }
  const { record, protocol } = checkTexts(texts, manifest);
  await checkNumbers(source, manifest, record, protocol);
}

function checkNames({ names }: PackageSource, { files }: Manifest): void {
  const listed = new Set([MANIFEST, SIGNATURE, ...files.map(({ path }) => path)]);
  const lost = [...listed].find((path) => !names.includes(path));
  if (lost !== undefined) throw new Wrong(`${lost} is missing.`);
  const extra = names.find((name) => !listed.has(name));
  if (extra !== undefined) throw new Wrong(`${extra} does not belong to the package.`);
}

const textRoles: readonly FileRole[] = [
  'readme',
  'results',
  'results_wide',
  'odm',
  'record',
  'protocol',
  'mapping',
  'audit',
];
const isText = (role: FileRole): boolean => textRoles.includes(role);

function checkIdentity(bytes: Buffer, path: string, role: FileRole, subjectCode: string): void {
  if (role === 'image') right(imageIdentityProblem(bytes, path, subjectCode));
  else if (role === 'segmentation' || role === 'structured_report')
    right(dicomIdentityProblem(bytes, path, subjectCode));
  else if (isText(role)) right(textIdentityProblem(bytes.toString('utf8'), path));
}

/** JSON of the package is canonical, so that it can't say anything twice. */
function readJson<T extends z.ZodType>(schema: T, text: string, path: string): z.output<T> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Wrong(`${path} is not JSON.`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Wrong(`${path} is not as described: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
}

function checkTexts(
  texts: ReadonlyMap<FileRole, string>,
  manifest: Manifest,
): { record: PackageRecord; protocol: Protocol } {
  const text = (role: FileRole): string => {
    const found = texts.get(role);
    if (found === undefined) throw new Wrong(`The package has no ${role.replaceAll('_', ' ')}.`);
    return found;
  };
  const record = readJson(packageRecord, text('record'), 'record.json');
  const protocol = readJson(protocolSchema, text('protocol'), 'protocol.json');
  const mapping = readJson(itemMapping, text('mapping'), 'items.json');
  if (record.subject.code !== manifest.subjectCode)
    throw new Wrong('record.json is of another subject than the manifest.');
  if (protocol.id !== manifest.protocol.id || protocol.version !== manifest.protocol.version)
    throw new Wrong('protocol.json is not the protocol that the manifest names.');
  checkProtocol(protocol);
  right(resultsCsvProblem(text('results'), record));
  right(wideCsvProblem(text('results_wide'), record, mapping));
  right(odmProblem(text('odm'), record));
  right(auditProblem(text('audit'), manifest.auditEnd));
  return { record, protocol };
}

/** Where this program has the same protocol in the same version, it must be the same. */
function checkProtocol(protocol: Protocol): void {
  const own = programProtocol(protocol.id);
  if (own?.version === protocol.version && canonicalJson(own) !== canonicalJson(protocol))
    throw new Wrong(`protocol.json is not ${protocol.name}, version ${protocol.version}, as it was published.`);
}

async function checkNumbers(
  source: PackageSource,
  { timePoints, files }: Manifest,
  record: PackageRecord,
  protocol: Protocol,
): Promise<void> {
  if (timePoints.length !== record.timePoints.length) throw new Wrong('The manifest names other CTs than record.json.');
  const listed = new Set(files.map(({ path }) => path));
  for (const [at, named] of timePoints.entries()) {
    const timePoint = record.timePoints[at]!;
    if (named.date !== timePoint.date || named.revisionSha256 !== timePoint.revision.sha256)
      throw new Wrong(`The manifest names another CT than record.json (${named.date}).`);
    const paths = [named.segmentation, ...(named.structuredReport === null ? [] : [named.structuredReport])];
    const lost = paths.find((path) => !listed.has(path));
    if (lost !== undefined) throw new Wrong(`${lost} is missing.`);
    const drawn = labelsProblem(await source.read(named.segmentation), named.segmentation, timePoint);
    if ('problem' in drawn) throw new Wrong(drawn.problem);
    right(timePointProblem(drawn.counts, timePoint, record, protocol));
    if (named.structuredReport !== null)
      right(srProblem(await source.read(named.structuredReport), named.structuredReport, at, record));
  }
  right(growthProblem(record));
}
