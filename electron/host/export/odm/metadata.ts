/** The study of an ODM file (CDISC ODM 1.3.2, 3.1.1): what each item is, so that the data can be read without this program. */
import { timePointKinds, type TimePointKind } from '../../../core/contract/trial.ts';
import { timePointWords } from '../../../core/domain/completeness.ts';
import type { Protocol } from '../../../core/domain/protocol.ts';
import { shownUnit } from '../../../core/domain/units.ts';
import { groupIds, groups, type GroupId, type Item, type ItemType } from './items.ts';
import type { ItemMapping } from './mapping.ts';
import { element, textElement, type XmlElement } from './xml.ts';

export const eventOid = (kind: TimePointKind): string => `SE.${kind.toUpperCase()}`;
export const itemOid = (group: GroupId, id: string): string => `IT.${group}.${id}`;
export const groupOid = (group: GroupId): string => `IG.${group}`;
export const formOid = (form: FormId): string => `F.${form}`;
export const versionOid = ({ id, version }: Pick<Protocol, 'id' | 'version'>): string => `MDV.${id}.${version}`;
export const unitOid = (ucum: string): string => `MU.${ucum}`;
const codeListOid = (group: GroupId, id: string): string => `CL.${group}.${id}`;

/** Forms with their groups; those marked occur more than once. */
export const forms = {
  SUBJECT: { label: 'Subject', groups: ['SUBJECT', 'EARLIER', 'MEASURE'] },
  EMBOLISATION: { label: 'Embolisation', groups: ['EMBOLISATION'] },
  FUNCTION: { label: 'Liver function test', groups: ['FUNCTION'] },
  VOLUMETRY: { label: 'CT and volumetry', groups: ['CT', 'VOLUMETRY', 'VERDICT', 'GROWTH'] },
  OUTCOME: { label: 'Outcome', groups: ['OUTCOME'] },
} as const satisfies Record<string, { readonly label: string; readonly groups: readonly GroupId[] }>;
export type FormId = keyof typeof forms;
const formIds = Object.keys(forms) as FormId[];
const repeating: ReadonlySet<GroupId> = new Set(['EARLIER', 'MEASURE', 'VERDICT', 'GROWTH']);
export const isRepeating = (group: GroupId): boolean => repeating.has(group);

/** Events beside the time points. */
export const events = {
  'SE.SUBJECT': { label: 'Subject', form: 'SUBJECT', repeats: false, type: 'Common' },
  'SE.EMBOLISATION': { label: 'Embolisation', form: 'EMBOLISATION', repeats: true, type: 'Unscheduled' },
  'SE.FUNCTION': { label: 'Liver function test', form: 'FUNCTION', repeats: true, type: 'Unscheduled' },
  'SE.OUTCOME': { label: 'Outcome', form: 'OUTCOME', repeats: false, type: 'Common' },
} as const satisfies Record<
  string,
  { readonly label: string; readonly form: FormId; readonly repeats: boolean; readonly type: string }
>;

const yesNo = (value: boolean): string => (value ? 'Yes' : 'No');
const translated = (name: string, text: string): XmlElement =>
  element(name, {}, [textElement('TranslatedText', text, { 'xml:lang': 'en' })]);

const allItems = groupIds.flatMap((group) =>
  (groups[group].items as readonly Item<never>[]).map((item) => ({ group, item })),
);

/** Longest text that is written; ODM wants a length for every text and integer. */
const lengths: Readonly<Partial<Record<ItemType, number>>> = { text: 2000, integer: 10 };
/** 17 significant digits tell every double apart. */
const SIGNIFICANT_DIGITS = 17;

