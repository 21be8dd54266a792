import type { PrintedPage } from '../../electron/core/contract/exports.ts';
import type { OverviewFilter } from '../../electron/core/contract/trial.ts';

/** What the page at an address shows, such as `/record/ID/submission`. `filter`: of the overview. */
export function pageAt(address: string, filter: OverviewFilter): PrintedPage {
  const [, place = '', id, part] = address.split('/');
  if (id === 'planned') return { place: id, filter };
  const shown = part ?? place;
  if (id === undefined) return { place: shown };
  return place === 'workspace' ? { place: shown, seriesId: id } : { place: shown, subjectId: id };
}
