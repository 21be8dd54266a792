/** What the submission page shows and sends; pure. */
import type { CompletenessItem, PackageOptions, Paper } from '../../../electron/core/contract/package.ts';
import { routes } from '../../app/routes.ts';

export interface Draft {
  readonly withCt: boolean;
  readonly pixelsAreClean: boolean;
  readonly recipient: string;
  readonly incompleteReason: string;
  readonly replaceReason: string;
  readonly paper: Paper;
}
export const emptyDraft: Draft = {
  withCt: false,
  pixelsAreClean: false,
  recipient: '',
  incompleteReason: '',
  replaceReason: '',
  paper: 'a4',
};

export interface Needs {
  readonly isComplete: boolean;
  readonly hasEarlier: boolean;
}

const MIN_REASON = 3;
const isReason = (text: string): boolean => text.trim().length >= MIN_REASON;

/** Which fields can't be sent as they are. */
export function problemsOf(draft: Draft, { isComplete, hasEarlier }: Needs): ReadonlySet<keyof Draft> {
  const problems = new Set<keyof Draft>();
  if (!isComplete && !isReason(draft.incompleteReason)) problems.add('incompleteReason');
  if (hasEarlier && !isReason(draft.replaceReason)) problems.add('replaceReason');
  if (draft.recipient.trim() !== '' && !draft.recipient.trim().startsWith('age1')) problems.add('recipient');
  return problems;
}

/** Only what is asked for: the host refuses a reason that has nothing to explain. */
export function optionsOf(draft: Draft, { isComplete, hasEarlier }: Needs): PackageOptions {
  const recipient = draft.recipient.trim();
  return {
    withCt: draft.withCt,
    ...(draft.withCt && { pixelsAreClean: draft.pixelsAreClean }),
    paper: draft.paper,
    ...(recipient !== '' && { recipient }),
    ...(!isComplete && { incompleteReason: draft.incompleteReason.trim() }),
    ...(hasEarlier && { replaceReason: draft.replaceReason.trim() }),
  };
}

/** Where an item is put right. */
export function routeOf(subjectId: string, { place }: CompletenessItem): string {
  return place.panel === 'segmentation' && place.seriesId !== null
    ? routes.workspaceOf(place.seriesId)
    : routes.recordOf(subjectId);
}
