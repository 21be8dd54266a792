/** Going through the lesions with one hand. */
import type { Command } from '../../app/commands/index.ts';
import { confirmAllLesions, confirmSelected, deleteLesion, goToNextLesion, selectedLesion } from './actions/lesions.ts';
import { lt } from './lesionTexts.ts';
import { isDrawable, useSegmentation } from './store.ts';
import { t } from './texts.ts';

const state = useSegmentation.getState;
const watch = [useSegmentation.subscribe];
const group = t('group.segment');
const isIdle = (): boolean => isDrawable(state()) && state().busy === null && !state().brushing;

export const lesionCommands: readonly Command[] = [
  {
    id: 'lesion.next',
    title: lt('command.next'),
    group,
    keys: ['J'],
    isEnabled: () => state().lesions.length > 0,
    run: goToNextLesion,
    watch,
  },
  {
    id: 'lesion.confirm',
    title: () => {
      const lesion = selectedLesion()?.lesion;
      if (lesion === undefined) return lt('command.confirmNone');
      return lt(lesion.state === 'proposed' ? 'command.confirm' : 'command.unconfirm', { number: lesion.number });
    },
    group,
    keys: ['Y'],
    isEnabled: () => isIdle() && selectedLesion() !== null,
    run: confirmSelected,
    undoLabel: lt('command.confirmNone'),
    watch,
  },
  {
    id: 'lesion.confirmAll',
    title: lt('command.confirmAll'),
    group,
    keys: ['Shift+Y'],
    isEnabled: () => isIdle() && state().lesions.some(({ lesion }) => lesion.state === 'proposed'),
    run: confirmAllLesions,
    undoLabel: lt('command.confirmAll'),
    watch,
  },
  {
    id: 'lesion.delete',
    title: () => {
      const lesion = selectedLesion()?.lesion;
      return lesion === undefined ? lt('command.deleteNone') : lt('command.delete', { number: lesion.number });
    },
    group,
    isEnabled: () => isIdle() && selectedLesion() !== null,
    run: () => {
      const selected = selectedLesion();
      if (selected !== null) deleteLesion(selected.lesion.id);
    },
    undoLabel: lt('command.deleteNone'),
    watch,
  },
];
