/**
 * Cornerstone3D, started once, with one rendering engine and one WebGL context for all views: the views of a volume share its texture.
 * When the context is lost the engine is thrown away and whoever draws is told to build again from our own buffers.
 */
import { cache, Enums, eventTarget, getRenderingCapabilities, init, RenderingEngine } from '@cornerstonejs/core';

import { RemnantError } from '../../electron/core/contract/errors.ts';

const ENGINE_ID = 'remnant';

let started: RenderingEngine | null = null;
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
  started?.destroy();
  started = create();
  for (const rebuilder of rebuilders) rebuilder(started);
}

/** The engine; started on the first call. */
export function engine(): RenderingEngine {
  if (started === null) {
    started = create();
    // A lost context is reported from inside the library's own event loop: leave it before destroying what it is working on.
    eventTarget.addEventListener(Enums.Events.WEBGL_CONTEXT_LOST, () => {
      setTimeout(rebuild, 0);
    });
  }
  return started;
}

/** `rebuilder` is called with the new engine after the old one was lost. Returns how to stop that. */
export function onEngineRebuilt(rebuilder: (engine: RenderingEngine) => void): () => void {
  rebuilders.add(rebuilder);
  return () => rebuilders.delete(rebuilder);
}

/** True where no GPU draws: everything works, slower. */
export const isSoftwareRendered = (): boolean => getRenderingCapabilities().softwareRasterizer;
