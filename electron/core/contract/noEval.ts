/**
 * zod compiles object parsers with `new Function`. The window's Content-Security-Policy forbids that and reports even the attempt, so it is
 * switched off before the first schema is made: every contract file that makes schemas imports this one, directly or by `define` or `common`.
 */
import { config } from 'zod';

config({ jitless: true });
