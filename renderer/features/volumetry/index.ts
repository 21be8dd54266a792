export { exportResultsCsv, exportSegmentation } from './actions.ts';
export { GrowthPanel } from './components/GrowthPanel.tsx';
export { ResultsPanel } from './components/ResultsPanel.tsx';
export { useProtocol } from './protocols.ts';
