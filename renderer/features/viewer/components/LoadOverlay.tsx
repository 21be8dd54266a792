import type { Series } from '../../../../electron/core/contract/library.ts';
import { useQuery } from '../../../host/index.ts';
import { Banner, Button, ProgressBar } from '../../../ui/index.ts';
import { LostOriginals } from '../../library/index.ts';
import { stopLoading } from '../actions.ts';
import { useViewer } from '../store.ts';
import { t } from '../texts.ts';
import { OpenHalfSize } from './OpenHalfSize.tsx';

/** Over the views while images arrive, and when they don't. */
export function LoadOverlay({ series, onAgain }: { readonly series: Series; readonly onAgain: () => void }) {
  const load = useViewer((state) => state.load);
  if (load.kind === 'ready') return null;
  if (load.kind === 'loading')
    return (
      <div className="viewer__load" role="status">
        <ProgressBar label={t('load.title')} fraction={load.fraction} detail={`${Math.round(load.fraction * 100)} %`} />
        <Button size="sm" onPress={stopLoading}>
          {t('load.cancel')}
        </Button>
      </div>
    );
  const failed = load.kind === 'failed';
  const again = (
    <Button size="sm" onPress={onAgain}>
      {t('load.again')}
    </Button>
  );
  return (
    <div className="viewer__load viewer__load--ended">
      <Banner
        tone={failed ? 'danger' : 'neutral'}
        title={t(failed ? 'load.failed' : 'load.cancelled')}
        action={failed && load.outOfMemory ? <OpenHalfSize series={series} /> : again}
      >
        {failed ? load.reason : t('load.cancelledText')}
      </Banner>
      {failed && <WhatIsLost seriesId={series.id} />}
    </div>
  );
}

/** Images that can't be read are most often images that are no longer there. */
function WhatIsLost({ seriesId }: { readonly seriesId: string }) {
  const { data } = useQuery('library.checkOriginals', { seriesId });
  return data ? <LostOriginals {...data} /> : null;
}
