import type { Command } from '../../app/commands/index.ts';
import { voxelsOf } from '../../../electron/core/domain/volumetry.ts';
import {
  applyCut,
  applyPreview,
  awaitReady,
  cancelPreview,
  cancelTask,
  canGrowNow,
  changeRadius,
  clearStrokes,
  dropAwaited,
  growNow,
  interpolate,
  redo,
  setActive,
  setTool,
  toggleMasks,
  undo,
  undoable,
} from './actions/index.ts';
import { applyThreshold, reshape } from './actions/editing/index.ts';
import { canApplyThreshold, editingCommands, outlineKeys } from './commands/editing.ts';
import { modelCommands } from './commands/models.ts';
import { importCommands } from './import/commands.ts';
import { flowCommands, previewTitle } from './flowCommands.ts';
import { lesionCommands } from './lesionCommands.ts';
import { finished } from './model/cut.ts';
import type { SegmentName } from '../../../electron/core/domain/labels.ts';
import { isDrawable, useSegmentation, type ToolId } from './store.ts';
import { inSentence, t } from './texts.ts';

const state = useSegmentation.getState;
const watch = [useSegmentation.subscribe];
const isReady = (): boolean => isDrawable(state());
const isIdle = (): boolean => isReady() && state().busy === null && !state().brushing;
const group = t('group.segment');

type BasicTool = Extract<
  ToolId,
  'navigate' | 'window' | 'liverStroke' | 'tumourStroke' | 'backgroundStroke' | 'cut' | 'brush' | 'eraser'
>;

const tool = (id: BasicTool, key: string): Command => ({
  id: `tool.${id}`,
  title: t(`tool.${id}`),
  group: t('group.tools'),
  keys: [key],
  isEnabled: () => id === 'navigate' || id === 'window' || isReady(),
  isActive: () => state().tool === id,
  run: () => {
    setTool(id);
  },
  watch,
});

const activate = (segment: SegmentName, key: string): Command => ({
  id: `segment.activate.${segment}`,
  title: t('command.activate', { segment: inSentence(segment) }),
  group,
  keys: [key],
  isEnabled: isReady,
  isActive: () => state().active === segment,
  run: () => {
    setActive(segment);
  },
  watch,
});

const drawn = { liver: 'tlv', tumour: 'tumour', flr: 'flr' } as const;
const activeIsDrawn = (): boolean => isIdle() && voxelsOf(drawn[state().active], state().counts) > 0;

const cleaning = (kind: 'keepLargest' | 'fillHoles'): Command => ({
  id: `segment.${kind}`,
  title: t(`command.${kind}`),
  group,
  isEnabled: activeIsDrawn,
  run: async () => {
    await reshape({ kind });
  },
  undoLabel: t(`command.${kind}`),
  watch,
});

const canCut = (): boolean =>
  isIdle() && typeof finished(state().cutDraft) !== 'string' && voxelsOf('tlv', state().counts) > 0;

