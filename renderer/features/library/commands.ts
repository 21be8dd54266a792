import type { Command } from '../../app/commands/index.ts';
import { t } from '../../i18n/index.ts';
import { openFiles, openFolder, openSample } from './actions/bringIn.ts';
import { showImports } from './actions/imports.ts';

const group = t('group.library');

export const libraryCommands: readonly Command[] = [
  {
    id: 'library.openFolder',
    title: t('library.openFolder'),
    group,
    keys: ['Mod+O'],
    needs: 'library.startImport',
    run: openFolder,
  },
  {
    id: 'library.openFiles',
    title: t('library.openFiles'),
    group,
    keys: ['Mod+Shift+O'],
    needs: 'library.startImport',
    run: openFiles,
  },
  { id: 'library.openSample', title: t('library.openSample'), group, needs: 'library.startSample', run: openSample },
  { id: 'library.imports', title: t('library.imports'), group, run: showImports },
];
