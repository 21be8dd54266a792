/** What the pointer does in one view of a stage. */
import type { Vec3 } from '../../electron/core/domain/geometry.ts';
import { canvasToPatient, panned, zoomedAt, type CanvasPoint } from './camera.ts';
import type { PointerActions, PointerSample, StageTool } from './pointer.ts';
import type { ViewCamera } from './camera.ts';
import type { StageView } from './stageView.ts';
import type { HuWindow } from './windows.ts';

/** The parts of a stage that the pointer moves. */
export interface PointerStage {
  readonly tool: () => StageTool;
  readonly window: () => HuWindow;
  readonly setWindow: (window: HuWindow) => void;
  readonly goTo: (pointMm: Vec3) => void;
  readonly move: (view: StageView, camera: ViewCamera) => void;
  readonly scroll: (view: StageView, slices: number) => void;
  readonly hover: (at: PointerSample | null) => void;
}

/** HU of window width per pixel of a drag; the level follows one by one. */
const WIDTH_PER_PX = 2;

export function pointerActions(view: StageView, stage: PointerStage): PointerActions {
  const patient = (point: CanvasPoint): Vec3 => canvasToPatient(view.plane, view.camera, view.size, point);
  const sample = (point: CanvasPoint): PointerSample => ({
    view: view.plane.name,
    pointMm: patient(point),
    planeNormal: view.plane.into,
  });
  return {
    tool: stage.tool,
    sample,
    crosshairTo: (point) => {
      stage.goTo(patient(point));
    },
    windowBy: (dx, dy) => {
      const { centre, width } = stage.window();
      stage.setWindow({ centre: Math.round(centre + dy), width: Math.max(Math.round(width + dx * WIDTH_PER_PX), 1) });
    },
    panBy: (dx, dy) => {
      stage.move(view, panned(view.plane, view.camera, dx, dy));
    },
    zoomBy: (factor, at) => {
      stage.move(view, zoomedAt(view.plane, view.camera, view.size, at, factor));
    },
    scrollBy: (slices) => {
      stage.scroll(view, slices);
    },
    hover: (point, isDragging) => {
      const at = point === null ? null : sample(point);
      const tool = stage.tool();
      if (tool.kind === 'draw' && at === null) tool.onLeave?.();
      else if (tool.kind === 'draw' && at !== null && !isDragging) tool.onHover?.(at);
      stage.hover(at);
    },
  };
}
