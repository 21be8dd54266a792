import { useMemo } from 'react';
import type { Visit } from '../../../electron/core/contract/trial.ts';
import { useQuery } from '../../host/index.ts';

const trialEvents = ['trial.changed'] as const;

/** The planned CTs of each subject, by its id. */
export function usePlans(): ReadonlyMap<string, readonly Visit[]> {
  const { data } = useQuery('trial.listPlans', {}, { refreshOn: trialEvents });
  return useMemo(() => new Map(data?.map(({ subjectId, visits }) => [subjectId, visits])), [data]);
}
