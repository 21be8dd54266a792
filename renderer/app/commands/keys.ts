/**
 * Keys are written `Mod+Shift+Z`, `B`, `[`, `ArrowUp`, `Space`. `Mod` is Ctrl, or Command on a Mac. A sign that needs Shift on some
 * keyboards is written as the sign alone (`?`, not `Shift+/`), because it is elsewhere on others.
 */
interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const modifiers = ['Mod', 'Alt', 'Shift'] as const;
const isLetter = (key: string) => /^\p{L}$/u.test(key);
const isSign = (key: string) => key.length === 1 && !isLetter(key);

/** The one spelling of a key: modifiers in order, letters in capitals. Throws on what is no key. */
export function normaliseKey(text: string): string {
  const parts = text === '+' ? ['+'] : text.split(/\+(?!$)/);
  const key = parts.at(-1) ?? '';
  const held = parts.slice(0, -1);
  const unknown = held.find((part) => !modifiers.some((modifier) => modifier === part));
  if (key === '' || unknown !== undefined) throw new Error(`"${text}" is not a key.`);
  return spell(key, new Set(held));
}

/** The pressed key in the spelling of `normaliseKey`; null while only modifiers are held. */
export function pressedKey(press: KeyPress, mac: boolean): string | null {
  if (['Control', 'Meta', 'Alt', 'Shift', 'AltGraph', 'Dead', 'Unidentified', 'Process'].includes(press.key))
    return null;
  const held = new Set<string>();
  if (mac ? press.metaKey : press.ctrlKey) held.add('Mod');
  // The other of the two belongs to the system: no command of ours has it.
  if (mac ? press.ctrlKey : press.metaKey) return null;
  if (press.altKey) held.add('Alt');
  if (press.shiftKey) held.add('Shift');
  return spell(press.key === ' ' ? 'Space' : press.key, held);
}

function spell(key: string, held: ReadonlySet<string>): string {
  const kept = modifiers.filter((modifier) => held.has(modifier) && !(modifier === 'Shift' && isSign(key)));
  return [...kept, isLetter(key) ? key.toUpperCase() : key].join('+');
}

const names: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Delete: 'Del',
};

/** As shown to a person: `Ctrl+K`, or `⌘K` on a Mac. */
export function showKey(text: string, mac: boolean): string {
  const parts = normaliseKey(text).split(/\+(?!$)/);
  const signs: Readonly<Record<string, string>> = mac ? { Mod: '⌘', Alt: '⌥', Shift: '⇧' } : { Mod: 'Ctrl' };
  return parts.map((part) => signs[part] ?? names[part] ?? part).join(mac ? '' : '+');
}

export const isMac = (): boolean => typeof navigator !== 'undefined' && navigator.userAgent.includes('Mac OS');
