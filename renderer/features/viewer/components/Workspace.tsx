import { Columns2, Cpu, Crosshair, Maximize2, RotateCcw, ScanEye, TriangleAlert } from 'lucide-react';
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { Series } from '../../../../electron/core/contract/library.ts';
import { CommandIcon, CommandTool, useCommands } from '../../../app/commands/index.ts';
import { errorSentence } from '../../../app/notices.ts';
import { host, useQuery } from '../../../host/index.ts';
import { isSoftwareRendered, memoryNeed, thisMachine, viewNames, type Stage } from '../../../imaging/index.ts';
import { Banner, EmptyState } from '../../../ui/index.ts';
import {
  BorderNotice,
  NewsBar,
  segmentationCommands,
  SegmentsPanel,
  ToolsPanel,
  useSegmentation,
} from '../../segmentation/index.ts';
import { ReadingBanner, ReadingDialogs, useReadings } from '../../readings/index.ts';
import { openSeries } from '../actions.ts';
import { viewerCommands } from '../commands.ts';
import { useViewer } from '../store.ts';
import { t } from '../texts.ts';
import { GeometryNotice } from './GeometryNotice.tsx';
import { LoadOverlay } from './LoadOverlay.tsx';
import { TooLarge } from './TooLarge.tsx';
import { ViewPane } from './ViewPane.tsx';
import { WindowMenu } from './WindowMenu.tsx';
import '../viewer.css';

/** The place where one series is read and drawn in. It never shows the patient's name nor anything of the treatment. */
export function Workspace({ seriesId }: { readonly seriesId: string }) {
  const { data: series, error } = useQuery('library.getSeries', { seriesId });
  if (error) {
    return (
      <EmptyState icon={TriangleAlert} title={t('series.failed')}>
        {errorSentence(error)}
      </EmptyState>
    );
  }
  if (!series) return <EmptyState icon={ScanEye} title={t('series.loading')} />;
  if (series.geometry === null || series.geometryStatus === 'refused') return <Refused series={series} />;
  const need = memoryNeed(series.geometry, thisMachine());
  if (need.obstacle !== null) return <TooLarge series={series} need={need} />;
  return <Opened series={series} geometry={series.geometry} />;
}

/** Whether a view has drawn slices that arrived. */
function useHasImage(stage: Stage | null): boolean {
  const subscribe = useCallback((listener: () => void) => stage?.subscribe(listener) ?? (() => undefined), [stage]);
  return useSyncExternalStore(subscribe, () => stage?.state().hasImage ?? false);
}

function Refused({ series }: { readonly series: Series }) {
  return (
    <div className="viewer-refused">
      <Banner tone="danger" title={t('series.refused')}>
        <p>{t('series.refusedText')}</p>
        <ul>
          {series.problems.map(({ code, message }) => (
            <li key={code + message}>{message}</li>
          ))}
        </ul>
      </Banner>
    </div>
  );
}

function Opened({ series, geometry }: { readonly series: Series; readonly geometry: NonNullable<Series['geometry']> }) {
  useCommands(viewerCommands);
  useCommands(segmentationCommands);
  const [attempt, setAttempt] = useState(0);
  const stage = useViewer((state) => state.stage);
  const large = useViewer((state) => state.large);
  const load = useViewer((state) => state.load.kind);
  // The grid of a stored series never changes: a refreshed answer must not open it again.
  const grid = JSON.stringify(geometry);
  // Another reading of the CT is shown by opening it again.
  const reopen = useReadings((state) => state.reopen);
  useEffect(() => openSeries(series.id, JSON.parse(grid) as typeof geometry), [series.id, grid, attempt, reopen]);
  const openAgain = () => {
    setAttempt(attempt + 1);
  };
  // What could not be opened while the line was lost is opened when it is back.
  useEffect(
    () =>
      host.connection.subscribe(({ state }, before) => {
        const failed = useViewer.getState().load.kind === 'failed' || useSegmentation.getState().phase === 'failed';
        if (failed && state === 'open' && before.state !== 'open') setAttempt((last) => last + 1);
      }),
    [],
  );
  return (
    <div className="viewer" data-loaded={load} data-first-image={useHasImage(stage) ? '' : undefined}>
      <h1 className="visually-hidden">{t('workspace.title')}</h1>
      <ToolsPanel />
      <div className="viewer__middle">
        <ViewBar />
        <ReadingBanner />
        <GeometryNotice series={series} />
        <NewsBar onReload={openAgain} />
        <div className={`viewer__views ${large === null ? '' : 'viewer__views--one'}`}>
          {stage &&
            viewNames.map((name) => (
              <ViewPane key={name} stage={stage} name={name} hidden={large !== null && large !== name} />
            ))}
          <LoadOverlay series={series} onAgain={openAgain} />
        </div>
      </div>
      <SegmentsPanel />
      <ReadingDialogs />
    </div>
  );
}

const software = `${t('engine.software')}: ${t('engine.softwareWhy')}`;

function ViewBar() {
  return (
    <div className="viewer__bar" role="toolbar" aria-label={t('group.view')}>
      <WindowMenu />
      <div className="viewer__bar-space">
        <BorderNotice />
      </div>
      {isSoftwareRendered() && (
        <span className="viewer__engine" role="img" aria-label={software} title={software}>
          <Cpu aria-hidden size={14} strokeWidth={1.5} />
        </span>
      )}
      <CommandTool id="view.crosshair" icon={Crosshair} />
      <CommandIcon id="view.reset" icon={RotateCcw} />
      <CommandTool id="view.layout" icon={Maximize2} />
      <CommandIcon id="view.next" icon={Columns2} />
    </div>
  );
}
