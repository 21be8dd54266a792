/** One orthographic Cornerstone viewport whose camera is ours. */
import { Enums, type RenderingEngine, type VolumeViewport } from '@cornerstonejs/core';
import { add, scale, type Vec3 } from '../../electron/core/domain/geometry.ts';
import type { Size, ViewCamera, ViewPlane } from './camera.ts';

/** HU shown as black and as white. */
export interface HuRange {
  readonly lower: number;
  readonly upper: number;
}

/** Only its direction matters: the projection is parallel. */
const CAMERA_DISTANCE_MM = 1000;
/** Smaller than this Cornerstone refuses to draw. */
const MIN_SIZE = 4;
const mutable = ([x, y, z]: Vec3): [number, number, number] => [x, y, z];

export class View {
  private readonly plane: ViewPlane;
  private readonly element: HTMLDivElement;
  private readonly viewport: VolumeViewport;
  private readonly onRendered: () => void;

  /** @param element in the document; @param onRendered is called in the frame in which the canvas has changed. */
  constructor(engine: RenderingEngine, plane: ViewPlane, element: HTMLDivElement, onRendered: () => void) {
    this.plane = plane;
    this.element = element;
    this.onRendered = onRendered;
    engine.enableElement({
      viewportId: plane.name,
      type: Enums.ViewportType.ORTHOGRAPHIC,
      element,
      defaultOptions: { background: [0, 0, 0] },
    });
    this.viewport = engine.getViewport<VolumeViewport>(plane.name);
    element.addEventListener(Enums.Events.IMAGE_RENDERED, this.onRendered);
  }

  async show(volumeId: string): Promise<void> {
    await this.viewport.setVolumes([{ volumeId }]);
  }

  size(): Size {
    return { width: this.element.clientWidth, height: this.element.clientHeight };
  }

  isVisible(): boolean {
    const { width, height } = this.size();
    return width >= MIN_SIZE && height >= MIN_SIZE;
  }

  /** Draws with this camera and window at the next frame. */
  draw(camera: ViewCamera, { lower, upper }: HuRange): void {
    const toViewer = scale(this.plane.into, -1);
    this.viewport.setProperties({ voiRange: { lower, upper } }, undefined, true);
    this.viewport.setCamera({
      focalPoint: mutable(camera.centreMm),
      position: mutable(add(camera.centreMm, scale(toViewer, CAMERA_DISTANCE_MM))),
      viewPlaneNormal: mutable(toViewer),
      viewUp: mutable(scale(this.plane.down, -1)),
      parallelScale: (camera.mmPerPixel * this.size().height) / 2,
    });
    this.viewport.render();
  }

  close(): void {
    this.element.removeEventListener(Enums.Events.IMAGE_RENDERED, this.onRendered);
  }
}
