import type { Command } from '../../app/commands/index.ts';
import { t } from '../../i18n/index.ts';
import { openFolder, openSample } from './actions.ts';

export const libraryCommands: readonly Command[] = [
  {
    id: 'library.openFolder',
    title: t('library.openFolder'),
    group: t('group.library'),
    keys: ['Mod+O'],
    run: openFolder,
  },
  { id: 'library.openSample', title: t('library.openSample'), group: t('group.library'), run: openSample },
];
