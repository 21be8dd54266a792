/** The window's addresses, after `#`. */
import { navigate } from 'wouter/use-hash-location';

export const routes = {
  library: '/library',
  workspace: '/workspace',
  workspaceOf: (seriesId: string) => `/workspace/${seriesId}`,
  record: '/record',
  recordPlans: '/record/planned',
  recordOf: (subjectId: string) => `/record/${subjectId}`,
  submissionOf: (subjectId: string) => `/record/${subjectId}/submission`,
  agreement: '/agreement',
  audit: '/audit',
  settings: '/settings',
  accounts: '/accounts',
} as const;

/** The address as a pattern of the router, where it has a part that varies. */
export const patterns = {
  workspace: '/workspace/:seriesId',
  record: '/record/:subjectId',
  submission: '/record/:subjectId/submission',
} as const;

export function goTo(route: string): void {
  navigate(route);
}
