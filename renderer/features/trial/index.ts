export { trialCommands } from './commands.ts';
export { RecordPage } from './components/RecordPage.tsx';
export { daysSinceEmbolisation, timePointName, timePointOfSeries } from './model.ts';
