/** The trial protocols that results can name, as the window needs them: limits to print against and the planned days. */
import { protocol, windowDeviationDays, type Protocol } from '../../../electron/core/domain/protocol.ts';
import type { Limit } from '../../../electron/core/domain/comparison.ts';
import type { QuantityId } from '../../../electron/core/domain/quantities.ts';
import type { Subject } from '../../../electron/core/contract/trial.ts';
import dragon2 from '../../../resources/protocols/dragon2.json' with { type: 'json' };

const protocols: readonly Protocol[] = [protocol.parse(dragon2)];
const current = protocols[0]!;

/** The thresholds a printed value must not seem to contradict; none for a protocol this version doesn't know. */
export function limitsOf(
  used: { readonly protocolId: string; readonly protocolVersion: string },
  quantity: QuantityId,
  liver: Subject['liverQuality'],
): Limit[] {
  const found = protocols.find(({ id, version }) => id === used.protocolId && version === used.protocolVersion);
  return (found?.criteria ?? [])
    .filter((criterion) => criterion.quantity === quantity)
    .flatMap(({ comparison, thresholds }) => {
      const threshold = thresholds[liver];
      return threshold === null ? [] : [{ comparison, threshold }];
    });
}

/** Days by which a baseline CT that is `daysBefore` the embolisation misses its window; 0 inside it. */
export const baselineDeviationDays = (daysBefore: number): number =>
  windowDeviationDays(current, 'baseline', -daysBefore) ?? 0;
