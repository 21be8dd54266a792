import { create } from 'zustand';
import type { AuditEntry } from '../../../electron/core/contract/audit.ts';

interface AuditState {
  readonly entries: readonly AuditEntry[];
  readonly hasOlder: boolean;
  /** What the last verification said. */
  readonly verdict: { readonly ok: boolean; readonly entries: number; readonly problem: string | null } | null;
  readonly isVerifying: boolean;
}

export const useAudit = create<AuditState>(() => ({ entries: [], hasOlder: false, verdict: null, isVerifying: false }));
