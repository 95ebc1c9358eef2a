import { describe, expect, it } from 'vitest';
import { despawn, type Entity } from '../../../src/ecs';
import type { Leak } from '../../../src/memory';
import { createRandom, mannKendall, theilSen } from '../../../src/statistics';
import { box } from '../../../src/ui';
import { openMemory } from './stage';

const MINUTES = process.env.RAFTER_LONG ? 60 : 1;

function openCensus(developer = false) {
  const stage = openMemory({ developer });
  const leaks: Leak[] = [];
  stage.memory.census.onLeak((leak) => leaks.push(leak));
  return { ...stage, leaks };
}

describe('a census', () => {
  it('finds an element a second that is never removed within a minute, and tells once of it', () => {
    const { app, pass, leaks, memory } = openCensus();
    for (let second = 0; second < 60; second++) {
      box(app.world, {});
      pass(1);
    }
    expect(leaks).toHaveLength(1);
    expect(leaks[0]).toMatchObject({ kind: 'elements' });
    expect(leaks[0]!.perSecond).toBeCloseTo(1, 1);
    expect(leaks[0]!.p).toBeLessThan(1e-5);
    expect(memory.census.leaks()).toHaveLength(1);
  });

  it('finds it among many that come and go', () => {
    const { app, pass, leaks } = openCensus();
    const random = createRandom(4);
    const there: Entity[] = [];
    for (let second = 0; second < 60; second++) {
      box(app.world, {});
      for (let i = 0; i < 20; i++) there.push(box(app.world, {}));
      pass(0.5);
      const keep = Math.floor(random() * 3);
      while (there.length > keep) despawn(app.world, there.pop()!);
      pass(0.5);
    }
    expect(leaks.map(({ kind }) => kind)).toEqual(['elements']);
  });

  it('is silent about what comes and goes, grows once, or follows how much there is to do', () => {
    const { memory, pass, leaks } = openCensus();
    const random = createRandom(8);
    let time = 0;
    const counts = [
      () => 100 + Math.floor(random() * 50),
      () => Math.min(500, time * 20),
      () => 200 + Math.round(100 * Math.sin(time / 10)),
      () => (time % 20) * 10,
      () => 1000 - time,
      () => 1e6 + Math.floor(time / 10),
    ];
    for (const [i, count] of counts.entries()) memory.census.watch(`kind ${i}`, count);
    for (; time < 60 * MINUTES; time++) pass(1);
    expect(leaks).toEqual([]);
  });

  it('says where what grows is from, in developer mode', () => {
    const { memory, pass, leaks } = openCensus(true);
    const kept: object[] = [];
    const pool = memory.pool('particles', () => ({ x: 0 }));
    function forgetful(): void {
      const listener = {};
      kept.push(listener);
      memory.census.track(listener, 'listeners');
      pool.acquire();
    }
    for (let second = 0; second < 60; second++) {
      forgetful();
      const good = {};
      memory.census.track(good, 'listeners');
      memory.census.done(good);
      memory.census.done(good);
      pass(1);
    }
    expect(leaks.map(({ kind }) => kind).sort()).toEqual(['listeners', 'particles in use']);
    for (const { sites } of leaks) {
      expect(sites[0]!.site).toMatch(/forgetful/);
      expect(sites[0]!.count).toBeGreaterThan(15);
    }
  });

  it('takes what was collected for gone', async () => {
    const { memory, pass, leaks } = openCensus();
    for (let second = 0; second < 60; second++) {
      memory.census.track({}, 'dropped');
      if (second % 4 === 3) {
        gc!();
        // Told when nothing else is to be done.
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      pass(1);
    }
    expect(leaks).toEqual([]);
  });
});

describe('a trend', () => {
  it('is Mann and Kendall’s, with ties', () => {
    // By hand: 10 pairs, of which one falls and one is a tie.
    const { s, z, pRising } = mannKendall([1, 2, 2, 4, 3]);
    expect(s).toBe(7);
    const variance = (5 * 4 * 15 - 2 * 1 * 9) / 18;
    expect(z).toBeCloseTo(6 / Math.sqrt(variance), 12);
    expect(pRising).toBeLessThan(0.1);
    expect(mannKendall([5, 5, 5, 5])).toEqual({ s: 0, z: 0, pRising: 0.5 });
    expect(mannKendall([4, 3, 2, 1]).pRising).toBeGreaterThan(0.9);
  });

  it('has Theil and Sen’s slope, which outliers do not move', () => {
    const values = Array.from({ length: 20 }, (_, i) => 3 * i);
    values[4] = 1e6;
    values[9] = -1e6;
    expect(theilSen(values)).toBe(3);
    expect(theilSen([1])).toBe(0);
    expect(theilSen([1, 2, 4])).toBe(1.5);
  });
});
