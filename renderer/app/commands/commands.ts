/** The program's one registry and its hooks. */
import { useEffect, useSyncExternalStore } from 'react';
import { isMac, showKey } from './keys.ts';
import { createRegistry, type Command, type CommandState } from './registry.ts';
import { person, refusal } from '../../host/person.ts';
import { noticeError } from '../notices.ts';

export const commands = createRegistry({
  onError: noticeError,
  refusal,
  watch: person.subscribe,
  onConflict(sentence) {
    // Two commands on one key is a fault of the program: found while developing, survived in use (the first one keeps the key).
    if (import.meta.env.DEV) throw new Error(sentence);
  },
});

/** Offers `own` while the component is mounted. Declare the array outside of the component, or memoise it. */
export function useCommands(own: readonly Command[]): void {
  useEffect(() => commands.register(own), [own]);
}

/** A command as it stands now; renders again only when that changes. Undefined while nobody offers it. */
export function useCommand(id: string): (CommandState & { readonly shortcut: string | undefined }) | undefined {
  const snapshot = useSyncExternalStore(commands.subscribe, () => JSON.stringify(commands.state(id) ?? null));
  const state = JSON.parse(snapshot) as CommandState | null;
  return state ? { ...state, shortcut: shortcutOf(id) } : undefined;
}

/** All commands offered now. */
export const useCommandList = (): readonly Command[] => useSyncExternalStore(commands.subscribe, commands.list);

/** The key shown beside a command, e.g. `Ctrl+K`. */
export function shortcutOf(id: string): string | undefined {
  const key = commands.get(id)?.keys?.[0];
  return key === undefined ? undefined : showKey(key, isMac());
}
