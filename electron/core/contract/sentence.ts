import type { z } from 'zod';

/**
 * What is wrong with an input, as one plain sentence that names the field. Holds no value of the input: it may be shown and logged.
 * @param error as zod reports it; only its first issue is told.
 */
export function inputSentence(error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return 'The input is not right.';
  // The contract's own messages are sentences already; zod's have no full stop.
  if (issue.message.endsWith('.')) return issue.message;
  return `${fieldName(issue.path)} ${complaint(issue)}.`;
}

function fieldName(path: readonly PropertyKey[]): string {
  const text = path.map(String).join('.').slice(0, 100);
  return text === '' ? 'The input' : `"${text}"`;
}

const formats: Readonly<Record<string, string>> = {
  uuid: 'must be an id',
  date: 'must be a date that exists, such as 2026-03-31',
  datetime: 'must be a time such as 2026-03-31T12:00:00.000Z',
};

function complaint(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.includes('undefined') ? 'is missing' : `must be of type ${issue.expected}`;
    case 'too_small':
      return `must ${measure(issue.origin, 'at least', issue.minimum, issue.inclusive)}`;
    case 'too_big':
      return `must ${measure(issue.origin, 'at most', issue.maximum, issue.inclusive)}`;
    case 'invalid_format':
      return formats[issue.format] ?? 'is not written as it must be';
    case 'invalid_value':
      return `must be one of: ${issue.values.map(String).join(', ')}`;
    case 'unrecognized_keys':
      return 'has a field that is not known here';
    default:
      return 'is not right';
  }
}

function measure(origin: string, bound: 'at least' | 'at most', limit: number | bigint, inclusive = true): string {
  if (origin === 'string') return `have ${bound} ${limit.toString()} characters`;
  if (origin === 'array' || origin === 'set') return `have ${bound} ${limit.toString()} entries`;
  if (inclusive) return `be ${bound} ${limit.toString()}`;
  return `be ${bound === 'at least' ? 'more' : 'less'} than ${limit.toString()}`;
}
