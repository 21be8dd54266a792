import { FileText, FlaskConical, FolderOpen } from 'lucide-react';
import { useMemo } from 'react';
import { CommandButton, commands, shortcutOf } from '../../../app/commands/index.ts';
import { errorSentence } from '../../../app/notices.ts';
import { useQuery } from '../../../host/index.ts';
import { t } from '../../../i18n/index.ts';
import { Banner, Button, Page, Panel } from '../../../ui/index.ts';
import { showReport } from '../actions.ts';
import { sortSeries } from '../model.ts';
import { useLibrary } from '../store.ts';
import { ImportProgress } from './ImportProgress.tsx';
import { SeriesDetails } from './SeriesDetails.tsx';
import { SeriesTable } from './SeriesTable.tsx';
import './library.css';

const libraryEvents = ['library.changed'] as const;
const importEvents = ['library.changed', 'jobs.changed'] as const;

export function LibraryPage() {
  const { data: list, error } = useQuery('library.listSeries', {}, { refreshOn: libraryEvents });
  const { data: imports } = useQuery('library.listImports', {}, { refreshOn: importEvents });
  const sorting = useLibrary((state) => state.sorting);
  const selectedId = useLibrary((state) => state.selectedId);
  const sorted = useMemo(() => sortSeries(list ?? [], sorting), [list, sorting]);
  const selected = sorted.find(({ id }) => id === selectedId) ?? sorted[0];
  const last = imports?.[0];

  if (error !== undefined && !list)
    return (
      <Page title={t('library.title')}>
        <Banner tone="danger" title={t('error.load')}>
          {errorSentence(error)}
        </Banner>
      </Page>
    );
  if (!list) return <Page title={t('library.title')}>{t('common.loading')}</Page>;
  if (list.length === 0) return <FirstStart />;
  return (
    <Page
      fill
      title={t('library.title')}
      subtitle={t('library.subtitle', { count: list.length })}
      actions={
        <>
          {last && (
            <Button
              variant="quiet"
              icon={FileText}
              onPress={() => {
                showReport(last.id);
              }}
            >
              {t('library.showReport')}
            </Button>
          )}
          {!list.some(({ sample }) => sample) && <CommandButton id="library.openSample" icon={FlaskConical} />}
          <CommandButton id="library.openFolder" icon={FolderOpen} variant="primary" />
        </>
      }
    >
      <ImportProgress />
      <div className="library">
        <Panel flush>
          <SeriesTable list={sorted} selectedId={selected?.id ?? null} />
        </Panel>
        {selected && <SeriesDetails series={selected} />}
      </div>
    </Page>
  );
}

/** Nothing there yet: the two ways to begin. */
function FirstStart() {
  const card = (id: 'library.openSample' | 'library.openFolder', Icon: typeof FolderOpen) => (
    <button
      type="button"
      className="first__card"
      onClick={() => {
        commands.run(id);
      }}
    >
      <Icon aria-hidden size={26} strokeWidth={1.4} />
      <strong>{t(id)}</strong>
      <span>{t(`${id}Text`)}</span>
      {shortcutOf(id) && <kbd>{shortcutOf(id)}</kbd>}
    </button>
  );
  return (
    <div className="first">
      <div className="first__inner">
        <h1>{t('library.firstTitle')}</h1>
        <p>{t('library.firstText')}</p>
        <ImportProgress />
        <div className="first__cards">
          {card('library.openSample', FlaskConical)}
          {card('library.openFolder', FolderOpen)}
        </div>
        <p className="first__use">{t('app.researchUse')}</p>
      </div>
    </div>
  );
}
