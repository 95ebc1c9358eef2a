import { columns, PAINT, touch, type World } from '../../ecs';
import { type HitTester, STATE_HOVERED, State, StateColors } from '../../ecs/stores';
import { createPath, fillPath, forgetInPath, type RowPath } from './path';
import { createPoint, type InputRecord, type Point } from './record';

/** What lies under the one pointer that hovers: the last that moved or went down. */
export type Hover = {
  /** True while a pointer rests on the surface. */
  readonly isResting: boolean;
  readonly pointer: number;
  /** Where it is on the surface. */
  readonly place: Readonly<Point>;
  /** The hovered row and what it is in. */
  readonly path: RowPath;
  /** True once after the pointer came, moved or went. */
  takeMove(): boolean;
  /** The pointer of the current record is the one that hovers, and is there. */
  follow(): void;
  /** Row under the resting pointer, 0 if none. */
  hit(): number;
  /** Marks a row and what it is in as hovered, and nothing else. */
  set(row: number): void;
  /** The pointer has gone. */
  clear(): void;
  forget(row: number): void;
};

/** Makes the hover state of a world. */
export function createHover(world: World, record: InputRecord, tester: () => HitTester): Hover {
  const place = createPoint();
  let isResting = false;
  let hasMoved = false;
  let pointer = 0;
  let shown = createPath();
  let next = createPath();

  function mark(path: RowPath, end: number, hovered: boolean): void {
    const { bits } = columns(world, State);
    const { hover } = columns(world, StateColors);
    for (let i = path.start; i < end; i++) {
      const row = path.rows[i]!;
      if (row === 0) continue;
      const before = bits[row]!;
      const after = hovered ? before | STATE_HOVERED : before & ~STATE_HOVERED;
      if (after === before) continue;
      bits[row] = after;
      // A touched row is drawn again, all of it: the page and the list must not be for a look they do not have.
      if (hover[row]! >>> 24 !== 0) touch(world, row, PAINT);
    }
  }

  function set(row: number): void {
    fillPath(world, next, row);
    // Paths end at the root, so what they share is at their ends.
    let common = 0;
    while (
      common < shown.length - shown.start &&
      common < next.length - next.start &&
      shown.rows[shown.length - 1 - common] === next.rows[next.length - 1 - common]
    ) {
      common++;
    }
    // Old ones first: a row that was moved may be in both parts.
    mark(shown, shown.length - common, false);
    mark(next, next.length - common, true);
    const old = shown;
    shown = next;
    next = old;
  }

  return {
    get isResting() {
      return isResting;
    },
    get pointer() {
      return pointer;
    },
    place,
    get path() {
      return shown;
    },
    takeMove() {
      const was = hasMoved;
      hasMoved = false;
      return was;
    },
    follow() {
      isResting = true;
      hasMoved = true;
      pointer = record.pointer;
      place[0] = record.point[0];
      place[1] = record.point[1];
    },
    hit: () => (isResting ? tester().hit(place[0]!, place[1]!) : 0),
    set,
    clear() {
      isResting = false;
      hasMoved = true;
      set(0);
    },
    forget(row) {
      forgetInPath(shown, row);
      forgetInPath(next, row);
    },
  };
}
