/** The open segmentation: its voxels, its worker and its way to the host. At most one at a time. */
import { RemnantError } from '../../../electron/core/contract/errors.ts';
import type { Segmentation } from '../../../electron/core/contract/segmentation.ts';
import { countLabels } from '../../../electron/core/domain/labels.ts';
import { setUnsaved } from '../../app/unsaved.ts';
import { host } from '../../host/index.ts';
import { beginReadings, chosenReading, drawRefusal, leaveReadings, useReadings } from '../readings/index.ts';
import type { Stage, Volume } from '../../imaging/index.ts';
import { Drawing } from './model/drawing.ts';
import { createSaveQueue, type SaveQueue, type SaveState } from './model/saveQueue.ts';
import type { Runner } from '../../../wasm/runner/index.ts';
import { browserRunner } from '../../../wasm/runner/browserRunner.ts';
import { loadRevision, RevisionStore, type StoreJob } from './revisions.ts';
import { untouched, useSegmentation } from './store.ts';
import { draftOf } from './model/cut.ts';

export interface Session {
  readonly volume: Volume;
  readonly stage: Stage;
  readonly drawing: Drawing;
  /** For what the person asked for, one after the other. */
  readonly tasks: Runner;
  /** For storing, which must not wait behind a growth. */
  readonly storing: Runner;
  readonly queue: SaveQueue<StoreJob>;
  readonly revisions: RevisionStore;
  /** Ends the running task, if there is one. */
  cancelTask: (() => void) | null;
  /** Settles when the running task, or the last one, has ended; never rejects. */
  running: Promise<boolean>;
  readonly stop: () => void;
}

let open: Session | null = null;
/** The last session still storing what was drawn in it: the next one waits, or it would read an older revision. */
let closing: Promise<void> = Promise.resolve();
let isClosing = false;
/** Between attempts to store what could not be stored; doubles up to a minute. */
const RETRY_MS = 2000;
const LONGEST_RETRY_MS = 60_000;

export const session = (): Session | null => open;

const warnBeforeLeaving = (event: BeforeUnloadEvent): void => {
  if (isClosing || (open !== null && open.queue.state().kind !== 'saved')) event.preventDefault();
};

/** Tells the panels that a series is on its way, before its images are here. */
export function expectSession({ geometry }: Volume): void {
  useSegmentation.setState({ ...untouched, phase: 'loading', geometry });
}

