import type { Command } from '../../../app/commands/index.ts';
import { isDrawable, useSegmentation } from '../store.ts';
import { t } from '../texts.ts';
import { chooseMask } from './actions.ts';
import { it } from './texts.ts';

const state = useSegmentation.getState;

export const importCommands: readonly Command[] = [
  {
    id: 'segment.importMask',
    title: it('command.import'),
    group: t('group.segment'),
    keys: ['Shift+I'],
    isEnabled: () => isDrawable(state()) && state().busy === null && !state().brushing,
    run: chooseMask,
    undoLabel: it('import.title'),
    watch: [useSegmentation.subscribe],
  },
];
