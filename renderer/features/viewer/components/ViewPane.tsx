import { useLayoutEffect, useRef, useSyncExternalStore, type KeyboardEvent } from 'react';
import type { Stage, ViewName, ViewState } from '../../../imaging/index.ts';
import { useSegmentation } from '../../segmentation/index.ts';
import { setCurrent, toggleLarge } from '../actions.ts';
import { t } from '../texts.ts';

interface ViewPaneProps {
  readonly stage: Stage;
  readonly name: ViewName;
  readonly hidden: boolean;
}

const PAGE_SLICES = 10;
const KEY_ZOOM = 1.25;
/** Negative and positive ends of the patient's axis that a view's slices run along. */
const ends: Readonly<Record<ViewName, readonly [string, string]>> = {
  axial: ['F', 'H'],
  coronal: ['A', 'P'],
  sagittal: ['R', 'L'],
};

/** What a key does while a view has the focus; true when it was one of ours. */
function onViewKey(stage: Stage, name: ViewName, key: string): boolean {
  const { sliceCount } = stage.state().views[name];
  const scrolls: Readonly<Record<string, number>> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: PAGE_SLICES,
    PageUp: -PAGE_SLICES,
    End: sliceCount,
    Home: -sliceCount,
  };
  const slices = scrolls[key];
  if (slices !== undefined) stage.scroll(name, slices);
  else if (key === '+') stage.zoom(name, KEY_ZOOM);
  else if (key === '-') stage.zoom(name, 1 / KEY_ZOOM);
  else return false;
  return true;
}

export function ViewPane({ stage, name, hidden }: ViewPaneProps) {
  const host = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => (host.current ? stage.attach(name, host.current) : undefined), [stage, name]);
  const { views, window } = useSyncExternalStore(stage.subscribe, stage.state);
  const draws = useSegmentation((state) => state.tool !== 'navigate' && state.tool !== 'window');
  const view = views[name];
  const title = t(`view.${name}`);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !onViewKey(stage, name, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <section
      className={`viewer-pane viewer-pane--${name}`}
      hidden={hidden}
      aria-label={t('view.name', { view: title })}
    >
      <div
        ref={host}
        className="viewer-pane__stage"
        data-view={name}
        data-slice={view.sliceNumber}
        data-slices={view.sliceCount}
        data-position-mm={view.positionMm.toFixed(2)}
        data-zoom={view.zoom.toFixed(3)}
        tabIndex={0}
        role="img"
        aria-label={`${t('view.name', { view: title })}, ${t('view.slice', { number: view.sliceNumber, count: view.sliceCount })}`}
        onKeyDown={onKeyDown}
        onPointerEnter={() => {
          setCurrent(name);
        }}
        onFocus={() => {
          setCurrent(name);
        }}
        onDoubleClick={() => {
          // While drawing, two quick strokes are two strokes.
          if (!draws) toggleLarge(name);
        }}
      />
      <Letters {...view.letters} />
      <div className="viewer-corner viewer-corner--top-left">
        <span className={`viewer-plane viewer-plane--${name}`}>{title}</span>
      </div>
      <div className="viewer-corner viewer-corner--bottom-left">
        <span className="viewer-corner__strong">
          {t('view.slice', { number: view.sliceNumber, count: view.sliceCount })}
        </span>
        <span>{position(name, view)}</span>
      </div>
      <div className="viewer-corner viewer-corner--bottom-right">
        <span>{t('view.window', { width: window.width, centre: window.centre })}</span>
        <span>{t('view.zoom', { zoom: view.zoom.toFixed(1) })}</span>
      </div>
    </section>
  );
}

const position = (name: ViewName, { positionMm }: ViewState): string =>
  t('view.position', { letter: ends[name][positionMm < 0 ? 0 : 1], mm: Math.abs(positionMm).toFixed(1) });

function Letters({ left, right, top, bottom }: ViewState['letters']) {
  return (
    <>
      <span className="viewer-letter viewer-letter--left" data-edge="left">
        {left}
      </span>
      <span className="viewer-letter viewer-letter--right" data-edge="right">
        {right}
      </span>
      <span className="viewer-letter viewer-letter--top" data-edge="top">
        {top}
      </span>
      <span className="viewer-letter viewer-letter--bottom" data-edge="bottom">
        {bottom}
      </span>
    </>
  );
}
