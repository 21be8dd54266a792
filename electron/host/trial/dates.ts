import { RemnantError } from '../../core/contract/errors.ts';

/** The day it is where the workstation stands, `YYYY-MM-DD`. */
export function localDate(at: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** @param what the thing that has the date, to begin a sentence with: 'The embolisation'. @throws RemnantError 'invalid_input' */
export function refuseFuture(what: string, date: string, now: Date): void {
  if (date > localDate(now))
    throw new RemnantError('invalid_input', `${what} is dated ${date}, which is in the future.`);
}
