export { openShortcuts } from './actions.ts';
export { SettingsPage } from './components/SettingsPage.tsx';
export { ShortcutsDialog } from './components/ShortcutsDialog.tsx';
