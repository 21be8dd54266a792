import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { Readable } from 'node:stream';
import { RemnantError } from '../../core/contract/errors.ts';
import type { HostContext } from '../context.ts';
import { findExportFile } from '../db/tables/exportFile.ts';

const types: Readonly<Record<string, string>> = {
  '.csv': 'text/csv; charset=utf-8',
  '.dcm': 'application/dicom',
  '.gz': 'application/gzip',
  '.pdf': 'application/pdf',
  '.zip': 'application/zip',
};

/** RFC 6266: a plain name for old readers, the exact one for the others. */
const disposition = (fileName: string): string =>
  `attachment; filename="${fileName.replace(/[^\w.-]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(fileName)}`;

/** An export as a download. */
export async function exportResponse({ db, folder }: HostContext, exportId: string): Promise<Response> {
  const row = findExportFile(db, exportId);
  if (!row) throw new RemnantError('not_found', 'There is no such export.');
  const file = join(folder.root, ...row.path.split('/'));
  const info = file.startsWith(folder.exports + sep) ? await stat(file).catch(() => undefined) : undefined;
  if (info?.size !== row.byteCount)
    throw new RemnantError('io', 'The exported file was moved, changed or removed; export it again.');
  return new Response(Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array<ArrayBuffer>>, {
    headers: {
      'Content-Type': types[extname(row.fileName)] ?? 'application/octet-stream',
      'Content-Length': String(info.size),
      'Content-Disposition': disposition(row.fileName),
      'Cache-Control': 'no-store',
    },
  });
}
