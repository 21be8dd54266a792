/** One of a stage's views with what lies over its image. Draws only what changed, in the frames that the stage asks for. */
import type { RenderingEngine } from '@cornerstonejs/core';
import { AnnotationLayer, type AnnotationScene } from './annotations.ts';
import { fittedCamera, voxelSlice, type Size, type ViewCamera, type ViewPlane } from './camera.ts';
import { engine, holdCanvas, startedEngine } from './engine.ts';
import { LabelmapOverlay, type Highlight, type OverlayStyle } from './labelmapOverlay.ts';
import { View, type HuRange } from './view.ts';
import type { SliceRange, Volume } from './volumes.ts';

export type Layer = 'image' | 'labels' | 'annotations';

/** What a view needs to know when it draws. */
export interface StageScene {
  readonly range: () => HuRange;
  readonly style: () => OverlayStyle;
  readonly highlight: () => Highlight | null;
  readonly over: (view: StageView) => AnnotationScene;
  /** The view has something to draw in the next frame. */
  readonly requestFrame: () => void;
  /** The canvas shows the image as it was when it was asked for. */
  readonly onImage: (view: StageView) => void;
}

const sizeOf = (host: HTMLElement): Size => ({ width: host.clientWidth, height: host.clientHeight });

export class StageView {
  readonly plane: ViewPlane;
  camera: ViewCamera;
  size: Size;
  private readonly volume: Volume;
  private readonly scene: StageScene;
  /** `data-rendered` of the host is `busy` until everything is drawn, then `quiet`; `hidden` without a size. */
  private readonly host: HTMLElement;
  private readonly element = document.createElement('div');
  private readonly overlay = new LabelmapOverlay();
  private readonly annotations: AnnotationLayer;
  private readonly dirty: Record<Layer, boolean> = { image: true, labels: true, annotations: true };
  private view: View | null = null;
  /** An image was asked of Cornerstone and has not arrived yet. */
  private waiting = false;
  private closed = false;

  /** @param host positioned; it may have no size yet. */
  constructor(volume: Volume, plane: ViewPlane, host: HTMLElement, scene: StageScene) {
    this.volume = volume;
    this.plane = plane;
    this.host = host;
    this.scene = scene;
    this.size = sizeOf(host);
    this.camera = fittedCamera(volume.geometry, plane, this.size);
    this.annotations = new AnnotationLayer(volume.geometry, plane);
    this.element.style.cssText = 'position:absolute;inset:0';
    host.replaceChildren(this.element, this.overlay.canvas, this.annotations.svg);
    host.dataset['rendered'] = 'busy';
  }

  /** Shows the registered volume; again after the engine was lost. */
  open(on: RenderingEngine, volumeId: string): void {
    this.view?.close();
    this.view = null;
    const view = new View(on, this.plane, this.element, () => {
      this.rendered();
    });
    holdCanvas(on, this.plane.name);
    void view.show(volumeId).then(() => {
      if (this.closed) {
        view.close();
        return;
      }
      this.view = view;
      this.touch('image');
    });
  }

  close(): void {
    this.closed = true;
    this.view?.close();
    this.view = null;
    startedEngine()?.disableElement(this.plane.name);
    this.host.replaceChildren();
  }

  setToolName(name: string): void {
    this.host.dataset['tool'] = name;
  }

  voxelSlice(): number {
    return voxelSlice(this.volume.geometry, this.plane, this.camera);
  }

  /** A plane across the slices shows every one of them; a plane along them only its own. */
  showsSlices({ from, count }: SliceRange): boolean {
    if (this.plane.sliceAxis !== 2) return true;
    const shown = this.voxelSlice();
    return shown >= from && shown < from + count;
  }

  /** Takes the size of its place; the same part of the patient stays in view. */
  fit(): void {
    const size = sizeOf(this.host);
    if (size.width === this.size.width && size.height === this.size.height) return;
    if (size.width === 0 || size.height === 0) return;
    const fitted = (of: Size): number => fittedCamera(this.volume.geometry, this.plane, of).mmPerPixel;
    const wasSeen = this.size.width > 0 && this.size.height > 0;
    const zoom = wasSeen ? this.camera.mmPerPixel / fitted(this.size) : 1;
    this.camera = { ...this.camera, mmPerPixel: fitted(size) * zoom };
    this.size = size;
    engine().resize(false, true);
    // Stretched to the new size, what was drawn for the old one would lie beside its image until that is drawn anew.
    this.showOver(false);
  }

  private showOver(shown: boolean): void {
    for (const { style } of [this.overlay.canvas, this.annotations.svg]) style.visibility = shown ? '' : 'hidden';
  }

  touch(layer: Layer): void {
    this.dirty[layer] = true;
    this.host.dataset['rendered'] = 'busy';
    this.scene.requestFrame();
  }

  draw(): void {
    if (this.view === null) return;
    if (!this.view.isVisible()) {
      this.host.dataset['rendered'] = 'hidden';
      return;
    }
    if (this.dirty.image) {
      // What lies over it follows in the frame in which the image arrives, so that the two never come apart.
      this.dirty.image = false;
      this.waiting = true;
      this.view.draw(this.camera, this.scene.range());
      return;
    }
    if (!this.waiting) this.drawOver(this.dirty.labels, this.dirty.annotations);
  }

  private rendered(): void {
    this.waiting = false;
    if (this.view === null || this.dirty.image) return;
    this.drawOver(true, true);
    this.scene.onImage(this);
  }

  private drawOver(labels: boolean, annotations: boolean): void {
    const { camera, size, plane } = this;
    if (labels) this.overlay.draw(this.volume, plane, camera, size, this.scene.style(), this.scene.highlight());
    if (annotations) this.annotations.draw(this.scene.over(this), camera, size);
    this.dirty.labels = false;
    this.dirty.annotations = false;
    if (labels && annotations) this.showOver(true);
    this.host.dataset['rendered'] = 'quiet';
  }
}
