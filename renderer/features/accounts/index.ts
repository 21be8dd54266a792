export { AccountsPage } from './components/AccountsPage.tsx';
export { AccountsSettings } from './components/AccountsSettings.tsx';
export { ChangePasswordDialog } from './components/ChangePassword.tsx';
export { Gate } from './components/Gate.tsx';
export { PersonMenu } from './components/PersonMenu.tsx';
export { PasswordField } from './components/PasswordField.tsx';
export { personCommands } from './commands.ts';
export { useIdleLock } from './useIdleLock.ts';
