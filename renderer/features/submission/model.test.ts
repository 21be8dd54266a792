import { describe, expect, test } from 'vitest';
import type { CompletenessItem } from '../../../electron/core/contract/package.ts';
import { emptyDraft, optionsOf, problemsOf, routeOf } from './model.ts';

const item = (panel: CompletenessItem['place']['panel'], seriesId: string | null): CompletenessItem => ({
  id: 'x',
  severity: 'missing',
  statement: 'x',
  place: { panel, seriesId },
});

describe('the form of a package', () => {
  test('asks for a reason only where there is something to explain', () => {
    expect([...problemsOf(emptyDraft, { isComplete: true, hasEarlier: false })]).toEqual([]);
    expect([...problemsOf(emptyDraft, { isComplete: false, hasEarlier: true })]).toEqual([
      'incompleteReason',
      'replaceReason',
    ]);
    const draft = { ...emptyDraft, incompleteReason: ' week 3 ', replaceReason: ' weight ', recipient: ' age1x ' };
    expect(optionsOf({ ...draft, pixelsAreClean: true }, { isComplete: true, hasEarlier: false })).toEqual({
      withCt: false,
      paper: 'a4',
      recipient: 'age1x',
    });
    expect(optionsOf(draft, { isComplete: false, hasEarlier: true })).toMatchObject({
      incompleteReason: 'week 3',
      replaceReason: 'weight',
    });
  });

  test('takes only a key that can be one', () => {
    const needs = { isComplete: true, hasEarlier: false };
    expect(problemsOf({ ...emptyDraft, recipient: 'ssh-rsa AAAA' }, needs)).toContain('recipient');
    expect(problemsOf({ ...emptyDraft, recipient: 'age1abc' }, needs)).not.toContain('recipient');
  });

  test('leads to the CT or to the record', () => {
    expect(routeOf('s', item('segmentation', 'ct'))).toBe('/workspace/ct');
    expect(routeOf('s', item('timePoints', 'ct'))).toBe('/record/s');
    expect(routeOf('s', item('outcome', null))).toBe('/record/s');
  });
});
