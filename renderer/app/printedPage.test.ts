import { expect, it } from 'vitest';
import { printedPage } from '../../electron/core/contract/exports.ts';
import { pageAt } from './printedPage.ts';
import { routes } from './routes.ts';

const id = '01900000-0000-7000-8000-000000000001';

it.each([
  [routes.recordPlans, { place: 'planned', filter: { order: 'code' } }],
  [routes.recordOf(id), { place: 'record', subjectId: id }],
  [routes.submissionOf(id), { place: 'submission', subjectId: id }],
  [routes.workspaceOf(id), { place: 'workspace', seriesId: id }],
  [routes.agreement, { place: 'agreement' }],
])('tells what %s shows', (address, shown) => {
  const page = pageAt(address, { order: 'code' });
  expect(page).toEqual(shown);
  expect(printedPage.parse(page)).toEqual(shown);
});
