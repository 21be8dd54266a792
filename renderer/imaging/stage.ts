/**
 * The views of one open series: the one thing that features talk to. It owns the cameras, the window and the tool; views, overlays and
 * annotations only draw them. Nothing is drawn outside of a frame, and only what changed.
 */
import type { ImageVolume, RenderingEngine } from '@cornerstonejs/core';
import type { Vec3 } from '../../electron/core/domain/geometry.ts';
import type { VoxelBox } from '../../wasm/kernels/index.ts';
import { AnnotationLayer, type Annotation } from './annotations.ts';
import {
  canvasToPatient,
  edgeLetters,
  fittedCamera,
  panned,
  scrolled,
  sliceCount,
  sliceNumber,
  throughPoint,
  viewNames,
  viewPlanes,
  voxelSlice,
  zoomedAt,
  type CanvasPoint,
  type Size,
  type ViewCamera,
  type ViewName,
  type ViewPlane,
} from './camera.ts';
import { forgetVolume, registerVolume, slicesChanged } from './cornerstoneVolume.ts';
import { engine, onEngineRebuilt } from './engine.ts';
import { LabelmapOverlay, noOverlay, type OverlayStyle } from './labelmapOverlay.ts';
import { listenToPointer, type PointerSample, type StageTool } from './pointer.ts';
import { View, type HuRange } from './view.ts';
import type { SliceRange, Volume } from './volumes.ts';
import { huRange, windowPresets, type HuWindow } from './windows.ts';

/** What the corners of a view tell. */
export interface ViewState {
  /** From 1, in the order of scrolling. */
  readonly sliceNumber: number;
  readonly sliceCount: number;
  /** Patient coordinate along the view's direction, mm (L, P and H are positive). */
  readonly positionMm: number;
  /** 1 is the whole plane in the view. */
  readonly zoom: number;
  readonly letters: { readonly left: string; readonly right: string; readonly top: string; readonly bottom: string };
}

export interface StageState {
  readonly views: Readonly<Record<ViewName, ViewState>>;
  readonly window: HuWindow;
  readonly crosshair: boolean;
}

interface Attached {
  readonly plane: ViewPlane;
  readonly host: HTMLElement;
  readonly element: HTMLDivElement;
  readonly overlay: LabelmapOverlay;
  readonly annotations: AnnotationLayer;
  readonly detach: () => void;
  view: View | null;
  size: Size;
  camera: ViewCamera;
  /** What has to be drawn at the next frame. `data-rendered` of the host is `busy` until it is, then `quiet`; `hidden` without a size. */
  dirty: { image: boolean; labels: boolean; annotations: boolean };
  /** An image was asked of Cornerstone and has not arrived yet. */
  waiting: boolean;
}

/** Colours of the crosshair's lines, after the plane they stand for. */
export type CrosshairColours = Readonly<Record<ViewName, string>>;

const patientAxisOf: Readonly<Record<ViewName, 0 | 1 | 2>> = { sagittal: 0, coronal: 1, axial: 2 };
const unseen: Size = { width: 0, height: 0 };

export class Stage {
  readonly volume: Volume;
  private readonly planes: Record<ViewName, ViewPlane>;
  private readonly attached = new Map<ViewName, Attached>();
  private readonly listeners = new Set<() => void>();
  private readonly stopRebuilding: () => void;
  private readonly crosshairColours: CrosshairColours;
  private hu: ImageVolume;
  private current: HuWindow = windowPresets.liver;
  private style: OverlayStyle = noOverlay;
  private tool: StageTool = { kind: 'navigate' };
  private scene: readonly Annotation[] = [];
  private crosshairShown = true;
  private hovered: { readonly view: ViewName; readonly pointMm: Vec3 } | null = null;
  private frame: number | null = null;
  private snapshot: StageState | null = null;
  private closed = false;

