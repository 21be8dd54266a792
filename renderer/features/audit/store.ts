import { create } from 'zustand';
import type { AuditPage, TrailReport, VerifyProgress } from '../../../electron/core/contract/audit.ts';
import { emptyDraft } from './model.ts';
import type { FilterDraft } from './model.ts';

export interface Values {
  readonly users: readonly string[];
  readonly actions: readonly string[];
  readonly entities: readonly string[];
}

interface AuditState {
  readonly draft: FilterDraft;
  /** What belongs to the filters and the place that were asked for last; null before the first answer. */
  readonly page: AuditPage | null;
  readonly values: Values;
  /** Of the subject's code. */
  readonly subjectError: string | null;
  /** What the last verification said. */
  readonly verdict: TrailReport | null;
  readonly progress: VerifyProgress | null;
}

export const useAudit = create<AuditState>(() => ({
  draft: emptyDraft,
  page: null,
  values: { users: [], actions: [], entities: [] },
  subjectError: null,
  verdict: null,
  progress: null,
}));
