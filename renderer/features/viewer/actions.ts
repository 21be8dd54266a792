import { RemnantError } from '../../../electron/core/contract/errors.ts';
import type { VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import { goTo, routes } from '../../app/routes.ts';
import { host } from '../../host/index.ts';
import {
  createVolume,
  loadVolume,
  Stage,
  viewNames,
  windowPresets,
  type CrosshairColours,
  type ViewName,
  type Volume,
  type WindowPreset,
} from '../../imaging/index.ts';
import { closeSession, expectSession, linkStage, linkTools, openSession } from '../segmentation/index.ts';
import { useViewer } from './store.ts';

/** Each line is the plane it stands for. */
const crosshairColours: CrosshairColours = {
  axial: 'var(--plane-axial)',
  coronal: 'var(--plane-coronal)',
  sagittal: 'var(--plane-sagittal)',
};

let cancelLoading: (() => void) | null = null;

/** Opens a series: its images into the views, then its segmentation. Returns how to leave it. */
export function openSeries(seriesId: string, geometry: VolumeGeometry): () => void {
  const abort = new AbortController();
  let cancelled = false;
  let unlink: (() => void) | null = null;
  let volume: Volume | null = null;
  let stage: Stage | null = null;
  const leave = (): void => {
    abort.abort();
    unlink?.();
    closeSession();
    useViewer.setState({ stage: null });
    stage?.close();
    stage = null;
    cancelLoading = null;
  };
  cancelLoading = () => {
    cancelled = true;
    leave();
    useViewer.setState({ load: { kind: 'cancelled' } });
  };
  const load = async (): Promise<void> => {
    volume = createVolume(seriesId, geometry);
    const opened = new Stage(volume, crosshairColours);
    stage = opened;
    useViewer.setState({ stage: opened, load: { kind: 'loading', fraction: 0 } });
    const unlinkers = [linkStage(opened), linkTools(opened)];
    unlink = () => {
      for (const each of unlinkers) each();
    };
    expectSession(volume);
    await loadVolume(volume, {
      signal: abort.signal,
      onSlices: (range) => {
        opened.slicesArrived(range);
      },
      onProgress: (fraction) => {
        useViewer.setState({ load: { kind: 'loading', fraction } });
      },
    });
    useViewer.setState({ load: { kind: 'ready' } });
    await openSession(volume, opened, abort.signal);
  };
  load().catch((error: unknown) => {
    if (abort.signal.aborted || cancelled) return;
    leave();
    const known = error instanceof RemnantError;
    if (!known) console.error(error);
    const reason = known ? error.message : 'The connection to the program failed.';
    // Nothing was shown yet: the voxels themselves found no room.
    const outOfMemory = known && error.code === 'refused' && volume === null;
    useViewer.setState({ load: { kind: 'failed', reason, outOfMemory } });
  });
  return leave;
}

/** Computes the series at half size along each side, once, and goes to it. */
export async function openHalfSize(seriesId: string): Promise<void> {
  const { id } = await host.client.library.resample({ seriesId, kind: 'half_size' });
  goTo(routes.workspaceOf(id));
}

export function stopLoading(): void {
  cancelLoading?.();
}

export function setPreset(preset: WindowPreset): void {
  useViewer.getState().stage?.setWindow(windowPresets[preset]);
}

export function toggleLarge(view: ViewName): void {
  const { large } = useViewer.getState();
  useViewer.setState({ large: large === null ? view : null, current: view });
}

export function showNextLarge(): void {
  const { current } = useViewer.getState();
  const next = viewNames[(viewNames.indexOf(current) + 1) % viewNames.length]!;
  useViewer.setState({ large: next, current: next });
}

export function setCurrent(current: ViewName): void {
  if (useViewer.getState().current !== current) useViewer.setState({ current });
}

export function resetViews(): void {
  useViewer.getState().stage?.reset();
}

export function toggleCrosshair(): void {
  const { stage } = useViewer.getState();
  stage?.setCrosshair(!stage.state().crosshair);
}
