/** What the corners of the views tell. */
import type { VolumeGeometry } from '../../electron/core/domain/geometry.ts';
import {
  edgeLetters,
  fittedCamera,
  sliceCount,
  sliceNumber,
  type Size,
  type ViewCamera,
  type ViewName,
  type ViewPlane,
} from './camera.ts';
import type { HuWindow } from './windows.ts';

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
  /** A view has drawn slices that arrived, not the air before them. */
  readonly hasImage: boolean;
}

const patientAxisOf: Readonly<Record<ViewName, 0 | 1 | 2>> = { sagittal: 0, coronal: 1, axial: 2 };

export function viewState(geometry: VolumeGeometry, plane: ViewPlane, camera: ViewCamera, size: Size): ViewState {
  return {
    sliceNumber: sliceNumber(geometry, plane, camera),
    sliceCount: sliceCount(geometry, plane),
    positionMm: camera.centreMm[patientAxisOf[plane.name]],
    zoom: fittedCamera(geometry, plane, size).mmPerPixel / camera.mmPerPixel,
    letters: edgeLetters(plane),
  };
}
