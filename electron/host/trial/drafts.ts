/**
 * Unfinished forms, kept so that neither leaving a page nor a crash loses what was typed. They are no part of the record: each is a small file of
 * the data folder, of the person who typed it, and not in the trail.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { formDraft, type FormDraft } from '../../core/contract/trial.ts';
import type { HostContext } from '../context.ts';

type DraftKey = Pick<FormDraft, 'form' | 'subjectId' | 'entryId'>;

const draftsFolder = ({ folder, actor }: HostContext): string =>
  join(
    folder.root,
    'drafts',
    createHash('sha256')
      .update(actor.accountId ?? actor.user)
      .digest('hex')
      .slice(0, 32),
  );

const fileName = ({ form, subjectId, entryId }: DraftKey): string =>
  `${[form, subjectId ?? 'new', entryId ?? 'new'].join('.')}.json`;

const stored = formDraft.extend({ value: z.string() });

/** Of this person, newest first. A file that can't be read, such as one half written by a full disk, is left out. */
export function listDrafts(context: HostContext, { subjectId }: { readonly subjectId: string | null }): FormDraft[] {
  const folder = draftsFolder(context);
  return namesIn(folder)
    .flatMap((name) => readDraft(join(folder, name)))
    .filter((draft) => draft.subjectId === subjectId)
    .sort((a, b) => b.savedAt.localeCompare(a.savedAt));
}

export function saveDraft(context: HostContext, draft: DraftKey & Pick<FormDraft, 'value'>): FormDraft {
  const folder = draftsFolder(context);
  const { form, subjectId, entryId, value } = draft;
  const row: FormDraft = { form, subjectId, entryId, value, savedAt: context.now().toISOString() };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, fileName(row));
  writeFileSync(`${file}.part`, JSON.stringify(row), { mode: 0o600 });
  renameSync(`${file}.part`, file);
  return row;
}

export function discardDraft(context: HostContext, key: DraftKey): Record<string, never> {
  rmSync(join(draftsFolder(context), fileName(key)), { force: true });
  return {};
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch {
    // Nobody has left a form unfinished yet.
    return [];
  }
}

function readDraft(file: string): FormDraft[] {
  try {
    const parsed = stored.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? [parsed.data] : [];
  } catch {
    return [];
  }
}