function itemDef(group: GroupId, item: Item<never>, sponsorName: string | undefined): XmlElement {
  const { id, label, type, unit, codes } = item;
  return element(
    'ItemDef',
    {
      OID: itemOid(group, id),
      Name: label,
      DataType: type,
      Length: type === 'float' ? 24 : lengths[type],
      SignificantDigits: type === 'float' ? SIGNIFICANT_DIGITS : null,
    },
    [
      translated('Description', label),
      ...(unit === undefined ? [] : [element('MeasurementUnitRef', { MeasurementUnitOID: unitOid(unit) })]),
      ...(codes === undefined ? [] : [element('CodeListRef', { CodeListOID: codeListOid(group, id) })]),
      ...(sponsorName === undefined ? [] : [element('Alias', { Context: 'sponsor', Name: sponsorName })]),
    ],
  );
}

function codeList(group: GroupId, { id, label, codes = [] }: Item<never>): XmlElement {
  const items = codes.map((code) =>
    element('CodeListItem', { CodedValue: code }, [translated('Decode', code.replaceAll('_', ' '))]),
  );
  return element('CodeList', { OID: codeListOid(group, id), Name: label, DataType: 'text' }, items);
}

function units(): XmlElement[] {
  const ucum = [...new Set(allItems.flatMap(({ item }) => item.unit ?? []))];
  return ucum.map((unit) =>
    element('MeasurementUnit', { OID: unitOid(unit), Name: unit }, [
      translated('Symbol', shownUnit(unit)),
      element('Alias', { Context: 'UCUM', Name: unit }),
    ]),
  );
}

function eventDefs({ schedule }: Protocol): XmlElement[] {
  const planned = new Set(schedule.map(({ kind }) => kind));
  const ofTimePoints = timePointKinds.map((kind) =>
    element(
      'StudyEventDef',
      {
        OID: eventOid(kind),
        Name: timePointWords[kind],
        Repeating: yesNo(kind === 'unscheduled'),
        Type: planned.has(kind) ? 'Scheduled' : 'Unscheduled',
      },
      [element('FormRef', { FormOID: formOid('VOLUMETRY'), Mandatory: 'No' })],
    ),
  );
  const others = Object.entries(events).map(([oid, { label, form, repeats, type }]) =>
    element('StudyEventDef', { OID: oid, Name: label, Repeating: yesNo(repeats), Type: type }, [
      element('FormRef', { FormOID: formOid(form), Mandatory: 'No' }),
    ]),
  );
  return [...others, ...ofTimePoints];
}

/** The order of children is that of the standard's schema. */
export function studyElement(protocol: Protocol, mapping: ItemMapping): XmlElement {
  const { study, columns } = mapping;
  const sponsorNames = new Map(columns.map(({ name, item }) => [item, name]));
  const defs = eventDefs(protocol);
  return element('Study', { OID: study.oid }, [
    element('GlobalVariables', {}, [
      textElement('StudyName', study.name),
      textElement('StudyDescription', study.description),
      textElement('ProtocolName', study.protocolName),
    ]),
    element('BasicDefinitions', {}, units()),
    element(
      'MetaDataVersion',
      { OID: versionOid(protocol), Name: `${protocol.name}, protocol version ${protocol.version}` },
      [
        element(
          'Protocol',
          {},
          defs.map(({ attributes }, at) =>
            element('StudyEventRef', { StudyEventOID: attributes?.['OID'], OrderNumber: at + 1, Mandatory: 'No' }),
          ),
        ),
        ...defs,
        ...formIds.map((form) =>
          element(
            'FormDef',
            { OID: formOid(form), Name: forms[form].label, Repeating: 'No' },
            forms[form].groups.map((group) =>
              element('ItemGroupRef', { ItemGroupOID: groupOid(group), Mandatory: 'No' }),
            ),
          ),
        ),
        ...groupIds.map((group) =>
          element(
            'ItemGroupDef',
            { OID: groupOid(group), Name: groups[group].label, Repeating: yesNo(isRepeating(group)) },
            groups[group].items.map(({ id }) => element('ItemRef', { ItemOID: itemOid(group, id), Mandatory: 'No' })),
          ),
        ),
        ...allItems.map(({ group, item }) => itemDef(group, item, sponsorNames.get(`${group}.${item.id}`))),
        ...allItems.flatMap(({ group, item }) => (item.codes === undefined ? [] : [codeList(group, item)])),
      ],
    ),
  ]);
}
