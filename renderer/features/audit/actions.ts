import { RemnantError } from '../../../electron/core/contract/errors.ts';
import { host } from '../../host/index.ts';
import { deliver } from '../volumetry/actions.ts';
import { emptyDraft, filterOf } from './model.ts';
import type { FilterDraft } from './model.ts';
import { useAudit } from './store.ts';

const PAGE = 100;
const { setState: set, getState: get } = useAudit;

/** Where a page lies; the newest without any of them. */
type Place = { readonly before?: number; readonly after?: number };

/** Answers that come late, for filters that have changed since, are dropped. */
let asked = 0;

async function load(place: Place): Promise<void> {
  const mine = ++asked;
  const filter = filterOf(get().draft);
  if (filter === null) return;
  try {
    const page = await host.client.audit.list({ ...filter, ...place, limit: PAGE });
    if (mine === asked) set({ page, subjectError: null });
  } catch (error) {
    if (!(error instanceof RemnantError) || error.code !== 'not_found') throw error;
    if (mine === asked) set({ page: { entries: [], hasNewer: false, hasOlder: false }, subjectError: error.message });
  }
}

export async function openTrail(): Promise<void> {
  await Promise.all([
    load({}),
    host.client.audit.values({}).then((values) => {
      set({ values });
    }),
  ]);
}

export async function setFilter(change: Partial<FilterDraft>): Promise<void> {
  set(({ draft }) => ({ draft: { ...draft, ...change } }));
  await load({});
}

export const clearFilters = (): Promise<void> => setFilter(emptyDraft);
export const loadNewest = (): Promise<void> => load({});
export const loadOldest = (): Promise<void> => load({ after: 0 });

export async function loadOlder(): Promise<void> {
  const last = get().page?.entries.at(-1);
  if (last) await load({ before: last.sequence });
}

export async function loadNewer(): Promise<void> {
  const first = get().page?.entries[0];
  if (first) await load({ after: first.sequence });
}

/** What the filters select, as a file. */
export async function exportTrail(format: 'csv' | 'jsonl'): Promise<void> {
  const filter = filterOf(get().draft);
  if (filter === null) return;
  await deliver(await host.client.audit.exportEntries({ ...filter, format }));
  await load({});
}

export async function verify(files: boolean): Promise<void> {
  set({ progress: { step: 'entries', done: 0, total: 0 }, verdict: null });
  const stop = host.listen('audit.verifying', (progress) => {
    set({ progress });
  });
  try {
    set({ verdict: await host.client.audit.verify({ files }) });
  } finally {
    stop();
    set({ progress: null });
  }
}
