export { AuditPage } from './components/AuditPage.tsx';
export { HistoryButton } from './components/HistoryButton.tsx';
