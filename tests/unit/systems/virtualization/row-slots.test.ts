import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ListState } from '../../../../src/ecs/stores';
import { RowSlots, UNBOUND } from '../../../../src/systems/virtualization/row-slots';

const LAST = 2 ** 31 - 1;

it('stamps of rows go on beyond 2^31 frames, and tell what was needed last from what was not', () => {
  const slots = new RowSlots();
  slots.reserve(4);
  slots.size = 4;
  slots.stamp = LAST - 2;
  for (let frame = 0; frame < 6; frame++) {
    const before = slots.stamp;
    slots.turn();
    // Rows 0 and 1 are needed in each frame, 2 in the first, 3 never.
    for (const slot of frame === 0 ? [0, 1, 2] : [0, 1]) slots.stamps[slot] = slots.stamp;
    const isShown = [0, 1, 2, 3].map((slot) => slots.stamps[slot] === slots.stamp);
    expect([frame, isShown]).toEqual([frame, [true, true, frame === 0, false]]);
    expect(slots.stamps.every((stamp) => stamp <= slots.stamp)).toBe(true);
    expect(slots.stamp).toBe(before === LAST ? 2 : before + 1);
  }
  slots.turn();
  expect([0, 1, 2].map((slot) => slots.stamps[slot]! < slots.stamp - 1)).toEqual([
    false,
    false,
    true,
  ]);
});

it('counts a row bound ahead as wasted when it stands for nothing any more, however that comes', () => {
  const report = { wasted: 0, warmWasted: 0 };
  const slots = filled(8, report);
  for (let slot = 0; slot < 8; slot++) {
    slots.assign(slot, slot);
    slots.isAhead[slot] = slot === 7 ? 0 : 1;
  }
  slots.move(edit(2, 2, -1), 0);
  expect(report.wasted).toBe(2);
  slots.settle();
  slots.forget(4);
  expect(report.wasted).toBe(3);
  slots.assign(0, 100);
  expect(report.wasted).toBe(4);
  slots.free(1);
  slots.assign(1, 101);
  slots.free(1);
  expect(report).toEqual({ wasted: 5, warmWasted: 0 });
  slots.assign(1, 102);
  slots.isAhead[1] = 2;
  slots.free(1);
  expect(report).toEqual({ wasted: 6, warmWasted: 1 });
});

it('takes the slots that a naive search takes, after any steps', () => {
  const slot = fc.nat(11);
  const step = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('take' as const),
        slot: fc.constantFrom(0, 0, 0, 0, -1, 1),
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constantFrom('free', 'free', 'need', 'keep', 'keep', 'keepNone', 'kind', 'assign'),
        slot,
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('turn' as const), slot }) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const slots = filled(12);
      let index = 0;
      for (; index < 10; index++) slots.assign(index, index);
      slots.turn();
      for (const { kind, slot } of steps) {
        if (kind === 'turn') slots.turn();
        else if (kind === 'free') slots.free(slot);
        else if (kind === 'need') slots.stamps[slot] = slots.stamp;
        else if (kind === 'keep') slots.keep(slot);
        else if (kind === 'keepNone') slots.keepNone();
        else if (kind === 'kind') slots.setKind(slot, slots.kinds[slot]! ^ 1);
        else if (kind === 'assign') slots.assign(slot, index++);
        else {
          for (const mayTakeKept of [false, false, true]) {
            const taken = slots.take(slot, mayTakeKept);
            expect(taken).toBe(naiveTake(slots, slot, mayTakeKept));
            if (taken < 0) continue;
            slots.assign(taken, index++);
            slots.stamps[taken] = slots.stamp;
          }
        }
      }
    }),
    { numRuns: process.env.RAFTER_LONG ? 20_000 : 500 },
  );
});

it('takes slots that were kept, once they are no longer', () => {
  const slots = filled(3);
  for (let slot = 0; slot < 3; slot++) {
    slots.turn();
    slots.assign(slot, slot);
  }
  slots.keep(0);
  slots.turn();
  expect(slots.take(0, true)).toBe(1);
  slots.keepNone();
  expect(slots.take(0, false)).toBe(0);
});

it('looks at each slot a few times at most where one show takes all of them', () => {
  const slots = filled(1000);
  for (let jump = 0; jump < 3; jump++) {
    slots.turn();
    let looks = 0;
    const { stamps } = slots;
    slots.stamps = new Proxy(stamps, {
      get(target, key) {
        looks++;
        return Reflect.get(target, key);
      },
    });
    for (let i = 0; i < 1000; i++) {
      const slot = slots.take(0, true);
      slots.assign(slot, jump * 1000 + i);
      stamps[slot] = slots.stamp;
    }
    slots.stamps = stamps;
    expect(looks).toBeLessThan(10_000);
  }
});

it('finds slots by where their indices have moved to', () => {
  const slots = filled(4);
  for (let slot = 0; slot < 4; slot++) slots.assign(slot, slot * 10);
  slots.move(edit(-1, 3, 5), 0);
  slots.move(edit(20, 5, -1), 0);
  slots.settle();
  expect([0, 10, 13, 18, 23, 28, 33].map((index) => slots.of(index))).toEqual([
    0, -1, 1, -1, -1, 3, -1,
  ]);
});

/** A list whose rows are edited once. */
function edit(...numbers: number[]): ListState {
  return { edits: Int32Array.from(numbers), arrangements: [] } as unknown as ListState;
}

/** Slots with rows of one type, which stand for nothing. */
function filled(size: number, report?: { wasted: number; warmWasted: number }): RowSlots {
  const slots = new RowSlots(report);
  slots.reserve(size);
  for (let slot = 0; slot < size; slot++) {
    slots.setKind(slot, 0);
    slots.size++;
  }
  return slots;
}

function naiveTake(slots: RowSlots, kind: number, mayTakeKept: boolean): number {
  const choice = (slots as unknown as { choice: number }).choice;
  const able = [...Array(slots.size).keys()].filter(
    (slot) => slots.stamps[slot] !== slots.stamp && (kind < 0 || slots.kinds[slot] === kind),
  );
  const free = able.find((slot) => slots.indices[slot] === UNBOUND);
  if (free !== undefined) return free;
  const byAge = able.sort((a, b) => slots.stamps[a]! - slots.stamps[b]! || a - b);
  const others = byAge.filter((slot) => slots.keptIn[slot] !== choice);
  return others[0] ?? (mayTakeKept ? byAge[0] : undefined) ?? -1;
}
