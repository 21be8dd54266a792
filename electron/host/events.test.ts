import { describe, expect, it } from 'vitest';
import type { Log } from './context.ts';
import { createEvents } from './events.ts';

function start() {
  const logged: unknown[] = [];
  const log: Log = { info: () => undefined, error: (_, error) => logged.push(error) };
  const told: string[] = [];
  const { emit, onEvent } = createEvents(log, (name) => told.push(name));
  return { logged, told, emit, onEvent };
}

describe('events', () => {
  it('reach those who listen to their name, and the one who hears all', () => {
    const { emit, onEvent, told } = start();
    const heard: string[] = [];
    onEvent('trial.changed', ({ subjectId }) => heard.push(subjectId));
    emit('trial.changed', { subjectId: 'a' });
    emit('library.changed', {});
    expect(heard).toEqual(['a']);
    expect(told).toEqual(['trial.changed', 'library.changed']);
  });

  it('stop when the listener says so, even while one is told', () => {
    const { emit, onEvent } = start();
    let heard = 0;
    const stop = onEvent('library.changed', () => {
      heard++;
      stop();
    });
    emit('library.changed', {});
    emit('library.changed', {});
    expect(heard).toBe(1);
  });

  it('reach the others when one listener throws', () => {
    const { emit, onEvent, logged } = start();
    let heard = 0;
    onEvent('library.changed', () => {
      throw new Error('broken');
    });
    onEvent('library.changed', () => heard++);
    emit('library.changed', {});
    expect(heard).toBe(1);
    expect(logged).toHaveLength(1);
  });
});
