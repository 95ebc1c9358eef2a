import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ArraySource, arraySource, joinSources, pagedSource } from '../../../src/data';
import type { RowSink } from '../../../src/ecs/stores';
import { createSourceList } from '../../unit/data/source-list';

const RUNS = process.env.RAFTER_LONG ? 1_000 : 12;

describe('joined sources', () => {
  it('have a list show the rows of all, one after the other, whatever happens to each', () => {
    fc.assert(
      fc.property(parts, fc.array(step, { maxLength: 8 }), (sizes, steps) => {
        let next = 0;
        const fresh = (count: number) => Array.from({ length: count }, () => next++);
        const sources = sizes.map((size) => arraySource(fresh(size)));
        const all = () => sources.flatMap(({ items }) => items);
        const joined = joinSources(...sources);
        const stage = createSourceList(joined, (index) => all()[index]!);
        stage.app.frames(2);
        for (const each of steps) {
          const source = sources[each.part % sources.length]!;
          const inSight = [...stage.seen().values()];
          change(source, each, fresh);
          if (each.jump >= 0) stage.list.scrollToIndex(Math.floor(each.jump * joined.count));
          stage.binds.length = 0;
          stage.app.frames(2);
          const now = all();
          expect(stage.errors).toEqual([]);
          expect([joined.count, stage.list.count]).toEqual([now.length, now.length]);
          for (const [index, item] of stage.seen()) expect(item).toBe(now[index]);
          // What was in sight and stays is not bound again.
          if (each.jump < 0) for (const item of stage.binds) expect(inSight).not.toContain(item);
        }
        stage.app.dispose();
      }),
      { numRuns: RUNS },
    );
  });

  it('know whose a row is, and where each begins', () => {
    const sources = [arraySource([1, 2]), arraySource<number>(), arraySource([3])];
    const joined = joinSources(...sources);
    expect([0, 1, 2, 3].map(joined.partAt)).toEqual([0, 0, 2, -1]);
    expect([0, 1, 2, 3].map(joined.startOf)).toEqual([0, 2, 2, 3]);
    sources[1]!.push(7, 8);
    expect([0, 1, 2, 3, 4].map(joined.partAt)).toEqual([0, 0, 1, 1, 2]);
    expect(joined.startOf(2)).toBe(4);
    expect(joined.isReady(9)).toBe(false);
    expect(() => joinSources()).toThrow('joinSources() of nothing');
    expect(() => joinSources(7 as never)).toThrow('joinSources of 7');
  });

  it('are told what of each is wanted, and pass on what each tells', () => {
    const told: number[][] = [];
    const sinks: RowSink[] = [];
    let stopped = 0;
    const part = (count: number) => ({
      count,
      isReady: (index: number) => index > 0,
      show: (...ranges: number[]) => void told.push(ranges),
      connect(sink: RowSink) {
        sinks.push(sink);
        return () => stopped++;
      },
    });
    const joined = joinSources(part(10), part(5), part(20));
    joined.show!(8, 16, 30, 40, -1, -1);
    expect(told).toEqual([
      [8, 9, -1, -1, -1, -1],
      [0, 4, -1, -1, -1, -1],
      [0, 1, 15, 19, -1, -1],
    ]);
    expect([0, 1, 10, 11, 15, 16].map(joined.isReady)).toEqual([
      ...[false, true, false, true, false, true],
    ]);
    const heard: unknown[] = [];
    const stop = joined.connect!({
      insertRows: (...rows) => heard.push('insert', ...rows),
      removeRows: (...rows) => heard.push('remove', ...rows),
      moveRows: (...rows) => heard.push('move', ...rows),
      refreshRows: (...rows) => heard.push('refresh', ...rows),
      wake: () => heard.push('wake'),
      fail: (error) => heard.push(error),
    });
    sinks[0]!.insertRows(1, 2);
    sinks[1]!.removeRows(1, 2);
    sinks[2]!.refreshRows(3, 4);
    sinks[2]!.wake();
    sinks[2]!.fail('broken');
    expect(heard).toEqual([
      ...['insert', 1, 2, 'remove', 11, 2, 'refresh', 18, 4, 'wake', 'broken'],
    ]);
    stop();
    expect(stopped).toBe(3);
  });

  it('load pages of an archive while rows come behind it', async () => {
    const asked: number[] = [];
    const archive = pagedSource<number>({
      count: 1000,
      pageSize: 10,
      beside: 0,
      load(from, to) {
        asked.push(from);
        return Array.from({ length: to - from }, (_, i) => from + i);
      },
    });
    const live = arraySource([5000], { live: true });
    const joined = joinSources(archive, live);
    const stage = createSourceList(joined, (index) =>
      index < 1000 ? archive.at(index)! : live.at(index - 1000)!,
    );
    stage.app.frames(1);
    stage.list.scrollToIndex(1000, 'end');
    stage.app.frames(2);
    await Promise.resolve();
    await Promise.resolve();
    stage.app.frames(2);
    expect(asked).toEqual([0, 990]);
    live.replace([5000, 5001]);
    stage.app.frames(2);
    expect(stage.list.count).toBe(1002);
    expect(stage.seen().get(1000)).toBe(5000);
    expect(stage.seen().get(999)).toBe(999);
    stage.app.dispose();
    archive.dispose();
  });
});

type Step = { part: number; at: number; remove: number; add: number; jump: number };

const parts = fc.array(fc.nat(30), { minLength: 1, maxLength: 4 });
const step: fc.Arbitrary<Step> = fc.record({
  part: fc.nat(3),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.nat(6),
  add: fc.nat(6),
  jump: fc.oneof(fc.constant(-1), fc.double({ min: 0, max: 1, noNaN: true })),
});

function change(
  source: ArraySource<number>,
  { at, remove, add }: Step,
  fresh: (count: number) => number[],
): void {
  const index = Math.floor(at * source.count);
  source.splice(index, Math.min(remove, source.count - index), ...fresh(add));
}
