/** The record's pages as site staff use them. */
import { expect, type Download, type Locator, type Page } from '@playwright/test';
import { quantities, type QuantityId } from '../../../electron/core/domain/quantities.ts';

export type NumbersTable = 'Volumes and ratios' | 'Growth';

export class RecordPlace {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async newSubject(subject: { code: string; sex: string; date: string; heightCm: number; weightKg: number }) {
    await this.#page.getByRole('button', { name: 'New subject' }).first().click();
    const form = this.#dialog('New subject');
    await form.getByLabel('Subject code').fill(subject.code);
    await this.#select(form, 'Sex', subject.sex);
    await form.getByLabel('Measured on').fill(subject.date);
    await form.getByLabel('Height').fill(String(subject.heightCm));
    await form.getByLabel('Weight').fill(String(subject.weightKg));
    await this.#send(form, 'Add subject');
  }

  async assign(timePoint: string, seriesDate: string) {
    await this.#page.getByRole('button', { name: 'Assign a CT' }).click();
    const form = this.#dialog('Assign a CT');
    await this.#select(form, 'Time point', timePoint);
    await form.getByRole('row').filter({ hasText: seriesDate }).click();
    await this.#send(form, 'Assign');
  }

  async addEmbolisation(embolisation: { date: string; procedure: string; choices: readonly string[] }) {
    await this.#page.getByRole('button', { name: 'Add embolisation' }).click();
    const form = this.#dialog('Add embolisation');
    await form.getByLabel('Date').fill(embolisation.date);
    await this.#select(form, 'Procedure', embolisation.procedure);
    for (const choice of embolisation.choices) {
      const [group = '', name = ''] = choice.split(': ');
      // The box itself is hidden behind the mark that is drawn.
      await form.getByRole('group', { name: group }).getByText(name, { exact: true }).click();
    }
    await this.#send(form, 'Add embolisation');
  }

  /** The number that a table gives for a quantity under its full name; `column` counts the values from 0. NaN where there is none. */
  async number(table: NumbersTable, quantity: QuantityId, column = 0): Promise<number> {
    return Number.parseFloat(await this.cell(table, quantity, column).innerText());
  }

  cell(table: NumbersTable, quantity: QuantityId, column = 0): Locator {
    return this.row(table, quantities[quantity].name).getByRole('cell').nth(column);
  }

  /** @param name the row's own, in full */
  row(table: NumbersTable, name: string): Locator {
    return this.#page
      .locator('section')
      .filter({ has: this.#page.getByRole('heading', { name: table, exact: true }) })
      .getByRole('row')
      .filter({ has: this.#page.getByRole('rowheader', { name, exact: true }) });
  }

  async export(button: string): Promise<Download> {
    const [download] = await Promise.all([
      this.#page.waitForEvent('download'),
      this.#page.getByRole('button', { name: button }).first().click(),
    ]);
    return download;
  }

  /** One of the files that the segmentation of the first CT can leave as. */
  async exportSegmentation(entry: string): Promise<Download> {
    const [download] = await Promise.all([
      this.#page.waitForEvent('download'),
      (async () => {
        await this.#page.getByRole('button', { name: 'Export', exact: true }).first().click();
        await this.#page.getByRole('menuitem', { name: entry, exact: true }).click();
      })(),
    ]);
    return download;
  }

  #dialog(name: string): Locator {
    return this.#page.getByRole('dialog', { name });
  }

  async #select(form: Locator, label: string, option: string) {
    await form.getByRole('button', { name: label }).click();
    await this.#page.getByRole('option', { name: option, exact: true }).click();
  }

  async #send(form: Locator, button: string) {
    await form.getByRole('button', { name: button, exact: true }).click();
    await expect(form).toBeHidden();
  }
}
