import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, onTestFinished, test } from 'vitest';
import { programProtocol } from '../../volumetry/protocols.ts';
import { packageRecord } from '../../package/record.ts';
import { loadMapping, mappingFile } from './mapping.ts';
import { odmFile } from './odm.ts';
import { wideCsv } from './wideCsv.ts';
import { element, textElement, xmlDocument } from './xml.ts';

const fixtures = join(import.meta.dirname, '../../../../tests/fixtures/package');
const record = packageRecord.parse(JSON.parse(readFileSync(join(fixtures, 'record.json'), 'utf8')));
const protocol = programProtocol('dragon2')!;

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'remnant-odm-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}
const mapping = () => loadMapping(temporary(), protocol);
const odm = (): string =>
  odmFile({
    record,
    protocol,
    mapping: mapping(),
    audit: new Map([
      [
        record.measures[0]!.id,
        { user: 'staff', at: '2026-03-01T09:00:00.000Z', reason: 'a scale was wrong', sequence: 12 },
      ],
    ]),
    fileOid: 'remnant.package.1',
    priorFileOid: null,
    createdAt: '2026-03-02T10:00:00.000Z',
    version: '1.2.3',
    siteName: null,
  });

describe('golden files', () => {
  test("the sponsor's table", async () => {
    await expect(wideCsv(record, mapping())).toMatchFileSnapshot(join(fixtures, 'results-wide.csv'));
  });

  test('the people and the clinical data of the ODM file', async () => {
    const text = odm();
    const part = text.slice(text.indexOf('  <AdminData'), text.indexOf('</ODM>'));
    await expect(part).toMatchFileSnapshot(join(fixtures, 'odm-clinical.xml'));
  });
});

const noXmllint = spawnSync('xmllint', ['--version']).error !== undefined;
test.skipIf(noXmllint)(
  `the ODM file holds to the schema of its standard, as far as it is used${noXmllint ? ' (skipped: xmllint of libxml2-utils is not here)' : ''}`,
  () => {
    const file = join(temporary(), 'odm.xml');
    writeFileSync(file, odm());
    const ran = spawnSync('xmllint', ['--noout', '--nonet', '--schema', join(fixtures, 'odm132.xsd'), file], {
      encoding: 'utf8',
    });
    expect(ran.stderr).toContain('validates');
    expect(ran.status).toBe(0);
  },
);

test('any text comes back from XML, but for what XML can not hold', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (inside, attribute) => {
      const read = { text: '', attribute: '' };
      const parser = new SaxesParser();
      parser.on('text', (text) => (read.text += text));
      parser.on('opentag', ({ name, attributes }) => {
        if (name === 'b') read.attribute = attributes['c'] ?? '';
      });
      parser.on('error', (error) => {
        throw error;
      });
      parser.write(xmlDocument(element('a', {}, [textElement('b', inside, { c: attribute })]))).close();
      const held = (text: string): string =>
        text.replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}');
      expect(read.attribute).toBe(held(attribute));
      expect(read.text.trim()).toBe(held(inside).trim());
    }),
  );
});

describe('item names', () => {
  test('every protocol of the program has them', () => {
    for (const id of ['dragon2', 'dragon-plc']) expect(loadMapping(temporary(), { id }).protocolId).toBe(id);
  });

  test("a site's own file wins, and is refused when it names what there is not", () => {
    const folder = temporary();
    const own = mappingFile(folder, 'dragon2');
    const shipped = mapping();
    const write = (value: unknown): void => {
      rmSync(join(folder, 'odm'), { recursive: true, force: true });
      // The folder is the site's to make.
      writeFolder(own, JSON.stringify(value));
    };
    write({ ...shipped, columns: [{ name: 'SUBJECT', item: 'SUBJECT.code' }] });
    expect(wideCsv(record, loadMapping(folder, protocol))).toBe('SUBJECT\r\nNL01-007\r\nNL01-007\r\n');
    for (const columns of [
      [{ name: 'X', item: 'SUBJECT.name' }],
      [{ name: '=X', item: 'SUBJECT.code' }],
      [
        { name: 'X', item: 'SUBJECT.code' },
        { name: 'x', item: 'SUBJECT.sex' },
      ],
    ]) {
      write({ ...shipped, columns });
      expect(() => loadMapping(folder, protocol)).toThrow(/item names/);
    }
    expect(() => loadMapping(folder, { id: 'unknown' })).toThrow(/no item names/);
  });
});

function writeFolder(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
