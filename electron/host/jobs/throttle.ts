/**
 * Passes values on at most once per interval: the first at once, then the newest of each interval. `last` passes its value on
 * immediately and ends it.
 */
export function throttle<T>(
  intervalMs: number,
  pass: (value: T) => void,
): { send(value: T): void; last(value: T): void } {
  let timer: NodeJS.Timeout | undefined;
  let waiting: { value: T } | undefined;
  const tick = (): void => {
    timer = undefined;
    if (!waiting) return;
    const { value } = waiting;
    waiting = undefined;
    send(value);
  };
  const send = (value: T): void => {
    if (timer) {
      waiting = { value };
      return;
    }
    timer = setTimeout(tick, intervalMs).unref();
    pass(value);
  };
  return {
    send,
    last(value) {
      clearTimeout(timer);
      timer = undefined;
      waiting = undefined;
      pass(value);
    },
  };
}
