import { openShortcuts } from '../features/settings/index.ts';
import { t } from '../i18n/index.ts';
import { openPalette, type Command } from './commands/index.ts';
import { printPage } from './printing.ts';
import { goTo, routes } from './routes.ts';
import { setReading, useSession } from './session.ts';

const go = (id: string, title: string, keys: string[], route: () => string): Command => ({
  id,
  title,
  group: t('group.go'),
  keys,
  run: () => {
    goTo(route());
  },
});

/** Where the workspace is: the series that was open last, if there is one. */
export function workspaceRoute(): string {
  const { seriesId } = useSession.getState();
  return seriesId ? routes.workspaceOf(seriesId) : routes.workspace;
}

/** Commands that are there in every place. */
export const appCommands: readonly Command[] = [
  go('go.library', t('go.library'), ['Alt+1'], () => routes.library),
  go('go.workspace', t('go.workspace'), ['Alt+2'], workspaceRoute),
  go('go.record', t('go.record'), ['Alt+3'], () => routes.record),
  go('go.agreement', t('go.agreement'), [], () => routes.agreement),
  go('go.audit', t('go.audit'), ['Alt+4'], () => routes.audit),
  go('go.settings', t('go.settings'), ['Alt+5'], () => routes.settings),
  { id: 'app.palette', title: t('palette.open'), group: t('group.app'), keys: ['Mod+K'], run: openPalette },
  { id: 'app.shortcuts', title: t('shortcuts.open'), group: t('group.app'), keys: ['?'], run: openShortcuts },
  {
    id: 'app.print',
    title: t('app.print'),
    group: t('group.app'),
    keys: ['Mod+P'],
    needs: 'exports.printed',
    run: printPage,
  },
  {
    id: 'app.reading',
    title: t('reading.on'),
    group: t('group.app'),
    keys: ['Alt+R'],
    isActive: () => useSession.getState().reading,
    run: () => {
      setReading(!useSession.getState().reading);
    },
    watch: [useSession.subscribe],
  },
];
