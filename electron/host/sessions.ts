/** Many sessions on one store: each with its own person, and the blobs of whichever session asks for them. */
import type { HostHandlers } from '../core/contract/index.ts';
import type { MethodId } from '../core/domain/permissions.ts';
import {
  guardedHandlers,
  openSession as openPersonSession,
  type Session,
  type SessionStore,
} from './accounts/index.ts';
import { errorResponse } from './blobs/errorResponse.ts';
import type { HostContext } from './context.ts';
import { bindHandlers, handleBlob as answerBlob } from './services.ts';

/** What one connection, command or script works through: it knows who that is, and answers what their role may do. */
export interface HostSession extends Pick<Session, 'state' | 'admit' | 'onEvent' | 'close'> {
  /** Input must have been parsed by the contract; `serve` does it. */
  readonly handlers: HostHandlers;
}

export function serveSessions(store: SessionStore): {
  openSession: () => HostSession;
  handleBlob: (request: Request) => Promise<Response>;
} {
  const open = new Set<Session>();
  /** Without accounts whoever reached this machine's own address is the person. */
  const nobody = openPersonSession(store);

  return {
    openSession() {
      const session = openPersonSession(store);
      open.add(session);
      const { state, admit, onEvent } = session;
      const close = (): void => {
        open.delete(session);
        session.close();
      };
      return { handlers: guardedHandlers(session, bindHandlers), state, admit, onEvent, close };
    },
    async handleBlob(request) {
      const key = new URL(request.url).searchParams.get('session');
      const session = (key !== null && [...open].find((each) => each.hasKey(key))) || nobody;
      let context: HostContext;
      try {
        context = session.admit(methodOf(request));
      } catch (error) {
        return errorResponse(error);
      }
      return await answerBlob(context, request);
    },
  };
}

/** Blobs are the bulk of what methods answer and take: who may call those may have these. */
function methodOf({ url, method }: Request): MethodId {
  const { pathname } = new URL(url);
  if (pathname.startsWith('/blob/source/')) return 'library.startImport';
  return method === 'GET' ? 'library.getSeries' : 'segmentation.commit';
}
