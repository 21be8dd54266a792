/**
 * Every item that leaves on a form: its one id, label, type, unit and codes, and where it stands in the record. The ODM file and the sponsor's
 * table are both made of this list, so that they can't differ.
 */
import {
  embolisationMaterial,
  hepaticAccess,
  imageQuality,
  liverQuality,
  outcomeReason,
  phlfGrade,
  portalAccess,
  resectionKind,
  sex,
  technicalSuccess,
  tracer,
  veins,
} from '../../../core/contract/trial.ts';
import { quantities, type Quantity, type QuantityId } from '../../../core/domain/quantities.ts';
import type { PackageRecord, RecordGrowth, RecordTimePoint, RecordValue } from '../../package/record.ts';

export type ItemType = 'text' | 'integer' | 'float' | 'date' | 'time' | 'datetime' | 'boolean';
export type ItemValue = string | number | boolean | null;

export interface Item<Source> {
  /** Within its group. */
  readonly id: string;
  readonly label: string;
  readonly type: ItemType;
  /** UCUM */
  readonly unit?: string;
  /** What a code list allows. */
  readonly codes?: readonly string[];
  readonly read: (source: Source) => ItemValue;
}

const text = <S>(id: string, label: string, read: (source: S) => string | null): Item<S> => ({
  id,
  label,
  type: 'text',
  read,
});
const date = <S>(id: string, label: string, read: (source: S) => string | null): Item<S> => ({
  ...text(id, label, read),
  type: 'date',
});
const integer = <S>(id: string, label: string, read: (source: S) => number | null, unit?: string): Item<S> => ({
  id,
  label,
  type: 'integer',
  ...(unit !== undefined && { unit }),
  read,
});
const float = <S>(id: string, label: string, read: (source: S) => number | null, unit?: string): Item<S> => ({
  ...integer(id, label, read, unit),
  type: 'float',
});
const yesNo = <S>(id: string, label: string, read: (source: S) => boolean | null): Item<S> => ({
  id,
  label,
  type: 'boolean',
  read,
});
const coded = <S>(
  id: string,
  label: string,
  { options }: { readonly options: readonly string[] },
  read: (source: S) => string | null,
): Item<S> => ({ id, label, type: 'text', codes: options, read });
/** Several codes, in the record's order. */
const list = <S>(id: string, label: string, read: (source: S) => readonly string[]): Item<S> =>
  text(id, label, (source) => read(source).join(' ') || null);

type Subject = PackageRecord['subject'];
export const subjectItems: readonly Item<Subject>[] = [
  text('code', 'Subject code', ({ code }) => code),
  text('siteCode', 'Site', ({ siteCode }) => siteCode),
  coded('sex', 'Sex', sex, (subject) => subject.sex),
  integer('yearOfBirth', 'Year of birth', ({ yearOfBirth }) => yearOfBirth),
  coded('liverQuality', 'Liver quality', liverQuality, (subject) => subject.liverQuality),
  coded('plannedResection', 'Planned resection', resectionKind, ({ plannedResection }) => plannedResection),
  integer(
    'earlierProcedures',
    'Number of earlier procedures on the liver',
    ({ earlierProcedures }) => earlierProcedures.length,
  ),
];

type EarlierProcedure = Subject['earlierProcedures'][number];
export const earlierItems: readonly Item<EarlierProcedure>[] = [
  coded('kind', 'Earlier procedure', { options: ['resection', 'ablation', 'other'] }, ({ kind }) => kind),
  // May be a year or a month only.
  text('date', 'Date of the earlier procedure', (procedure) => procedure.date),
];

type Measure = PackageRecord['measures'][number];
export const measureItems: readonly Item<Measure>[] = [
  date('date', 'Date of height and weight', (measure) => measure.date),
  float('heightCm', 'Height', ({ heightCm }) => heightCm, 'cm'),
  float('weightKg', 'Weight', ({ weightKg }) => weightKg, 'kg'),
];