const own: readonly Command[] = [
  ...flowCommands,
  ...lesionCommands,
  ...editingCommands,
  ...modelCommands,
  ...importCommands,
  tool('navigate', 'N'),
  tool('window', 'W'),
  tool('liverStroke', 'L'),
  tool('tumourStroke', 'T'),
  tool('backgroundStroke', 'O'),
  tool('cut', 'C'),
  tool('brush', 'B'),
  tool('eraser', 'E'),
  activate('liver', 'Shift+L'),
  activate('tumour', 'Shift+T'),
  activate('flr', 'Shift+F'),
  {
    id: 'segment.grow',
    title: () => t(state().growTarget === 'liver' ? 'command.growLiver' : 'command.growTumour'),
    group,
    keys: ['G'],
    isEnabled: () => isIdle() && canGrowNow(),
    run: growNow,
    undoLabel: t('command.grow'),
    watch,
  },
  {
    id: 'segment.applyCut',
    title: t('command.applyCut'),
    group,
    isEnabled: canCut,
    run: async () => {
      await applyCut();
    },
    undoLabel: t('command.applyCut'),
    watch,
  },
  {
    id: 'segment.confirm',
    title: () =>
      outlineKeys.confirm()?.title ??
      previewTitle('apply') ??
      t(state().tool === 'cut' ? 'command.applyCut' : 'command.grow'),
    group,
    keys: ['Enter'],
    isEnabled: () =>
      outlineKeys.confirm() !== null ||
      canApplyThreshold() ||
      (state().preview !== null ? isIdle() : state().tool === 'cut' ? canCut() : isIdle() && canGrowNow()),
    run: async () => {
      const outline = outlineKeys.confirm();
      if (outline !== null) outline.run();
      else if (canApplyThreshold()) await applyThreshold();
      else if (state().preview !== null) applyPreview();
      else if (state().tool === 'cut') await applyCut();
      else growNow();
    },
    watch,
  },
  {
    id: 'segment.cancel',
    title: () =>
      state().busy !== null
        ? t('command.cancel')
        : (outlineKeys.cancel()?.title ?? previewTitle('cancelPreview') ?? t('command.putAway')),
    group,
    keys: ['Escape'],
    isEnabled: () =>
      !state().brushing &&
      (state().awaited.length > 0 || state().busy !== null || state().preview !== null || state().tool !== 'navigate'),
    run: () => {
      const outline = outlineKeys.cancel();
      if (state().awaited.length > 0) dropAwaited();
      else if (state().busy !== null) cancelTask();
      else if (outline !== null) outline.run();
      else if (state().preview !== null) cancelPreview();
      else setTool('navigate');
    },
    watch,
  },
  {
    id: 'segment.clearStrokes',
    title: t('command.clearStrokes'),
    group,
    isEnabled: () => state().strokes.length > 0,
    run: clearStrokes,
    watch,
  },
  {
    id: 'segment.interpolate',
    title: t('command.interpolate'),
    group,
    keys: ['I'],
    isEnabled: activeIsDrawn,
    run: async () => {
      await interpolate();
    },
    undoLabel: t('command.interpolate'),
    watch,
  },
  cleaning('keepLargest'),
  cleaning('fillHoles'),
  {
    id: 'segment.smaller',
    title: t('command.smaller'),
    group,
    keys: ['['],
    isEnabled: isReady,
    run: () => {
      changeRadius(-1);
    },
    watch,
  },
  {
    id: 'segment.larger',
    title: t('command.larger'),
    group,
    keys: [']'],
    isEnabled: isReady,
    run: () => {
      changeRadius(1);
    },
    watch,
  },
  {
    id: 'segment.masks',
    title: () => t(state().masksShown ? 'command.hideMasks' : 'command.showMasks'),
    group: t('group.segment'),
    keys: ['H'],
    isEnabled: () => state().phase === 'ready',
    isActive: () => !state().masksShown,
    run: toggleMasks,
    watch,
  },
  {
    id: 'segment.undo',
    title: () => {
      const what = undoable();
      return what === null ? t('command.undoNone') : t('command.undo', { what });
    },
    group,
    keys: ['Mod+Z'],
    isEnabled: () => isIdle() && undoable() !== null,
    run: undo,
    watch,
  },
  {
    id: 'segment.redo',
    title: () => {
      const next = state().history.undone.at(-1);
      return next === undefined ? t('command.redoNone') : t('command.redo', { what: next.action.title });
    },
    group,
    keys: ['Mod+Shift+Z', 'Mod+Y'],
    isEnabled: () => isIdle() && state().history.undone.length > 0,
    run: redo,
    watch,
  },
];

/** These answer what is shown, which nothing is while a series loads. */
const answers = ['segment.confirm', 'segment.cancel', 'segment.nextDoubtful', 'segment.showDoubtful'];

export const segmentationCommands: readonly Command[] = own.map((command) =>
  answers.includes(command.id)
    ? command
    : {
        ...command,
        onTooEarly: () => {
          awaitReady(command.id);
        },
      },
);
