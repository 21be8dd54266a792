/** Passwords for the command line: from a variable or from standard input, never from the arguments, which other users of a machine can see. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { RemnantError } from '../core/contract/errors.ts';
import { say } from './print.ts';

/** Taken out of the environment, so that no process that is started later inherits it. */
function fromEnvironment(variable: string): string | undefined {
  const value = process.env[variable];
  Reflect.deleteProperty(process.env, variable);
  return value === '' ? undefined : value;
}

/** @throws RemnantError 'refused' when there is none */
export async function readPassword(variable: string, prompt: string): Promise<string> {
  const password = fromEnvironment(variable) ?? (await nextLine(prompt));
  if (password) return password;
  throw new RemnantError('refused', `Give the password in the variable ${variable} or on standard input.`);
}

const lines: string[] = [];
let reading: Promise<void> | undefined;

/** One line of standard input each time; from a terminal it isn't shown while it is typed. */
async function nextLine(prompt: string): Promise<string | undefined> {
  if (process.stdin.isTTY) return await hiddenLine(prompt);
  reading ??= (async () => {
    for await (const line of createInterface({ input: process.stdin })) lines.push(line);
  })();
  await reading;
  return lines.shift();
}

function hiddenLine(prompt: string): Promise<string> {
  say(prompt);
  const silent = new Writable({
    write: (_chunk, _encoding, done) => {
      done();
    },
  });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  return new Promise((resolve) => {
    terminal.once('line', (line) => {
      terminal.close();
      resolve(line);
    });
    terminal.once('close', () => {
      resolve('');
    });
  });
}
