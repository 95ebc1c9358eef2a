import { afterEach, describe, expect, it, vi } from 'vitest';
import { openPaged } from '../../src/data';
import { CapacityError, columns, type Entity, resolve } from '../../src/ecs';
import { Box, Fill, LayoutStyle } from '../../src/ecs/stores';
import { installMemory } from '../../src/memory';
import { createHeadlessApp, type HeadlessApp } from '../../src/testing/headless-app';
import { box, setStyle, text } from '../../src/ui';
import { createRandom } from '../property/random';

const MB = 1024 * 1024;
const BUDGET = 64 * MB;

let app: HeadlessApp;

afterEach(() => {
  vi.unstubAllGlobals();
  app.dispose();
});

describe('ten times a budget of 64 MB', () => {
  it('is never held, in no frame, and what is in sight stays', async () => {
    app = createHeadlessApp();
    const memory = installMemory(app, { budgetBytes: BUDGET, ports: { sources: [] } });
    const errors: unknown[] = [];
    app.on('error', ({ error }) => errors.push(error));
    const file = await openPaged(
      {
        size: 4 * BUDGET,
        read: pageAt,
      },
      { pageBytes: MB, maxBytes: 4 * BUDGET, memory, name: 'file' },
    );
    const pixels = memory.cache<number, Uint8Array>('pixels', {
      maxWeight: 4 * BUDGET,
      weigh: ({ length }) => length,
    });
    const tiles = memory.budget('tiles');
    const held: number[] = [];
    let asked = 0;
    let refused = 0;
    let most = 0;
    const random = createRandom(8);
    file.show(10, 13, -1, -1, -1, -1);
    await file.read(10 * MB, 14 * MB);
    pixels.set(-1, new Uint8Array(MB));
    pixels.pin(-1);
    for (let frame = 0; asked < 10 * BUDGET; frame++) {
      const page = 20 + random.int(200);
      expect((await file.read(page * MB, page * MB + 2))[0]).toBe(page);
      asked += MB;
      // Caches do not ask; what they have too much of goes.
      if (frame % 4 === 0 && memory.pressure.level === 'normal') {
        pixels.set(frame, new Uint8Array(MB / 4));
        asked += MB / 4;
      }
      if (tiles.take(MB)) held.push(MB);
      else refused++;
      asked += MB;
      if (held.length > 8) tiles.give(held.pop()!);
      app.clock.advance(16);
      app.step(app.clock.now());
      most = Math.max(most, app.memory.total());
      expect(app.memory.total()).toBeLessThanOrEqual(BUDGET);
      for (let i = 10; i < 14; i++) expect(file.page(i)?.[0]).toBe(i);
      expect(pixels.has(-1)).toBe(true);
    }
    // It is used, and not refused for nothing.
    expect(most).toBeGreaterThan(0.8 * BUDGET);
    expect(refused).toBe(0);
    expect(memory.report().lines.find(({ name }) => name === 'file')?.bytes).toBe(
      file.stats().bytes,
    );
    expect(errors).toEqual([]);
    file.dispose();
    expect(app.memory.report().some(({ name }) => name === 'file')).toBe(false);
  });

  it('has pages in sight refused once, without end, where nothing can go for them', async () => {
    app = createHeadlessApp();
    const memory = installMemory(app, { budgetBytes: BUDGET, ports: { sources: [] } });
    memory.budget('all').take(BUDGET - app.memory.total() - 3 * MB);
    let reads = 0;
    const file = await openPaged(
      {
        size: BUDGET,
        read(from: number, to: number) {
          reads++;
          return new Uint8Array(to - from);
        },
      },
      { pageBytes: MB, memory },
    );
    const errors: unknown[] = [];
    file.watch((_, error) => error !== undefined && errors.push(error));
    file.show(0, 9, -1, -1, -1, -1);
    await file.read(30 * MB, 30 * MB + 1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(file.stats().bytes).toBeLessThanOrEqual(3 * MB);
    expect(file.stats().bytes).toBeGreaterThan(MB);
    expect(errors.length).toBeGreaterThan(5);
    expect(errors).toEqual(errors.map(() => expect.any(CapacityError)));
    expect(reads).toBeLessThan(14);
    expect(app.memory.total()).toBeLessThanOrEqual(BUDGET);
    // It ends before its bytes do.
    memory.dispose();
    await file.read(40 * MB, 40 * MB + 1);
    file.dispose();
  });
});

describe('an allocation that the host refuses', () => {
  it('leaves all rows as they were, is told of, and rows grow when there is memory again', () => {
    app = createHeadlessApp();
    const { world } = app;
    const page = box(world, { flexWrap: 'wrap' });
    const made: Entity[] = [];
    for (let i = 0; i < 900; i++)
      made.push(box(world, { parent: page, width: 1 + (i % 7), height: 3, fill: '#204060' }));
    app.frames(1);
    const before = snapshot();
    const allow = refuseArrays();
    expect(() => {
      for (let i = 0; i < 400; i++) made.push(box(world, { parent: page, width: 5 }));
    }).toThrow(CapacityError);
    const count = made.length;
    expect(count).toBeGreaterThan(900);
    expect(count).toBeLessThan(1300);
    expect(() => box(world, { parent: page })).toThrow('no memory to grow from 1024 to 2048 rows');
    for (const [name, values] of Object.entries(snapshot())) {
      const old = before[name]!;
      expect(values.subarray(0, 900), name).toEqual(old.subarray(0, 900));
      expect(values.length).toBe(old.length);
    }
    setStyle(world, made[3]!, { width: 77 });
    app.frames(1);
    allow();
    for (let i = 0; i < 400; i++) box(world, { parent: page, width: 5 });
    app.frames(1);
    expect(columns(world, Box).width[3 + 2]).toBeGreaterThan(0);
    expect(columns(world, Box).width.length).toBe(2048);
  });

  it('of a text is told to whoever writes it, and texts are whole when there is memory again', () => {
    app = createHeadlessApp();
    const errors: unknown[] = [];
    app.on('error', ({ error }) => errors.push(error));
    const { world } = app;
    const page = box(world, { flexDirection: 'column', alignItems: 'flex-start' });
    const contentOf = (i: number) => `line ${i} `.repeat(20 + i);
    const write = (i: number) =>
      text(world, { parent: page, content: contentOf(i), whiteSpace: 'normal', width: 300 });
    const first = write(0);
    app.frames(1);
    const { height } = columns(world, Box);
    const before = height[resolve(world, first)]!;
    const allow = refuseArrays();
    const failed: unknown[] = [];
    for (let i = 1; i < 60; i++) {
      try {
        write(i);
      } catch (error) {
        failed.push(error);
      }
      app.frames(1);
    }
    allow();
    expect(failed.length).toBeGreaterThan(10);
    for (const error of failed) expect(String(error)).toMatch(/allocation|memory/);
    const again = Array.from({ length: 60 }, (_, i) => write(i));
    app.frames(2);
    const heights = again.map((entity) => columns(world, Box).height[resolve(world, entity)]!);
    expect([heights[0], columns(world, Box).height[resolve(world, first)]]).toEqual([
      before,
      before,
    ]);
    // As high as by hand: each has more lines.
    expect(heights).toEqual([...heights].sort((a, b) => a - b));
    expect(heights.at(-1)).toBeGreaterThan(before * 2);
    expect(errors.length).toBeLessThan(10);
  });
});

/** Bytes that tell where they are from. */
function pageAt(from: number, to: number): Uint8Array {
  const bytes = new Uint8Array(to - from);
  bytes[0] = from / MB;
  return bytes;
}

/** Copies of what rows hold. */
function snapshot(): Record<string, Float32Array | Uint32Array> {
  const all: Record<string, Float32Array | Uint32Array> = {};
  for (const [name, store] of Object.entries({ Box, Fill, LayoutStyle })) {
    for (const [field, values] of Object.entries(columns(app.world, store as typeof Box)))
      all[`${name}.${field}`] = (values as Float32Array).slice();
  }
  return all;
}

/** Has the host refuse arrays of more than a kilobyte. Returns how to allow them again. */
function refuseArrays(): () => void {
  for (const name of [
    'Float32Array',
    'Float64Array',
    'Int32Array',
    'Uint32Array',
    'Uint16Array',
    'Uint8Array',
    'ArrayBuffer',
  ] as const) {
    const real = globalThis[name] as unknown as new (...given: unknown[]) => object;
    vi.stubGlobal(
      name,
      new Proxy(real, {
        construct(target, given: unknown[], self) {
          if (typeof given[0] === 'number' && given[0] > 1024)
            throw new RangeError('Array buffer allocation failed');
          return Reflect.construct(target, given, self === real ? target : self) as object;
        },
      }),
    );
  }
  return () => vi.unstubAllGlobals();
}
