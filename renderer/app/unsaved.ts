/** What would be lost with the window, told by those who keep it: nobody may take the window over before it is stored. */
import { create } from 'zustand';

export const useUnsaved = create<{ readonly what: ReadonlySet<string> }>(() => ({ what: new Set() }));

export function setUnsaved(what: string, isUnsaved: boolean): void {
  useUnsaved.setState(({ what: before }) => {
    if (before.has(what) === isUnsaved) return {};
    const after = new Set(before);
    if (isUnsaved) after.add(what);
    else after.delete(what);
    return { what: after };
  });
}

export const hasUnsaved = (): boolean => useUnsaved.getState().what.size > 0;

/** Resolves when all is stored, or after `limitMs`. */
export function whenSaved(limitMs: number): Promise<void> {
  if (!hasUnsaved()) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const timer = setTimeout(done, limitMs);
    const stop = useUnsaved.subscribe(({ what }) => {
      if (what.size === 0) done();
    });
  });
}
