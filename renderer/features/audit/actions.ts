import { host } from '../../host/index.ts';
import { mergePages } from './model.ts';
import { useAudit } from './store.ts';

const PAGE = 100;
const { setState: set, getState: get } = useAudit;

/** Reads the newest entries; those shown already stay. */
export async function loadNewest(): Promise<void> {
  const { entries: page } = await host.client.audit.list({ limit: PAGE });
  set(({ entries, hasOlder }) => ({
    entries: mergePages([entries, page]),
    hasOlder: entries.length === 0 ? page.length === PAGE : hasOlder,
  }));
}

export async function loadOlder(): Promise<void> {
  const oldest = get().entries.at(-1)?.sequence;
  if (oldest === undefined) return;
  const { entries: page } = await host.client.audit.list({ before: oldest, limit: PAGE });
  set(({ entries }) => ({ entries: mergePages([entries, page]), hasOlder: page.length === PAGE }));
}

export async function verifyChain(): Promise<void> {
  set({ isVerifying: true });
  try {
    set({ verdict: await host.client.audit.verify({}) });
  } finally {
    set({ isVerifying: false });
  }
}
