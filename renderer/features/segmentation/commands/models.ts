import type { Command } from '../../../app/commands/index.ts';
import { openModels } from '../actions/models.ts';
import { mt } from '../modelTexts.ts';
import { isDrawable, useSegmentation } from '../store.ts';
import { t } from '../texts.ts';

const state = useSegmentation.getState;

export const modelCommands: readonly Command[] = [
  {
    id: 'segment.runModel',
    title: mt('command.runModel'),
    group: t('group.segment'),
    keys: ['Shift+M'],
    isEnabled: () => isDrawable(state()) && state().busy === null && !state().brushing,
    run: openModels,
    undoLabel: mt('command.runModel'),
    watch: [useSegmentation.subscribe],
  },
];
