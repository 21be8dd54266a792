import { RemnantError } from '../../core/contract/errors.ts';
import { localDate } from '../../core/domain/dates.ts';

/** @param what the thing that has the date, to begin a sentence with: 'The embolisation'. @throws RemnantError 'invalid_input' */
export function refuseFuture(what: string, date: string, now: Date): void {
  if (date > localDate(now))
    throw new RemnantError('invalid_input', `${what} is dated ${date}, which is in the future.`);
}
