/** Content items of structured reports (PS3.3 C.17.3), each a dataset for the item above it. */
import { codeItem, type Code } from './codes.ts';
import type { Dataset } from './write.ts';

export type Relationship =
  'CONTAINS' | 'HAS OBS CONTEXT' | 'HAS CONCEPT MOD' | 'HAS ACQ CONTEXT' | 'HAS PROPERTIES' | 'INFERRED FROM';

interface Place {
  readonly relationship: Relationship;
  /** null: an image may go without. */
  readonly name: Code | null;
  readonly children?: readonly Dataset[];
}

const item = (valueType: string, { relationship, name, children = [] }: Place, value: Dataset): Dataset => ({
  RelationshipType: relationship,
  ValueType: valueType,
  ConceptNameCodeSequence: name ? codeItem(name) : undefined,
  ContentSequence: children.length > 0 ? children : undefined,
  ...value,
});

/** A container of separate items; `template` is a template of PS3.16. */
export const container = (place: Place, template?: string): Dataset =>
  item('CONTAINER', place, { ContinuityOfContent: 'SEPARATE', ContentTemplateSequence: templateItem(template) });

export const templateItem = (template: string | undefined): readonly Dataset[] | undefined =>
  template === undefined ? undefined : [{ MappingResource: 'DCMR', TemplateIdentifier: template }];

export const codeValue = (place: Place, value: Code): Dataset =>
  item('CODE', place, { ConceptCodeSequence: codeItem(value) });
export const textItem = (place: Place, value: string): Dataset => item('TEXT', place, { TextValue: value });
export const personItem = (place: Place, value: string): Dataset => item('PNAME', place, { PersonName: value });
export const uidItem = (place: Place, value: string): Dataset => item('UIDREF', place, { UID: value });

export interface SopReference {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly frameNumber?: number | null;
  readonly segmentNumber?: number;
}
export const imageItem = (place: Place, reference: SopReference): Dataset =>
  item('IMAGE', place, {
    ReferencedSOPSequence: [
      {
        ReferencedSOPClassUID: reference.sopClassUid,
        ReferencedSOPInstanceUID: reference.sopInstanceUid,
        ReferencedFrameNumber: reference.frameNumber ?? undefined,
        ReferencedSegmentNumber: reference.segmentNumber,
      },
    ],
  });

const ucum = (unit: string): Code => ({ value: unit, scheme: 'UCUM', meaning: unit });

/**
 * A number with its UCUM unit. The decimal string holds 16 characters, so the double itself stands beside it (PS3.3 C.18.1).
 * @param value null: there is none, and `missing` says of what kind that is (PS3.16 CID 42)
 */
export const numberItem = (place: Place, value: number | null, unit: string, missing: Code): Dataset =>
  item('NUM', place, {
    MeasuredValueSequence:
      value === null
        ? []
        : [{ FloatingPointValue: value, NumericValue: value, MeasurementUnitsCodeSequence: codeItem(ucum(unit)) }],
    NumericValueQualifierCodeSequence: value === null ? codeItem(missing) : undefined,
  });
