/** Choosing a mask, having it looked at, deciding, importing. */
import type { MaskInspection } from '../../../../electron/core/contract/segmentation.ts';
import type { SegmentPart, Tissue } from '../../../../electron/core/domain/segmentParts.ts';
import { withWinner } from '../../../../electron/core/domain/segmentParts.ts';
import { notice, noticeError } from '../../../app/notices.ts';
import { dropBlob, host, shell } from '../../../host/index.ts';
import { useReadings } from '../../readings/index.ts';
import { adopt, applyPreview, isBusy, sentence } from '../actions/commit.ts';
import { loadRevision, upload } from '../revisions.ts';
import { session, type Session } from '../session.ts';
import { useSegmentation } from '../store.ts';
import {
  DEFAULT_THRESHOLD,
  ignoringRest,
  isAdded,
  proposedDecisions,
  shownOrder,
  withPart,
  type Decisions,
} from './model.ts';
import { useMaskImport, type Looked, type MaskFile, type MaskImportState } from './store.ts';
import { it } from './texts.ts';

const show = (now: MaskImportState): void => {
  useMaskImport.setState({ now });
};
/** What is under way; an answer to what was given up is of no use. */
let current = 0;

/** The system's own dialog where there is one, otherwise the browser's. */
export async function chooseMask(): Promise<void> {
  const desktop = shell();
  if (!desktop) {
    chooseInBrowser();
    return;
  }
  const path = await desktop.chooseFile('mask');
  if (path !== null) await look(nameOf(path), () => Promise.resolve({ path }));
}

const nameOf = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

function chooseInBrowser(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file) takeMask(file);
  });
  input.click();
}

/** Of a drop. A file whose place on the disk is known is read there, any other is sent to the host. */
export function takeDroppedMask({ files }: DataTransfer): void {
  const [file] = files;
  if (!file) return;
  if (files.length > 1) notice('info', it('drop.one'));
  else takeMask(file);
}

function takeMask(file: File): void {
  const path = shell()?.pathOf(file) ?? '';
  const send = async (): Promise<MaskFile> =>
    path === '' ? { uploadId: await upload(file), fileName: file.name } : { path };
  look(file.name, send).catch(noticeError);
}

function inspect({ volume: { seriesId } }: Session, file: MaskFile, threshold?: number): Promise<MaskInspection> {
  const revisionId = useSegmentation.getState().stored[0]?.id;
  return host.client.segmentation.inspectMask({
    seriesId,
    ...file,
    ...(revisionId !== undefined && { revisionId }),
    ...(threshold !== undefined && { threshold }),
  });
}

/** The host keeps no file that is not wanted any more. */
function giveUp(file: MaskFile): void {
  if ('uploadId' in file) dropBlob(`/blob/upload/${file.uploadId}`);
}

/** Never throws: says what is wrong with the file. */
async function look(fileName: string, find: () => Promise<MaskFile>): Promise<void> {
  const open = session();
  if (open === null) return;
  const own = ++current;
  giveUpShown();
  show({ kind: 'reading', fileName });
  let file: MaskFile | null = null;
  try {
    file = await find();
    // What is drawn has to be stored, so that the host can tell what it and the mask share.
    applyPreview();
    await open.queue.flushed();
    const inspection = await inspect(open, file);
    if (own !== current) {
      giveUp(file);
      return;
    }
    const decisions = proposedDecisions(inspection);
    const rows = shownOrder(inspection, decisions);
    show({ kind: 'looked', isBusy: false, file, inspection, decisions, rows, problem: null });
  } catch (error) {
    if (file) giveUp(file);
    if (own === current) show({ kind: 'failed', fileName, reason: sentence(error) });
  }
}

function giveUpShown(): void {
  const { now } = useMaskImport.getState();
  if (now.kind === 'looked') giveUp(now.file);
}

export function closeImport(): void {
  current++;
  giveUpShown();
  show({ kind: 'closed' });
}

function decide(change: (looked: Looked) => Partial<Looked>): void {
  const { now } = useMaskImport.getState();
  if (now.kind === 'looked' && !now.isBusy) show({ ...now, problem: null, ...change(now) });
}
const decideOn = (change: (decisions: Decisions, looked: Looked) => Decisions): void => {
  decide((looked) => ({ decisions: change(looked.decisions, looked) }));
};

