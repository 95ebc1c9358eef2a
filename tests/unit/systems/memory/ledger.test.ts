import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createByteLedger } from '../../../../src/systems/memory';
import { createHeadlessApp } from '../../../../src/testing/headless-app';

describe('a byte ledger', () => {
  it('has a total equal to the sum of its lines after any additions and removals', () => {
    const edit = fc.record({
      name: fc.constantFrom('a', 'b', 'c'),
      bytes: fc.nat(1e9),
      removed: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(edit), (edits) => {
        const ledger = createByteLedger();
        const expected = new Map<string, number>();
        for (const { name, bytes, removed } of edits) {
          const remove = ledger.add(name, () => bytes);
          if (removed) {
            remove();
            remove();
          } else expected.set(name, (expected.get(name) ?? 0) + bytes);
        }
        const lines = ledger.report();
        expect(new Map(lines.map(({ name, bytes }) => [name, bytes]))).toEqual(expected);
        expect(ledger.total()).toBe(lines.reduce((sum, { bytes }) => sum + bytes, 0));
        expect(lines).toEqual([...lines].sort((a, b) => b.bytes - a.bytes));
      }),
    );
  });

  it('asks its sources anew for every report', () => {
    const ledger = createByteLedger();
    let bytes = 1;
    ledger.add('growing', () => bytes);
    bytes = 5;
    expect([ledger.total(), ledger.report()]).toEqual([5, [{ name: 'growing', bytes: 5 }]]);
  });

  it('of an app adds up', () => {
    const app = createHeadlessApp();
    app.frames(1);
    const lines = app.memory.report();
    expect(app.memory.total()).toBe(lines.reduce((sum, { bytes }) => sum + bytes, 0));
    // There is no image yet, and no picture.
    const empty = lines.filter(({ bytes }) => bytes === 0).map(({ name }) => name);
    expect(empty.sort()).toEqual(['images', 'pictures of layers', 'textures of images']);
    app.dispose();
  });
});
