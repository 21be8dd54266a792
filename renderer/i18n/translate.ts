/**
 * Texts live in flat tables. A text may hold `{name}` for a value and `{count|slice|slices}` for the singular or plural word that
 * fits a number. The values a text needs are part of its type, so that none can be forgotten.
 */
type Placeholder<T extends string> = T extends `${string}{${infer Inside}}${infer Rest}`
  ? (Inside extends `${infer Name}|${string}` ? Name : Inside) | Placeholder<Rest>
  : never;

export type TextValues<T extends string> = [Placeholder<T>] extends [never]
  ? []
  : [values: Readonly<Record<Placeholder<T>, string | number>>];

export type Translate<Table extends Readonly<Record<string, string>>> = <K extends keyof Table & string>(
  key: K,
  ...values: TextValues<Table[K]>
) => string;

const plural = new Intl.PluralRules('en');

/** Fills the placeholders of one text; a placeholder without a value stays visible as it is written. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{([^{}]+)\}/g, (whole, inside: string) => {
    const [name = '', one, other] = inside.split('|');
    const value = values[name];
    if (value === undefined) return whole;
    if (one === undefined || other === undefined) return String(value);
    return plural.select(Number(value)) === 'one' ? one : other;
  });
}

/** The `t` of one table: `t('library.slices', { count: 3 })`. */
export function createTranslate<const Table extends Readonly<Record<string, string>>>(table: Table): Translate<Table> {
  const texts: Readonly<Record<string, string>> = table;
  return (key, ...values) => fill(texts[key] ?? key, values[0] ?? {});
}
