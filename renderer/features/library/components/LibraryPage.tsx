import { FileInput, FlaskConical, FolderOpen, History } from 'lucide-react';
import { useCallback, useMemo, type ReactNode } from 'react';
import type { Series } from '../../../../electron/core/contract/library.ts';
import { CommandButton, commands, shortcutOf } from '../../../app/commands/index.ts';
import { errorSentence } from '../../../app/notices.ts';
import { useSession } from '../../../app/session.ts';
import { shell, useQuery, useRefusal } from '../../../host/index.ts';
import { t } from '../../../i18n/index.ts';
import { Banner, Disclosure, Page, Panel, Row } from '../../../ui/index.ts';
import { timePointName, timePointOfSeries } from '../../trial/model.ts';
import { seriesRows } from '../model/rows.ts';
import { isPutAside } from '../model/series.ts';
import { useLibrary } from '../store.ts';
import { DropTarget } from './DropTarget.tsx';
import { ImportProgress } from './ImportProgress.tsx';
import { JoinOffers } from './JoinOffers.tsx';
import { PlaceMenu } from './PlaceMenu.tsx';
import { SeriesDetails } from './SeriesDetails.tsx';
import { SeriesTable } from './SeriesTable.tsx';
import './library.css';

const libraryEvents = ['library.changed'] as const;
const trialEvents = ['trial.changed'] as const;

export function LibraryPage() {
  const { data: list, error } = useQuery('library.listSeries', {}, { refreshOn: libraryEvents });
  if (error !== undefined && !list)
    return (
      <Page title={t('library.title')}>
        <Banner tone="danger" title={t('error.load')}>
          {errorSentence(error)}
        </Banner>
      </Page>
    );
  if (!list) return <Page title={t('library.title')}>{t('common.loading')}</Page>;
  return (
    <>
      {list.length === 0 ? <FirstStart /> : <Listed list={list} />}
      <DropTarget />
    </>
  );
}

/** Whose CT a series is, as it may be shown: while reading, not which time point it is. */
function useAssigned(): (series: Series) => ReactNode {
  const { data: subjects } = useQuery('trial.listSubjects', {}, { refreshOn: trialEvents });
  const reading = useSession((session) => session.reading);
  return useCallback(
    (series: Series) => {
      const assigned = timePointOfSeries(subjects ?? [], series.id);
      if (!assigned) return null;
      return reading ? assigned.subject.code : `${assigned.subject.code} · ${timePointName(assigned.timePoint.kind)}`;
    },
    [subjects, reading],
  );
}

function Listed({ list }: { readonly list: readonly Series[] }) {
  const assigned = useAssigned();
  const sorting = useLibrary((state) => state.sorting);
  const selectedId = useLibrary((state) => state.selectedId);
  const rows = useMemo(() => seriesRows(list, sorting), [list, sorting]);
  // What someone uses is never out of sight.
  const isAside = (series: Series): boolean => isPutAside(series) && assigned(series) === null;
  const shown = rows.filter(({ series }) => !isAside(series));
  const aside = rows.filter(({ series }) => isAside(series));
  const selected = rows.find(({ series }) => series.id === selectedId) ?? shown[0] ?? aside[0];
  const table = { assigned, selectedId: selected?.series.id ?? null };
  return (
    <Page
      fill
      title={t('library.title')}
      subtitle={t('library.subtitle', { count: shown.length })}
      actions={
        <>
          <CommandButton id="library.imports" icon={History} variant="quiet" />
          {shell() && <PlaceMenu />}
          {!list.some(({ sample }) => sample) && <CommandButton id="library.openSample" icon={FlaskConical} />}
          <CommandButton id="library.openFiles" icon={FileInput} />
          <CommandButton id="library.openFolder" icon={FolderOpen} variant="primary" />
        </>
      }
    >
      <ImportProgress />
      <JoinOffers list={list} />
      <div className="library">
        <Panel flush>
          <SeriesTable
            {...table}
            label={t('library.table')}
            rows={shown}
            empty={t(aside.length > 0 ? 'library.onlyAside' : 'library.empty')}
          />
          {aside.length > 0 && (
            <div className="library__aside">
              <Disclosure summary={t('aside.title', { count: aside.length })} isOpen={shown.length === 0}>
                <p className="library__faint">{t('aside.text')}</p>
                <SeriesTable {...table} label={t('aside.table')} rows={aside} empty={t('library.empty')} />
              </Disclosure>
            </div>
          )}
        </Panel>
        {selected && <SeriesDetails key={selected.series.id} series={selected.series} />}
      </div>
    </Page>
  );
}

/** Nothing there yet: the ways to begin. */
function FirstStart() {
  const refusal = useRefusal('library.startImport');
  const card = (id: 'library.openSample' | 'library.openFolder', Icon: typeof FolderOpen) => (
    <button
      type="button"
      className="first__card"
      disabled={refusal !== null}
      title={refusal ?? undefined}
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
        <Row>
          <CommandButton id="library.openFiles" icon={FileInput} />
          {shell() && <PlaceMenu />}
          <CommandButton id="library.imports" icon={History} variant="quiet" />
        </Row>
        <p className="first__use">{t('app.researchUse')}</p>
      </div>
    </div>
  );
}
