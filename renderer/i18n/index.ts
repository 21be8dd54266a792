/** Texts. `t` reads the program's table; a feature with its own table makes its own `t` with `createTranslate`. */
import { appTexts } from './app.ts';
import { libraryTexts } from './library.ts';
import { recordTexts } from './record.ts';
import { entryTexts } from './recordEntries.ts';
import { createTranslate } from './translate.ts';

export { createTranslate } from './translate.ts';

export const t = createTranslate({ ...appTexts, ...libraryTexts, ...recordTexts, ...entryTexts });
