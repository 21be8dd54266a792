export { announceJobs } from './actions.ts';
export { libraryCommands } from './commands.ts';
export { LibraryDialogs } from './components/LibraryDialogs.tsx';
export { LibraryPage } from './components/LibraryPage.tsx';
export { canOpen, geometryLabel, geometryTone, seriesTitle, spacingText } from './model.ts';
