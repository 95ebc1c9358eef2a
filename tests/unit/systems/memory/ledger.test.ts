import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { despawn, type Entity } from '../../../../src/ecs';
import { createByteLedger } from '../../../../src/systems/memory';
import { createHeadlessApp, type HeadlessApp } from '../../../../src/testing/headless-app';
import { box, text } from '../../../../src/ui';
import { atEnd } from '../../../endings';

const RUNS = process.env.RAFTER_LONG ? 300 : 5;

/** Of a chunk, in all its arrays. */
const CHUNK_BYTES = 159;

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
    expect(empty.sort()).toEqual([
      ...['images', 'pictures of layers', 'scroll layers', 'textures of images'],
    ]);
    app.dispose();
  });

  it('of an app is the sum of its parts, and what is mirrored is what was sent, after any edits', () => {
    const edit = fc.record({
      what: fc.constantFrom('boxes', 'layers', 'words', 'despawn', 'frame'),
      count: fc.integer({ min: 1, max: 150 }),
    });
    const apps: HeadlessApp[] = [];
    atEnd(() => {
      for (const app of apps) app.dispose();
    });
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 12 }), (edits) => {
        const app = createHeadlessApp();
        apps.push(app);
        const sent = arraysSent(app);
        const { world } = app;
        const made: Entity[] = [];
        // Until something is drawn, nothing is sent.
        box(world, { width: 20, height: 20, fill: '#804020' });
        app.frames(1);
        for (const { what, count } of edits) {
          for (let i = 0; i < count; i++) {
            if (what === 'boxes') made.push(box(world, { width: 9, height: 9, fill: '#204060' }));
            if (what === 'layers') made.push(box(world, { opacity: 0.5, rotate: 1, width: 9 }));
            if (what === 'words') made.push(text(world, { content: `words ${i}` }));
            if (what === 'despawn' && made.length > 0) despawn(world, made.pop()!);
          }
          app.frames(1);
          const lines = new Map(app.memory.report().map(({ name, bytes }) => [name, bytes]));
          expect(app.memory.total()).toBe([...lines.values()].reduce((sum, each) => sum + each, 0));
          const mirrored = Object.values(sent).reduce((sum, array) => sum + array.byteLength, 0);
          expect(lines.get('textures of records')).toBe(mirrored);
          const { records, indices } = sent;
          const own = records!.byteLength + indices!.byteLength;
          // Five bytes of bookkeeping for each record of 64, bits of what was not sent, and the chunks of the list.
          expect(lines.get('records and draw list')).toBeGreaterThan(own * 1.01 + CHUNK_BYTES * 60);
          expect(lines.get('records and draw list')).toBeLessThan(own * 1.1 + CHUNK_BYTES * 2048);
          const { layers } = sent;
          expect(lines.get('layers')).toBeGreaterThan(layers!.byteLength * 2);
          expect(lines.get('layers')).toBeLessThan(layers!.byteLength * 4);
        }
      }),
      { numRuns: RUNS },
    );
  });
});

/** The arrays that were sent to the device last, of each kind. */
function arraysSent({ backend }: HeadlessApp): Record<string, Uint32Array> {
  const sent: Record<string, Uint32Array> = {};
  const { uploadRecords, uploadLayers, uploadIndices } = backend;
  backend.uploadRecords = (words, ...range) => {
    sent.records = words;
    return uploadRecords(words, ...range);
  };
  backend.uploadLayers = (words, ...range) => {
    sent.layers = words;
    return uploadLayers(words, ...range);
  };
  backend.uploadIndices = (indices, ...range) => {
    sent.indices = indices;
    return uploadIndices(indices, ...range);
  };
  return sent;
}
