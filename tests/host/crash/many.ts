/** `npm run crash [SEEDS] [FIRST]`: 500 commands for each seed, with hosts killed in the midst of them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killAgainAndAgain } from './killing.ts';

const [seeds, first] = [Number(process.argv[2] ?? 20), Number(process.argv[3] ?? 1)];
for (let seed = first; seed < first + seeds; seed++) {
  const folder = mkdtempSync(join(tmpdir(), 'remnant-crash-'));
  const { commands, done, kills, kinds } = await killAgainAndAgain(folder, seed, 500);
  rmSync(folder, { recursive: true });
  console.log(
    `seed ${seed}: ${commands} commands, ${done} done, ${kinds.size} kinds, ${kills} kills: nothing lost, trail whole`,
  );
}
