/**
 * What a subject's package still lacks. The protocol says which items it wants (`requiredItems`) and when its CTs are planned; every sentence
 * names one thing and the place in the window where it is put right. What can't be put right, such as a CT outside its window, is a deviation:
 * it is told, and the package is complete all the same.
 */
import type { Completeness, CompletenessItem, CompletenessPlace } from '../contract/package.ts';
import type { Result } from '../contract/results.ts';
import type { Subject, TimePoint, TimePointKind, Visit } from '../contract/trial.ts';
import type { Protocol } from './protocol.ts';
import type { SubjectItem, TimePointItem } from './protocolItems.ts';
import { isQuantityId, quantities } from './quantities.ts';

/** What is known of the CT of a time point. */
export interface TimePointFacts {
  readonly timePoint: Pick<TimePoint, 'id' | 'kind' | 'date' | 'seriesId'>;
  readonly hasAcquisitionDate: boolean;
  /** A person said it, or null. */
  readonly confirmedPhase: string | null;
  readonly result: Pick<Result, 'values'> | null;
  /** Why there is no result. */
  readonly pendingReason: string | null;
  readonly unconfirmedLesions: number;
  /** The reading that counts is signed for the present result. */
  readonly isSigned: boolean;
  readonly hasSecondReading: boolean;
}

export interface CompletenessFacts {
  readonly subject: Pick<
    Subject,
    | 'siteId'
    | 'sex'
    | 'yearOfBirth'
    | 'plannedResection'
    | 'earlierProcedures'
    | 'measures'
    | 'embolisations'
    | 'functionTests'
    | 'outcome'
  >;
  readonly timePoints: readonly TimePointFacts[];
  readonly visits: readonly Visit[];
}

/** As sentences name it. */
export const timePointWords: Readonly<Record<TimePointKind, string>> = {
  baseline: 'Baseline',
  w1: 'Week 1',
  w3: 'Week 3',
  w6: 'Week 6',
  preoperative: 'Pre-operative',
  unscheduled: 'Unscheduled',
};

type Panel = CompletenessPlace['panel'];
interface SubjectRule {
  readonly panel: Panel;
  readonly statement: string;
  readonly isThere: (subject: CompletenessFacts['subject']) => boolean;
}

const always = (): boolean => true;
const subjectRules: Readonly<Record<SubjectItem, SubjectRule>> = {
  site: { panel: 'subject', statement: 'The site is not recorded.', isThere: ({ siteId }) => siteId !== null },
  sex: { panel: 'subject', statement: 'The sex is not recorded.', isThere: ({ sex }) => sex !== 'unknown' },
  year_of_birth: {
    panel: 'subject',
    statement: 'The year of birth is not recorded.',
    isThere: ({ yearOfBirth }) => yearOfBirth !== null,
  },
  // Every subject has one: the record's default is a statement of its own.
  liver_quality: { panel: 'subject', statement: 'The liver quality is not recorded.', isThere: always },
  height_weight: {
    panel: 'measures',
    statement: 'Height and weight are not recorded.',
    isThere: ({ measures }) => measures.length > 0,
  },
  planned_resection: {
    panel: 'subject',
    statement: 'The planned resection is not recorded.',
    isThere: ({ plannedResection }) => plannedResection !== null,
  },
  // An empty list says that there were none.
  earlier_procedures: { panel: 'subject', statement: 'Earlier procedures are not recorded.', isThere: always },
  embolisation: {
    panel: 'embolisations',
    statement: 'No embolisation is recorded.',
    isThere: ({ embolisations }) => embolisations.length > 0,
  },
  embolisation_technical_success: {
    panel: 'embolisations',
    statement: 'The technical success of an embolisation is not recorded.',
    isThere: ({ embolisations }) =>
      embolisations.every(
        ({ kind, details }) =>
          (kind === 'hve' || details.portalSuccess !== null) && (kind === 'pve' || details.hepaticSuccess !== null),
      ),
  },
  embolisation_complications: {
    panel: 'embolisations',
    statement: 'The complications (CIRSE grade) of an embolisation are not recorded.',
    isThere: ({ embolisations }) => embolisations.every(({ details }) => details.cirseGrade !== null),
  },
  function_test: {
    panel: 'functionTests',
    statement: 'No liver function test is recorded.',
    isThere: ({ functionTests }) => functionTests.length > 0,
  },
  outcome: {
    panel: 'outcome',
    statement: 'The outcome (resectable or not) is not recorded.',
    isThere: ({ outcome }) => outcome !== null,
  },
  outcome_90_days: {
    panel: 'outcome',
    statement: 'The status 90 days after the resection is not recorded.',
    isThere: ({ outcome }) => outcome !== null && (outcome.resectionDate === null || outcome.status90Days !== null),
  },
};

