import { expect, it } from 'vitest';
import {
  CapacityError,
  createWorld,
  defineKind,
  elementCount,
  ROW_MASK,
  spawn,
} from '../../src/ecs';

it('a world holds 1,048,575 elements and refuses one more', () => {
  const world = createWorld();
  const Kind = defineKind('test');
  let last = 0;
  for (let i = 0; i < ROW_MASK; i++) last = spawn(world, Kind);
  expect(last & ROW_MASK).toBe(ROW_MASK);
  expect(() => spawn(world, Kind)).toThrow(CapacityError);
  expect(elementCount(world)).toBe(ROW_MASK);
});
