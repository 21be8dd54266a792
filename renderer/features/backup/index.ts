export { BackupSettings } from './components/BackupSettings.tsx';
