/** The workstation as a person sees it: what the tests of browser and shell do, in its own words. */
import { expect, type Locator, type Page } from '@playwright/test';

export type Place = 'Library' | 'Workspace' | 'Record' | 'Readings' | 'Audit trail' | 'Settings';
export type ViewName = 'axial' | 'coronal' | 'sagittal';

export class App {
  readonly page: Page;
  readonly library: LibraryPlace;
  readonly workspace: Workspace;
  /** Parts of what the browser complains of because a test brought it about. */
  readonly expectedComplaints: string[] = [];

  constructor(page: Page) {
    this.page = page;
    this.library = new LibraryPlace(page);
    this.workspace = new Workspace(page);
  }

  /** @param url with the token */
  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await this.enter();
  }

  /** Into the window; on an empty data folder as one person without accounts. */
  async enter(): Promise<void> {
    const places = this.page.getByRole('navigation', { name: 'Places' });
    const alone = this.page.getByRole('button', { name: 'Work alone without accounts' });
    await expect(places.or(alone)).toBeVisible();
    if (await alone.isVisible()) await alone.click();
    await expect(places).toBeVisible();
  }

  /** As one closes a tab. */
  async close(): Promise<void> {
    await this.page.goto('about:blank');
  }

  async goTo(place: Place): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: place }).click();
  }

  /** May the page share memory with its workers? */
  isIsolated(): Promise<boolean> {
    return this.page.evaluate(() => crossOriginIsolated);
  }
}

/** @param sign what the window says while they are held over it */
async function dropFiles(
  page: Page,
  paths: readonly string[],
  sign: string,
  between: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const line = await page.context().newCDPSession(page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  const send = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    line.send('Input.dispatchDragEvent', { type, x: 400, y: 400, data });
  await send('dragEnter');
  // A window that has just appeared may not listen yet; over one that does, a file manager's pointer keeps on saying where it is.
  await expect(async () => {
    await send('dragOver');
    await expect(page.getByText(sign)).toBeVisible({ timeout: 500 });
  }).toPass();
  await between();
  await send('drop');
  await line.detach();
}

export class LibraryPlace {
  readonly #page: Page;
  readonly openSample: Locator;
  readonly openFolder: Locator;
  readonly rows: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.openSample = page.getByRole('button', { name: 'Open the sample case' });
    this.openFolder = page.getByRole('button', { name: 'Open a folder' });
    // The first row names the columns.
    this.rows = page
      .getByRole('grid', { name: 'CT series' })
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader') });
  }

  /** Makes and imports the generated patient: two CTs. */
  async importSample(): Promise<void> {
    await this.openSample.click();
    await expect(this.rows).toHaveCount(2, { timeout: 120_000 });
    // Both studies are there before the job has said that it is done.
    await expect(this.#page.getByRole('progressbar')).toHaveCount(0, { timeout: 120_000 });
  }

  /** In the folder browser of a window without the system's dialog. */
  async chooseFolder(folder: string): Promise<void> {
    const dialog = this.#page.getByRole('dialog', { name: 'Choose a folder with CT files' });
    await dialog.getByLabel('Folder', { exact: true }).fill(folder);
    await dialog.getByRole('button', { name: 'Read this folder' }).click();
  }

  /** @param date of the CT, YYYY-MM-DD */
  async openDated(date: string): Promise<void> {
    await this.open(this.rows.filter({ hasText: date }));
  }

  /** @param index of the row, from 0 */
  async openSeries(index: number): Promise<void> {
    await this.open(this.rows.nth(index));
  }

  /** The row's own place: further right are controls of their own. */
  async open(row: Locator): Promise<void> {
    await row.getByRole('rowheader').first().dblclick();
  }

  row(text: string): Locator {
    return this.rows.filter({ hasText: text });
  }

  async select(row: Locator): Promise<void> {
    await row.getByRole('rowheader').first().click();
    await expect(row).toHaveAttribute('aria-selected', 'true');
  }

  /** In the details of the selected series. */
  get details(): Locator {
    return this.#page.getByRole('complementary', { name: 'Selected series' });
  }

  /** Holds files or folders of this machine over the window, as a file manager does; `between` looks at it before they are dropped. */
  async drop(paths: readonly string[], between: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    await dropFiles(this.#page, paths, 'Drop CTs here', between);
  }

  /** Through the browser's own dialog. */
  async chooseFiles(paths: readonly string[]): Promise<void> {
    const [chooser] = await Promise.all([
      this.#page.waitForEvent('filechooser'),
      this.#page.getByRole('button', { name: 'Open files' }).click(),
    ]);
    await chooser.setFiles([...paths]);
  }

  /** Nothing comes in any more. */
  async expectQuiet(): Promise<void> {
    await expect(this.#page.getByRole('progressbar')).toHaveCount(0, { timeout: 120_000 });
  }
}

export class Workspace {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  view(name: ViewName): Locator {
    return this.#page.locator(`[data-view="${name}"]`);
  }

  async dropMask(file: string): Promise<void> {
    await dropFiles(this.#page, [file], 'Drop a mask to import it');
  }

  /** All slices are here and drawn, and nothing changes any more. */
  async expectRendered(): Promise<void> {
    await expect(this.#page.locator('[data-loaded="ready"]')).toBeVisible({ timeout: 120_000 });
    for (const name of ['axial', 'coronal', 'sagittal'] as const) {
      await expect.poll(() => this.#greyLevels(name), { message: `${name} view shows an image` }).toBeGreaterThan(16);
    }
  }

  /** How many different shades a view shows: one or two would be an empty canvas. */
  async #greyLevels(name: ViewName): Promise<number> {
    const png = await this.view(name).screenshot();
    return this.#page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')!;
      context.drawImage(bitmap, 0, 0);
      const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
      return new Set(data.filter((_, index) => index % 4 === 0)).size;
    }, png.toString('base64'));
  }
}
