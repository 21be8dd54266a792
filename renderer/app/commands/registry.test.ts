import { describe, expect, it, vi } from 'vitest';
import { createRegistry, type Command } from './registry.ts';

const make = () => {
  const onError = vi.fn();
  const registry = createRegistry({
    onError,
    onConflict: (sentence) => {
      throw new Error(sentence);
    },
  });
  return { registry, onError };
};
const command = (id: string, more: Partial<Command> = {}): Command => ({
  id,
  title: id,
  group: 'Test',
  run: () => undefined,
  ...more,
});

describe('command registry', () => {
  it('runs a command only while it is allowed', () => {
    const { registry } = make();
    const run = vi.fn();
    let allowed = false;
    registry.register([command('a', { run, isEnabled: () => allowed })]);
    expect(registry.run('a')).toBe(false);
    allowed = true;
    expect(registry.run('a')).toBe(true);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('finds a command by its key in any spelling', () => {
    const { registry } = make();
    registry.register([command('undo', { keys: ['Mod+z'] })]);
    expect(registry.byKey('Mod+Z')?.id).toBe('undo');
  });

  it('refuses a second command on a key and leaves nothing of it behind', () => {
    const { registry } = make();
    registry.register([command('a', { keys: ['B'] })]);
    expect(() => registry.register([command('first'), command('b', { keys: ['b'] })])).toThrow(/belongs to "a"/);
    expect(registry.list().map(({ id }) => id)).toEqual(['a']);
    expect(registry.byKey('B')?.id).toBe('a');
  });

  it('refuses a second command of the same id', () => {
    const { registry } = make();
    registry.register([command('a')]);
    expect(() => registry.register([command('a')])).toThrow(/there already/);
  });

  it('frees id and key when the commands are taken away', () => {
    const { registry } = make();
    const remove = registry.register([command('a', { keys: ['B'] })]);
    remove();
    expect(registry.get('a')).toBeUndefined();
    expect(() => registry.register([command('a', { keys: ['B'] })])).not.toThrow();
  });

  it('tells its listeners when something a command watches changes', () => {
    const { registry } = make();
    let tell: () => void = () => undefined;
    let name = 'grow liver';
    registry.register([
      command('undo', {
        title: () => `Undo ${name}`,
        watch: [
          (listener) => {
            tell = listener;
            return () => undefined;
          },
        ],
      }),
    ]);
    const listener = vi.fn();
    registry.subscribe(listener);
    name = 'brush';
    tell();
    expect(listener).toHaveBeenCalledTimes(1);
    expect(registry.state('undo')?.title).toBe('Undo brush');
  });

  it('hands over what a command throws or rejects with', async () => {
    const { registry, onError } = make();
    registry.register([
      command('throws', {
        run: () => {
          throw new Error('now');
        },
      }),
      command('rejects', { run: () => Promise.reject(new Error('later')) }),
    ]);
    registry.run('throws');
    registry.run('rejects');
    await Promise.resolve();
    expect(onError.mock.calls.map(([error]) => (error as Error).message)).toEqual(['now', 'later']);
  });

  it('tells a role that may not do it why, and follows the person', () => {
    let sentence: string | null = 'It is for readers.';
    let told: () => void = () => undefined;
    const registry = createRegistry({
      onError: vi.fn(),
      onConflict: vi.fn(),
      refusal: () => sentence,
      watch: (listener) => {
        told = listener;
        return () => undefined;
      },
    });
    const run = vi.fn();
    registry.register([command('draw', { needs: 'segmentation.commit', run }), command('look')]);
    expect(registry.state('draw')).toMatchObject({ enabled: false, refusal: 'It is for readers.' });
    expect(registry.state('look')).toMatchObject({ enabled: true, refusal: null });
    expect(registry.run('draw')).toBe(false);
    const listener = vi.fn();
    registry.subscribe(listener);
    sentence = null;
    told();
    expect(listener).toHaveBeenCalledTimes(1);
    expect(registry.run('draw')).toBe(true);
    expect(run).toHaveBeenCalledTimes(1);
  });
});
