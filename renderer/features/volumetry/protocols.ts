/** The trial protocol as the forms need it: the planned days. */
import { protocol, windowDeviationDays } from '../../../electron/core/domain/protocol.ts';
import dragon2 from '../../../resources/protocols/dragon2.json' with { type: 'json' };

const current = protocol.parse(dragon2);

/** Days by which a baseline CT that is `daysBefore` the embolisation misses its window; 0 inside it. */
export const baselineDeviationDays = (daysBefore: number): number =>
  windowDeviationDays(current, 'baseline', -daysBefore) ?? 0;
