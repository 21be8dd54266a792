import { useState } from 'react';
import type { Series } from '../../../../electron/core/contract/library.ts';
import { AllowedButton } from '../../../app/AllowedButton.tsx';
import { noticeError } from '../../../app/notices.ts';
import { halfSize, memoryNeed, thisMachine } from '../../../imaging/index.ts';
import { openHalfSize } from '../actions.ts';
import { t } from '../texts.ts';

export const canHalve = ({ geometry, derivedFrom }: Series): boolean =>
  geometry !== null &&
  derivedFrom?.kind !== 'half_size' &&
  memoryNeed(halfSize(geometry), thisMachine()).obstacle === null;

/** Computes the series at half size and opens that; nothing where it is one already, or where that would not fit either. */
export function OpenHalfSize({ series }: { readonly series: Series }) {
  const [isBusy, setIsBusy] = useState(false);
  if (!canHalve(series)) return null;
  return (
    <AllowedButton
      needs="library.resample"
      variant="primary"
      isDisabled={isBusy}
      onPress={() => {
        setIsBusy(true);
        openHalfSize(series.id)
          .catch(noticeError)
          .finally(() => {
            setIsBusy(false);
          });
      }}
    >
      {t(isBusy ? 'large.busy' : 'large.halfSize')}
    </AllowedButton>
  );
}
