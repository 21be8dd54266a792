/** Whether odm.xml is well formed, its references lead somewhere, and its data are those of the record. */
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { subjectEvents } from '../../export/odm/clinical.ts';
import { ODM_NAMESPACE } from '../../export/odm/odm.ts';
import type { XmlElement } from '../../export/odm/xml.ts';
import type { PackageRecord } from '../record.ts';

interface Parsed {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Parsed[];
}

/** Deeper than any ODM file. */
const MAX_DEPTH = 32;

/** The tree of elements without texts. Document types, and so entities of its own, are refused. */
function parse(xml: string): Parsed | null {
  const roots: Parsed[] = [];
  const open: Parsed[] = [];
  const problems: string[] = [];
  const parser = new SaxesParser({ xmlns: false });
  parser.on('error', ({ message }) => problems.push(message));
  parser.on('doctype', () => problems.push('a document type'));
  parser.on('opentag', ({ name, attributes }: SaxesTagPlain) => {
    const element: Parsed = { name, attributes, children: [] };
    if (open.length > MAX_DEPTH) problems.push('nested too deeply');
    (open.at(-1)?.children ?? roots).push(element);
    open.push(element);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(xml).close();
  return problems.length > 0 ? null : (roots[0] ?? null);
}

function* walk(element: Parsed): Generator<Parsed> {
  yield element;
  for (const child of element.children) yield* walk(child);
}

/** What refers to what (ODM 1.3.2, 2.3): attribute of a reference, element that it names. */
const references: Readonly<Record<string, string>> = {
  StudyEventOID: 'StudyEventDef',
  FormOID: 'FormDef',
  ItemGroupOID: 'ItemGroupDef',
  ItemOID: 'ItemDef',
  MeasurementUnitOID: 'MeasurementUnit',
  CodeListOID: 'CodeList',
  UserOID: 'User',
  LocationOID: 'Location',
  SignatureOID: 'SignatureDef',
  StudyOID: 'Study',
  MetaDataVersionOID: 'MetaDataVersion',
};

function danglingReference(root: Parsed): string | null {
  const defined = new Map<string, Set<string>>();
  for (const { name, attributes } of walk(root)) {
    const oid = attributes['OID'];
    if (oid === undefined) continue;
    const known = defined.get(name) ?? new Set<string>();
    if (known.has(oid)) return `odm.xml defines ${name} ${oid} twice.`;
    defined.set(name, known.add(oid));
  }
  for (const { name, attributes } of walk(root))
    for (const [attribute, target] of Object.entries(references)) {
      const oid = attributes[attribute];
      if (oid !== undefined && defined.get(target)?.has(oid) !== true)
        return `odm.xml refers in ${name} to ${target} ${oid}, which it doesn't define.`;
    }
  return null;
}

interface Node {
  readonly name: string;
  readonly attributes?: XmlElement['attributes'];
  readonly children?: readonly Node[];
}

/** Every item's value under its path of events, forms and groups. */
function itemValues(events: readonly Node[]): Map<string, string> {
  const values = new Map<string, string>();
  const visit = ({ name, attributes = {}, children = [] }: Node, path: string): void => {
    if (name === 'ItemData') {
      values.set(`${path} ${String(attributes['ItemOID'])}`, String(attributes['Value']));
      return;
    }
    const key = ['StudyEventOID', 'StudyEventRepeatKey', 'FormOID', 'ItemGroupOID', 'ItemGroupRepeatKey']
      .map((attribute) => attributes[attribute])
      .filter((value) => value !== null && value !== undefined)
      .join(':');
    for (const child of children) visit(child, `${path}/${key}`);
  };
  for (const event of events) visit(event, '');
  return values;
}

function headProblem({ name, attributes }: Parsed): string | null {
  const expected = { xmlns: ODM_NAMESPACE, ODMVersion: '1.3.2', FileType: 'Snapshot' };
  if (name !== 'ODM') return 'odm.xml is no ODM file.';
  const other = Object.entries(expected).find(([attribute, value]) => attributes[attribute] !== value);
  return other ? `odm.xml has ${attributes[other[0]] ?? 'nothing'} as ${other[0]}, not ${other[1]}.` : null;
}

/** @returns a sentence, or null */
export function odmProblem(xml: string, record: PackageRecord): string | null {
  const root = parse(xml);
  if (!root) return 'odm.xml is not well formed.';
  const problem = headProblem(root) ?? danglingReference(root);
  if (problem !== null) return problem;
  const subjects = [...walk(root)].filter(({ name }) => name === 'SubjectData');
  const subject = subjects[0];
  if (subjects.length !== 1 || subject?.attributes['SubjectKey'] !== record.subject.code)
    return 'odm.xml is not of exactly the subject of this package.';
  const expected = itemValues(subjectEvents({ record, audit: new Map(), userOid: () => '', locationOid: '' }));
  const found = itemValues(subject.children.filter(({ name }) => name === 'StudyEventData'));
  for (const [path, value] of expected)
    if (found.get(path) !== value)
      return `odm.xml says ${found.get(path) ?? 'nothing'} for ${path.split(' ').at(-1)!}, the record says ${value}.`;
  const extra = [...found.keys()].find((path) => !expected.has(path));
  return extra === undefined ? null : `odm.xml has a value that the record doesn't have: ${extra.split(' ').at(-1)!}.`;
}
