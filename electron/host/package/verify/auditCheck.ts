/** Whether the extract of the audit trail is one: every line that is whole has its hash, and neighbours hold on to each other. */
import { z } from 'zod';
import { auditEntry } from '../../../core/contract/audit.ts';
import { hashEntry } from '../../audit/chain.ts';
import { canonicalJson } from '../../audit/canonicalJson.ts';
import type { ChainEnd } from '../../audit/chain.ts';

const line = auditEntry.extend({ withheld: z.array(z.enum(['oldValue', 'newValue', 'reason'])) }).strict();

/** @param end where the trail ended when the package was made */
export function auditProblem(text: string, end: ChainEnd): string | null {
  if (!text.endsWith('\n')) return 'audit.jsonl is cut short.';
  let before: ChainEnd | null = null;
  for (const [at, json] of text.slice(0, -1).split('\n').entries()) {
    const where = `Line ${at + 1} of audit.jsonl`;
    let value: unknown;
    try {
      value = JSON.parse(json);
    } catch {
      return `${where} is not JSON.`;
    }
    const parsed = line.safeParse(value);
    if (!parsed.success || canonicalJson(parsed.data) !== json) return `${where} is not an entry of the audit trail.`;
    const { withheld, hash, ...fields } = parsed.data;
    if (withheld.length === 0 && hashEntry(fields) !== hash) return `${where} was changed after it was written.`;
    if (before !== null && fields.sequence <= before.sequence) return `${where} is out of order.`;
    if (before !== null && fields.sequence === before.sequence + 1 && fields.previousHash !== before.hash)
      return `${where} doesn't follow the entry before it.`;
    before = { sequence: fields.sequence, hash };
  }
  if (before !== null && before.sequence > end.sequence) return 'audit.jsonl goes on after the end of the trail.';
  if (before?.sequence === end.sequence && before.hash !== end.hash)
    return 'The last line of audit.jsonl is not the end of the trail that the manifest names.';
  return null;
}
