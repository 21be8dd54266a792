/** The worker's end: answers requests with progress and one result each. */
import { toWireError } from '../../electron/core/contract/errors.ts';
import { commit, throwIfCancelled } from './cancelFlag.ts';
import type { TaskReply, TaskRequest } from './messages.ts';
import { perform } from './perform.ts';

/** Progress in steps finer than this isn't sent. */
const PROGRESS_STEP = 0.01;

export async function serveTask(
  { id, name, input, cancel }: TaskRequest,
  reply: (message: TaskReply) => void,
): Promise<void> {
  let sent = 0;
  const ctx = {
    progress: (fraction: number): void => {
      if (fraction - sent < PROGRESS_STEP) return;
      sent = fraction;
      reply({ id, kind: 'progress', fraction });
    },
    throwIfCancelled: (): void => {
      throwIfCancelled(cancel);
    },
    commit: (): void => {
      commit(cancel);
    },
  };
  try {
    ctx.throwIfCancelled();
    // The runner pairs names with their inputs by type; here they arrive as plain data.
    const output = await perform(name, input as never, ctx);
    reply({ id, kind: 'done', output });
  } catch (error) {
    reply({ id, kind: 'failed', error: toWireError(error) });
  }
}
