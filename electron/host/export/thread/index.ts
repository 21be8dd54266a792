/**
 * The thread in which files are made that leave: pictures, PDF, segmentations and their check take seconds, in which the host has to answer others.
 * It is not one of those that read and decode, which a package would keep from whoever opens a series meanwhile.
 */
import { errorCodes, RemnantError, type ErrorCode } from '../../../core/contract/errors.ts';
import { createTaskPool, type RunTask } from '../../jobs/taskPool.ts';
import { workerUrl } from '../../workerUrl.ts';
import type { ExportTasks } from './tasks.ts';

/** From one file of a package to the next. */
const IDLE_MS = 10_000;
const run = createTaskPool<ExportTasks>(workerUrl('./worker', import.meta.url), 1, { idleMs: IDLE_MS });

const isCode = (code: unknown): code is ErrorCode => errorCodes.some((each) => each === code);

/** @throws RemnantError as what is done there; any other error as `WorkerPool.run` */
export const inExportThread: RunTask<ExportTasks> = async (kind, input) => {
  try {
    return await run(kind, input);
  } catch (error) {
    const { code, message } = error as Error & { readonly code?: unknown };
    throw isCode(code) ? new RemnantError(code, message, { cause: error }) : error;
  }
};
