export { GrowthPanel } from './components/GrowthPanel.tsx';
export { ResultsPanel } from './components/ResultsPanel.tsx';
