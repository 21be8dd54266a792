/**
 * The views of one open series: the one thing that features talk to. It owns the cameras, the window and the tool; views, overlays and
 * annotations only draw them. Nothing is drawn outside of a frame, and only what changed.
 */
import type { ImageVolume } from '@cornerstonejs/core';
import type { Vec3 } from '../../electron/core/domain/geometry.ts';
import type { VoxelBox } from '../../wasm/kernels/index.ts';
import type { Annotation, AnnotationScene } from './annotations.ts';
import {
  fittedCamera,
  scrolled,
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
import { closeEngine, engine, onEngineRebuilt } from './engine.ts';
import { noOverlay, type Highlight, type OverlayStyle } from './labelmapOverlay.ts';
import { listenToPointer, type PointerSample, type StageTool } from './pointer.ts';
import { pointerActions, type PointerStage } from './stagePointer.ts';
import { viewState, type StageState, type ViewState } from './stageState.ts';
import { StageView, type Layer, type StageScene } from './stageView.ts';
import type { SliceRange, Volume } from './volumes.ts';
import { huRange, windowPresets, type HuWindow } from './windows.ts';

/** Colours of the crosshair's lines, after the plane they stand for. */
export type CrosshairColours = Readonly<Record<ViewName, string>>;

const unseen: Size = { width: 0, height: 0 };

export class Stage {
  readonly volume: Volume;
  private readonly planes: Record<ViewName, ViewPlane>;
  private readonly views = new Map<ViewName, StageView>();
  /** How to take each of them away. */
  private readonly detachers = new Map<ViewName, () => void>();
  private readonly arrived: SliceRange[] = [];
  private readonly listeners = new Set<() => void>();
  private readonly stopRebuilding: () => void;
  private readonly crosshairColours: CrosshairColours;
  private hu: ImageVolume;
  private current: HuWindow = windowPresets.liver;
  private style: OverlayStyle = noOverlay;
  private tool: StageTool = { kind: 'navigate' };
  private annotations: readonly Annotation[] = [];
  private toolLines: readonly Annotation[] = [];
  private highlight: Highlight | null = null;
  private crosshairShown = true;
  private hovered: PointerSample | null = null;
  private pointed: ViewName = 'axial';
  private hasImage = false;
  private frame: number | null = null;
  private snapshot: StageState | null = null;

  constructor(volume: Volume, crosshairColours: CrosshairColours) {
    this.volume = volume;
    this.crosshairColours = crosshairColours;
    this.planes = viewPlanes(volume.geometry);
    engine();
    this.hu = this.register();
    this.stopRebuilding = onEngineRebuilt((rebuilt) => {
      forgetVolume(this.hu);
      this.hu = this.register();
      for (const view of this.views.values()) view.open(rebuilt, this.hu.volumeId);
    });
  }

  /** Builds the view inside `host` (positioned, with a size). Returns how to take it away. */
  attach(name: ViewName, host: HTMLElement): () => void {
    const view = new StageView(this.volume, this.planes[name], host, this.scene);
    const observer = new ResizeObserver(() => {
      view.fit();
      this.touchAll('image');
      this.changed();
    });
    const stopPointer = listenToPointer(host, pointerActions(view, this.pointerStage));
    const detach = (): void => {
      // Whoever attached may detach after the stage was closed, when another stage has a view of this name.
      if (this.views.get(name) !== view) return;
      this.views.delete(name);
      this.detachers.delete(name);
      observer.disconnect();
      stopPointer();
      view.close();
    };
    this.views.set(name, view);
    this.detachers.set(name, detach);
    view.setToolName(this.tool.kind);
    view.open(engine(), this.hu.volumeId);
    observer.observe(host);
    return detach;
  }

  /** Tells that slices of the volume arrived in the shared buffer. */
  slicesArrived(range: SliceRange): void {
    if (!this.hasImage) this.arrived.push(range);
    slicesChanged(this.hu, range.from, range.from + range.count - 1);
    for (const view of this.views.values()) if (view.showsSlices(range)) view.touch('image');
  }

  /** Tells that labels inside `box` changed; null for all of them. */
  labelsChanged(box: VoxelBox | null): void {
    for (const view of this.views.values()) {
      const { sliceAxis } = view.plane;
      const shown = view.voxelSlice();
      if (box === null || (shown >= box.min[sliceAxis] && shown <= box.max[sliceAxis])) view.touch('labels');
    }
  }

  setOverlay(style: OverlayStyle): void {
    this.style = style;
    this.touchAll('labels');
  }

  setAnnotations(annotations: readonly Annotation[]): void {
    this.annotations = annotations;
    this.touchAll('annotations');
  }

  /** What the tool in hand is drawing, above the other annotations. */
  setToolLines(lines: readonly Annotation[]): void {
    if (lines.length === 0 && this.toolLines.length === 0) return;
    this.toolLines = lines;
    this.touchAll('annotations');
  }

  /** Marks voxels by intensity and label, wherever they are looked at; null for none. */
  setHighlight(highlight: Highlight | null): void {
    if (highlight === this.highlight) return;
    this.highlight = highlight;
    this.touchAll('labels');
  }

  setTool(tool: StageTool): void {
    this.tool = tool;
    for (const view of this.views.values()) view.setToolName(tool.kind);
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
    for (const view of this.views.values()) {
      this.move(view, throughPoint(this.volume.geometry, view.plane, view.camera, view.size, pointMm));
    }
  }

  scroll(name: ViewName, slices: number): void {
    const view = this.views.get(name);
    if (view) this.move(view, scrolled(this.volume.geometry, view.plane, view.camera, slices));
  }

  zoom(name: ViewName, factor: number): void {
    const view = this.views.get(name);
    if (!view) return;
    const middle: CanvasPoint = [view.size.width / 2, view.size.height / 2];
    this.move(view, zoomedAt(view.plane, view.camera, view.size, middle, factor));
  }

  /** Whole planes again, in the middle of the volume. */
  reset(): void {
    for (const view of this.views.values()) {
      this.move(view, fittedCamera(this.volume.geometry, view.plane, view.size));
    }
  }

  /** The slice that a view shows, as the voxel axis and the index along it. */
  shownSlice(name: ViewName): { readonly axis: 0 | 1 | 2; readonly index: number } {
    const plane = this.planes[name];
    const camera = this.views.get(name)?.camera ?? fittedCamera(this.volume.geometry, plane, unseen);
    return { axis: plane.sliceAxis, index: voxelSlice(this.volume.geometry, plane, camera) };
  }

  /** The view that the pointer is in, or was in last. */
  pointedView(): ViewName {
    return this.pointed;
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
      hasImage: this.hasImage,
    };
    return this.snapshot;
  };

  close(): void {
    this.stopRebuilding();
    closeEngine();
    for (const detach of [...this.detachers.values()]) detach();
    if (this.frame !== null) cancelAnimationFrame(this.frame);
    forgetVolume(this.hu);
    this.listeners.clear();
  }

  private readonly scene: StageScene = {
    range: () => huRange(this.current),
    style: () => this.style,
    highlight: () => this.highlight,
    over: (view) => this.sceneOver(view),
    requestFrame: () => {
      this.frame ??= requestAnimationFrame(() => {
        this.frame = null;
        for (const view of this.views.values()) view.draw();
      });
    },
    onImage: (view) => {
      if (this.hasImage || !this.arrived.some((range) => view.showsSlices(range))) return;
      this.hasImage = true;
      this.changed();
    },
  };

  private readonly pointerStage: PointerStage = {
    tool: () => this.tool,
    window: () => this.current,
    setWindow: (window) => {
      this.setWindow(window);
    },
    goTo: (pointMm) => {
      this.goTo(pointMm);
    },
    move: (view, camera) => {
      this.move(view, camera);
    },
    scroll: (view, slices) => {
      this.scroll(view.plane.name, slices);
    },
    hover: (at) => {
      this.hovered = at;
      if (at !== null) this.pointed = at.view;
      if (this.tool.kind === 'draw' && this.tool.cursor !== null) this.touchAll('annotations');
    },
  };

  private register(): ImageVolume {
    return registerVolume(`hu-${this.volume.seriesId}`, this.volume.geometry, this.volume.hu);
  }

  private viewState(name: ViewName): ViewState {
    const { geometry } = this.volume;
    const plane = this.planes[name];
    const { size, camera } = this.views.get(name) ?? { size: unseen, camera: fittedCamera(geometry, plane, unseen) };
    return viewState(geometry, plane, camera, size);
  }

  private move(view: StageView, camera: ViewCamera): void {
    view.camera = camera;
    view.touch('image');
    // The others show where this plane is.
    this.touchAll('annotations');
    this.changed();
  }

  private changed(): void {
    this.snapshot = null;
    for (const listener of [...this.listeners]) listener();
  }

  private touchAll(layer: Layer): void {
    for (const view of this.views.values()) view.touch(layer);
  }

  private sceneOver(view: StageView): AnnotationScene {
    const cursor = this.tool.kind === 'draw' ? this.tool.cursor : null;
    const others = viewNames.map((name) => this.views.get(name)).filter((other) => other !== undefined);
    return {
      annotations: [...this.annotations, ...this.toolLines],
      cursor:
        cursor === null || this.hovered === null
          ? null
          : { ...cursor, pointMm: this.hovered.pointMm, view: this.hovered.view },
      crosshair: this.crosshairShown
        ? others
            .filter((other) => other !== view)
            .map(({ plane, camera }) => ({ plane, camera, colour: this.crosshairColours[plane.name] }))
        : null,
    };
  }
}