export const choosePart = (number: number, part: SegmentPart): void => {
  decideOn((decisions) => withPart(decisions, number, part));
};
export const ignoreRest = (): void => {
  decideOn((decisions, { inspection }) => ignoringRest(inspection, decisions));
};
export const chooseStored = (areStored: boolean): void => {
  decideOn((decisions) => ({ ...decisions, areStored }));
};
export const chooseKeepDrawn = (keepDrawn: boolean): void => {
  decideOn((decisions) => ({ ...decisions, keepDrawn }));
};
export const chooseWinner = (winner: Tissue, loser: Tissue): void => {
  decideOn((decisions) => ({ ...decisions, order: withWinner(decisions.order, winner, loser) }));
};

/** What fractions are part of the segments is for the host to say. */
export async function chooseThreshold(threshold: number): Promise<void> {
  const { now } = useMaskImport.getState();
  const open = session();
  if (now.kind !== 'looked' || now.isBusy || open === null) return;
  const own = ++current;
  show({ ...now, isBusy: true, problem: null });
  try {
    const inspection = await inspect(open, now.file, threshold);
    if (own !== current) return;
    const rows = now.rows.map((row) => inspection.segments.find(({ number }) => number === row.number) ?? row);
    show({ ...now, isBusy: false, inspection, rows, decisions: { ...now.decisions, threshold }, problem: null });
  } catch (error) {
    if (own === current) show({ ...now, isBusy: false, problem: sentence(error) });
  }
}

/** Never throws: what went wrong is said where it was decided, and nothing is changed. */
export async function importMask(): Promise<void> {
  const { now } = useMaskImport.getState();
  const open = session();
  if (now.kind !== 'looked' || now.isBusy || open === null || isBusy()) return;
  const { fileName } = now.inspection;
  show({ ...now, isBusy: true, problem: null });
  useSegmentation.setState({ busy: { title: it('import.busy', { file: fileName }), fraction: 0 }, problem: null });
  try {
    await importInto(open, now);
    if (session() === open) notice('ok', it('import.done', { file: fileName }), it('import.doneUndo'));
    closeImport();
  } catch (error) {
    show({ ...now, isBusy: false, problem: session() === open ? sentence(error) : it('import.closed') });
  } finally {
    if (session() === open) useSegmentation.setState({ busy: null });
  }
}

/** Stored by the host and then shown: what is drawn now must be stored before, and nothing may be drawn meanwhile. */
async function importInto(open: Session, { file, inspection, decisions }: Looked): Promise<void> {
  const { volume, drawing, revisions, queue, tasks } = open;
  await queue.flushed();
  const { openedId } = useReadings.getState();
  const { parts, order, areStored, threshold } = decisions;
  const revision = await revisions.storedByHost((parentRevisionId) =>
    host.client.segmentation.importMask({
      seriesId: volume.seriesId,
      parentRevisionId,
      ...file,
      sha256: inspection.sha256,
      ...(openedId !== null && { readingId: openedId }),
      ...(areStored ? { labels: 'full' as const } : { parts }),
      ...(overlapCounts(inspection) && { order: [...order] }),
      ...(threshold !== DEFAULT_THRESHOLD && { threshold }),
      ...(isAdded(decisions) && { keepDrawn: true }),
    }),
  );
  // Until it is shown it is a change from elsewhere.
  useSegmentation.setState({ changedElsewhere: true });
  const { dims } = volume.geometry;
  const after = new Uint8Array(new SharedArrayBuffer(volume.labels.length));
  await loadRevision(revision.id, after, dims, tasks, new AbortController().signal);
  const delta = await tasks.run('diff', { before: volume.labels, after, dims });
  if (session() !== open) return;
  revisions.takeOver(revision, after);
  drawing.adopt(revision, delta);
  adopt(open, revision, delta.box);
  useSegmentation.setState({ changedElsewhere: false });
}

/** What wins is part of the history only where something competes. */
const overlapCounts = ({ combinations }: Looked['inspection']): boolean =>
  combinations.some(({ segments }) => segments.length > 1);
