import { buildIfNeeded } from '../../../scripts/buildAll.ts';

/** The tests drive the built window; a stale one would prove nothing. */
export default async function build(): Promise<void> {
  await buildIfNeeded((line) => process.stdout.write(`${line}\n`));
}
