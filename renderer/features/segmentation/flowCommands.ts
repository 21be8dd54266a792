/** The steps of a case that are no tools: finding the liver, and what to do with its result. */
import type { Command } from '../../app/commands/index.ts';
import { awaitReady, findLiver, nextDoubtful, toggleDoubtful } from './actions/index.ts';
import { ft } from './flowTexts.ts';
import { isDrawable, useSegmentation } from './store.ts';
import { t } from './texts.ts';

const state = useSegmentation.getState;
const watch = [useSegmentation.subscribe];
const group = t('group.segment');
const hasPlaces = (): boolean => (state().certainty?.places.length ?? 0) > 0;

/** Its images are still loading: the first thing to do can be asked for already. */
const isComing = (): boolean => state().phase === 'loading';

/** "Apply grow liver from 2 strokes", while there is something to apply. */
export function previewTitle(what: 'apply' | 'cancelPreview'): string | null {
  const { preview } = state();
  return preview === null ? null : ft(`command.${what}`, { what: preview.action.title });
}

export const flowCommands: readonly Command[] = [
  {
    id: 'segment.findLiver',
    title: ft('command.findLiver'),
    group,
    keys: ['A'],
    isEnabled: () => isComing() || (isDrawable(state()) && state().busy === null && !state().brushing),
    run: async () => {
      if (isComing()) awaitReady('segment.findLiver');
      else await findLiver();
    },
    undoLabel: ft('command.findLiver'),
    watch,
  },
  {
    id: 'segment.nextDoubtful',
    title: ft('command.nextDoubtful'),
    group,
    keys: ['D'],
    isEnabled: hasPlaces,
    run: nextDoubtful,
    watch,
  },
  {
    id: 'segment.showDoubtful',
    title: ft('command.showDoubtful'),
    group,
    keys: ['Shift+D'],
    isEnabled: hasPlaces,
    isActive: () => state().certainty?.shown ?? false,
    run: toggleDoubtful,
    watch,
  },
];
