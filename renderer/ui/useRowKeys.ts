import { useLayoutEffect, useRef, useState, type KeyboardEvent, type RefObject } from 'react';

/** One row of a long list takes part in the tab order; arrows, page keys, Home and End move to others. */
export interface RowKeys {
  readonly active: number;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  /** For what is focused in each row. */
  readonly focusProps: (index: number) => {
    readonly ref: RefObject<HTMLAnchorElement | null> | null;
    readonly tabIndex: 0 | -1;
    readonly onFocus: () => void;
  };
}

/** @param rowHeight of every row, in CSS pixels @param headHeight of what stays above the rows while they scroll */
export function useRowKeys(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
  headHeight = 0,
): RowKeys {
  const [wanted, setActive] = useState(0);
  const active = Math.max(0, Math.min(wanted, count - 1));
  const focused = useRef<HTMLAnchorElement>(null);
  const moved = useRef(false);
  useLayoutEffect(() => {
    // A row that was out of view is rendered once the list has scrolled to it; the row that had the focus may go with the same rendering, and a
    // key pressed before the new one has it would reach nobody.
    if (!moved.current || !focused.current) return;
    moved.current = false;
    focused.current.focus({ preventScroll: true });
  });
  const moveTo = (index: number) => {
    const element = scroller.current;
    const next = Math.max(0, Math.min(index, count - 1));
    if (element) {
      const room = element.clientHeight - headHeight - rowHeight;
      element.scrollTo({ top: Math.min(next * rowHeight, Math.max(element.scrollTop, next * rowHeight - room)) });
    }
    moved.current = true;
    setActive(next);
  };
  return {
    active,
    onKeyDown: (event) => {
      const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
      const steps: Readonly<Record<string, number>> = {
        ArrowDown: active + 1,
        ArrowUp: active - 1,
        PageDown: active + page,
        PageUp: active - page,
        Home: 0,
        End: count - 1,
      };
      const target = steps[event.key];
      if (target === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      moveTo(target);
    },
    focusProps: (index) => ({
      ref: index === active ? focused : null,
      tabIndex: index === active ? 0 : -1,
      onFocus: () => {
        setActive(index);
      },
    }),
  };
}
