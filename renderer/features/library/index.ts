export { announceJobs } from './actions/imports.ts';
export { libraryCommands } from './commands.ts';
export { LibraryDialogs } from './components/LibraryDialogs.tsx';
export { LostOriginals } from './components/Originals.tsx';
export { LibraryPage } from './components/LibraryPage.tsx';
export { byteText, canOpen, seriesName } from './model/series.ts';