/** Opens the series' segmentation and loads its newest revision into `volume.labels`. Never throws: the store says what failed. */
export async function openSession(volume: Volume, stage: Stage, signal: AbortSignal): Promise<void> {
  const [tasks, storing] = [browserRunner(), browserRunner()];
  const dispose = (): void => {
    tasks.dispose();
    storing.dispose();
  };
  try {
    await closing;
    const segmentation = await openReading(volume.seriesId);
    const { head } = segmentation;
    volume.labels.fill(0);
    if (head !== null) await loadRevision(head.id, volume.labels, volume.geometry.dims, storing, signal);
    const stored = await host.client.segmentation.listRevisions({ segmentationId: segmentation.id });
    const stopReadings = await beginReadings(volume.seriesId, segmentation.id);
    if (signal.aborted) {
      stopReadings();
      dispose();
      return;
    }
    const drawing = new Drawing(volume.labels, volume.geometry, head?.cut ?? null, {
      lesions: head?.lesions ?? null,
      lastLesionNumber: segmentation.lastLesionNumber,
    });
    const revisions = new RevisionStore(segmentation, volume.labels, volume.geometry.dims, storing);
    const queue = createSaveQueue<StoreJob>({
      store: async (job) => {
        const revision = await revisions.store(job);
        if (open?.queue !== queue) return;
        useSegmentation.setState({ stored: [revision, ...useSegmentation.getState().stored] });
        if (drawing.renumber(revision.lesions)) useSegmentation.setState({ lesions: drawing.lesions });
      },
      onChange: (save) => {
        useSegmentation.setState({ save });
        setUnsaved('drawing', save.kind !== 'saved');
        retry.follow(save);
      },
    });
    const retry = createRetry(() => {
      queue.retry();
    });
    const unlisten = host.listen('segmentation.changed', ({ segmentationId, revisionId }) => {
      const idle = queue.state().kind === 'saved';
      if (segmentationId === segmentation.id && idle && !revisions.isOwn(revisionId))
        useSegmentation.setState({ changedElsewhere: true });
    });
    const stopRetrying = host.connection.subscribe(({ state }) => {
      if (state === 'open') queue.retry();
    });
    const follow = (): void => {
      const readOnly = drawRefusal(useReadings.getState());
      if (readOnly !== useSegmentation.getState().readOnly) useSegmentation.setState({ readOnly });
    };
    const stopFollowing = useReadings.subscribe(follow);
    open = {
      volume,
      stage,
      drawing,
      tasks,
      storing,
      queue,
      revisions,
      cancelTask: null,
      running: Promise.resolve(false),
      stop: () => {
        unlisten();
        stopRetrying();
        retry.stop();
        stopFollowing();
        stopReadings();
        leaveReadings();
      },
    };
    useSegmentation.setState({
      phase: 'ready',
      stored,
      counts: countLabels(volume.labels),
      atBorder: drawing.atBorder(),
      committedCounts: drawing.liveCounts(null),
      lesions: drawing.lesions,
      cutDraft: draftOf(drawing.cut),
    });
    follow();
    stage.labelsChanged(null);
  } catch (error) {
    dispose();
    if (signal.aborted) return;
    const failure = error instanceof RemnantError ? error.message : 'The segmentation could not be opened.';
    useSegmentation.setState({ phase: 'failed', failure });
  }
}

/** The reading to go on with, or the one that was asked for. Where it is refused, what else can be done with the CT is looked up. */
async function openReading(seriesId: string): Promise<Segmentation> {
  try {
    return await host.client.segmentation.open({ seriesId, readingId: chosenReading(seriesId) });
  } catch (error) {
    const refused = error instanceof RemnantError && error.code === 'refused';
    if (refused) (await beginReadings(seriesId, null))();
    throw error;
  }
}

/** Tries again by itself after a failure: a full disk gets room, a host that was killed comes back. */
function createRetry(again: () => void): { follow: (save: SaveState) => void; stop: () => void } {
  let pauseMs = RETRY_MS;
  let waiting: ReturnType<typeof setTimeout> | null = null;
  const stop = (): void => {
    if (waiting !== null) clearTimeout(waiting);
    waiting = null;
  };
  return {
    follow({ kind }) {
      stop();
      if (kind === 'saved') pauseMs = RETRY_MS;
      if (kind !== 'failed') return;
      waiting = setTimeout(again, pauseMs);
      pauseMs = Math.min(pauseMs * 2, LONGEST_RETRY_MS);
    },
    stop,
  };
}

/** Leaves the segmentation; what is not stored yet goes on being stored. */
export function closeSession(): void {
  const left = open;
  open = null;
  useSegmentation.setState(untouched);
  if (left === null) return;
  left.tasks.dispose();
  left.stop();
  isClosing = true;
  closing = storeRest(left.queue).finally(() => {
    isClosing = false;
    left.storing.dispose();
  });
}

/** Goes on until everything is stored; ends early only at a conflict or a refusal, which the person was told of. */
async function storeRest(queue: SaveQueue<StoreJob>): Promise<void> {
  for (;;) {
    try {
      await queue.flushed();
      return;
    } catch (error) {
      // A reading that was signed elsewhere meanwhile takes nothing more, however often it is tried.
      const isRefused = error instanceof RemnantError && error.code === 'refused';
      if (isRefused || queue.state().kind === 'conflict') return;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      queue.retry();
    }
  }
}

window.addEventListener('beforeunload', warnBeforeLeaving);
