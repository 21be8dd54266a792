import { describe, expect, it } from 'vitest';
import { shortcutGroups } from './model.ts';

const run = () => undefined;

describe('shortcutGroups', () => {
  it('lists commands with a key by group and leaves out those without', () => {
    const groups = shortcutGroups([
      { id: 'a', title: 'A', group: 'One', keys: ['B'], run },
      { id: 'b', title: 'B', group: 'Two', run },
      { id: 'c', title: () => 'C', group: 'Three', keys: ['Mod+Z', 'U'], run },
      { id: 'd', title: 'D', group: 'One', keys: ['['], run },
    ]);
    expect(groups).toEqual([
      {
        group: 'One',
        entries: [
          { id: 'a', title: 'A', keys: ['B'] },
          { id: 'd', title: 'D', keys: ['['] },
        ],
      },
      { group: 'Three', entries: [{ id: 'c', title: 'C', keys: ['Mod+Z', 'U'] }] },
    ]);
  });
});
