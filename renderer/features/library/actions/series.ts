/** What a person does with a series of the list. */
import type { ContrastPhase, JoinOffer, ResampleKind, Series } from '../../../../electron/core/contract/library.ts';
import { notice, noticeError } from '../../../app/notices.ts';
import { goTo, routes } from '../../../app/routes.ts';
import { host } from '../../../host/index.ts';
import { t } from '../../../i18n/index.ts';
import type { Sorting } from '../../../ui/index.ts';
import { canOpen } from '../model/series.ts';
import { useLibrary } from '../store.ts';

const { setState: set } = useLibrary;

export function openSeries(series: Series): void {
  if (canOpen(series)) goTo(routes.workspaceOf(series.id));
  else notice('warning', t('library.refusedShort'), series.problems.map(({ message }) => message).join(' '));
}

/** What was found about another series' files may no longer be so when the person comes back to it. */
export const selectSeries = (selectedId: string | null): void => {
  set(({ checked, selectedId: before }) => ({ selectedId, checked: selectedId === before ? checked : {} }));
};
export const sortBy = (sorting: Sorting): void => {
  set({ sorting });
};

/** Marks the series as busy while the host works on it, and says what went wrong. */
async function whileBusy(seriesIds: readonly string[], work: () => Promise<void>): Promise<void> {
  set(({ busy }) => ({ busy: [...busy, ...seriesIds] }));
  try {
    await work();
  } catch (error) {
    noticeError(error);
  } finally {
    set(({ busy }) => ({ busy: busy.filter((id) => !seriesIds.includes(id)) }));
  }
}

/** `phase` null takes the confirmation back. */
export const confirmPhase = (seriesId: string, phase: ContrastPhase | null): Promise<void> =>
  whileBusy([seriesId], async () => {
    await host.client.library.confirmPhase({ seriesId, phase });
  });

export const offerKey = ({ seriesIds }: Pick<JoinOffer, 'seriesIds'>): string => [...seriesIds].sort().join(' ');

export const joinSeries = ({ seriesIds }: JoinOffer): Promise<void> =>
  whileBusy(seriesIds, async () => {
    const joined = await host.client.library.joinSeries({ seriesIds });
    selectSeries(joined.id);
  });

/** Until the window is opened again. */
export const declineOffer = (offer: JoinOffer): void => {
  set(({ declined }) => ({ declined: [...declined, offerKey(offer)] }));
};

export const separateSeries = (seriesId: string): Promise<void> =>
  whileBusy([seriesId], async () => {
    const { seriesIds } = await host.client.library.separateSeries({ seriesId });
    set(({ declined }) => ({ declined: [...declined, offerKey({ seriesIds })] }));
    selectSeries(seriesIds[0] ?? null);
  });

/** Computes a series from this one and goes to it. */
export const resample = (seriesId: string, kind: ResampleKind): Promise<void> =>
  whileBusy([seriesId], async () => {
    const computed = await host.client.library.resample({ seriesId, kind });
    selectSeries(computed.id);
  });

export const checkOriginals = (seriesId: string): Promise<void> =>
  whileBusy([seriesId], async () => {
    const found = await host.client.library.checkOriginals({ seriesId });
    set(({ checked }) => ({ checked: { ...checked, [seriesId]: found } }));
  });
