/** The site's subjects at a glance: asked for once, filtered and ordered here with every key. */
import { useMemo } from 'react';
import type { OverviewFilter, Site, SubjectSummary } from '../../../electron/core/contract/trial.ts';
import { arrangeSubjects } from '../../../electron/core/domain/subjectOverview.ts';
import { useQuery } from '../../host/index.ts';
import { useRecord } from './store.ts';

const trialEvents = ['trial.changed', 'settings.changed'] as const;

export interface SiteOverview {
  /** undefined until they are known. */
  readonly all: readonly SubjectSummary[] | undefined;
  readonly shown: readonly SubjectSummary[];
  readonly sites: readonly Site[];
  readonly error: unknown;
}

export function useOverview(filter: OverviewFilter): SiteOverview {
  const { data, error } = useQuery('trial.overview', { order: 'code' }, { refreshOn: trialEvents });
  const { data: sites } = useQuery('trial.listSites', {}, { refreshOn: trialEvents });
  const shown = useMemo(() => {
    const codes = new Map(sites?.map(({ id, code }) => [id, code]));
    return arrangeSubjects(data?.subjects ?? [], filter, codes);
  }, [data, sites, filter]);
  return { all: data?.subjects, shown, sites: sites ?? [], error };
}

/** One subject of it. */
export function useSummary(code: string): SubjectSummary | undefined {
  const { data } = useQuery('trial.overview', { text: code }, { refreshOn: trialEvents });
  return data?.subjects.find((subject) => subject.code === code);
}

/** Which subjects the overview shows now. */
export const overviewFilter = (): OverviewFilter => useRecord.getState().filter;

export function editFilter(change: OverviewFilter): void {
  useRecord.setState(({ filter }) => {
    const next = { ...filter, ...change };
    return { filter: Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined)) };
  });
}

export function clearFilter(): void {
  useRecord.setState(({ filter: { order } }) => ({ filter: order === undefined ? {} : { order } }));
}
