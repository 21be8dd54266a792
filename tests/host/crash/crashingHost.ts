/**
 * A host that works until it is killed, or has given so many commands: `node crashingHost.ts FOLDER SEED COMMANDS`. Each line it writes
 * acknowledges a command; lines are written synchronously, so what was written was acknowledged.
 */
import { writeSync } from 'node:fs';
import { lastAuditEntry } from '../../../electron/host/db/tables/audit.ts';
import { openContext } from '../../../electron/host/openContext.ts';
import { randomFor } from '../../fuzz/random.ts';
import { randomCommand } from './commands.ts';

const [folder, seed, commands] = process.argv.slice(2);
const { context, close } = openContext({ dataFolder: folder!, version: '0.0.0-test' });
const random = randomFor(Number(seed), 0);
for (let count = 0; count < Number(commands); count++) {
  const { name, isDone } = await randomCommand(context, random);
  writeSync(1, `${JSON.stringify({ name, isDone, end: lastAuditEntry(context.db) ?? null })}\n`);
}
await close();
