import { useEffect } from 'react';
import { commands } from './commands.ts';
import { isMac, pressedKey } from './keys.ts';

const typing =
  'input:not([type=checkbox]):not([type=radio]):not([type=range]):not([type=button]), textarea, select, [contenteditable]';
/** Inside of these, keys belong to the widget. */
const ownKeys = '[role=dialog], [role=menu], [role=listbox], [role=combobox]';
const pressable = 'button, a[href], [role=button], [role=row], [role=tab], [role=radio], [role=checkbox]';

/** Keys do nothing while a person types or a dialog is open; Enter and Space belong to the control that has the focus. */
export function isForControl(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest(typing) ?? target.closest(ownKeys)) return true;
  return (key === 'Enter' || key === 'Space') && target.closest(pressable) !== null;
}

/** Runs the command on the pressed key. Rendered once. */
export function Hotkeys(): null {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const key = pressedKey(event, isMac());
      if (event.defaultPrevented || key === null || isForControl(event.target, key)) return;
      const command = commands.byKey(key);
      // The browser's own meaning of the key (save, print, reload) must not come instead of a command that is not allowed now.
      if (command) event.preventDefault();
      if (command && !commands.run(command.id)) command.onTooEarly?.();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => {
      window.removeEventListener('keydown', onKeyDown);
    };
  }, []);
  return null;
}
