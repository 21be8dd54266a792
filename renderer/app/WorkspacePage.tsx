import { ScanEye } from 'lucide-react';
import { useEffect } from 'react';
import Workspace from '../features/viewer/index.ts';
import { t } from '../i18n/index.ts';
import { Button, EmptyState } from '../ui/index.ts';
import { goTo, routes } from './routes.ts';
import { rememberSeries } from './session.ts';

/** The workspace of one series. It is given nothing of the treatment (blinding). */
export default function WorkspacePage({ seriesId }: { readonly seriesId: string | null }) {
  useEffect(() => {
    if (seriesId) rememberSeries(seriesId);
  }, [seriesId]);
  if (seriesId) return <Workspace key={seriesId} seriesId={seriesId} />;
  return (
    <EmptyState
      icon={ScanEye}
      title={t('workspace.emptyTitle')}
      action={
        <Button
          variant="primary"
          onPress={() => {
            goTo(routes.library);
          }}
        >
          {t('workspace.toLibrary')}
        </Button>
      }
    >
      {t('workspace.emptyText')}
    </EmptyState>
  );
}
