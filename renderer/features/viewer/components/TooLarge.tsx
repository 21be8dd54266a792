import { MemoryStick } from 'lucide-react';
import type { Series } from '../../../../electron/core/contract/library.ts';
import { goTo, routes } from '../../../app/routes.ts';
import { MOST_SHARE, thisMachine, VOLUME_BYTE_BUDGET, type MemoryNeed } from '../../../imaging/index.ts';
import { Button, EmptyState } from '../../../ui/index.ts';
import { byteText } from '../../library/index.ts';
import { t } from '../texts.ts';
import { canHalve, OpenHalfSize } from './OpenHalfSize.tsx';

/** Instead of the views, before anything is allocated: what the series needs, and how it can be opened all the same. */
export function TooLarge({ series, need }: { readonly series: Series; readonly need: MemoryNeed }) {
  return (
    <EmptyState
      icon={MemoryStick}
      title={t('large.title')}
      action={
        <>
          <Button
            onPress={() => {
              goTo(routes.library);
            }}
          >
            {t('large.back')}
          </Button>
          <OpenHalfSize series={series} />
        </>
      }
    >
      {reason(series, need)} {canHalve(series) && t('large.halfText')}
    </EmptyState>
  );
}

function reason(series: Series, { bytes, obstacle }: MemoryNeed): string {
  const needed = byteText(bytes);
  const { memoryBytes, longestSide } = thisMachine();
  if (obstacle === 'voxels') return t('large.voxels');
  if (obstacle === 'texture')
    return t('large.texture', { slices: Math.max(...(series.geometry?.dims ?? [0])), most: longestSide ?? 0 });
  if (obstacle === 'machine' && memoryBytes !== null)
    return t('large.machine', { needed, machine: byteText(memoryBytes), percent: Math.round(100 * MOST_SHARE) });
  return t('large.budget', { needed, most: byteText(VOLUME_BYTE_BUDGET) });
}
