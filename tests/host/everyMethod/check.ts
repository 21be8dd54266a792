/** What every step must leave, and what those must not leave who have no right to it. */
import { readdirSync } from 'node:fs';
import { expect } from 'vitest';
import type { AuditEntry } from '../../../electron/core/contract/audit.ts';
import { isForAnyone, mayCall } from '../../../electron/core/domain/permissions.ts';
import { auditPage, verifyTrail } from '../../../electron/host/audit/index.ts';
import type { HostSession } from '../../../electron/host/open.ts';
import { VERSION } from '../support.ts';
import { call, noJobs, roles, users, type Scene, type User } from './scene.ts';
import type { Step } from './step.ts';

/** Takes the step, in the name of those who may not first. */
export async function checkStep(step: Step, scene: Scene): Promise<void> {
  const { method, user, learn, refused = false } = step;
  const input = await step.input(scene.known, scene);
  if (!isForAnyone(method)) await expectNothingWithoutRight(step, scene, input);
  const before = lastSequence(scene);
  const answer = await attempt(scene.sessions[user], step, input);
  expect('refusal' in answer, `${method}: ${String(answer['refusal'])}`).toBe(refused);
  await noJobs(scene.host);
  learn?.(answer['answer'], scene.known);
  expectEntry(step, scene, auditPage(scene.host.context, { after: before, limit: 500 }).entries);
  expect(await verifyTrail(scene.host.context), method).toMatchObject({ ok: true, problem: null });
}

const lastSequence = ({ host }: Scene): number => auditPage(host.context, { limit: 1 }).entries[0]?.sequence ?? 0;

async function attempt(
  session: HostSession,
  { method }: Pick<Step, 'method'>,
  input: unknown,
): Promise<Readonly<Record<string, unknown>>> {
  try {
    return { answer: await call(session, method, input) };
  } catch (refusal) {
    return { refusal };
  }
}

/** With the input that is taken from the right person a moment later. */
async function expectNothingWithoutRight(step: Step, scene: Scene, input: unknown): Promise<void> {
  const { method } = step;
  const without = users.filter((user) => !mayCall(roles[user], method));
  for (const [who, session] of [
    ['nobody', scene.nobody] as const,
    ...without.map((user): [User, HostSession] => [user, scene.sessions[user]]),
  ]) {
    const [before, what] = [whatIsThere(scene), `${who} ${method}`];
    const { refusal } = await attempt(session, step, input);
    expect(refusal, what).toMatchObject({
      code: 'refused',
      message: expect.stringMatching(/^Sign in first|^Your role/) as string,
    });
    expect(whatIsThere(scene), what).toEqual(before);
  }
  if (mayCall('monitor', method) && !method.startsWith('accounts.')) await expectUnchanged(scene, 'mo', step, input);
}

/** Answered or refused, the person's call changes nothing. */
export async function expectUnchanged(
  scene: Scene,
  user: User,
  step: Pick<Step, 'method'>,
  input: unknown,
): Promise<void> {
  const before = whatIsThere(scene);
  await attempt(scene.sessions[user], step, input);
  await noJobs(scene.host);
  expect(whatIsThere(scene), `${user} ${step.method}`).toEqual(before);
}

/** Rows written since the folder was opened, whatever became of them, the trail's end, and the files that are kept. */
function whatIsThere({ host: { context } }: Scene): object {
  const { db, folder } = context;
  const kept = [folder.originals, folder.exports].flatMap((path) =>
    readdirSync(path, { recursive: true, encoding: 'utf8' }),
  );
  return {
    rowsWritten: db.prepare('SELECT total_changes()').pluck().get(),
    end: auditPage(context, { limit: 1 }).entries[0]!.hash,
    files: kept.length,
  };
}

function expectEntry(step: Step, scene: Scene, entries: readonly AuditEntry[]): void {
  const left = entries.find(({ action, entity }) => `${action} ${entity}` === step.leaves);
  const what = `${step.method}: ${entries.map(({ action, entity }) => `${action} ${entity}`).join(', ')}`;
  const now = scene.host.context.now();
  for (const entry of entries) {
    expect(entry, what).toMatchObject({ at: now.toISOString(), version: VERSION });
    expect(entry.utcOffsetMinutes, what).toBe(0 - now.getTimezoneOffset());
    for (const told of [entry.user, entry.role, entry.workstation, entry.entityId]) expect(told, what).toMatch(/./);
  }
  // Who failed to sign in is nobody yet; the entry names the account that was tried.
  const who = step.refused
    ? { role: 'none', entityId: scene.people.accountIds[step.user] }
    : { user: step.user, role: roles[step.user] };
  expect(left, what).toMatchObject({ ...who, reason: step.reason ?? null });
  expectValue(left!.oldValue, step.was, what);
  expectValue(left!.newValue, step.became, what);
  expect(step.withoutValue === undefined, what).toBe(step.was !== undefined || step.became !== undefined);
}

function expectValue(stored: string | null, expected: object | undefined, what: string): void {
  if (expected === undefined) expect(stored, what).toBeNull();
  else expect(JSON.parse(stored ?? 'null'), what).toMatchObject(expected);
}
