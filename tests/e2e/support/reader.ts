/** What a radiologist does in the workspace with mouse and keys, in patient coordinates. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { Vec3, VolumeGeometry } from '../../../electron/core/domain/geometry.ts';
import {
  atVoxelSlice,
  fittedCamera,
  patientToCanvas,
  sliceNumber,
  viewPlanes,
  type Size,
} from '../../../renderer/imaging/camera.ts';
import type { SliceLine } from './sampleReader.ts';

const PAGE_SLICES = 10;

export class Reader {
  readonly #page: Page;
  readonly #geometry: VolumeGeometry;
  readonly #axial: Locator;

  constructor(page: Page, geometry: VolumeGeometry) {
    this.#page = page;
    this.#geometry = geometry;
    this.#axial = page.locator('[data-view="axial"]');
  }

  async choose(tool: string): Promise<void> {
    await this.#page.getByRole('button', { name: tool, exact: true }).click();
  }

  /** Lines drawn now wait for "Grow": otherwise the test would race against the pause after a stroke. */
  async growOnlyWhenAsked(): Promise<void> {
    const label = 'Grow after each stroke';
    const box = this.#page.getByRole('checkbox', { name: label });
    // The box itself is hidden behind the mark that is drawn.
    if (await box.isChecked()) await this.#page.getByText(label).click();
    await expect(box).not.toBeChecked();
  }

  async setBrush(shape: 'Sphere' | 'Disc in the slice', radiusMm: number): Promise<void> {
    await this.#page.getByRole('radio', { name: shape }).check();
    const slider = this.#page.getByRole('slider', { name: 'Radius' });
    await slider.fill(String(radiusMm));
    await expect(slider).toHaveValue(String(radiusMm));
  }

  /** By its key, as soon as the workspace is there. */
  async askForLiver(): Promise<void> {
    await expect(this.#page.locator('[data-step="liver"]')).toBeVisible();
    await this.#page.keyboard.press('a');
  }

  async press(button: string): Promise<void> {
    await this.#page.getByRole('button', { name: button, exact: true }).click();
  }

  async draw(lines: readonly SliceLine[]): Promise<void> {
    for (const { k, pointsMm } of lines) {
      const [first, ...rest] = await this.#onScreen(k, pointsMm);
      await this.#page.mouse.move(...first!);
      await this.#page.mouse.down();
      for (const point of rest) await this.#page.mouse.move(...point, { steps: 8 });
      await this.#page.mouse.up();
    }
  }

  async click(lines: readonly SliceLine[]): Promise<void> {
    for (const { k, pointsMm } of lines)
      for (const point of await this.#onScreen(k, pointsMm)) await this.#page.mouse.click(...point);
  }

  /** The result of a long step is shown as a preview; it is applied, named in the history and stored. */
  async apply(title: RegExp): Promise<void> {
    const bar = this.#page.locator('[data-preview]');
    await expect(bar).toContainText(title, { timeout: 120_000 });
    await bar.getByRole('button', { name: /^Apply/ }).click();
    await this.expectDone(title);
  }

  /** In the guide at the top left. */
  async takeStep(step: 'Check' | 'Sign'): Promise<void> {
    const guide = this.#page.locator('[data-step]');
    await guide.locator('.seg-guide').getByRole('listitem').filter({ hasText: step }).getByRole('button').click();
    await expect(guide).toHaveAttribute('data-step', step.toLowerCase());
  }

  /** What the step "Check" lists, by kind. */
  async checks(): Promise<string[]> {
    await expect(this.#page.getByText('Checking…')).toBeHidden();
    const rows = this.#page.locator('[data-check]');
    return await rows.evaluateAll((each) => each.map((row) => row.getAttribute('data-check') ?? ''));
  }

  /** The found liver says how sure it is. */
  async expectSureness(): Promise<void> {
    await expect(this.#page.locator('[data-confidence]')).toHaveText(/^\d+ %$/);
  }

  /** The history names this as the last thing done, and it is stored. */
  async expectDone(title: RegExp): Promise<void> {
    const current = this.#page.locator('.seg-history__entry[aria-current="true"]');
    await expect(current).toHaveText(title, { timeout: 60_000 });
    await this.expectSaved();
  }

  async expectSaved(): Promise<void> {
    await expect(this.#page.locator('[data-save="saved"]')).toBeVisible({ timeout: 60_000 });
  }

  /** A volume or ratio as the panel has it, unrounded. */
  async value(quantity: string): Promise<number> {
    const text = await this.#page.locator(`[data-quantity="${quantity}"]`).first().getAttribute('data-value');
    expect(text, quantity).toMatch(/^[\d.]+$/);
    return Number(text);
  }

  async #onScreen(k: number, pointsMm: readonly Vec3[]): Promise<[number, number][]> {
    const box = await this.#axial.boundingBox();
    const size: Size = { width: box!.width, height: box!.height };
    const plane = viewPlanes(this.#geometry).axial;
    const camera = atVoxelSlice(this.#geometry, plane, fittedCamera(this.#geometry, plane, size), k);
    await this.#scrollTo(sliceNumber(this.#geometry, plane, camera));
    return pointsMm.map((point) => {
      const [x, y] = patientToCanvas(plane, camera, size, point);
      return [box!.x + x, box!.y + y];
    });
  }

  async #scrollTo(number: number): Promise<void> {
    await this.#axial.focus();
    let left = number - Number(await this.#axial.getAttribute('data-slice'));
    while (left !== 0) {
      const page = Math.abs(left) >= PAGE_SLICES;
      await this.#page.keyboard.press(`${page ? 'Page' : 'Arrow'}${left > 0 ? 'Down' : 'Up'}`);
      left -= Math.sign(left) * (page ? PAGE_SLICES : 1);
    }
    await expect(this.#axial).toHaveAttribute('data-slice', String(number));
  }
}
