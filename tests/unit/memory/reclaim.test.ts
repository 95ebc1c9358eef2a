import { describe, expect, it } from 'vitest';
import { RECLAIM_LATER, RECLAIM_MORE, type Reclaimable } from '../../../src/memory';
import { Reclaimer } from '../../../src/memory/reclaimer';
import { MB, openMemory } from './stage';

/** A frame with so much time left, which giving back a byte takes a part of. */
function frameWith(ms: number) {
  let left = ms;
  return {
    spend(more: number) {
      left -= more;
    },
    get left() {
      return left;
    },
    index: 0,
    now: 1000,
    deltaMs: 16,
    afterSleep: false,
    budgetMs: 16,
    timeLeftMs: () => left,
    readSpare(to: Float64Array, at: number) {
      to[at] = left;
      to[at + 1] = left;
    },
  };
}

const MS_PER_MB = 4;

function heap(name: string, bytes: number, spend: (ms: number) => void, more = {}) {
  const source = {
    name,
    bytes,
    spare: () => source.bytes,
    reclaim(wanted: number) {
      const went = Math.min(source.bytes, wanted);
      source.bytes -= went;
      spend((went / MB) * MS_PER_MB);
      return went;
    },
    ...more,
  };
  return source satisfies Reclaimable & { bytes: number };
}

describe('giving memory back in frames', () => {
  it('takes no longer than a frame has left, once it knows what it takes, and comes to an end', () => {
    const reclaimer = new Reclaimer(() => {});
    let frame = frameWith(2);
    const source = heap('tiles', 50 * MB, (ms) => frame.spend(ms));
    reclaimer.add(source);
    reclaimer.wanted[0] = 40 * MB;
    let frames = 0;
    let longest = 0;
    const slice = new Float64Array(1);
    for (let more = true; more; frames++) {
      frame = frameWith(2);
      slice[0] = 1;
      more = reclaimer.run(frame, slice, 2, false);
      longest = Math.max(longest, 2 - frame.left);
      expect(frames).toBeLessThan(1000);
    }
    expect(longest).toBeLessThanOrEqual(1);
    expect(source.bytes / MB).toBeCloseTo(10);
    // 160 ms of it, a millisecond a frame.
    expect(frames).toBeGreaterThan(150);
    expect(frames).toBeLessThan(400);
  });

  it('does pieces as long as there is time, or until the next frame where it is told so', () => {
    const reclaimer = new Reclaimer(() => {});
    const answers = [RECLAIM_MORE, RECLAIM_MORE, RECLAIM_LATER, RECLAIM_MORE, 1000, 0];
    let frame = frameWith(9);
    const asked: boolean[] = [];
    reclaimer.add({
      ...{ name: 'columns', inPieces: true, spare: () => 5000 },
      reclaim(_bytes, isOwnPhase) {
        frame.spend(0.1);
        asked.push(isOwnPhase === true);
        return answers[asked.length - 1] ?? 0;
      },
    });
    const other = heap('other', 4000, () => {});
    reclaimer.add(other);
    reclaimer.wanted[0] = 5000;
    expect(reclaimer.run(frame, Float64Array.of(1, 1), 2, false)).toBe(true);
    expect([asked.length, other.bytes]).toEqual([3, 4000]);
    // Nothing more is wanted: what is half done is done to its end all the same, and nothing else.
    reclaimer.wanted[0] = 0;
    frame = frameWith(0.3);
    expect(reclaimer.run(frame, Float64Array.of(1, 1), 2, false)).toBe(true);
    expect(asked.length).toBe(4);
    frame = frameWith(9);
    expect(reclaimer.run(frame, Float64Array.of(1, 1), 2, false)).toBe(false);
    expect([asked, other.bytes, reclaimer.freed[0]]).toEqual([Array(5).fill(true), 4000, 1000]);
    // What is still half done when all ends is told so.
    answers.splice(5, 1, RECLAIM_MORE);
    reclaimer.wanted[0] = 1;
    frame = frameWith(0.2);
    reclaimer.run(frame, Float64Array.of(1, 1), 2, true);
    reclaimer.end();
    reclaimer.end();
    expect(asked).toEqual([...Array(6).fill(true), false]);
  });

  it.each([true, false])('tries again what was interrupted once (in pieces: %s)', (inPieces) => {
    const reclaimer = new Reclaimer(() => {});
    let frame = frameWith(5);
    let steps = 0;
    reclaimer.add({
      ...{ name: 'columns', inPieces, spare: () => 1e6 },
      reclaim() {
        frame.spend(steps++ === 2 ? 60 : 0.1);
        return 1000;
      },
    });
    const seen: number[] = [];
    for (let i = 0; i < 40; i++) {
      reclaimer.wanted[0] = 1e6;
      frame = frameWith(5);
      reclaimer.run(frame, Float64Array.of(0.3, 0.3), 2, false);
      seen.push(steps);
    }
    // Not at once.
    expect(seen.filter((count) => count === 3).length).toBeGreaterThan(3);
    expect(seen.at(-1)).toBeGreaterThan(4);
  });

  it('takes none of a frame that is late, but a step where it is urgent', () => {
    const reclaimer = new Reclaimer(() => {});
    const frame = frameWith(-3);
    const source = heap('tiles', 10 * MB, (ms) => frame.spend(ms));
    reclaimer.add(source);
    reclaimer.wanted[0] = 10 * MB;
    expect(reclaimer.run(frame, Float64Array.of(1), 2, false)).toBe(true);
    expect(source.bytes).toBe(10 * MB);
    expect(reclaimer.run(frame, Float64Array.of(1), 2, true)).toBe(true);
    expect(source.bytes).toBeLessThan(10 * MB);
    expect(reclaimer.steps).toBe(1);
  });

  it.each([
    [0, 'sweep', ['old', 'cheap', 'dear'], 3],
    [1, 'longest ago first', ['old'], 1],
    [2, 'most bytes and age for what it costs', ['cheap'], 1],
  ])('goes by strategy %i: %s', (strategy, _, names, count) => {
    const reclaimer = new Reclaimer(() => {});
    const spend = (): void => {};
    const sources = [
      heap('dear', 10 * MB, spend, { costMs: 100, usedAt: () => 900 }),
      heap('cheap', 10 * MB, spend, { costMs: 0.5, usedAt: () => 900 }),
      heap('old', 10 * MB, spend, { costMs: 100, usedAt: () => 100 }),
    ];
    for (const source of sources) reclaimer.add(source);
    for (let i = 0; i < count; i++) {
      reclaimer.wanted[0] = 10_000;
      reclaimer.run(frameWith(10), Float64Array.of(5), strategy, false);
    }
    const went = sources.filter(({ bytes }) => bytes < 10 * MB).map(({ name }) => name);
    expect(went.sort()).toEqual([...names].sort());
  });

  it('leaves out what throws or gives nothing, until it is asked anew', () => {
    const errors: unknown[] = [];
    const reclaimer = new Reclaimer((error) => errors.push(error));
    const bad = { name: 'bad', asked: 0, spare: () => 1e9, reclaim: () => Number.NaN };
    reclaimer.add(bad);
    reclaimer.add({
      name: 'worse',
      spare: () => 1e9,
      reclaim() {
        throw new Error('worse');
      },
    });
    const good = heap('good', MB, () => {});
    reclaimer.add(good);
    const done = reclaimer.now(MB, 2, 1000, () => 0);
    expect(done).toMatchObject({ bytes: MB, by: [{ name: 'good', bytes: MB }] });
    expect(errors).toHaveLength(1);
    reclaimer.refresh();
    reclaimer.now(1, 2, 1000, () => 0);
    expect(errors).toHaveLength(2);
  });
});

