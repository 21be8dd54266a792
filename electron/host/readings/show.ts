/** The readings of a CT as the contract shows them to the one who asks. */
import type { Reading, SeriesReadings, ShownReading } from '../../core/contract/readings.ts';
import {
  isOwn,
  isReader,
  isUnclaimed,
  readingSteps,
  readingToOpen,
  refusalOf,
  refusalOfAdjudication,
  refusalOfDiscard,
  refusalOfSecond,
  type ReadingStep,
} from '../../core/domain/readings.ts';
import type { HostContext } from '../context.ts';
import { adjudicationsOf, discardedOfSeries, readingsOfSeries } from '../db/tables/reading.ts';
import { isDrawnOn } from '../db/tables/segmentation.ts';
import { getSeries } from '../library/index.ts';
import { countingSegmentation, HIDDEN, isVisible, choicesOf } from './counting.ts';
import { glanceOf, viewOf } from './facts.ts';

/** @throws RemnantError 'not_found' for the series; 'io' when a stored labelmap is damaged */
export function readingsOf(
  context: HostContext,
  { seriesId, detail = true }: { seriesId: string; detail?: boolean },
): SeriesReadings {
  getSeries(context, { seriesId });
  const { db, actor } = context;
  const readings = readingsOfSeries(db, seriesId);
  const countingId = countingSegmentation(context, seriesId)?.readingId;
  return {
    seriesId,
    readings: readings.map((reading) => shown(context, reading, reading.id === countingId, detail)),
    adjudications: adjudicationsOf(db, seriesId),
    discarded: discardedOfSeries(db, seriesId),
    openId: readingToOpen(readings, choicesOf(context, seriesId), actor)?.id ?? null,
    refusals: {
      second: refusalOfSecond(readings, isDrawnOn(db, seriesId), actor),
      adjudicate: refusalOfAdjudication(readings, actor),
    },
  };
}

function shown(context: HostContext, reading: Reading, isCounting: boolean, detail: boolean): ShownReading {
  const { actor, db } = context;
  const readings = readingsOfSeries(db, reading.seriesId);
  const isSuperseded = readings.some(({ supersedesId }) => supersedesId === reading.id);
  const visible = isVisible(context, reading);
  // What nobody has taken yet is one's own to go on with.
  const isTheirs = isReader(actor) && (isOwn(reading, actor) || (visible && isUnclaimed(reading)));
  const head = { reading, isOwn: isTheirs, isCounting, isSuperseded };
  if (!visible) {
    return {
      ...head,
      isVisible: false,
      signatures: [],
      blocking: [],
      remarks: [],
      values: [],
      isOutdated: false,
      refusals: { ...refusalsBy(() => HIDDEN), discard: HIDDEN },
    };
  }
  const { facts, blocking, remarks, values, signatures, result } = detail
    ? viewOf(context, reading)
    : glanceOf(context, reading);
  return {
    ...head,
    isVisible: true,
    signatures: [...signatures],
    blocking: [...blocking],
    remarks: [...remarks],
    values: values.map(({ quantity, name, printed, reason, unit }) => ({ quantity, name, printed, reason, unit })),
    isOutdated: signatures.length > 0 && result !== null && !facts.isResultSigned,
    refusals: {
      ...refusalsBy((step) => refusalOf(step, facts, actor)),
      discard: refusalOfDiscard(reading, readings, actor),
    },
  };
}

const refusalsBy = (of: (step: ReadingStep) => string | null) =>
  Object.fromEntries(readingSteps.map((step) => [step, of(step)])) as Record<ReadingStep, string | null>;
