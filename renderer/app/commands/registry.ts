import type { MethodId } from '../../../electron/core/domain/permissions.ts';
import { normaliseKey } from './keys.ts';

type Subscribe = (listener: () => void) => () => void;

/** Something a person can do. Toolbars, menus, keys, the palette and the list of shortcuts are views of these. */
export interface Command {
  /** `feature.verb`, e.g. `library.openFolder`. */
  readonly id: string;
  /** Imperative, sentence case; a function where it depends on state ("Undo grow liver"). */
  readonly title: string | (() => string);
  /** Heading in the palette and in the list of shortcuts. */
  readonly group: string;
  /** In the spelling of `keys.ts`; the first is the one shown. */
  readonly keys?: readonly string[];
  /** Absent: always allowed. */
  readonly isEnabled?: () => boolean;
  /** What it calls in the end: a role that may not is told so instead. */
  readonly needs?: MethodId;
  /** For tools and modes: whether it is on. */
  readonly isActive?: () => boolean;
  readonly run: () => void | Promise<void>;
  /** Its key was pressed while it was not allowed: it may be kept until it is. */
  readonly onTooEarly?: () => void;
  /** The name under which it can be undone; absent: it changes nothing or says itself that it can't be. */
  readonly undoLabel?: string;
  /** What its title, `isEnabled` and `isActive` depend on, e.g. `[useStore.subscribe]`. */
  readonly watch?: readonly Subscribe[];
}

/** A command as it stands now. */
export interface CommandState {
  readonly title: string;
  readonly enabled: boolean;
  readonly active: boolean;
  /** Why the person's role may not do it. */
  readonly refusal: string | null;
}

export interface Registry {
  /** Adds commands; returns how to take them away. A second command with an id or a key of another is a mistake in the program. */
  register(commands: readonly Command[]): () => void;
  readonly list: () => readonly Command[];
  get(id: string): Command | undefined;
  /** The command on a key in normal spelling. */
  byKey(key: string): Command | undefined;
  state(id: string): CommandState | undefined;
  /** Runs it if it is allowed now. @returns whether it ran */
  run(id: string): boolean;
  subscribe: Subscribe;
}

export interface RegistryOptions {
  /** What `run` throws or rejects with. */
  readonly onError: (error: unknown, command: Command) => void;
  readonly onConflict: (sentence: string) => void;
  /** Why the person may not call the method; null when they may. */
  readonly refusal?: (method: MethodId) => string | null;
  /** Calls back when that may have changed. */
  readonly watch?: Subscribe;
}

export function createRegistry({ onError, onConflict, refusal = () => null, watch }: RegistryOptions): Registry {
  const commands = new Map<string, Command>();
  const keys = new Map<string, Command>();
  const listeners = new Set<() => void>();
  let sorted: readonly Command[] = [];
  const changed = () => {
    for (const listener of [...listeners]) listener();
  };

  function add(command: Command): () => void {
    if (commands.has(command.id)) {
      onConflict(`The command "${command.id}" is there already.`);
      return () => undefined;
    }
    const own = (command.keys ?? []).map(normaliseKey).filter((key) => {
      const other = keys.get(key);
      if (other) onConflict(`The key ${key} of "${command.id}" belongs to "${other.id}".`);
      return !other;
    });
    commands.set(command.id, command);
    for (const key of own) keys.set(key, command);
    const unwatch = (command.watch ?? []).map((subscribe) => subscribe(changed));
    return () => {
      commands.delete(command.id);
      for (const key of own) keys.delete(key);
      for (const stop of unwatch) stop();
    };
  }

  const refusalOf = ({ needs }: Command) => (needs === undefined ? null : refusal(needs));
  const isEnabled = (command: Command) => refusalOf(command) === null && (command.isEnabled?.() ?? true);
  watch?.(changed);

  return {
    register(added) {
      const remove: (() => void)[] = [];
      const update = () => {
        sorted = [...commands.values()];
        changed();
      };
      try {
        for (const command of added) remove.push(add(command));
      } catch (error) {
        for (const undo of remove) undo();
        throw error;
      } finally {
        update();
      }
      return () => {
        for (const undo of remove) undo();
        update();
      };
    },
    list: () => sorted,
    get: (id) => commands.get(id),
    byKey: (key) => keys.get(key),
    state(id) {
      const command = commands.get(id);
      if (!command) return undefined;
      const title = typeof command.title === 'string' ? command.title : command.title();
      const active = command.isActive?.() ?? false;
      return { title, enabled: isEnabled(command), active, refusal: refusalOf(command) };
    },
    run(id) {
      const command = commands.get(id);
      if (!command || !isEnabled(command)) return false;
      try {
        const result = command.run();
        result?.catch((error: unknown) => {
          onError(error, command);
        });
      } catch (error) {
        onError(error, command);
      }
      return true;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
