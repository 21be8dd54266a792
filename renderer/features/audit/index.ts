export { AuditPage } from './components/AuditPage.tsx';
export { HistoryButton, type HistoryOf } from './components/HistoryButton.tsx';
