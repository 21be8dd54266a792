import type { Command } from '../../app/commands/index.ts';
import { windowPresets, type WindowPreset } from '../../imaging/index.ts';
import { resetViews, setPreset, showNextLarge, toggleCrosshair, toggleLarge } from './actions.ts';
import { useViewer } from './store.ts';
import { t } from './texts.ts';

const group = t('group.view');
const isOpen = (): boolean => useViewer.getState().stage !== null;

/** Follows the stage that is open, whichever that is. */
function watchStage(listener: () => void): () => void {
  let stage = useViewer.getState().stage;
  let stop = stage?.subscribe(listener);
  const unsubscribe = useViewer.subscribe((state) => {
    if (state.stage !== stage) {
      stop?.();
      stage = state.stage;
      stop = stage?.subscribe(listener);
    }
    listener();
  });
  return () => {
    stop?.();
    unsubscribe();
  };
}

function isPreset(preset: WindowPreset): boolean {
  const window = useViewer.getState().stage?.state().window;
  return window?.centre === windowPresets[preset].centre && window.width === windowPresets[preset].width;
}

const preset = (name: WindowPreset, title: string, key: string): Command => ({
  id: `view.window.${name}`,
  title,
  group,
  keys: [key],
  isEnabled: isOpen,
  isActive: () => isPreset(name),
  run: () => {
    setPreset(name);
  },
  watch: [watchStage],
});

export const viewerCommands: readonly Command[] = [
  preset('liver', t('command.windowLiver'), '1'),
  preset('softTissue', t('command.windowSoftTissue'), '2'),
  preset('lung', t('command.windowLung'), '3'),
  {
    id: 'view.layout',
    title: () => t(useViewer.getState().large === null ? 'command.layoutOne' : 'command.layoutThree'),
    group,
    keys: ['V'],
    isEnabled: isOpen,
    isActive: () => useViewer.getState().large !== null,
    run: () => {
      toggleLarge(useViewer.getState().current);
    },
    watch: [useViewer.subscribe],
  },
  {
    id: 'view.next',
    title: t('command.nextView'),
    group,
    keys: ['Shift+V'],
    isEnabled: isOpen,
    run: showNextLarge,
    watch: [useViewer.subscribe],
  },
  {
    id: 'view.reset',
    title: t('command.reset'),
    group,
    keys: ['0'],
    isEnabled: isOpen,
    run: resetViews,
    watch: [useViewer.subscribe],
  },
  {
    id: 'view.crosshair',
    title: t('command.crosshair'),
    group,
    keys: ['X'],
    isEnabled: isOpen,
    isActive: () => useViewer.getState().stage?.state().crosshair ?? false,
    run: toggleCrosshair,
    watch: [watchStage],
  },
];
