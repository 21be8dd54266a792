/**
 * Cornerstone3D with one rendering engine and one WebGL context for all views of a series: they share its texture. The engine ends with
 * the series, because what it draws with would otherwise stay in memory for good. When the context is lost the engine is thrown away and whoever draws is told to build again from our own buffers.
 */
import { cache, Enums, eventTarget, getRenderingCapabilities, init, RenderingEngine } from '@cornerstonejs/core';

import { RemnantError } from '../../electron/core/contract/errors.ts';

const ENGINE_ID = 'remnant';

let started: RenderingEngine | null = null;
let isListening = false;
/** Of the engine that is started. */
const canvases = new Set<HTMLCanvasElement>();
const rebuilders = new Set<(engine: RenderingEngine) => void>();

/** @throws RemnantError 'unsupported' without WebGL 2. */
function create(): RenderingEngine {
  if (!getRenderingCapabilities().webgl2) {
    throw new RemnantError('unsupported', 'This window can’t draw images: WebGL 2 is switched off or missing.');
  }
  init({
    rendering: { renderingEngineMode: Enums.RenderingEngineModeEnum.ContextPool, webGlContextCount: 1 },
    debug: { statsOverlay: false },
  });
  // Our buffers are counted and bounded by volumes.ts; the library's own limit must not refuse what we accepted.
  cache.setMaxCacheSize(Number.MAX_SAFE_INTEGER);
  return new RenderingEngine(ENGINE_ID);
}

function rebuild(): void {
  closeEngine();
  started = create();
  for (const rebuilder of rebuilders) rebuilder(started);
}

function listen(): void {
  if (isListening) return;
  isListening = true;
  eventTarget.addEventListener(Enums.Events.WEBGL_CONTEXT_LOST, () => {
    // A lost context is reported from inside the library's own event loop: leave it before destroying what it is working on.
    setTimeout(() => {
      if (started !== null) rebuild();
    }, 0);
  });
}

/** The engine; started on the first call and on the first after it was closed. */
export function engine(): RenderingEngine {
  listen();
  started ??= create();
  return started;
}

/** The engine if it is there: for whoever only takes something away from it. */
export const startedEngine = (): RenderingEngine | null => started;

/** The library gives its render window no type. */
interface GlWindow {
  getCanvas(): HTMLCanvasElement;
}

/** Remembers what a view is drawn on: once the view is gone the engine no longer tells. */
export function holdCanvas(of: RenderingEngine, viewportId: string): void {
  canvases.add((of.getOffscreenMultiRenderWindow(viewportId).getOpenGLRenderWindow() as GlWindow).getCanvas());
}

/** Ends the engine with all that it holds in the graphics' memory; the views on it are gone. */
export function closeEngine(): void {
  started?.destroy();
  started = null;
  for (const canvas of canvases) endContext(canvas);
  canvases.clear();
}

/** A context that nobody draws with lives until the garbage is collected; a browser allows sixteen, then ends the oldest, whichever that is. */
function endContext(canvas: HTMLCanvasElement): void {
  // Nobody waits for this one any more.
  canvas.addEventListener(
    'webglcontextlost',
    (event) => {
      event.stopImmediatePropagation();
    },
    { capture: true },
  );
  canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
}

/** `rebuilder` is called with the new engine after the old one was lost. Returns how to stop that. */
export function onEngineRebuilt(rebuilder: (engine: RenderingEngine) => void): () => void {
  rebuilders.add(rebuilder);
  return () => rebuilders.delete(rebuilder);
}

/** True where no GPU draws: everything works, slower. */
export const isSoftwareRendered = (): boolean => getRenderingCapabilities().softwareRasterizer;