type Embolisation = PackageRecord['embolisations'][number];
export const embolisationItems: readonly Item<Embolisation>[] = [
  date('date', 'Date of the embolisation', (embolisation) => embolisation.date),
  { ...text<Embolisation>('time', 'Local time of the embolisation', ({ time }) => time), type: 'time' },
  coded('kind', 'Kind of embolisation', { options: ['pve', 'pve_hve', 'hve'] }, ({ kind }) => kind),
  list(
    'portalBranches',
    `Portal branches (${veins.portal.options.join(', ')})`,
    ({ portalBranches }) => portalBranches,
  ),
  list('hepaticVeins', `Hepatic veins (${veins.hepatic.options.join(', ')})`, ({ hepaticVeins }) => hepaticVeins),
  list('materials', `Materials (${embolisationMaterial.options.join(', ')})`, ({ materials }) => materials),
  text('glueRatio', 'Ratio of glue to lipiodol', ({ glueRatio }) => glueRatio),
  text(
    'products',
    'Products: material, number, size',
    ({ products }) =>
      products.map(({ material, count, size }) => [material, count, size].filter(Boolean).join(' ')).join('; ') || null,
  ),
  coded('portalAccess', 'Access to the portal vein', portalAccess, (embolisation) => embolisation.portalAccess),
  coded('hepaticAccess', 'Access to the hepatic veins', hepaticAccess, (embolisation) => embolisation.hepaticAccess),
  coded('portalSuccess', 'Technical success, portal veins', technicalSuccess, ({ portalSuccess }) => portalSuccess),
  coded('hepaticSuccess', 'Technical success, hepatic veins', technicalSuccess, ({ hepaticSuccess }) => hepaticSuccess),
  yesNo('sameSession', 'Portal and hepatic veins in one session', ({ sameSession }) => sameSession),
  date('hepaticDate', 'Date of the hepatic veins, in a second session', ({ hepaticDate }) => hepaticDate),
  integer('cirseGrade', 'Worst complication (CIRSE grade, 0: none)', ({ cirseGrade }) => cirseGrade),
  yesNo('reintervention', 'Re-intervention needed', ({ reintervention }) => reintervention),
  coded('operatorRole', 'Operator', { options: ['consultant', 'fellow', 'other'] }, ({ operatorRole }) => operatorRole),
];

type FunctionTest = PackageRecord['functionTests'][number];
export const functionItems: readonly Item<FunctionTest>[] = [
  date('date', 'Date of the liver function test', (test) => test.date),
  coded('tracer', 'Tracer', tracer, (test) => test.tracer),
  float('activityMbq', 'Injected activity', ({ activityMbq }) => activityMbq, 'MBq'),
  float('uptakePctPerMin', 'Uptake of the whole liver', ({ uptakePctPerMin }) => uptakePctPerMin, '%/min'),
  float('flrSharePct', 'Share of the counts in the future liver remnant', ({ flrSharePct }) => flrSharePct, '%'),
];

type Outcome = NonNullable<PackageRecord['outcome']>;
export const outcomeItems: readonly Item<Outcome>[] = [
  date('decisionDate', 'Date of the decision', ({ decisionDate }) => decisionDate),
  yesNo('resectable', 'Resectable', ({ resectable }) => resectable),
  coded('reason', 'Why not resectable', outcomeReason, ({ reason }) => reason),
  date('resectionDate', 'Date of the resection', ({ resectionDate }) => resectionDate),
  float('specimenWeightG', 'Weight of the specimen', ({ specimenWeightG }) => specimenWeightG, 'g'),
  coded('phlfGrade', 'Post-hepatectomy liver failure (ISGLS)', phlfGrade, (outcome) => outcome.phlfGrade),
  coded(
    'status90Days',
    'Status 90 days after the resection',
    { options: ['alive', 'dead'] },
    ({ status90Days }) => status90Days,
  ),
];

