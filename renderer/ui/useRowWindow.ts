import { useEffect, useState, type RefObject } from 'react';
import { flushSync } from 'react-dom';

export interface RowWindow {
  /** The rows to render: from `first` to before `end`. */
  readonly first: number;
  readonly end: number;
  /** Heights of what is left out, in CSS pixels. */
  readonly above: number;
  readonly below: number;
}

/** Rendered beyond what is in view, so that a quick scroll shows no gap. */
const SPARE = 12;

/**
 * Which rows of a long list are in view, so that thousands of them cost as much as a few dozen. On paper all of them are.
 * @param rowHeight of every row, in CSS pixels
 */
export function useRowWindow(scroller: RefObject<HTMLElement | null>, count: number, rowHeight: number): RowWindow {
  const [view, setView] = useState({ top: 0, height: 0 });
  const [isPrinting, setPrinting] = useState(false);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const look = () => {
      setView({ top: element.scrollTop, height: element.clientHeight });
    };
    const resized = new ResizeObserver(look);
    resized.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      resized.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [scroller]);
  useEffect(() => {
    const print = (printing: boolean) => () => {
      // The browser prints what is there when the listener returns.
      flushSync(() => {
        setPrinting(printing);
      });
    };
    const [begin, end] = [print(true), print(false)];
    addEventListener('beforeprint', begin);
    addEventListener('afterprint', end);
    return () => {
      removeEventListener('beforeprint', begin);
      removeEventListener('afterprint', end);
    };
  }, []);
  if (isPrinting) return { first: 0, end: count, above: 0, below: 0 };
  const first = Math.max(0, Math.min(count, Math.floor(view.top / rowHeight)) - SPARE);
  const end = Math.min(count, Math.ceil((view.top + view.height) / rowHeight) + SPARE);
  return { first, end, above: first * rowHeight, below: (count - end) * rowHeight };
}
