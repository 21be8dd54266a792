export { announceJobs } from './actions.ts';
export { libraryCommands } from './commands.ts';
export { LibraryDialogs } from './components/LibraryDialogs.tsx';
export { LibraryPage } from './components/LibraryPage.tsx';
export { canOpen, geometryLabel, geometryTone, seriesTitle, sizeText, spacingText } from './model.ts';
