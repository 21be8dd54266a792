import { useShortcuts } from './store.ts';

export function openShortcuts(): void {
  useShortcuts.setState({ isOpen: true });
}
export function closeShortcuts(): void {
  useShortcuts.setState({ isOpen: false });
}
