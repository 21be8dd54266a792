/** The files that a person chose or dropped, each with the path it is known by. */
export interface SourceFile {
  /** Relative, with `/`; unique in its list whatever the upper and lower case. */
  readonly path: string;
  readonly file: File;
}

const LONGEST_NAME = 200;

/** As much of a dropped file or folder as is read here (File and Directory Entries API). */
export interface Entry {
  readonly isFile: boolean;
  readonly isDirectory: boolean;
  readonly fullPath: string;
  readonly name: string;
}

const asFile = (entry: Entry): Promise<File> =>
  new Promise((resolve, reject) => {
    (entry as FileSystemFileEntry).file(resolve, reject);
  });

/** A reader gives a folder in batches and says that it is done with an empty one. */
async function readFolder(entry: Entry): Promise<Entry[]> {
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const entries: Entry[] = [];
  for (;;) {
    const batch = await new Promise<Entry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (batch.length === 0) return entries;
    entries.push(...batch);
  }
}

/**
 * All files below the dropped entries, in the order of their names.
 * @param unreadable takes the paths of what can't be read; the rest goes on
 */
export async function filesOfEntries(
  entries: readonly Entry[],
  { unreadable, signal }: { readonly unreadable: string[]; readonly signal: AbortSignal },
): Promise<SourceFile[]> {
  const found: SourceFile[] = [];
  const waiting = [...entries].reverse();
  for (;;) {
    signal.throwIfAborted();
    const entry = waiting.pop();
    if (entry === undefined) return uniquePaths(found);
    const path = entry.fullPath.replace(/^\/+/, '') || entry.name;
    try {
      if (entry.isFile) found.push({ path, file: await asFile(entry) });
      else waiting.push(...(await readFolder(entry)).sort((a, b) => b.name.localeCompare(a.name)));
    } catch {
      unreadable.push(path);
    }
  }
}

/** Files of an `<input type=file>`; those of a folder bring their path below it. */
export const filesOfInput = (files: readonly File[]): SourceFile[] =>
  uniquePaths(files.map((file) => ({ file, path: file.webkitRelativePath || file.name })));

/** A name that every system takes. */
const plain = (segment: string): string => segment.replace(/[\\:\p{Cc}]/gu, '_').slice(0, LONGEST_NAME);

/** Two dropped folders may have one name, and some disks know no upper and lower case: the second goes into a folder of its own. */
export function uniquePaths(files: readonly SourceFile[]): SourceFile[] {
  const taken = new Set<string>();
  return files.map((one) => {
    const named = one.path.split('/').map(plain).join('/');
    let path = named;
    for (let copy = 2; taken.has(path.toLowerCase()); copy++) path = `${copy}/${named}`;
    taken.add(path.toLowerCase());
    return { ...one, path };
  });
}

/** What the person sees it as: the folder or file that was taken, and how many more there are beside it. */
export function sourceName(files: readonly SourceFile[]): { readonly first: string; readonly more: number } {
  const roots = new Set(files.map(({ path }) => path.split('/')[0]!));
  return { first: [...roots][0] ?? '', more: Math.max(0, roots.size - 1) };
}
