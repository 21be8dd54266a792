import { describe, expect, it } from 'vitest';
import { embolisationInput, unknownDetails } from '../../../electron/core/contract/trial.ts';
import {
  embolisationDraftOf,
  emptyFunctionTest,
  emptySubject,
  functionTestDraftOf,
  measureDraftOf,
  restoredDraft,
} from './drafts.ts';
import { checkEmbolisation, checkFunctionTest, checkMeasure, withReason } from './forms.ts';

const today = '2026-06-15';
const kept = { id: 'x', recordedAt: '2026-01-01T00:00:00.000Z', corrected: false };

describe('an unfinished entry', () => {
  it('goes on where it was left', () => {
    const typed = { ...emptyFunctionTest, date: '2026-06', uptakePctPerMin: '13,' };
    expect(restoredDraft(emptyFunctionTest, JSON.stringify(typed))).toEqual(typed);
  });
  it('makes a choice that was still open', () => {
    expect(restoredDraft(emptySubject, '{"sex":"female"}')).toEqual({ ...emptySubject, sex: 'female' });
  });
  it.each(['', 'null', '[]', '{"date":7,"note":[],"more":1}', '{"__proto__":{"date":"x"}}'])(
    'of another kind, %j, starts anew',
    (text) => {
      expect(restoredDraft(emptyFunctionTest, text)).toEqual(emptyFunctionTest);
    },
  );
});

describe('a correction that changes nothing', () => {
  it('sends the measure as it was, and asks why', () => {
    const measure = { date: '2026-03-01', heightCm: 175.5, weightKg: 80 };
    const draft = measureDraftOf({ ...kept, ...measure });
    expect(withReason(checkMeasure(draft, today), draft, true)).toMatchObject({
      ok: false,
      errors: { changeReason: expect.stringContaining('reason') as string },
    });
    const reasoned = { ...draft, changeReason: ' Checked again ' };
    expect(withReason(checkMeasure(reasoned, today), reasoned, true)).toEqual({
      ok: true,
      input: { entered: measure, reason: 'Checked again' },
    });
  });

  it('sends the function test as it was', () => {
    const test = {
      date: '2026-03-01',
      uptakePctPerMin: 13.9,
      flrSharePct: 38,
      tracer: 'other' as const,
      activityMbq: 185.5,
      note: 'n',
    };
    expect(checkFunctionTest(functionTestDraftOf({ ...kept, ...test }), today)).toEqual({ ok: true, input: test });
  });

  it('sends the embolisation as it was, with how it was done', () => {
    const embolisation = embolisationInput.parse({
      date: '2026-03-02',
      kind: 'pve_hve',
      portalBranches: ['right_anterior'],
      hepaticVeins: ['right'],
      materials: ['glue_lipiodol', 'plug'],
      note: '',
      details: {
        ...unknownDetails,
        time: '09:30',
        products: [{ material: 'plug', count: 2, size: '16 mm' }],
        glueRatio: '1:4',
        portalSuccess: 'complete',
        hepaticSuccess: 'partial',
        sameSession: false,
        hepaticDate: '2026-03-09',
        hepaticTime: '11:00',
        cirseGrade: 2,
        complication: 'Haematoma',
        reintervention: true,
      },
    });
    const draft = embolisationDraftOf({ ...kept, ...embolisation });
    expect(checkEmbolisation(draft, today)).toEqual({ ok: true, input: embolisation });
  });

  it('of an embolisation sends nothing of what does not belong to it', () => {
    const draft = {
      ...embolisationDraftOf(null),
      date: '2026-03-02',
      kind: 'pve' as const,
      portalBranches: ['left' as const],
      materials: ['coils' as const],
      glueRatio: '1:4',
      sameSession: 'no' as const,
      hepaticDate: 'never',
      hepaticSuccess: 'complete' as const,
    };
    const checked = checkEmbolisation(draft, today);
    expect(checked.ok && checked.input.details).toEqual(unknownDetails);
  });
});
