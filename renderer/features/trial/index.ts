export { trialCommands } from './commands.ts';
export { PlansPage } from './components/PlansPage.tsx';
export { RecordPage } from './components/RecordPage.tsx';
export { daysSinceEmbolisation, timePointName, timePointOfSeries } from './model.ts';
