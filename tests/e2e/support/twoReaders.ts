/** Readings of the prepared patient by two people, made beforehand: what the window is to show of them has been drawn. */
import path from 'node:path';
import { isLiver, isTumour, Label } from '../../../electron/core/domain/labels.ts';
import { writeNiftiFile } from '../../../electron/host/nifti/index.ts';
import { openHost, type HostSession } from '../../../electron/host/open.ts';
import type { StudyTruth } from '../../fixtures/index.ts';
import { PASSWORD } from './people.ts';
import type { PreparedFolder } from './preparedFolder.ts';

/**
 * The truth as another person would have drawn it: the cut so many voxels further into the remnant, and the front of the liver a voxel further
 * back.
 */
function otherLabels({ labels, geometry }: StudyTruth, voxels: number): Uint8Array<ArrayBuffer> {
  const columns = geometry.dims[0];
  const nextToResected = (at: number): boolean => {
    for (let step = 1; step <= voxels; step++)
      if (labels[at - step] === Label.resected || labels[at + step] === Label.resected) return true;
    return false;
  };
  return Uint8Array.from(labels, (label, at) => {
    if (!isLiver(label) || isTumour(label)) return label;
    if (labels[at - columns] === Label.outside) return Label.outside;
    return label === Label.flr && nextToResected(at) ? Label.resected : label;
  });
}

/** By how many voxels the second reader's cut lies elsewhere, in baseline and follow-up. */
const CUT_APART = [2, 1] as const;

/** What both drew on each of the two CTs. */
export const drawnBy = ({
  studies,
}: PreparedFolder): readonly { readonly ann: Uint8Array; readonly bob: Uint8Array }[] =>
  studies.map((study, at) => ({ ann: study.labels, bob: otherLabels(study, CUT_APART[at]!) }));

/** Ann has signed both CTs, bob the baseline, and bob's second reading of the follow-up is drawn and waits for its review. */
export async function addReadings(folder: PreparedFolder): Promise<void> {
  const { dataFolder, studies } = folder;
  const drawn = drawnBy(folder);
  const host = await openHost({ dataFolder, version: 'test' });
  const as = async (user: string): Promise<HostSession['handlers']> => {
    const { handlers } = host.openSession();
    await handlers.accounts.signIn({ user, password: PASSWORD });
    return handlers;
  };
  const [ann, bob] = [await as('ann'), await as('bob')];
  const sign = async ({ readings }: HostSession['handlers'], seriesId: string) => {
    const { openId } = await readings.ofSeries({ seriesId, detail: true });
    await readings.review({ readingId: openId! });
    await readings.sign({ readingId: openId!, meaning: 'drew_and_checked', password: PASSWORD });
  };
  for (const { id: seriesId, seriesInstanceUid } of await ann.library.listSeries({})) {
    const at = studies.findIndex((study) => study.seriesInstanceUid === seriesInstanceUid);
    await sign(ann, seriesId);
    await bob.readings.second({ seriesId });
    const mask = path.join(dataFolder, '..', `other-${at}.nii.gz`);
    await writeNiftiFile(mask, { geometry: studies[at]!.geometry, data: drawn[at]!.bob });
    await bob.segmentation.importMask({ seriesId, path: mask, labels: 'full' });
    if (at === 0) await sign(bob, seriesId);
  }
  await host.close();
}
