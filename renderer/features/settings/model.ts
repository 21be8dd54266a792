/** The list of shortcuts, out of the registry. Pure. */
import type { Command } from '../../app/commands/registry.ts';

export interface ShortcutGroup {
  readonly group: string;
  readonly entries: readonly { readonly id: string; readonly title: string; readonly keys: readonly string[] }[];
}

/** Commands that have a key, by group, groups in the order in which they appear. */
export function shortcutGroups(commands: readonly Command[]): ShortcutGroup[] {
  const withKeys = commands.filter(({ keys }) => keys !== undefined && keys.length > 0);
  const names = [...new Set(withKeys.map(({ group }) => group))];
  return names.map((group) => ({
    group,
    entries: withKeys
      .filter((command) => command.group === group)
      .map(({ id, title, keys }) => ({ id, title: typeof title === 'string' ? title : title(), keys: keys ?? [] })),
  }));
}
