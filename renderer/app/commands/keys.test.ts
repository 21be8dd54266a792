import { describe, expect, it } from 'vitest';
import { normaliseKey, pressedKey, showKey } from './keys.ts';

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe('keys', () => {
  it('spells a key in one way', () => {
    expect(normaliseKey('Shift+Mod+z')).toBe('Mod+Shift+Z');
    expect(normaliseKey('+')).toBe('+');
    expect(normaliseKey('Mod++')).toBe('Mod++');
    expect(() => normaliseKey('Ctrl+Z')).toThrow();
    expect(() => normaliseKey('')).toThrow();
  });
  it('reads Ctrl on a PC and Command on a Mac as Mod, and leaves the other one to the system', () => {
    expect(pressedKey(press('z', { ctrlKey: true }), false)).toBe('Mod+Z');
    expect(pressedKey(press('z', { metaKey: true }), true)).toBe('Mod+Z');
    expect(pressedKey(press('z', { metaKey: true }), false)).toBeNull();
    expect(pressedKey(press('z', { ctrlKey: true }), true)).toBeNull();
  });
  it('takes a sign as it is, however it is typed', () => {
    expect(pressedKey(press('?', { shiftKey: true }), false)).toBe(normaliseKey('?'));
    expect(pressedKey(press('Z', { shiftKey: true, ctrlKey: true }), false)).toBe(normaliseKey('Mod+Shift+Z'));
    expect(pressedKey(press(' '), false)).toBe('Space');
  });
  it('waits while only modifiers are held', () => {
    expect(pressedKey(press('Shift', { shiftKey: true }), false)).toBeNull();
  });
  it('shows keys as the platform writes them', () => {
    expect(showKey('Mod+Shift+Z', false)).toBe('Ctrl+Shift+Z');
    expect(showKey('Mod+Shift+Z', true)).toBe('⌘⇧Z');
    expect(showKey('ArrowUp', false)).toBe('↑');
    expect(showKey('Mod++', false)).toBe('Ctrl++');
  });
});