const missing = (id: string, statement: string, panel: Panel, seriesId: string | null = null): CompletenessItem => ({
  id,
  severity: 'missing',
  statement,
  place: { panel, seriesId },
});

function subjectItem(item: SubjectItem, subject: CompletenessFacts['subject']): CompletenessItem[] {
  const { isThere, statement, panel } = subjectRules[item];
  return isThere(subject) ? [] : [missing(`subject.${item}`, statement, panel)];
}

/** null when the CT has the item. */
function lackOf(item: TimePointItem, facts: TimePointFacts, { anatomy }: Protocol): string | null {
  switch (item) {
    case 'acquisition_date':
      return facts.hasAcquisitionDate ? null : 'the images have no acquisition date';
    case 'phase':
      return facts.confirmedPhase === null ? `nobody has confirmed the contrast phase (${anatomy.phase})` : null;
    case 'lesions_confirmed':
      return facts.unconfirmedLesions === 0
        ? null
        : `${facts.unconfirmedLesions} ${facts.unconfirmedLesions === 1 ? 'lesion is' : 'lesions are'} not confirmed`;
    case 'second_reading':
      return facts.hasSecondReading ? null : 'there is no signed second reading';
    case 'signature':
      return facts.isSigned ? null : 'the reading is not signed';
    case 'inside_window':
      return null;
    default: {
      const found = facts.result?.values.find(({ quantity }) => quantity === item);
      if (found && found.value !== null) return null;
      const name = isQuantityId(item) ? quantities[item].name : item;
      // Without a result every quantity is missing, which is said once.
      return facts.result === null ? null : `${name} has no value. ${found?.reason ?? ''}`.trim();
    }
  }
}

function ofTimePoint(facts: TimePointFacts, protocol: Protocol): CompletenessItem[] {
  const { timePoint, result, pendingReason } = facts;
  const title = `${timePointWords[timePoint.kind]}, CT of ${timePoint.date}`;
  const id = `timePoint.${timePoint.id}`;
  const wanted = protocol.requiredItems.timePoint[timePoint.kind] ?? [];
  const items = wanted.flatMap((item) => {
    const lack = lackOf(item, facts, protocol);
    if (lack === null) return [];
    const sentence = `${title}: ${lack}${lack.endsWith('.') ? '' : '.'}`;
    return [missing(`${id}.${item}`, sentence, placeOf(item), timePoint.seriesId)];
  });
  const unmeasured =
    result === null
      ? [
          missing(
            `${id}.result`,
            `${title}: ${pendingReason ?? 'nothing is measured yet.'}`,
            'segmentation',
            timePoint.seriesId,
          ),
        ]
      : [];
  return [...unmeasured, ...items];
}

const placeOf = (item: TimePointItem): Panel =>
  item === 'acquisition_date' || item === 'phase' || item === 'inside_window'
    ? 'timePoints'
    : item === 'sflr_pct' || item === 'flr_function'
      ? 'measures'
      : 'segmentation';

/** CTs that were not made, and those outside their window. */
function ofVisits({ visits }: CompletenessFacts, { requiredItems }: Protocol): CompletenessItem[] {
  const asked = new Set<TimePointKind>(requiredItems.timePoints);
  return visits.flatMap((visit): CompletenessItem[] => {
    const { kind, date, status, deviationDays } = visit;
    const name = timePointWords[kind];
    const place = { panel: 'timePoints' as const, seriesId: null };
    if (date === null)
      return asked.has(kind)
        ? [missing(`visit.${kind}`, `${name}: there is no CT${status === 'not_yet' ? ' yet' : ''}.`, 'timePoints')]
        : [];
    if (deviationDays === null || deviationDays === 0) return [];
    const days = Math.abs(deviationDays);
    const statement = `${name}, CT of ${date}: made ${days} ${days === 1 ? 'day' : 'days'} ${deviationDays < 0 ? 'before' : 'after'} its window.`;
    const isRequired = requiredItems.timePoint[kind]?.includes('inside_window') === true;
    return [{ id: `visit.${kind}.window`, severity: isRequired ? 'missing' : 'deviation', statement, place }];
  });
}

/** Everything that is missing or deviates, subject first, then by visit and CT. */
export function completenessOf(facts: CompletenessFacts, protocol: Protocol): Completeness {
  const items = [
    ...protocol.requiredItems.subject.flatMap((item) => subjectItem(item, facts.subject)),
    ...ofVisits(facts, protocol),
    ...facts.timePoints.flatMap((each) => ofTimePoint(each, protocol)),
  ];
  return { complete: items.every(({ severity }) => severity !== 'missing'), items };
}
