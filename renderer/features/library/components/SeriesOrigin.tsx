import { Boxes, CornerUpLeft, Split } from 'lucide-react';
import type { Series } from '../../../../electron/core/contract/library.ts';
import { AllowedButton } from '../../../app/AllowedButton.tsx';
import { t } from '../../../i18n/index.ts';
import { Button } from '../../../ui/index.ts';
import { resample, selectSeries, separateSeries } from '../actions/series.ts';
import { useLibrary } from '../store.ts';

interface OfSeries {
  readonly series: Series;
}

const useIsBusy = ({ id }: Series): boolean => useLibrary((state) => state.busy.includes(id));

/** For slices that make no regular volume as they are: what can be done, and what that does. */
export function Resample({ series }: OfSeries) {
  const isBusy = useIsBusy(series);
  if (!series.canResample) return null;
  return (
    <div className="library__origin">
      <AllowedButton
        needs="library.resample"
        icon={Boxes}
        isDisabled={isBusy}
        onPress={() => {
          void resample(series.id, 'regular_grid');
        }}
      >
        {t(isBusy ? 'resample.busy' : 'resample.regular')}
      </AllowedButton>
      <p className="library__faint">{t('resample.regularText')}</p>
    </div>
  );
}

/** For a series that was computed from another one; how is said among its remarks. */
export function Computed({ series: { derivedFrom, problems } }: OfSeries) {
  if (derivedFrom === null) return null;
  const isTold = problems.some(({ message }) => message === derivedFrom.statement);
  return (
    <div className="library__origin">
      <p className="library__faint">{isTold ? t('resample.computed') : derivedFrom.statement}</p>
      <Button
        size="sm"
        icon={CornerUpLeft}
        onPress={() => {
          selectSeries(derivedFrom.seriesId);
        }}
      >
        {t('resample.source')}
      </Button>
    </div>
  );
}

/** For a volume that was joined from several series: the way back. */
export function Joined({ series }: OfSeries) {
  const isBusy = useIsBusy(series);
  if (!series.joined) return null;
  return (
    <div className="library__origin">
      <p className="library__faint">{t('join.joinedText')}</p>
      <AllowedButton
        needs="library.separateSeries"
        icon={Split}
        isDisabled={isBusy}
        onPress={() => {
          void separateSeries(series.id);
        }}
      >
        {t('join.separate')}
      </AllowedButton>
    </div>
  );
}
