import { describe, expect, it } from 'vitest';
import { RemnantError } from '../../../../electron/core/contract/errors.ts';
import { sendFiles, sourceUrl, type SendOptions, type SendProgress } from './sending.ts';

const files = Array.from({ length: 11 }, (_, index) => ({
  path: `CT/Ü ${index}&?.dcm`,
  file: new File(['x'.repeat(index)], 'x'),
}));
const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** A host that takes each file in a later turn and remembers where it went and how many came at once. */
function taking(fail?: (url: string) => Error | undefined) {
  const seen = { urls: new Array<string>(), atOnce: 0, most: 0 };
  const put: SendOptions['put'] = async (url, file, { signal, onBytes }) => {
    seen.most = Math.max(seen.most, ++seen.atOnce);
    onBytes(Math.floor(file.size / 2));
    await turn();
    seen.atOnce--;
    signal.throwIfAborted();
    const error = fail?.(url);
    if (error) throw error;
    onBytes(file.size);
    seen.urls.push(url);
  };
  return { seen, put };
}
const quiet = { signal: new AbortController().signal, onProgress: () => undefined };

describe('sendFiles', () => {
  it('sends every file once, a few at a time, to a path that comes back as it was', async () => {
    const { seen, put } = taking();
    expect(await sendFiles('s', files, { ...quiet, put })).toEqual([]);
    const paths = seen.urls.map((url) => new URL(url, 'http://host').searchParams.get('path'));
    expect(paths.sort()).toEqual(files.map(({ path }) => path).sort());
    expect(seen.most).toBe(4);
    expect(sourceUrl('s', 'a/b')).toBe('/blob/source/s?path=a%2Fb');
  });

  it('tells files and bytes that never go back and end at all of them', async () => {
    const told: SendProgress[] = [];
    await sendFiles('s', files, {
      ...quiet,
      put: taking().put,
      onProgress: (sent) => {
        told.push(sent);
      },
    });
    for (const [index, sent] of told.entries()) {
      expect(sent.bytes).toBeGreaterThanOrEqual(told[index - 1]?.bytes ?? 0);
      expect(sent.files).toBeGreaterThanOrEqual(told[index - 1]?.files ?? 0);
    }
    expect(told.at(-1)).toEqual({ files: files.length, bytes });
  });

  it('ends with what the host says and sends nothing more', async () => {
    const { seen, put } = taking(() => new RemnantError('io', 'The disk is full.'));
    await expect(sendFiles('s', files, { ...quiet, put })).rejects.toThrow('The disk is full.');
    await turn();
    expect(seen.urls).toEqual([]);
    expect(seen.most).toBeLessThanOrEqual(4);
  });

  it('tells a lost line from a file that can no longer be read', async () => {
    const offline = taking(() => new TypeError('network'));
    await expect(sendFiles('s', files, { ...quiet, put: offline.put })).rejects.toMatchObject({ code: 'io' });

    const moved = new File(['x'], 'moved');
    moved.slice = () => ({ arrayBuffer: () => Promise.reject(new Error('NotReadableError')) }) as unknown as Blob;
    const { seen, put } = taking((url) => (url.includes('moved') ? new TypeError('network') : undefined));
    expect(await sendFiles('s', [{ path: 'moved', file: moved }, ...files], { ...quiet, put })).toEqual(['moved']);
    expect(seen.urls).toHaveLength(files.length);
  });

  it('stops when it is told to', async () => {
    const abort = new AbortController();
    const { seen, put } = taking();
    const onProgress = ({ files: sent }: SendProgress) => {
      if (sent === 2) abort.abort();
    };
    const sending = sendFiles('s', files, { put, signal: abort.signal, onProgress });
    await expect(sending).rejects.toMatchObject({ name: 'AbortError' });
    await turn();
    expect(seen.urls.length).toBeLessThan(files.length);
  });
});
