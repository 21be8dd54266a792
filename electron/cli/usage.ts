/** Wrong usage: what the person typed can't be meant. Ends with exit code 2; everything else that fails ends with 1. */
import { readFile } from 'node:fs/promises';
import type { z } from 'zod';

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Input by the contract's own schema. @throws UsageError with its first complaint. */
export function parseInput<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
  throw new UsageError(`${where}${issue?.message ?? 'The input is not valid.'}`);
}

/** @throws UsageError when the text isn't a number. */
export function parseNumber(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    throw new UsageError(`${name} must be a number, but is "${text}".`);
  return value;
}

/** A JSON file of a known shape. @throws UsageError when it can't be read or doesn't fit. */
export async function readJsonFile<T extends z.ZodType>(schema: T, path: string): Promise<z.output<T>> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is not JSON' : "can't be read";
    throw new UsageError(`The file ${path} ${why}.`);
  }
  try {
    return parseInput(schema, value);
  } catch (error) {
    if (error instanceof UsageError)
      throw new UsageError(`The file ${path} is not as described in the README: ${error.message}`);
    throw error;
  }
}
