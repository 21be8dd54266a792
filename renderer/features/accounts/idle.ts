/** Tells the host that a person is there, and locks the window when nobody was for too long. */

export interface IdleOptions {
  readonly lockAfterMs: number;
  readonly now: () => number;
  /** The person is there; called at most once in `TELL_MS`. */
  readonly onActive: () => void;
  readonly onIdle: () => void;
}

export interface Idle {
  /** The person did something. */
  readonly note: () => void;
  /** To be called every few seconds: a machine that slept finds out by the clock. */
  readonly check: () => void;
}

/** Well below the minute that the host grants beyond the window's own time. */
const TELL_MS = 20_000;

export function createIdle({ lockAfterMs, now, onActive, onIdle }: IdleOptions): Idle {
  let activeAt = now();
  let toldAt = activeAt;
  let over = false;
  const check = (): void => {
    if (over || now() - activeAt < lockAfterMs) return;
    over = true;
    onIdle();
  };
  return {
    check,
    note() {
      // The first movement after a long absence is not the person's return: the password is.
      check();
      if (over) return;
      activeAt = now();
      if (activeAt - toldAt < TELL_MS) return;
      toldAt = activeAt;
      onActive();
    },
  };
}
