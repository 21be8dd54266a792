/** Who may draw in which segmentation. Every revision goes through here, whatever the window does. */
import { RemnantError } from '../../core/contract/errors.ts';
import type { Reading } from '../../core/contract/readings.ts';
import { isReader, isSuperseded, readingToOpen, refusalOf } from '../../core/domain/readings.ts';
import type { HostContext } from '../context.ts';
import { readingOfSegmentation, readingsOfSeries } from '../db/tables/reading.ts';
import { choicesOf, requireVisible } from './counting.ts';
import { changeState, makeReading, requireKept, takeReading, type Record } from './store.ts';

/**
 * The reading of a series that the actor goes on with; the first reader's is made by opening it.
 * @throws RemnantError 'refused' when others read it and this one may not look on
 */
export function openReading(context: HostContext, seriesId: string): Reading {
  const { db, actor } = context;
  const readings = readingsOfSeries(db, seriesId);
  const found = readingToOpen(readings, choicesOf(context, seriesId), actor);
  if (found) return found;
  if (readings.length === 0) {
    if (!isReader(actor)) throw new RemnantError('refused', 'No reader has opened this CT yet.');
    return context.change((record) => makeReading(context, record, { seriesId, ordinal: 'first' }));
  }
  const readers = new Set(readings.map(({ reader }) => reader?.printedName ?? 'another reader'));
  throw new RemnantError(
    'refused',
    `${[...readers].join(' and ')} read${readers.size === 1 ? 's' : ''} this CT, and it is read blind. You can begin an independent second reading.`,
  );
}

/** @throws RemnantError 'refused' when the actor may not draw in the segmentation now */
export function requireDrawable(context: HostContext, segmentationId: string): Reading {
  requireVisible(context, segmentationId);
  const reading = readingOfSegmentation(context.db, segmentationId)!;
  requireKept(context.db, reading.id);
  const { state, reader, seriesId } = reading;
  const refusal = refusalOf(
    'draw',
    {
      state,
      reader,
      isSuperseded: isSuperseded(reading, readingsOfSeries(context.db, seriesId)),
      hasDrawing: true,
      blocking: [],
      missingResult: null,
      isResultSigned: false,
    },
    context.actor,
  );
  if (refusal !== null) throw new RemnantError('refused', refusal);
  return reading;
}

/**
 * What drawing does to the reading: who begins to draw becomes its reader, and what was reviewed is a draft again. Within the change that
 * stores the revision.
 */
export function noteDrawn(context: HostContext, record: Record, segmentationId: string): void {
  const reading = requireDrawable(context, segmentationId);
  takeReading(context, record, reading);
  if (reading.state !== 'draft') changeState(context, record, reading, 'draft');
}
