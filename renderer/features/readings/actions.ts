import type { AdjudicationChoice } from '../../../electron/core/domain/readings.ts';
import { signedAtText, type SignatureMeaning } from '../../../electron/core/domain/signature.ts';
import { errorSentence, notice } from '../../app/notices.ts';
import { host } from '../../host/index.ts';
import { noReadings, openedReading, useReadings, type ReadingDialog } from './store.ts';
import { rt } from './texts.ts';

/** Asks the host. What comes for a series that was left meanwhile is dropped. */
async function look(seriesId: string, detail: boolean): Promise<void> {
  const shown = await host.client.readings.ofSeries({ seriesId, detail });
  if (useReadings.getState().seriesId === seriesId) useReadings.setState({ shown, isDetailed: detail });
}

/** The reading that the person asked to see, if it is of this series. */
export function chosenReading(seriesId: string): string | undefined {
  const { chosenId, seriesId: of } = useReadings.getState();
  return (of === seriesId ? chosenId : null) ?? undefined;
}

/** After a segmentation was opened, or refused (null). Follows what happens to its readings until the returned function is called. */
export async function beginReadings(seriesId: string, segmentationId: string | null): Promise<() => void> {
  const { chosenId } = useReadings.getState();
  useReadings.setState({ ...noReadings, seriesId, chosenId: chosenReading(seriesId) === undefined ? null : chosenId });
  await look(seriesId, false);
  const opened = useReadings
    .getState()
    .shown?.readings.find(({ reading }) => reading.segmentationId === segmentationId);
  useReadings.setState({ openedId: opened?.reading.id ?? null });
  const again = (detail: boolean): void => {
    look(seriesId, detail).catch(() => undefined);
  };
  const stops = [
    host.listen('readings.changed', (changed) => {
      if (changed.seriesId === seriesId) again(useReadings.getState().isDetailed);
    }),
    // What was drawn takes the reading, or makes it a draft again; checks and numbers are looked up when they are asked for.
    host.listen('segmentation.changed', ({ segmentationId: changed }) => {
      const current = openedReading(useReadings.getState())?.reading;
      if (current?.segmentationId !== changed) return;
      useReadings.setState({ isDetailed: false });
      if (current.state !== 'draft' || current.reader === null) again(false);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

export function leaveReadings(): void {
  const { seriesId, chosenId } = useReadings.getState();
  useReadings.setState({ ...noReadings, seriesId, chosenId });
}

/** Checks and numbers of what is open. */
export function lookClosely(): void {
  const { seriesId, isDetailed } = useReadings.getState();
  if (seriesId === null || isDetailed) return;
  look(seriesId, true).catch((error: unknown) => {
    useReadings.setState({ problem: errorSentence(error) });
  });
}

/** Shows another reading in the views; null: the one to go on with. */
export function showReading(readingId: string | null): void {
  useReadings.setState({ chosenId: readingId, reopen: useReadings.getState().reopen + 1 });
}

export function openDialog(dialog: ReadingDialog | null): void {
  useReadings.setState({ dialog, problem: null });
}

async function attempt(work: () => Promise<void>): Promise<void> {
  if (useReadings.getState().busy) return;
  useReadings.setState({ busy: true, problem: null });
  try {
    await work();
    useReadings.setState({ dialog: null });
  } catch (error) {
    useReadings.setState({ problem: errorSentence(error) });
  } finally {
    useReadings.setState({ busy: false });
  }
}

const opened = (): string => openedReading(useReadings.getState())!.reading.id;
const series = (): string => useReadings.getState().seriesId!;

export const review = (): Promise<void> =>
  attempt(async () => {
    await host.client.readings.review({ readingId: opened() });
    await look(series(), true);
  });

export const sign = (meaning: SignatureMeaning, password: string | null): Promise<void> =>
  attempt(async () => {
    const { signer, signedAt, utcOffsetMinutes } = await host.client.readings.sign({
      readingId: opened(),
      meaning,
      password,
    });
    await look(series(), true);
    notice('ok', rt('sign.done', { name: signer.printedName, time: signedAtText(signedAt, utcOffsetMinutes) }));
  });

export const lock = (): Promise<void> =>
  attempt(async () => {
    await host.client.readings.lock({ readingId: opened() });
    await look(series(), true);
  });

export const correct = (reason: string): Promise<void> =>
  attempt(async () => {
    await host.client.readings.correct({ readingId: opened(), reason });
    showReading(null);
  });

export const readIndependently = (): Promise<void> =>
  attempt(async () => {
    await host.client.readings.second({ seriesId: series() });
    showReading(null);
  });

export const discard = (reason: string): Promise<void> =>
  attempt(async () => {
    await host.client.readings.discard({ readingId: opened(), reason });
    notice('ok', rt('discard.done'));
    showReading(null);
  });

export const decide = (choice: AdjudicationChoice, reason: string): Promise<void> =>
  attempt(async () => {
    await host.client.readings.adjudicate({ seriesId: series(), choice, reason });
    if (choice === 'new') showReading(null);
    else await look(series(), true);
  });
