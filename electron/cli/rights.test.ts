import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { createProgram } from './cli.ts';
import { commandNeeds, withoutNeeds, wordsOf } from './rights.ts';

const within = (command: Command): Command[] => [command, ...command.commands.flatMap(within)];
/** Those that do something, and not only hold others. */
const doing = within(createProgram()).filter(
  (command) => '_actionHandler' in command && command['_actionHandler'] !== null,
);

test('every command says which methods it stands for', () => {
  const known = new Set([...Object.keys(commandNeeds), ...withoutNeeds]);
  const words = doing.map(wordsOf);
  expect(words.length).toBeGreaterThan(40);
  expect(words.filter((each) => !known.has(each))).toEqual([]);
  expect([...known].filter((each) => !words.includes(each))).toEqual([]);
});
