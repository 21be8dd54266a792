import { writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { WebContents } from 'electron';

const LOOK_EVERY_MS = 400;
const MOST_LOOKS = 60;
/** Alike in a row before it counts as quiet. */
const QUIET_LOOKS = 4;

/** Writes what the window shows, once it has stopped changing, as PNG. */
export async function takeScreenshot(contents: Pick<WebContents, 'capturePage'>, file: string): Promise<void> {
  let last: Buffer = Buffer.alloc(0);
  let alike = 0;
  for (let look = 0; look < MOST_LOOKS && alike < QUIET_LOOKS; look++) {
    const png = (await contents.capturePage()).toPNG();
    alike = png.equals(last) ? alike + 1 : 0;
    last = png;
    await pause(LOOK_EVERY_MS);
  }
  await writeFile(file, last);
}
