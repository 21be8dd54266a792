import type { Command } from '../../app/commands/index.ts';
import { t } from '../../i18n/index.ts';
import { openFiles, openFolder, openSample } from './actions/bringIn.ts';
import { showImports } from './actions/imports.ts';

const group = t('group.library');

export const libraryCommands: readonly Command[] = [
  { id: 'library.openFolder', title: t('library.openFolder'), group, keys: ['Mod+O'], run: openFolder },
  { id: 'library.openFiles', title: t('library.openFiles'), group, keys: ['Mod+Shift+O'], run: openFiles },
  { id: 'library.openSample', title: t('library.openSample'), group, run: openSample },
  { id: 'library.imports', title: t('library.imports'), group, run: showImports },
];
