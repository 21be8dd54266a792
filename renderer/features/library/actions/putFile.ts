import { RemnantError } from '../../../../electron/core/contract/errors.ts';
import { blobUrl } from '../../../host/index.ts';
import { blobError } from '../../../imaging/volumes.ts';
import type { SendOptions } from '../model/sending.ts';

/** Sends one file. By XMLHttpRequest, because `fetch` doesn't tell how much has gone. */
export const putFile: SendOptions['put'] = async (path, file, { signal, onBytes }) => {
  const url = await blobUrl(path);
  await new Promise<void>((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = (): void => {
      request.abort();
    };
    const end = (settle: () => void): void => {
      signal.removeEventListener('abort', abort);
      settle();
    };
    const fail = (error: unknown): void => {
      end(() => {
        reject(error instanceof Error ? error : new Error('The file could not be sent.'));
      });
    };
    request.upload.addEventListener('progress', ({ loaded }) => {
      onBytes(loaded);
    });
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300) end(resolve);
      else void blobError(new Response(request.responseText, { status: request.status })).then(fail);
    });
    request.addEventListener('error', fail);
    request.addEventListener('abort', () => {
      fail(new RemnantError('cancelled', 'Sending was stopped.'));
    });
    signal.addEventListener('abort', abort);
    request.open('PUT', url);
    request.send(file);
  });
};
