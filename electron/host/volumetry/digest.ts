import { createHash } from 'node:crypto';
import { canonicalJson } from '../audit/canonicalJson.ts';

/** SHA-256 (hex) of the canonical JSON: the same inputs give the same digest, whatever the order of their keys. */
export const digestInputs = (inputs: unknown): string =>
  createHash('sha256').update(canonicalJson(inputs)).digest('hex');
