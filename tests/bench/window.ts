/** The built window in a real Chromium with graphics in software, against the same Chromium opening an empty page. Prints rows as JSON. */
import { chromium, type Browser, type Page } from '@playwright/test';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startHost, type HostProcess } from '../../scripts/hostProcess.ts';
import { App } from '../e2e/support/app.ts';
import { chromiumOptions } from '../e2e/support/chromium.ts';
import { peakMemoryMb, seconds, showMemory, showSeconds, times, type Row } from './measure.ts';

const caseFolder = process.argv[2]!;
const work = mkdtempSync(path.join(os.tmpdir(), 'remnant-bench-window-'));
const rows: Row[] = [];
const viewport = { width: 1600, height: 1000 };

let browser!: Browser;
const emptyPage = await seconds(async () => {
  browser = await chromium.launch(chromiumOptions());
  await (await browser.newPage({ viewport })).goto('about:blank');
});
await browser.close();

let host!: HostProcess;
let page!: Page;
const coldStart = await seconds(async () => {
  host = await startHost({ dataFolder: path.join(work, 'data'), fromSource: false });
  browser = await chromium.launch(chromiumOptions());
  page = await browser.newPage({ viewport });
  await new App(page).open(host.url);
  await page.getByRole('button', { name: 'Open a folder' }).waitFor();
});
rows.push({
  what: 'cold start: host, Chromium, library shown',
  value: showSeconds(coldStart),
  ratio: times(coldStart, emptyPage, `Chromium with an empty page (${showSeconds(emptyPage)})`),
});

const app = new App(page);
const toList = await seconds(async () => {
  await app.library.openFolder.click();
  await app.library.chooseFolder(caseFolder);
  await app.library.rows.first().waitFor();
  await page.getByRole('progressbar').waitFor({ state: 'detached' });
});
rows.push({ what: 'folder chosen to series listed', value: showSeconds(toList) });

let toFirst = 0;
const toFull = await seconds(async () => {
  const start = performance.now();
  await app.library.openSeries(0);
  await page.locator('[data-first-image]').waitFor();
  toFirst = (performance.now() - start) / 1000;
  await page.locator('[data-loaded="ready"]').waitFor({ timeout: 120_000 });
});
rows.push({ what: 'series opened to first image', value: showSeconds(toFirst) });
rows.push({ what: 'series opened to full volume in three planes', value: showSeconds(toFull) });
rows.push({ what: 'peak memory of the page', value: showMemory(pageMemoryMb()) });
rows.push({ what: 'peak memory of the host', value: showMemory(peakMemoryMb(host.pid)) });

await browser.close();
await host.close();
rmSync(work, { recursive: true, force: true });
process.stdout.write(JSON.stringify(rows));

/** The largest of Chromium's renderer processes that this process has started. */
function pageMemoryMb(): number | null {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const renderers = pids.filter((pid) => commandLine(pid).includes('--type=renderer'));
  const peaks = renderers.map((pid) => peakMemoryMb(Number(pid)) ?? 0);
  return peaks.length > 0 ? Math.max(...peaks) : null;
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