describe('the memory of an app', () => {
  it('says what was given back, by whom', () => {
    const { memory } = openMemory();
    const pool = memory.pool('particles', () => ({ x: 0 }), {
      itemBytes: 1000,
      strategy: 'growing',
    });
    pool.fill(100);
    for (let i = 0; i < 40; i++) pool.acquire();
    const cache = memory.cache<number, string>('names', { maxEntries: 50, entryBytes: 2000 });
    for (let i = 0; i < 50; i++) cache.set(i, 'name');
    for (let i = 0; i < 5; i++) cache.pin(i);
    const { bytes, by, ms } = memory.reclaim();
    expect(by).toEqual([
      { name: 'names', bytes: 45 * 2000, ms: 0 },
      { name: 'particles', bytes: 60 * 1000, ms: 0 },
    ]);
    expect([bytes, ms]).toEqual([150_000, 0]);
    // What is in use and what is pinned stays.
    expect([pool.inUse, pool.idle, cache.size]).toEqual([40, 0, 5]);
    expect(memory.reclaim()).toEqual({ bytes: 0, ms: 0, by: [] });
  });

  it.each([
    ['by entries', { maxEntries: 100, entryBytes: 1000 }],
    ['by weight', { maxWeight: 100_000, weigh: () => 1000 }],
  ])('counts as spare what is not pinned: %s', (_, options) => {
    const { memory } = openMemory();
    const cache = memory.cache<number, string>('names', options);
    for (let i = 0; i < 100; i++) cache.set(i, 'name');
    for (let i = 0; i < 60; i++) cache.pin(i);
    const budget = memory.budget('tiles');
    const refuse = () => {
      throw new RangeError('Array buffer allocation failed');
    };
    // Half of what could be given back goes then: of forty.
    expect(() => budget.allocate(1, refuse)).toThrow();
    expect(cache.size).toBe(80);
    expect(memory.reclaim(5000).bytes).toBe(5000);
    expect(cache.size).toBe(75);
    expect(memory.reclaim().bytes).toBe(15_000);
    expect(memory.reclaim()).toEqual({ bytes: 0, ms: 0, by: [] });
  });

  it('gives back what is above where pressure ends, a little in each frame', () => {
    const { app, memory, pass } = openMemory({ budgetBytes: 40 * MB });
    const cache = memory.cache<number, { bytes: number }>('pages', {
      maxWeight: 35 * MB,
      weigh: ({ bytes }) => bytes,
    });
    for (let i = 0; i < 30; i++) cache.set(i, { bytes: MB });
    expect(app.memory.total()).toBeGreaterThan(30 * MB);
    pass(5);
    expect(app.memory.total()).toBeLessThanOrEqual(40 * MB * 0.6);
    expect(cache.weight).toBeGreaterThan(10 * MB);
    expect(memory.report().reclaimedBytes).toBeGreaterThan(6 * MB);
  });

  it('lets a pool shrink as less is used, makes what is asked for in advance, and stops to when memory is scarce', () => {
    const { memory, pass } = openMemory();
    const pool = memory.pool('rows', () => ({ at: 0 }));
    pool.prewarm(50);
    pass(1);
    expect([pool.idle, pool.stats.made]).toEqual([50, 50]);
    const grown = memory.pool('particles', () => ({ at: 0 }));
    const out = Array.from({ length: 1000 }, () => grown.acquire());
    for (const each of out) grown.release(each);
    expect(grown.idle).toBe(1000);
    pass(12);
    expect(grown.idle).toBeLessThan(700);
    expect(grown.idle).toBeGreaterThan(300);
    pass(120);
    expect(grown.idle).toBe(0);
    memory.pressure.add({ name: 'mine', read: () => 0.8 });
    pass(1);
    pool.prewarm(200);
    pass(5);
    expect(pool.idle).toBeLessThan(200);
  });

  it('goes on where making an object of a pool fails', () => {
    const { memory, pass, errors } = openMemory();
    const pool = memory.pool('broken', () => {
      throw new Error('no object');
    });
    pool.prewarm(5);
    pass(2);
    expect(errors).toHaveLength(1);
  });

  it('is installed once, and ends with the app or by itself', () => {
    const { app, memory } = openMemory();
    const pool = memory.pool('particles', () => ({ x: 0 }));
    expect(() => memory.cache('particles', { maxEntries: 1 })).toThrow('already');
    pool.fill(3);
    memory.dispose();
    memory.dispose();
    expect(pool.idle).toBe(0);
    expect(() => memory.pool('others', () => ({}))).toThrow('disposed');
    expect(app.memory.report().map(({ name }) => name)).not.toContain('particles');
  });

  it('reports what it is used for, as plain data', () => {
    const { memory, pass } = openMemory();
    const pool = memory.pool('particles', () => ({ x: 0 }), {
      itemBytes: 100,
      strategy: 'growing',
    });
    for (let i = 0; i < 10; i++) pool.release(pool.acquire());
    const cache = memory.cache<string, number>('names', { maxEntries: 4, entryBytes: 10 });
    cache.set('a', 1);
    for (const name of ['a', 'a', 'a', 'b']) cache.get(name);
    const budget = memory.budget('tiles', 1000);
    budget.take(1000);
    memory.ids('rows').acquire();
    pass(10);
    budget.give(900);
    const { lines, totalBytes, pressure } = JSON.parse(JSON.stringify(memory.report()));
    const named = new Map(lines.map((line: { name: string }) => [line.name, line]));
    expect(pressure).toBe('normal');
    expect(totalBytes).toBeGreaterThan(1000);
    expect(named.get('particles')).toMatchObject({ kind: 'pool', bytes: 100, reuse: 0.9 });
    expect(named.get('names')).toMatchObject({ kind: 'cache', hitRate: 0.75, isEstimate: true });
    expect(named.get('tiles')).toMatchObject({ kind: 'budget', bytes: 100, highWater: 1000 });
    expect(named.get('rows')).toMatchObject({ kind: 'ids', isEstimate: false });
    expect(named.get('columns')).toMatchObject({ kind: 'part' });
  });
});
