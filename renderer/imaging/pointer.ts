/** The mouse as radiologists expect it: left is the active tool, middle drags, right zooms, the wheel scrolls. */
import type { Vec3 } from '../../electron/core/domain/geometry.ts';
import type { CanvasPoint, ViewName } from './camera.ts';

/** Where the pointer is, in the patient. */
export interface PointerSample {
  readonly view: ViewName;
  readonly pointMm: Vec3;
  /** Normal of the plane that is shown. */
  readonly planeNormal: Vec3;
}

/** A tool that draws with the left button. */
export interface DrawTool {
  readonly kind: 'draw';
  /** Shown as a circle at the pointer; null for a point tool. Asked for whenever it is drawn. */
  readonly cursor: ToolCursor | null;
  onStart(sample: PointerSample): void;
  /** In order, none left out: also what moved between two frames. */
  onMove(samples: readonly PointerSample[]): void;
  onEnd(): void;
  /** The pointer moves with no button down. */
  onHover?(sample: PointerSample): void;
  /** It left the view. */
  onLeave?(): void;
  /** Shift and the wheel: towards larger (positive) or smaller, in notches. */
  onResize?(notches: number): void;
}

/** The round brush at the pointer. */
export interface ToolCursor {
  readonly radiusMm: number;
  readonly colour: string;
  readonly shape: 'disc' | 'sphere';
  /** Stands beside it. */
  readonly label?: string;
}

/** `navigate`: the left button moves the crosshair; `window`: it changes window width and level. */
export type StageTool = { readonly kind: 'navigate' } | { readonly kind: 'window' } | DrawTool;

/** What the pointer does; the stage carries it out. */
export interface PointerActions {
  readonly tool: () => StageTool;
  readonly sample: (point: CanvasPoint) => PointerSample;
  readonly crosshairTo: (point: CanvasPoint) => void;
  readonly windowBy: (dx: number, dy: number) => void;
  readonly panBy: (dx: number, dy: number) => void;
  readonly zoomBy: (factor: number, at: CanvasPoint) => void;
  readonly scrollBy: (slices: number) => void;
  readonly hover: (point: CanvasPoint | null, isDragging: boolean) => void;
}

const MIDDLE = 1;
const RIGHT = 2;
/** Wheel travel that scrolls one slice: one notch of a mouse is 100 or 120. */
const WHEEL_PER_SLICE = 100;
/** Drag over this many pixels doubles the zoom. */
const ZOOM_DOUBLE_PX = 160;

interface Drag {
  move(event: PointerEvent): void;
  end(): void;
}

const nothing = (): void => undefined;

/** Listens on a view's element; returns how to stop. */
export function listenToPointer(element: HTMLElement, actions: PointerActions): () => void {
  let drag: { readonly pointerId: number; readonly act: Drag } | null = null;
  let wheelRest = 0;
  const stop = new AbortController();
  const options = { signal: stop.signal };

  const at = (event: MouseEvent): CanvasPoint => {
    const box = element.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const byDelta = (start: PointerEvent, act: (dx: number, dy: number) => void): Drag => {
    let [x, y] = at(start);
    return {
      move(event) {
        const [nx, ny] = at(event);
        act(nx - x, ny - y);
        [x, y] = [nx, ny];
      },
      end: nothing,
    };
  };
  const begin = (event: PointerEvent): Drag => {
    const start = at(event);
    if (event.button === MIDDLE) return byDelta(event, actions.panBy);
    if (event.button === RIGHT) {
      return byDelta(event, (_, dy) => {
        actions.zoomBy(2 ** (-dy / ZOOM_DOUBLE_PX), start);
      });
    }
    const tool = actions.tool();
    if (event.shiftKey || tool.kind === 'window') return byDelta(event, actions.windowBy);
    if (event.ctrlKey || event.metaKey || tool.kind === 'navigate') {
      actions.crosshairTo(start);
      return {
        move: (moved) => {
          actions.crosshairTo(at(moved));
        },
        end: nothing,
      };
    }
    tool.onStart(actions.sample(start));
    return {
      move(moved) {
        const between = moved.getCoalescedEvents();
        tool.onMove((between.length > 0 ? between : [moved]).map((each) => actions.sample(at(each))));
      },
      end: () => {
        tool.onEnd();
      },
    };
  };
  const finish = (event: PointerEvent): void => {
    if (drag?.pointerId !== event.pointerId) return;
    const { act } = drag;
    drag = null;
    act.end();
  };

  element.addEventListener(
    'pointerdown',
    (event) => {
      if (drag !== null) return;
      event.preventDefault();
      element.focus({ preventScroll: true });
      element.setPointerCapture(event.pointerId);
      drag = { pointerId: event.pointerId, act: begin(event) };
    },
    options,
  );
  element.addEventListener(
    'pointermove',
    (event) => {
      actions.hover(at(event), drag !== null);
      if (drag?.pointerId === event.pointerId) drag.act.move(event);
    },
    options,
  );
  element.addEventListener('pointerup', finish, options);
  element.addEventListener('pointercancel', finish, options);
  element.addEventListener(
    'pointerleave',
    () => {
      actions.hover(null, drag !== null);
    },
    options,
  );
  element.addEventListener(
    'contextmenu',
    (event) => {
      event.preventDefault();
    },
    options,
  );
  element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      if (event.ctrlKey) {
        actions.zoomBy(2 ** (-event.deltaY / 400), at(event));
        return;
      }
      // With Shift some systems turn the wheel sideways.
      const delta = event.deltaY !== 0 ? event.deltaY : event.deltaX;
      wheelRest += event.deltaMode === WheelEvent.DOM_DELTA_LINE ? delta * (WHEEL_PER_SLICE / 3) : delta;
      const notches = Math.trunc(wheelRest / WHEEL_PER_SLICE);
      wheelRest -= notches * WHEEL_PER_SLICE;
      if (notches === 0) return;
      const tool = actions.tool();
      if (event.shiftKey && tool.kind === 'draw' && tool.onResize) tool.onResize(-notches);
      else actions.scrollBy(notches);
    },
    { ...options, passive: false },
  );
  return () => {
    if (drag !== null) drag.act.end();
    drag = null;
    stop.abort();
  };
}
