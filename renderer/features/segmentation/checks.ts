/** The checks of what is drawn now. */
import { useMemo } from 'react';
import { checksOf, type Check } from '../../../electron/core/domain/checks.ts';
import { useSegmentation } from './store.ts';

/** In the order of the work; null before the first look. */
export function useChecks(): readonly Check[] | null {
  const faults = useSegmentation((state) => state.faults);
  const counts = useSegmentation((state) => state.counts);
  const geometry = useSegmentation((state) => state.geometry);
  const unconfirmedLesions = useSegmentation(
    ({ lesions }) => lesions.filter(({ lesion }) => lesion.state === 'proposed').length,
  );
  return useMemo(
    () => (faults === null || geometry === null ? null : checksOf({ faults, counts, geometry, unconfirmedLesions })),
    [faults, counts, geometry, unconfirmedLesions],
  );
}
