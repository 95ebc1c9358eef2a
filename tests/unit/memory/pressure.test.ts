import { describe, expect, it } from 'vitest';
import type { PressureChange } from '../../../src/memory';
import { MB, openMemory } from './stage';

function openPressed() {
  const source = { name: 'heap', share: 0 };
  const stage = openMemory({
    ports: { sources: [{ name: 'heap', read: () => source.share }] },
  });
  const changes: PressureChange[] = [];
  stage.memory.pressure.onChange((change) => changes.push(change));
  return { ...stage, source, changes };
}

describe('memory pressure', () => {
  it('goes up at once, however far, and down a level at a time when it was calm', () => {
    const { pass, memory, source, changes } = openPressed();
    source.share = 0.96;
    pass(1);
    expect(changes).toEqual([
      { level: 'emergency', previous: 'normal', source: 'heap', share: 0.96 },
    ]);
    source.share = 0.1;
    pass(2);
    expect(memory.pressure.level).toBe('emergency');
    pass(1);
    expect(memory.pressure.level).toBe('critical');
    pass(5);
    expect(memory.pressure.level).toBe('normal');
    expect(changes.map(({ level }) => level)).toEqual([
      'emergency',
      'critical',
      'warning',
      'normal',
    ]);
  });

  it('does not go to and fro about a limit', () => {
    const { pass, source, changes } = openPressed();
    for (let i = 0; i < 60; i++) {
      source.share = i % 2 === 0 ? 0.71 : 0.65;
      pass(1);
    }
    expect(changes.map(({ level }) => level)).toEqual(['warning']);
  });

  it('begins and ends at limits that can be turned', () => {
    const { app, pass, memory, source } = openPressed();
    source.share = 0.5;
    pass(1);
    expect(memory.pressure.level).toBe('normal');
    memory.tunables.set('warningEnd', 0.3);
    memory.tunables.set('warning', 0.5);
    app.frames(1);
    expect(memory.pressure.level).toBe('warning');
  });

  it('is by the ledger too, and by what is added', () => {
    const { pass, memory } = openMemory({ budgetBytes: 40 * MB });
    const budget = memory.budget('tiles');
    budget.take(30 * MB);
    pass(1);
    expect(memory.pressure.level).not.toBe('normal');
    expect(memory.pressure.source).toBe('ledger');
    budget.give(30 * MB);
    const stop = memory.pressure.add({ name: 'mine', read: () => 0.99 });
    pass(1);
    expect([memory.pressure.level, memory.pressure.source]).toEqual(['emergency', 'mine']);
    stop();
    pass(20);
    expect(memory.pressure.level).toBe('normal');
  });

  it('takes what is not known for nothing, and a source that throws off, once', () => {
    const { pass, memory, source, errors } = openPressed();
    source.share = Number.NaN;
    memory.pressure.add({
      name: 'broken',
      read() {
        throw new Error('no reading');
      },
    });
    memory.pressure.onChange(() => {
      throw new Error('a listener');
    });
    pass(3);
    expect(memory.pressure.level).toBe('normal');
    expect(errors).toHaveLength(1);
    source.share = 1;
    pass(1);
    expect(memory.pressure.level).toBe('emergency');
    expect(errors).toHaveLength(2);
  });
});
