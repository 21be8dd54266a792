/** Sends files to the host, a few at a time. */
import { RemnantError } from '../../../../electron/core/contract/errors.ts';
import type { SourceFile } from './sources.ts';

/** Files under way at once: more would only wait for the same disk. */
const PARALLEL = 4;

export interface SendProgress {
  readonly files: number;
  readonly bytes: number;
}

export interface SendOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (sent: SendProgress) => void;
  /** Sends one file and says how much of it has gone. Rejects with RemnantError for what the host said, anything else for the line. */
  readonly put: (
    url: string,
    file: File,
    options: { readonly signal: AbortSignal; readonly onBytes: (bytes: number) => void },
  ) => Promise<void>;
}

export const sourceUrl = (sourceId: string, path: string): string =>
  `/blob/source/${sourceId}?path=${encodeURIComponent(path)}`;

/** A file may have been moved since it was chosen. */
const isReadable = (file: File): Promise<boolean> =>
  file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    );

/**
 * @returns the paths of files that could not be read on this machine and were left out
 * @throws RemnantError what the host refused with, or 'io' when the line was lost; the reason of `signal` when that was aborted
 */
export async function sendFiles(
  sourceId: string,
  files: readonly SourceFile[],
  { signal, onProgress, put }: SendOptions,
): Promise<string[]> {
  const unreadable: string[] = [];
  const underWay = new Map<string, number>();
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  let done: SendProgress = { files: 0, bytes: 0 };
  let next = 0;
  const tell = (): void => {
    const partly = [...underWay.values()].reduce((sum, bytes) => sum + bytes, 0);
    onProgress({ files: done.files, bytes: done.bytes + partly });
  };

  const send = async ({ path, file }: SourceFile): Promise<void> => {
    const onBytes = (bytes: number): void => {
      underWay.set(path, Math.min(bytes, file.size));
      tell();
    };
    try {
      await put(sourceUrl(sourceId, path), file, { signal: either, onBytes });
    } catch (error) {
      either.throwIfAborted();
      if (error instanceof RemnantError) throw error;
      if (await isReadable(file))
        throw new RemnantError('io', 'The connection to the program was lost while files were sent.', { cause: error });
      unreadable.push(path);
    }
    underWay.delete(path);
    done = { files: done.files + 1, bytes: done.bytes + file.size };
    tell();
  };
  const lane = async (): Promise<void> => {
    for (let file = files[next++]; file !== undefined; file = files[next++]) {
      either.throwIfAborted();
      await send(file);
    }
  };

  try {
    await Promise.all(Array.from({ length: PARALLEL }, lane));
  } catch (error) {
    stop.abort();
    signal.throwIfAborted();
    throw error;
  }
  return unreadable;
}
