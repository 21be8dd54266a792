import { useEffect } from 'react';
import { noticeError } from '../../app/notices.ts';
import { host, isAdmitted, usePerson } from '../../host/index.ts';
import { lockWindow } from './actions.ts';
import { createIdle } from './idle.ts';

const doings = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;
const CHECK_MS = 1000;

/** Where people sign in, the window locks itself when nobody is there. */
export function useIdleLock(): void {
  const { session } = usePerson();
  const minutes = session?.mode === 'accounts' && isAdmitted(session) ? session.lockAfterMinutes : null;
  useEffect(() => {
    if (minutes === null) return undefined;
    const idle = createIdle({
      lockAfterMs: minutes * 60_000,
      now: () => Date.now(),
      onActive: () => {
        // A line that is lost begins a session of its own.
        host.client.accounts.active({}).catch(() => undefined);
      },
      onIdle: () => {
        lockWindow().catch(noticeError);
      },
    });
    const timer = setInterval(idle.check, CHECK_MS);
    for (const doing of doings) window.addEventListener(doing, idle.note, { capture: true, passive: true });
    return () => {
      clearInterval(timer);
      for (const doing of doings) window.removeEventListener(doing, idle.note, { capture: true });
    };
  }, [minutes]);
}
