/** Paper leaves as files do: with its entry in the trail. */
import type { PrintedPage } from '../../core/contract/exports.ts';
import type { HostContext } from '../context.ts';
import { getSeries } from '../library/index.ts';
import { getSubject } from '../trial/index.ts';

/** Records what is about to be printed, under the subject or the CT that it shows. @throws RemnantError 'not_found' */
export function recordPrinted(context: HostContext, page: PrintedPage): Record<string, never> {
  const [entity, entityId] = shownThing(context, page);
  context.change((record) => {
    record({ action: 'print', entity, entityId, newValue: page });
  });
  return {};
}

function shownThing(context: HostContext, { place, subjectId, seriesId }: PrintedPage): [entity: string, id: string] {
  if (subjectId !== undefined) return ['subject', getSubject(context, { subjectId }).id];
  if (seriesId !== undefined) return ['series', getSeries(context, { seriesId }).id];
  return ['page', place];
}
