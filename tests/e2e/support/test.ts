/** `test` with a host, and the app in a page that must stay without errors and without any request to elsewhere. */
import { test as base, expect, type Page } from '@playwright/test';
import { App } from './app.ts';
import { startTestHost, type TestHost } from './host.ts';

interface Fixtures {
  readonly host: TestHost;
  readonly app: App;
}

export const test = base.extend<Fixtures>({
  host: async ({ browserName }, use) => {
    const host = await startTestHost(browserName);
    await use(host);
    await host.dispose();
  },
  app: async ({ page, host }, use) => {
    const complaints = watch(page, host);
    const app = new App(page);
    await use(app);
    const isExpected = (complaint: string) => app.expectedComplaints.some((part) => complaint.includes(part));
    expect(complaints.filter((complaint) => !isExpected(complaint))).toEqual([]);
  },
});

export { expect };

/** Errors of the page, and requests that would have left this machine. */
function watch(page: Page, host: TestHost): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    const text = message.text();
    const line = host.origin().replace('http', 'ws');
    const noticedAbsence = host.wasAway() && text.startsWith(`WebSocket connection to '${line}/ws' failed`);
    if (message.type() === 'error' && !noticedAbsence) complaints.push(`console: ${text}`);
  });
  page.on('pageerror', (error) => complaints.push(`page: ${error.message}`));
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== host.origin() && protocol !== 'blob:' && protocol !== 'data:')
      complaints.push(`request: ${request.url()}`);
  });
  return complaints;
}
