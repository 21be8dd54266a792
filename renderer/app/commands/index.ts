export { CommandButton, CommandIcon, CommandTool } from './CommandButton.tsx';
export { CommandPalette, openPalette } from './CommandPalette.tsx';
export { commands, shortcutOf, useCommand, useCommandList, useCommands } from './commands.ts';
export { Hotkeys } from './Hotkeys.tsx';
export { isMac, showKey } from './keys.ts';
export type { Command } from './registry.ts';
