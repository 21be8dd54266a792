import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** The tokens of the plain theme: those of the first block. */
const tokens = new Map(
  [...css.slice(0, css.indexOf('@media')).matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{6});/g)].map(([, name, hex]) => [
    name!,
    hex!,
  ]),
);

/** WCAG 2.2 relative luminance of `#rrggbb`. */
function luminance(name: string): number {
  const hex = tokens.get(name);
  if (hex === undefined) throw new Error(`no colour --${name}`);
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
}

const surfaces = ['surface-0', 'surface-1', 'surface-2', 'surface-3'];

describe('tokens', () => {
  it.each(['text', 'text-muted', 'text-faint', 'accent-strong', 'ok', 'warning', 'danger', 'info'])(
    '--%s can be read on every surface (WCAG AA, 4.5:1)',
    (text) => {
      for (const surface of surfaces) expect(contrast(text, surface)).toBeGreaterThanOrEqual(4.5);
    },
  );
  it.each(['ok', 'warning', 'danger', 'info'])('--%s can be read on its own surface', (tone) => {
    expect(contrast(tone, `${tone}-surface`)).toBeGreaterThanOrEqual(4.5);
    expect(contrast('text', `${tone}-surface`)).toBeGreaterThanOrEqual(4.5);
  });
  it('has a readable main button and a readable current place', () => {
    expect(contrast('text-on-accent', 'accent')).toBeGreaterThanOrEqual(4.5);
    expect(contrast('accent-strong', 'accent-quiet')).toBeGreaterThanOrEqual(4.5);
  });
  it.each(['border-control', 'segment-resected', 'segment-flr', 'segment-tumour'])(
    '--%s can be told from every surface (WCAG 1.4.11, 3:1)',
    (mark) => {
      for (const surface of surfaces) expect(contrast(mark, surface)).toBeGreaterThanOrEqual(3);
    },
  );
});
