import type { Job } from '../../../electron/core/contract/jobs.ts';
import type { CompletenessItem, PackageOptions, Paper } from '../../../electron/core/contract/package.ts';
import { notice } from '../../app/notices.ts';
import { goTo } from '../../app/routes.ts';
import { blobUrl, host } from '../../host/index.ts';
import { t } from '../../i18n/index.ts';
import { routeOf } from './model.ts';
import { st } from './texts.ts';

/** Downloads what the host wrote and read back. */
export async function download(url: string, fileName: string): Promise<void> {
  const link = document.createElement('a');
  link.href = await blobUrl(url);
  link.download = fileName;
  document.body.append(link);
  link.click();
  link.remove();
}

/** Starts it; how it ends is told by `announcePackage`. */
export async function makePackage(subjectId: string, options: PackageOptions): Promise<void> {
  await host.client.package.start({ subjectId, options });
}

/** Tells how the job of a package ended, in whatever place the person is then. */
export function announcePackage({ state, title, error }: Job): void {
  if (state === 'done') notice('ok', st('made'), title);
  else if (state === 'cancelled') notice('info', st('cancelled'), title);
  else notice('danger', st('failed'), error?.message ?? title);
}

export async function makeReport(subjectId: string, paper: Paper): Promise<void> {
  const file = await host.client.package.report({ subjectId, paper });
  await download(file.url, file.fileName);
  notice('ok', st('reportMade', { name: file.fileName }));
}

export async function makeOverview(paper: Paper): Promise<void> {
  const file = await host.client.package.siteOverview({ paper });
  await download(file.url, file.fileName);
  notice('ok', st('reportMade', { name: file.fileName }));
}

/** Titles of the record's panels, by which they are found on its page. */
const titles: Readonly<Partial<Record<CompletenessItem['place']['panel'], string>>> = {
  subject: t('subject.title'),
  measures: t('measure.title'),
  embolisations: t('embolisation.title'),
  functionTests: t('functionTest.title'),
  outcome: t('outcome.title'),
  timePoints: t('timePoint.title'),
};
const WAIT_MS = 3000;

/** Goes to where an item is put right; on the record's page to the panel itself. */
export function goToItem(subjectId: string, item: CompletenessItem): void {
  goTo(routeOf(subjectId, item));
  const title = titles[item.place.panel];
  if (title !== undefined) showPanel(title);
}

/** The page is drawn when its data have come. */
function showPanel(title: string): void {
  const find = (): boolean => {
    const heading = [...document.querySelectorAll('section h2')].find(({ textContent }) => textContent === title);
    const section = heading?.closest('section');
    if (!section) return false;
    section.scrollIntoView({ block: 'start' });
    section.querySelector<HTMLElement>('button, a')?.focus({ preventScroll: true });
    return true;
  };
  if (find()) return;
  const observer = new MutationObserver(() => {
    if (find()) observer.disconnect();
  });
  observer.observe(document.body, { childList: true, subtree: true });
  setTimeout(() => {
    observer.disconnect();
  }, WAIT_MS);
}
