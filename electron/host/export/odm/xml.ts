/** XML as text: the few forms that an ODM file needs, escaped by XML 1.0 (2.4). */

export interface XmlElement {
  readonly name: string;
  /** null and undefined are left out. */
  readonly attributes?: Readonly<Record<string, string | number | null | undefined>>;
  readonly children?: readonly XmlElement[];
  /** Instead of children. */
  readonly text?: string;
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** Everything that XML 1.0 can't hold (2.2): control characters but tab and line ends, halves of surrogate pairs, U+FFFE and U+FFFF. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** A line end or tab in an attribute would come back as a blank (3.3.3), so it is written as a reference. */
function escaped(text: string): string {
  return text
    .replaceAll(FORBIDDEN, '\u{FFFD}')
    .replaceAll(/[&<>"]/g, (character) => escapes[character]!)
    .replaceAll(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function write({ name, attributes = {}, children = [], text }: XmlElement, indent: string): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(String(value))}"`)
    .join('');
  const start = `${indent}<${name}${written}`;
  if (text !== undefined) return `${start}>${escaped(text)}</${name}>\n`;
  if (children.length === 0) return `${start}/>\n`;
  return `${start}>\n${children.map((child) => write(child, `${indent}  `)).join('')}${indent}</${name}>\n`;
}

export const element = (
  name: string,
  attributes: XmlElement['attributes'] = {},
  children: readonly XmlElement[] = [],
): XmlElement => ({ name, attributes, children });

export const textElement = (name: string, text: string, attributes: XmlElement['attributes'] = {}): XmlElement => ({
  name,
  attributes,
  text,
});

/** One element with everything in it, as a part of another document. */
export const xmlText = (root: XmlElement): string => write(root, '');

/** A whole document in UTF-8. */
export const xmlDocument = (root: XmlElement): string => `<?xml version="1.0" encoding="UTF-8"?>\n${xmlText(root)}`;
