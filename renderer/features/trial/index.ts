export { trialCommands } from './commands.ts';
export { PlansPage } from './components/PlansPage.tsx';
export { RecordPage } from './components/RecordPage.tsx';
export { overviewFilter } from './overview.ts';
export { timePointName, timePointOfSeries } from './model.ts';
