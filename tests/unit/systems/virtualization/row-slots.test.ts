import { expect, it } from 'vitest';
import { RowSlots } from '../../../../src/systems/virtualization/row-slots';

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
