import { describe, expect, it, vi } from 'vitest';
import { onAbort } from '../../../src/structures';

describe('listeners for an abort', () => {
  it('are called once, in order, and have one listener of the signal between them', () => {
    const { signal, controller, added, removed } = watched();
    const log: number[] = [];
    for (let i = 0; i < 1_000; i++) onAbort(signal, () => log.push(i));
    expect(added()).toBe(1);
    controller.abort();
    expect(log).toEqual(Array.from({ length: 1_000 }, (_, i) => i));
    controller.abort();
    expect(log).toHaveLength(1_000);
    expect(removed()).toBe(0);
  });

  it('that are stopped are not called, by one before them either', () => {
    const { signal, controller } = watched();
    const log: string[] = [];
    const stop = onAbort(signal, () => log.push('stopped'));
    onAbort(signal, () => stopLast());
    const stopLast = onAbort(signal, () => log.push('stopped by another'));
    onAbort(signal, () => log.push('last'));
    stop();
    stop();
    controller.abort();
    expect(log).toEqual(['last']);
  });

  it('leave the signal when the last has gone, and can come back', () => {
    const { signal, controller, added, removed } = watched();
    const stops = [onAbort(signal, () => {}), onAbort(signal, () => {})];
    stops[0]!();
    stops[0]!();
    expect(removed()).toBe(0);
    stops[1]!();
    expect([added(), removed()]).toEqual([1, 1]);
    let called = 0;
    onAbort(signal, () => called++);
    // One that has gone already takes nothing with it.
    stops[1]!();
    expect([added(), removed()]).toEqual([2, 1]);
    controller.abort();
    expect(called).toBe(1);
  });
});

function watched() {
  const controller = new AbortController();
  const { signal } = controller;
  const add = vi.spyOn(signal, 'addEventListener');
  const remove = vi.spyOn(signal, 'removeEventListener');
  return {
    ...{ controller, signal },
    added: () => add.mock.calls.length,
    removed: () => remove.mock.calls.length,
  };
}