  constructor(volume: Volume, crosshairColours: CrosshairColours) {
    this.volume = volume;
    this.crosshairColours = crosshairColours;
    this.planes = viewPlanes(volume.geometry);
    engine();
    this.hu = this.register();
    this.stopRebuilding = onEngineRebuilt((rebuilt) => {
      forgetVolume(this.hu);
      this.hu = this.register();
      for (const attached of this.attached.values()) this.openView(rebuilt, attached);
    });
  }

  /** Builds the view inside `host` (positioned, with a size). Returns how to take it away. */
  attach(name: ViewName, host: HTMLElement): () => void {
    const plane = this.planes[name];
    const element = document.createElement('div');
    element.style.cssText = 'position:absolute;inset:0';
    const overlay = new LabelmapOverlay();
    const annotations = new AnnotationLayer(this.volume.geometry, plane);
    host.replaceChildren(element, overlay.canvas, annotations.svg);
    const observer = new ResizeObserver(() => {
      this.resized(name);
    });
    const stopPointer = listenToPointer(host, this.pointerActions(name));
    const size = { width: host.clientWidth, height: host.clientHeight };
    const attached: Attached = {
      plane,
      host,
      element,
      overlay,
      annotations,
      view: null,
      size,
      camera: fittedCamera(this.volume.geometry, plane, size),
      dirty: { image: true, labels: true, annotations: true },
      waiting: false,
      detach: () => {
        // Whoever attached may detach after the stage was closed, when another stage has a view of this name.
        if (this.attached.get(name) !== attached) return;
        observer.disconnect();
        stopPointer();
        attached.view?.close();
        engine().disableElement(name);
        host.replaceChildren();
        this.attached.delete(name);
      },
    };
    host.dataset['rendered'] = 'busy';
    this.attached.set(name, attached);
    this.openView(engine(), attached);
    observer.observe(host);
    return attached.detach;
  }

  /** Tells that slices of the volume arrived in the shared buffer. */
  slicesArrived({ from, count }: SliceRange): void {
    slicesChanged(this.hu, from, from + count - 1);
    for (const attached of this.attached.values()) {
      const { plane, camera } = attached;
      const shown = voxelSlice(this.volume.geometry, plane, camera);
      // A plane across the slices shows every one of them; a plane along them only its own.
      if (plane.sliceAxis !== 2 || (shown >= from && shown < from + count)) this.touch(attached, 'image');
    }
  }

  /** Tells that labels inside `box` changed; null for all of them. */
  labelsChanged(box: VoxelBox | null): void {
    for (const attached of this.attached.values()) {
      const { plane, camera } = attached;
      const shown = voxelSlice(this.volume.geometry, plane, camera);
      if (box === null || (shown >= box.min[plane.sliceAxis] && shown <= box.max[plane.sliceAxis]))
        this.touch(attached, 'labels');
    }
  }

  setOverlay(style: OverlayStyle): void {
    this.style = style;
    this.touchAll('labels');
  }

  setAnnotations(annotations: readonly Annotation[]): void {
    this.scene = annotations;
    this.touchAll('annotations');
  }

  setTool(tool: StageTool): void {
    this.tool = tool;
    for (const { host } of this.attached.values()) host.dataset['tool'] = tool.kind;
    this.touchAll('annotations');
  }

  setWindow(window: HuWindow): void {
    this.current = window;
    this.touchAll('image');
    this.changed();
  }

  setCrosshair(shown: boolean): void {
    this.crosshairShown = shown;
    this.touchAll('annotations');
    this.changed();
  }

  /** All planes through the point. */
  goTo(pointMm: Vec3): void {
    for (const attached of this.attached.values()) {
      this.move(attached, throughPoint(this.volume.geometry, attached.plane, attached.camera, attached.size, pointMm));
    }
  }

  scroll(name: ViewName, slices: number): void {
    const attached = this.attached.get(name);
    if (attached) this.move(attached, scrolled(this.volume.geometry, attached.plane, attached.camera, slices));
  }

