import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filesOfEntries, filesOfInput, sourceName, uniquePaths, type Entry } from './sources.ts';

const file = (name: string): File => new File(['x'], name);
const signal = new AbortController().signal;

interface Tree {
  readonly [name: string]: Tree | 'file' | 'broken';
}

/** What a browser gives of a dropped tree; a folder tells its entries in batches of two. */
function entries(tree: Tree, above = ''): Entry[] {
  return Object.entries(tree).map(([name, inside]) => {
    const fullPath = `${above}/${name}`;
    if (typeof inside === 'string') {
      return {
        isFile: true,
        isDirectory: false,
        name,
        fullPath,
        file: (resolve: (file: File) => void, reject: (error: Error) => void) => {
          if (inside === 'file') resolve(file(name));
          else reject(new Error('gone'));
        },
      };
    }
    const createReader = () => {
      const left = entries(inside, fullPath);
      return {
        readEntries: (resolve: (batch: Entry[]) => void) => {
          resolve(left.splice(0, 2));
        },
      };
    };
    return { isFile: false, isDirectory: true, name, fullPath, createReader };
  });
}

describe('dropped entries', () => {
  it('are followed into every folder, whatever the size of the batches', async () => {
    const tree: Tree = { CD: { DICOM: { A: 'file', B: 'file', C: 'file', D: {} }, DICOMDIR: 'file' }, 'x.zip': 'file' };
    const unreadable: string[] = [];
    const found = await filesOfEntries(entries(tree), { unreadable, signal });
    expect(found.map(({ path }) => path)).toEqual(['CD/DICOM/A', 'CD/DICOM/B', 'CD/DICOM/C', 'CD/DICOMDIR', 'x.zip']);
    expect(unreadable).toEqual([]);
  });
  it('that can’t be read are named, and the others still come', async () => {
    const unreadable: string[] = [];
    const found = await filesOfEntries(entries({ CT: { A: 'broken', B: 'file' } }), { unreadable, signal });
    expect(found.map(({ path }) => path)).toEqual(['CT/B']);
    expect(unreadable).toEqual(['CT/A']);
  });
  it('are left alone once it was stopped', async () => {
    const stopped = AbortSignal.abort();
    await expect(filesOfEntries(entries({ A: 'file' }), { unreadable: [], signal: stopped })).rejects.toThrow();
  });
});

describe('paths of sent files', () => {
  it('never collide, on disks with and without upper and lower case', () => {
    const name = fc.constantFrom('a', 'A', 'b', '2/a', 'c/d', 'C/d');
    fc.assert(
      fc.property(fc.array(name), (names) => {
        const paths = uniquePaths(names.map((path) => ({ path, file: file('x') }))).map(({ path }) => path);
        expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(names.length);
        expect(paths.every((path, index) => path.endsWith(names[index]!))).toBe(true);
      }),
    );
  });
  it('hold no sign that a disk refuses', () => {
    const [named] = uniquePaths([{ path: 'CT: liver/IM\\1\n', file: file('x') }]);
    expect(named!.path).toBe('CT_ liver/IM_1_');
  });
  it('come with their folder where the browser tells it', () => {
    const inFolder = Object.defineProperty(file('IM1'), 'webkitRelativePath', { value: 'CT/IM1' });
    expect(filesOfInput([inFolder, file('IM1')]).map(({ path }) => path)).toEqual(['CT/IM1', 'IM1']);
  });
  it('give a name to what was chosen', () => {
    const files = filesOfInput([file('a'), file('b'), file('c')]);
    expect(sourceName(files)).toEqual({ first: 'a', more: 2 });
  });
});
