/** One question to the host and its latest answer. */
export interface QueryState<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  /** True from the question to its answer, also when older data is still shown. */
  readonly isBusy: boolean;
}

export interface Query<T> {
  readonly get: () => QueryState<T>;
  readonly subscribe: (listener: () => void) => () => void;
  /** Asks again. The answer to any earlier question is ignored from now on. */
  readonly refresh: () => void;
  /** Ignores every answer that is still to come. */
  readonly stop: () => void;
}

/** Late answers lose: only the answer to the newest question is shown, whatever the order in which answers arrive. */
export function createQuery<T>(ask: () => Promise<T>): Query<T> {
  let state: QueryState<T> = { data: undefined, error: undefined, isBusy: false };
  let newest = 0;
  const listeners = new Set<() => void>();
  const set = (next: QueryState<T>) => {
    state = next;
    for (const listener of [...listeners]) listener();
  };

  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh() {
      const own = ++newest;
      set({ ...state, isBusy: true });
      ask().then(
        (data) => {
          if (own === newest) set({ data, error: undefined, isBusy: false });
        },
        (error: unknown) => {
          if (own === newest) set({ data: state.data, error, isBusy: false });
        },
      );
    },
    stop() {
      newest++;
    },
  };
}