  zoom(name: ViewName, factor: number): void {
    const attached = this.attached.get(name);
    if (!attached) return;
    const middle: CanvasPoint = [attached.size.width / 2, attached.size.height / 2];
    this.move(attached, zoomedAt(attached.plane, attached.camera, attached.size, middle, factor));
  }

  /** Whole planes again, in the middle of the volume. */
  reset(): void {
    for (const attached of this.attached.values()) {
      this.move(attached, fittedCamera(this.volume.geometry, attached.plane, attached.size));
    }
  }

  /** The slice that a view shows, as the voxel axis and the index along it. */
  shownSlice(name: ViewName): { readonly axis: 0 | 1 | 2; readonly index: number } {
    const plane = this.planes[name];
    const camera = this.attached.get(name)?.camera ?? fittedCamera(this.volume.geometry, plane, unseen);
    return { axis: plane.sliceAxis, index: voxelSlice(this.volume.geometry, plane, camera) };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** The same object until something changes. */
  readonly state = (): StageState => {
    this.snapshot ??= {
      views: {
        axial: this.viewState('axial'),
        coronal: this.viewState('coronal'),
        sagittal: this.viewState('sagittal'),
      },
      window: this.current,
      crosshair: this.crosshairShown,
    };
    return this.snapshot;
  };

  close(): void {
    this.closed = true;
    this.stopRebuilding();
    for (const { detach } of [...this.attached.values()]) detach();
    if (this.frame !== null) cancelAnimationFrame(this.frame);
    forgetVolume(this.hu);
    this.listeners.clear();
  }

  private register(): ImageVolume {
    return registerVolume(`hu-${this.volume.seriesId}`, this.volume.geometry, this.volume.hu);
  }

  private openView(on: RenderingEngine, attached: Attached): void {
    attached.view?.close();
    const view = new View(on, attached.plane, attached.element, () => {
      this.rendered(attached);
    });
    attached.view = null;
    void view.show(this.hu.volumeId).then(() => {
      if (this.closed || this.attached.get(attached.plane.name) !== attached) {
        view.close();
        return;
      }
      attached.view = view;
      this.touch(attached, 'image');
    });
  }

  private viewState(name: ViewName): ViewState {
    const plane = this.planes[name];
    const attached = this.attached.get(name);
    const size = attached?.size ?? unseen;
    const camera = attached?.camera ?? fittedCamera(this.volume.geometry, plane, size);
    return {
      sliceNumber: sliceNumber(this.volume.geometry, plane, camera),
      sliceCount: sliceCount(this.volume.geometry, plane),
      positionMm: camera.centreMm[patientAxisOf[name]],
      zoom: fittedCamera(this.volume.geometry, plane, size).mmPerPixel / camera.mmPerPixel,
      letters: edgeLetters(plane),
    };
  }

  private pointerActions(name: ViewName): Parameters<typeof listenToPointer>[1] {
    const own = (): Attached | undefined => this.attached.get(name);
    const patient = (point: CanvasPoint): Vec3 => {
      const attached = own();
      return attached ? canvasToPatient(attached.plane, attached.camera, attached.size, point) : [0, 0, 0];
    };
    const sample = (point: CanvasPoint): PointerSample => ({
      view: name,
      pointMm: patient(point),
      planeNormal: this.planes[name].into,
    });
    return {
      tool: () => this.tool,
      sample,
      crosshairTo: (point) => {
        this.goTo(patient(point));
      },
      windowBy: (dx, dy) => {
        const { centre, width } = this.current;
        this.setWindow({ centre: Math.round(centre + dy), width: Math.max(Math.round(width + dx * 2), 1) });
      },
      panBy: (dx, dy) => {
        const attached = own();
        if (attached) this.move(attached, panned(attached.plane, attached.camera, dx, dy));
      },
      zoomBy: (factor, at) => {
        const attached = own();
        if (attached) this.move(attached, zoomedAt(attached.plane, attached.camera, attached.size, at, factor));
      },
      scrollBy: (slices) => {
        this.scroll(name, slices);
      },
      hover: (point) => {
        this.hovered = point === null ? null : { view: name, pointMm: patient(point) };
        if (this.tool.kind === 'draw' && this.tool.cursor !== null) this.touchAll('annotations');
      },
    };
  }

  private move(attached: Attached, camera: ViewCamera): void {
    attached.camera = camera;
    this.touch(attached, 'image');
    // The others show where this plane is.
    this.touchAll('annotations');
    this.changed();
  }

  private resized(name: ViewName): void {
    const attached = this.attached.get(name);
    if (!attached) return;
    const size = { width: attached.host.clientWidth, height: attached.host.clientHeight };
    if (size.width === attached.size.width && size.height === attached.size.height) return;
    const fit = (of: Size): number => fittedCamera(this.volume.geometry, attached.plane, of).mmPerPixel;
    const wasSeen = attached.size.width > 0 && attached.size.height > 0;
    if (size.width > 0 && size.height > 0) {
      const factor = wasSeen ? fit(size) / fit(attached.size) : 1;
      attached.camera = wasSeen
        ? { ...attached.camera, mmPerPixel: attached.camera.mmPerPixel * factor }
        : { ...attached.camera, mmPerPixel: fit(size) };
      attached.size = size;
      engine().resize(false, true);
    }
    this.touchAll('image');
    this.changed();
  }

  private changed(): void {
    this.snapshot = null;
    for (const listener of [...this.listeners]) listener();
  }

  private touchAll(what: keyof Attached['dirty']): void {
    for (const attached of this.attached.values()) this.touch(attached, what);
  }

  private touch(attached: Attached, what: keyof Attached['dirty']): void {
    attached.dirty[what] = true;
    attached.host.dataset['rendered'] = 'busy';
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      for (const each of this.attached.values()) this.draw(each);
    });
  }

  private draw(attached: Attached): void {
    const { view, dirty } = attached;
    if (view === null) return;
    if (!view.isVisible()) {
      attached.host.dataset['rendered'] = 'hidden';
      return;
    }
    if (dirty.image) {
      // The overlay follows in the same frame in which the image arrives, so that the two never come apart.
      dirty.image = false;
      attached.waiting = true;
      const range: HuRange = huRange(this.current);
      view.draw(attached.camera, range);
      return;
    }
    if (!attached.waiting) this.drawOver(attached, dirty.labels, dirty.annotations);
  }

  private rendered(attached: Attached): void {
    attached.waiting = false;
    if (attached.view !== null && !attached.dirty.image) this.drawOver(attached, true, true);
  }

  private drawOver(attached: Attached, labels: boolean, annotations: boolean): void {
    const { camera, size, plane, dirty } = attached;
    if (labels) attached.overlay.draw(this.volume.labels, this.volume.geometry, plane, camera, size, this.style);
    if (annotations) {
      const scene = { annotations: this.scene, cursor: this.cursor(), crosshair: this.crosshairFor(attached) };
      attached.annotations.draw(scene, camera, size);
    }
    dirty.labels = false;
    dirty.annotations = false;
    attached.host.dataset['rendered'] = 'quiet';
  }

  private cursor(): Parameters<AnnotationLayer['draw']>[0]['cursor'] {
    if (this.hovered === null || this.tool.kind !== 'draw' || this.tool.cursor === null) return null;
    return { ...this.tool.cursor, pointMm: this.hovered.pointMm };
  }

  private crosshairFor(attached: Attached): Parameters<AnnotationLayer['draw']>[0]['crosshair'] {
    if (!this.crosshairShown) return null;
    return viewNames
      .map((name) => this.attached.get(name))
      .filter((other) => other !== undefined)
      .filter((other) => other !== attached)
      .map(({ plane, camera }) => ({ plane, camera, colour: this.crosshairColours[plane.name] }));
  }
}
