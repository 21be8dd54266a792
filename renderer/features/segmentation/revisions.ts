/** Stores the drawing: every entry of the history becomes a revision on the host, in order, from a copy that nobody draws in. */
import type { Cut } from '../../../electron/core/contract/common.ts';
import { RemnantError } from '../../../electron/core/contract/errors.ts';
import type { Revision, RevisionAction, Segmentation } from '../../../electron/core/contract/segmentation.ts';
import type { Vec3 } from '../../../electron/core/domain/geometry.ts';
import type { CountedLesion } from '../../../electron/core/domain/lesions.ts';
import { applyDelta, revertDelta, type LabelDelta } from '../../../wasm/kernels/index.ts';
import { fetchBlob, host } from '../../host/index.ts';
import { blobError } from '../../imaging/index.ts';
import type { Runner } from '../../../wasm/runner/index.ts';

export interface StoreJob {
  readonly delta: LabelDelta;
  /** 'revert' for an undo: the delta is taken backwards. */
  readonly direction: 'apply' | 'revert';
  readonly action: RevisionAction;
  readonly cut: Cut | null;
  /** After the step. */
  readonly lesions: readonly CountedLesion[];
}

const zipped = (bytes: Uint8Array<ArrayBuffer>): Promise<Blob> =>
  new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))).blob();

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Bytes for the host, under an id until they are used. @throws RemnantError */
export async function upload(body: Blob): Promise<string> {
  const response = await fetchBlob('/blob/upload', { method: 'PUT', body });
  if (!response.ok) throw await blobError(response);
  const answer: unknown = await response.json();
  if (typeof answer === 'object' && answer !== null && 'uploadId' in answer && typeof answer.uploadId === 'string')
    return answer.uploadId;
  throw new RemnantError('io', 'The host did not say where it put the drawing.');
}

/** Writes the labels of a revision into `labels` (shared memory). */
export async function loadRevision(
  revisionId: string,
  labels: Uint8Array<SharedArrayBuffer>,
  dims: Vec3,
  runner: Runner,
  signal: AbortSignal,
): Promise<void> {
  const response = await fetchBlob(`/blob/revision/${revisionId}`, { signal });
  if (!response.ok) throw await blobError(response);
  if (response.body === null) throw new RemnantError('io', 'The host sent no drawing.');
  const unzipped = response.body.pipeThrough(new DecompressionStream('gzip'));
  const runs = new Uint8Array(await new Response(unzipped).arrayBuffer());
  await runner.run('decode', { runs, labels, dims }, { signal });
}

export class RevisionStore {
  /** Set when someone else stored a revision and the person chose to go on above it. */
  private parentRevisionId: string | null;
  private readonly segmentationId: string;
  private readonly seriesId: string;
  private readonly dims: Vec3;
  private readonly runner: Runner;
  private readonly stored: Uint8Array<SharedArrayBuffer>;
  /** The host stores a revision for this window, which may tell of it before it answers. */
  private isHostStoring = false;

  constructor(segmentation: Segmentation, labels: Uint8Array, dims: Vec3, runner: Runner) {
    this.segmentationId = segmentation.id;
    this.seriesId = segmentation.seriesId;
    this.parentRevisionId = segmentation.head?.id ?? null;
    this.dims = dims;
    this.runner = runner;
    this.stored = new Uint8Array(new SharedArrayBuffer(labels.length));
    this.stored.set(labels);
  }

  /** Safe to call again with the same job after it failed: deltas set values, they don't add to them. */
  async store({ delta, direction, action, cut, lesions }: StoreJob): Promise<Revision> {
    if (direction === 'apply') applyDelta(this.stored, delta);
    else revertDelta(this.stored, delta);
    const { runs } = await this.runner.run('encode', { labels: this.stored, dims: this.dims });
    const uploadId = await upload(await zipped(runs));
    const revision = await host.client.segmentation
      .commit({
        segmentationId: this.segmentationId,
        parentRevisionId: this.parentRevisionId,
        uploadId,
        action,
        cut,
        lesions: [...lesions],
      })
      .catch(async (error: unknown) => {
        if (!(error instanceof RemnantError) || error.code !== 'conflict') throw error;
        const stored = await this.storedBefore(runs, action);
        if (stored === null) throw error;
        return stored;
      });
    this.parentRevisionId = revision.id;
    return revision;
  }

  /** When the line was lost between storing and answering, the head of an apparent conflict is this very revision. */
  private async storedBefore(runs: Uint8Array<ArrayBuffer>, action: RevisionAction): Promise<Revision | null> {
    const { head } = await host.client.segmentation.open({ seriesId: this.seriesId });
    if (head === null || head.parentRevisionId !== this.parentRevisionId) return null;
    const isSame = head.sha256 === (await sha256(runs)) && head.action.title === action.title;
    return isSame ? head : null;
  }

  /** Takes the host's newest revision as the parent of what is stored next. */
  async rebase(): Promise<void> {
    const { head } = await host.client.segmentation.open({ seriesId: this.seriesId });
    this.parentRevisionId = head?.id ?? null;
  }

  /** A revision that the host makes on top of the last one; to be taken over with its labels. */
  async storedByHost(make: (parentRevisionId: string | null) => Promise<Revision>): Promise<Revision> {
    this.isHostStoring = true;
    try {
      return await make(this.parentRevisionId);
    } finally {
      this.isHostStoring = false;
    }
  }

  /** Goes on from a revision that the host stored. */
  takeOver(revision: Revision, labels: Uint8Array): void {
    this.parentRevisionId = revision.id;
    this.stored.set(labels);
  }

  isOwn(revisionId: string): boolean {
    return this.isHostStoring || revisionId === this.parentRevisionId;
  }
}
