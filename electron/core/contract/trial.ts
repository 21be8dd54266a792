/** The trial record. Its parts are in the files beside this one. */
import { z } from 'zod';
import { calendarDate, id, nothing } from './common.ts';
import { method } from './define.ts';
import { formDraft } from './drafts.ts';
import { embolisationInput } from './embolisation.ts';
import { changeReason, correction } from './entry.ts';
import { outcomeInput } from './outcome.ts';
import {
  functionTestInput,
  measureInput,
  site,
  siteInput,
  subject,
  subjectChange,
  subjectInput,
  timePoint,
  timePointKind,
} from './subject.ts';
import { overview, overviewFilter, subjectPlan } from './visits.ts';

export * from './drafts.ts';
export * from './embolisation.ts';
export * from './entry.ts';
export * from './outcome.ts';
export * from './subject.ts';
export * from './visits.ts';

const ofEntry = { subjectId: id, entryId: id, reason: changeReason };

export const trial = {
  methods: {
    /** Whole subjects; `overview` is the light list. */
    listSubjects: method(nothing, z.array(subject)),
    overview: method(overviewFilter, overview),
    getSubject: method(z.object({ subjectId: id }), subject),
    /** The planned CTs of every subject, as they stand today by the protocol; by code. */
    listPlans: method(nothing, z.array(subjectPlan)),
    addSubject: method(subjectInput, subject),
    /**
     * `reason` is needed where a recorded value is replaced, not where one is entered for the first time. The former ones stay in the record;
     * the same holds for `changeTimePoint`.
     */
    changeSubject: method(z.object({ subjectId: id, change: subjectChange, reason: changeReason.optional() }), subject),
    addMeasure: method(z.object({ subjectId: id, measure: measureInput }), subject),
    addEmbolisation: method(z.object({ subjectId: id, embolisation: embolisationInput }), subject),
    addFunctionTest: method(z.object({ subjectId: id, functionTest: functionTestInput }), subject),
    /** `changeReason` is needed where there is an outcome already. */
    setOutcome: method(
      z.object({ subjectId: id, outcome: outcomeInput, changeReason: changeReason.optional() }),
      subject,
    ),
    /**
     * Makes the series the CT of a time point. A series belongs to one time point only; a scheduled kind occurs once per subject,
     * 'unscheduled' as often as needed. Assigning a kind again replaces its series, which needs a `reason`; the former one stays in the record.
     * `date` is needed when the series has no acquisition date.
     */
    setTimePoint: method(
      z.object({
        subjectId: id,
        kind: timePointKind,
        seriesId: id,
        date: calendarDate.optional(),
        reason: changeReason.optional(),
      }),
      subject,
    ),
    changeTimePoint: method(
      z.object({
        subjectId: id,
        timePointId: id,
        change: timePoint
          .pick({ date: true, quality: true })
          .extend({ note: z.string().max(2000) })
          .partial(),
        reason: changeReason.optional(),
      }),
      subject,
    ),
    removeTimePoint: method(z.object({ subjectId: id, timePointId: id, reason: changeReason }), subject),
    /** Each puts a new entry in the place of a former one, which stays in the record. */
    correctMeasure: method(z.object({ ...ofEntry, measure: measureInput }), subject),
    correctEmbolisation: method(z.object({ ...ofEntry, embolisation: embolisationInput }), subject),
    correctFunctionTest: method(z.object({ ...ofEntry, functionTest: functionTestInput }), subject),
    /** Takes an entry out of what counts; it stays in the record. A time point is removed by `removeTimePoint`. */
    strikeOut: method(
      z.object({ ...ofEntry, entity: z.enum(['subject_measure', 'embolisation', 'function_test', 'outcome']) }),
      subject,
    ),
    /** Former entries of a subject, newest first. */
    corrections: method(z.object({ subjectId: id }), z.array(correction)),
    listSites: method(nothing, z.array(site)),
    addSite: method(siteInput, site),
    /** Unfinished forms of this person, newest first; `subjectId` null: of subjects that aren't there yet. */
    listDrafts: method(z.object({ subjectId: id.nullable() }), z.array(formDraft)),
    /** Keeps what was typed, exactly; no part of the record and not in the trail. */
    saveDraft: method(formDraft.pick({ form: true, subjectId: true, entryId: true, value: true }), formDraft),
    discardDraft: method(formDraft.pick({ form: true, subjectId: true, entryId: true }), nothing),
  },
  events: { changed: z.object({ subjectId: id }) },
};
