/** The one way a file leaves: written under a temporary name, made durable, renamed, read back and compared, and only then recorded. */
import { createHash } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportFile } from '../../core/contract/exports.ts';
import { RemnantError } from '../../core/contract/errors.ts';
import type { HostContext } from '../context.ts';
import { insertExportFile, type ExportFileRow } from '../db/tables/exportFile.ts';

export interface ExportRequest extends Pick<ExportFileRow, 'kind' | 'subjectId' | 'revisionId'> {
  /** Says what it is, without extension; the time is added. Only letters, digits, dots, dashes and underscores are kept. */
  readonly stem: string;
  readonly extension: string;
  readonly bytes: Uint8Array;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** @throws RemnantError 'io' when the file can't be written, or isn't on the disk as it should be; then nothing is left of it. */
export async function writeExport(context: HostContext, request: ExportRequest): Promise<ExportFile> {
  const id = context.newId();
  const createdAt = context.now().toISOString();
  const fileName = exportName(request, createdAt, id);
  const path = join(context.folder.exports, fileName);
  const digest = sha256(request.bytes);
  await writeProven(path, request.bytes, digest);
  const { kind, subjectId, revisionId } = request;
  const shown = {
    id,
    createdAt,
    fileName,
    byteCount: request.bytes.length,
    sha256: digest,
    path: `exports/${fileName}`,
  };
  try {
    context.change((record) => {
      const row = { ...shown, kind, subjectId, revisionId };
      insertExportFile(context.db, row);
      record({ action: 'export', entity: 'export_file', entityId: id, newValue: row });
    });
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  return { ...shown, url: `/blob/export/${id}` };
}

/** Distinct even within one second: the id's random end is part of it. */
function exportName({ stem, extension }: ExportRequest, createdAt: string, id: string): string {
  const time = createdAt.replace(/\.\d+Z$/, 'Z').replaceAll(/[-:]/g, '');
  return `${stem.replaceAll(/[^A-Za-z0-9_.-]+/g, '-')}_${time}_${id.slice(-6)}.${extension}`;
}

async function writeProven(path: string, bytes: Uint8Array, digest: string): Promise<void> {
  const partial = `${path}.part`;
  try {
    const file = await open(partial, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    if (sha256(await readFile(partial)) !== digest) throw new Error('what was read back differs from what was written');
    await rename(partial, path);
  } catch (error) {
    // What can't be removed either is named .part and is never taken for an export.
    await rm(partial, { force: true }).catch(() => undefined);
    throw new RemnantError('io', "The export couldn't be written; check the space and the rights of the data folder.", {
      cause: error,
    });
  }
}
