/** What the two ends of a worker say to each other. */
import type { WireError } from '../../electron/core/contract/errors.ts';
import type { CancelFlag } from './cancelFlag.ts';
import type { TaskName } from './tasks.ts';

export interface TaskRequest {
  readonly id: number;
  readonly name: TaskName;
  readonly input: unknown;
  readonly cancel: CancelFlag;
}

export type TaskReply =
  | { readonly id: number; readonly kind: 'progress'; readonly fraction: number }
  | { readonly id: number; readonly kind: 'done'; readonly output: unknown }
  | { readonly id: number; readonly kind: 'failed'; readonly error: WireError };
