/** Files that a browser may read but not name: they are sent to the host, then imported like any other. */
import { RemnantError } from '../../../../electron/core/contract/errors.ts';
import { notice, noticeError } from '../../../app/notices.ts';
import { dropBlob, host } from '../../../host/index.ts';
import { t } from '../../../i18n/index.ts';
import { sendFiles } from '../model/sending.ts';
import { sourceName, type SourceFile } from '../model/sources.ts';
import { useLibrary, type Sending } from '../store.ts';
import { putFile } from './putFile.ts';

const { setState: set } = useLibrary;
/** How to stop each sending. */
const running = new Map<string, AbortController>();
const MOST_NAMED = 5;

const change = (sourceId: string, more: Partial<Sending>): void => {
  set(({ sendings }) => ({
    sendings: sendings.map((one) => (one.sourceId === sourceId ? { ...one, ...more } : one)),
  }));
};

export function stopSending(sourceId: string): void {
  running.get(sourceId)?.abort();
}

/** @param find lists the files; it may take a while for large folders and adds to `unreadable` what it can't open. */
export async function sendAndImport(
  find: (options: { readonly unreadable: string[]; readonly signal: AbortSignal }) => Promise<readonly SourceFile[]>,
): Promise<void> {
  const sourceId = crypto.randomUUID();
  const abort = new AbortController();
  const { signal } = abort;
  const unreadable: string[] = [];
  let isSent = false;
  const giveUp = (): void => {
    dropBlob(`/blob/source/${sourceId}`);
  };
  addEventListener('pagehide', giveUp);
  running.set(sourceId, abort);
  set(({ sendings }) => ({ sendings: [...sendings, { sourceId, name: '', files: 0, bytes: 0, total: null }] }));
  try {
    const files = await find({ unreadable, signal });
    if (files.length === 0 && unreadable.length === 0) {
      notice('info', t('send.nothing'));
      return;
    }
    const { first, more } = sourceName(files);
    change(sourceId, {
      name: more === 0 ? first : t('send.andMore', { first, more }),
      total: { files: files.length, bytes: files.reduce((sum, { file }) => sum + file.size, 0) },
    });
    const onProgress = (sent: { files: number; bytes: number }): void => {
      change(sourceId, sent);
    };
    unreadable.push(...(await sendFiles(sourceId, files, { signal, onProgress, put: putFile })));
    isSent = true;
    if (files.length > 0) await host.client.library.startImport({ sourceId });
    tellUnreadable(unreadable);
  } catch (error) {
    // Once they have all come they are the import's, whatever it answered.
    if (!isSent) giveUp();
    if (signal.aborted) notice('info', t('send.stopped'), t('send.stoppedText'));
    else throw error;
  } finally {
    removeEventListener('pagehide', giveUp);
    running.delete(sourceId);
    set(({ sendings }) => ({ sendings: sendings.filter((one) => one.sourceId !== sourceId) }));
  }
}

function tellUnreadable(paths: readonly string[]): void {
  if (paths.length === 0) return;
  const named = paths.slice(0, MOST_NAMED).join(', ');
  const more = paths.length - MOST_NAMED;
  notice(
    'warning',
    t('send.unreadable', { count: paths.length }),
    more > 0 ? t('send.andMore', { first: named, more }) : named,
  );
}

/** For whoever starts a sending from an event. */
export function sendOrSay(find: Parameters<typeof sendAndImport>[0]): void {
  sendAndImport(find).catch((error: unknown) => {
    if (error instanceof RemnantError) notice('danger', t('send.failed'), error.message);
    else noticeError(error);
  });
}
