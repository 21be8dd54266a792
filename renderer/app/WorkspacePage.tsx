import { CircleX, ScanEye } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';
import { RemnantError } from '../../electron/core/contract/errors.ts';
import { canOpen } from '../features/library/index.ts';
import Workspace from '../features/viewer/index.ts';
import { useQuery } from '../host/index.ts';
import { t } from '../i18n/index.ts';
import { Button, EmptyState } from '../ui/index.ts';
import { goTo, routes } from './routes.ts';
import { rememberSeries, useSession } from './session.ts';

/** The workspace of one series. It is given nothing of the treatment (blinding). */
export default function WorkspacePage({ seriesId }: { readonly seriesId: string | null }) {
  const { data: series, error } = useQuery('library.getSeries', seriesId ? { seriesId } : null);
  const isGone = error instanceof RemnantError && (error.code === 'not_found' || error.code === 'invalid_input');
  const isOpen = series !== undefined && canOpen(series);
  useEffect(() => {
    if (isOpen) rememberSeries(series.id);
    // The window remembers a series over restarts; with another data folder it may not be there.
    if (isGone && useSession.getState().seriesId === seriesId) rememberSeries(null);
  }, [isOpen, isGone, series, seriesId]);

  if (seriesId === null) return <Nothing title={t('workspace.emptyTitle')}>{t('workspace.emptyText')}</Nothing>;
  if (isGone) return <Nothing title={t('workspace.gone')}>{t('workspace.emptyText')}</Nothing>;
  if (!series) return null;
  if (isOpen) return <Workspace key={seriesId} seriesId={seriesId} />;
  return (
    <Nothing title={t('library.refusedShort')} refused>
      {series.problems.map(({ message }) => message).join(' ')}
    </Nothing>
  );
}

function Nothing(props: { readonly title: string; readonly children: ReactNode; readonly refused?: boolean }) {
  return (
    <EmptyState
      icon={props.refused ? CircleX : ScanEye}
      title={props.title}
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
      {props.children}
    </EmptyState>
  );
}
