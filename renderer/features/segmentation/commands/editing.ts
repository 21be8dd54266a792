/** The editing tools and what they do to the active segment. */
import type { Command } from '../../../app/commands/index.ts';
import { voxelsOf } from '../../../../electron/core/domain/volumetry.ts';
import type { ShapeOperation } from '../../../../wasm/kernels/index.ts';
import {
  applyThreshold,
  closeOutline,
  copySlice,
  dropOutline,
  resetMasking,
  reshape,
  takeBackAnchor,
  toggleLearnedHu,
} from '../actions/editing/index.ts';
import { setTool } from '../actions/index.ts';
import { actionOf } from '../actions/editing/describe.ts';
import { isLimiting, kernelMasking } from '../model/masking.ts';
import { isDrawable, useSegmentation, type SegmentationState, type ToolId } from '../store.ts';
import { inSentence, t } from '../texts.ts';
import { tt } from '../toolTexts.ts';

const state = useSegmentation.getState;
const watch = [useSegmentation.subscribe];
const isReady = (): boolean => isDrawable(state());
const isIdle = (): boolean => isReady() && state().busy === null && !state().brushing;
const group = t('group.segment');

const drawn = { liver: 'tlv', tumour: 'tumour', flr: 'flr' } as const;
const activeIsDrawn = (): boolean => isIdle() && voxelsOf(drawn[state().active], state().counts) > 0;

type EditToolId = 'contour' | 'liveWire' | 'scissors' | 'threshold' | 'shape' | 'pieces';

const tool = (id: EditToolId & ToolId, key: string): Command => ({
  id: `tool.${id}`,
  title: tt(`tool.${id}`),
  group: t('group.tools'),
  keys: [key],
  isEnabled: isReady,
  isActive: () => state().tool === id,
  run: () => {
    setTool(id);
  },
  watch,
});

/** Named as the history will name it. */
const shaping = (id: string, operation: (of: SegmentationState) => ShapeOperation): Command => {
  const title = (): string => actionOf({ ...operation(state()), segment: state().active }).title;
  return {
    id: `segment.${id}`,
    title,
    group,
    isEnabled: activeIsDrawn,
    run: async () => {
      await reshape(operation(state()));
    },
    undoLabel: id,
    watch,
  };
};

const copying = (id: 'copyNext' | 'copyPrevious', key: string): Command => ({
  id: `segment.${id}`,
  title: () => tt(`command.${id}`, { segment: inSentence(state().active) }),
  group,
  keys: [key],
  isEnabled: activeIsDrawn,
  run: () => {
    copySlice(id === 'copyNext' ? 1 : -1);
  },
  undoLabel: id,
  watch,
});

const hasOutline = (): boolean => state().outline !== null && !state().brushing;

/** What Enter, Escape and Backspace mean first while an outline is being drawn; null otherwise. */
export const outlineKeys = {
  confirm: () => (hasOutline() ? { title: tt('command.closeOutline'), run: closeOutline } : null),
  cancel: () => (hasOutline() ? { title: tt('command.dropOutline'), run: dropOutline } : null),
};

/** Enter applies what the views mark while the threshold is in hand. */
export const canApplyThreshold = (): boolean => isIdle() && state().tool === 'threshold' && state().preview === null;

export const editingCommands: readonly Command[] = [
  tool('contour', 'F'),
  tool('liveWire', 'Z'),
  tool('scissors', 'S'),
  tool('threshold', 'R'),
  tool('shape', 'M'),
  tool('pieces', 'P'),
  shaping('margin', ({ toolOptions }) => ({ kind: 'margin', marginMm: toolOptions.marginMm })),
  shaping('smooth', ({ toolOptions }) => ({ kind: 'smooth', radiusMm: toolOptions.smoothMm })),
  shaping('combine', ({ toolOptions }) => ({ kind: toolOptions.combination, other: toolOptions.other })),
  shaping('removeSmall', ({ toolOptions }) => ({ kind: 'removeSmall', belowMl: toolOptions.smallMl })),
  {
    id: 'segment.threshold',
    title: tt('command.threshold'),
    group,
    isEnabled: canApplyThreshold,
    run: async () => {
      await applyThreshold();
    },
    undoLabel: tt('command.threshold'),
    watch,
  },
  copying('copyNext', 'Q'),
  copying('copyPrevious', 'Shift+Q'),
  {
    id: 'segment.lastAnchor',
    title: tt('command.lastAnchor'),
    group,
    keys: ['Backspace'],
    isEnabled: hasOutline,
    run: takeBackAnchor,
    watch,
  },
  {
    id: 'segment.learnHu',
    title: tt('command.learnHu'),
    group,
    keys: ['Shift+R'],
    isEnabled: isReady,
    isActive: () => state().masking.huLimit === 'learned',
    run: toggleLearnedHu,
    watch,
  },
  {
    id: 'segment.resetMasking',
    title: tt('command.reset'),
    group,
    isEnabled: () => isLimiting(kernelMasking(state().masking)) || state().masking.huLimit !== 'off',
    run: resetMasking,
    watch,
  },
];
