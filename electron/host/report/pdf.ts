/** The one user of pdfmake: document definitions in, PDF bytes out. Fonts are files of the installation; nothing else is read, nothing fetched. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import pdfmake from 'pdfmake';
import type { DocumentDefinition } from 'pdfmake';
import type { Paper } from '../../core/contract/package.ts';
import { texts } from './texts.ts';

const fontFolder = join(dirname(createRequire(import.meta.url).resolve('pdfmake/package.json')), 'fonts', 'Roboto');
const font = (name: string): string => join(fontFolder, `Roboto-${name}.ttf`);
/** Roboto (Apache 2.0) has all of Latin, Greek and Cyrillic; it is embedded, so that every reader shows the same. */
const fonts = {
  Roboto: { normal: font('Regular'), bold: font('Medium'), italics: font('Italic'), bolditalics: font('MediumItalic') },
};
const allowed: ReadonlySet<string> = new Set(Object.values(fonts.Roboto));

pdfmake.setFonts(fonts);
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => allowed.has(path));

export type Document = Omit<DocumentDefinition, 'pageSize' | 'defaultStyle' | 'language'>;

export async function renderPdf(document: Document, paper: Paper): Promise<Buffer> {
  return pdfmake
    .createPdf({
      ...document,
      pageSize: paper === 'a4' ? 'A4' : 'LETTER',
      defaultStyle: { font: 'Roboto', fontSize: 9, lineHeight: 1.15, color: '#1d2733' },
      language: texts.language,
    })
    .getBuffer();
}
