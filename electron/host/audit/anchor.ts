/**
 * The end of the chain, kept outside the database. Entries that are cut off at the end leave a chain that is right in itself; the anchor still
 * names the entry that was last. It is written after the commit, so after a crash it may lag behind the database by a change: that is no fault.
 */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { DataFolder } from '../context.ts';
import type { ChainEnd } from './chain.ts';

const anchorFile = (folder: DataFolder): string => join(folder.root, 'audit-anchor');
const stored = z.object({ sequence: z.int().nonnegative(), hash: z.string().length(64) });

/** null when there is none; 'damaged' when it can't be read as one. */
export function readAnchor(folder: DataFolder): ChainEnd | 'damaged' | null {
  let text: string;
  try {
    text = readFileSync(anchorFile(folder), 'utf8');
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? null : 'damaged';
  }
  try {
    return stored.parse(JSON.parse(text));
  } catch {
    return 'damaged';
  }
}

/** Replaces the anchor in one step, its bytes on the disk before its name. */
export function writeAnchor(folder: DataFolder, { sequence, hash }: ChainEnd): void {
  const next = `${anchorFile(folder)}.next`;
  const file = openSync(next, 'w');
  try {
    writeSync(file, `${JSON.stringify({ sequence, hash })}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(next, anchorFile(folder));
}