export const ctItems: readonly Item<RecordTimePoint>[] = [
  text('kind', 'Time point', ({ kind }) => kind),
  date('date', 'Date of the CT', (timePoint) => timePoint.date),
  integer(
    'daysFromEmbolisation',
    'Days from the first embolisation',
    ({ daysFromEmbolisation }) => daysFromEmbolisation,
    'd',
  ),
  integer('daysOutsideWindow', 'Days outside the planned window', ({ daysOutsideWindow }) => daysOutsideWindow, 'd'),
  coded('quality', 'Quality of the images', imageQuality, ({ quality }) => quality),
  coded(
    'phase',
    'Contrast phase',
    { options: ['native', 'arterial', 'portal_venous', 'delayed'] },
    ({ ct }) => ct.phase,
  ),
  yesNo('phaseConfirmed', 'Contrast phase confirmed by a person', ({ ct }) => ct.phaseConfirmed),
  integer('imageCount', 'Number of images', ({ ct }) => ct.imageCount),
  yesNo('lossy', 'Compressed with loss before import', ({ ct }) => ct.lossy),
  text('seriesInstanceUid', 'Series Instance UID in this package', ({ ct }) => ct.seriesInstanceUid),
  integer('revisionNumber', 'Revision of the segmentation', ({ revision }) => revision.number),
  text('revisionSha256', 'SHA-256 of the segmentation', ({ revision }) => revision.sha256),
  text('protocolVersion', 'Version of the protocol', ({ result }) => result.protocolVersion),
  { ...text<RecordTimePoint>('computedAt', 'Computed at', ({ result }) => result.computedAt), type: 'datetime' },
  text('readingState', 'State of the reading', ({ readingState }) => readingState),
  yesNo('signed', 'The volumes are signed', ({ signatures }) => signatures.length > 0),
  text('signedBy', 'Signed by', ({ signatures }) => signatures.at(-1)?.printedName ?? null),
  {
    ...text<RecordTimePoint>('signedAt', 'Signed at', ({ signatures }) => signatures.at(-1)?.signedAt ?? null),
    type: 'datetime',
  },
  text('signatureMeaning', 'What the signature says', ({ signatures }) => signatures.at(-1)?.statement ?? null),
];

interface Valued {
  readonly values: readonly RecordValue[];
}
const valueIn = (values: readonly RecordValue[], id: string): RecordValue | undefined =>
  values.find(({ quantity }) => quantity === id);

/** The value of each quantity, and its standard error. */
function quantityItems(ids: readonly QuantityId[]): Item<Valued>[] {
  return ids.flatMap((id): Item<Valued>[] => {
    const { name, ucum }: Quantity = quantities[id];
    return [
      float(id, name, ({ values }) => valueIn(values, id)?.value ?? null, ucum),
      float(
        `${id}_se`,
        `Standard error of: ${name}`,
        ({ values }) => valueIn(values, id)?.uncertainty?.standardError ?? null,
        ucum,
      ),
    ];
  });
}

const growthIds = (Object.keys(quantities) as QuantityId[]).filter((id) => /^(dh|kgr|growth|rel_growth)_/.test(id));
const ctIds = (Object.keys(quantities) as QuantityId[]).filter((id) => !growthIds.includes(id));
export const volumetryItems: readonly Item<Valued>[] = quantityItems(ctIds);

export interface GrowthSource extends Valued {
  readonly growth: RecordGrowth;
  readonly from: RecordTimePoint;
}
export const growthItems: readonly Item<GrowthSource>[] = [
  text('fromKind', 'From the time point', ({ from }) => from.kind),
  date('fromDate', 'From the CT of', ({ from }) => from.date),
  integer('daysBetween', 'Days between the CTs', ({ growth }) => growth.daysBetween, 'd'),
  date('embolisationDate', 'Embolisation that growth counts from', ({ growth }) => growth.embolisationDate),
  integer('daysSinceEmbolisation', 'Days since that embolisation', ({ growth }) => growth.daysSinceEmbolisation, 'd'),
  ...quantityItems(growthIds),
];

type Verdict = RecordTimePoint['result']['verdicts'][number];
export const verdictItems: readonly Item<Verdict>[] = [
  text('criterion', 'Criterion', ({ criterion }) => criterion),
  coded('outcome', 'Verdict', { options: ['met', 'not_met', 'unknown'] }, (verdict) => verdict.outcome),
  yesNo('crossesLimit', 'The interval of confidence reaches over the limit', ({ crossesLimit }) => crossesLimit),
];

/** The groups of items; each is one section of a form. */
export const groups = {
  SUBJECT: { label: 'Subject', items: subjectItems },
  EARLIER: { label: 'Earlier procedure', items: earlierItems },
  MEASURE: { label: 'Height and weight', items: measureItems },
  EMBOLISATION: { label: 'Embolisation', items: embolisationItems },
  FUNCTION: { label: 'Liver function test', items: functionItems },
  CT: { label: 'CT', items: ctItems },
  VOLUMETRY: { label: 'Volumes and ratios', items: volumetryItems },
  VERDICT: { label: 'Verdict', items: verdictItems },
  GROWTH: { label: 'Growth between two CTs', items: growthItems },
  OUTCOME: { label: 'Outcome', items: outcomeItems },
} as const;
export type GroupId = keyof typeof groups;
export const groupIds = Object.keys(groups) as GroupId[];
