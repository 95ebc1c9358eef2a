import {
  columns,
  despawn,
  type Entity,
  isAlive,
  LAYOUT,
  ROW_MASK,
  type Row,
  resource,
  spawn,
  touch,
  ValueError,
  type World,
} from '../../ecs';
import {
  acquireLayer,
  BoxKind,
  hideLayer,
  LayerOf,
  LayerTable,
  LayoutStyle,
  type ListState,
  POSITION_ABSOLUTE,
  STACK_LEVEL,
  Stacking,
  UNIT_PERCENT,
  UNIT_PX,
} from '../../ecs/stores';
import { UNITS_PER_PX } from '../../structures';
import { createRowFailures } from './row-failures';
import { RowKinds } from './row-kinds';
import { type RowSlots, UNBOUND } from './row-slots';

/** Makes pooled rows by `template`, fills them by `bind` and takes that back by `unbind`. */
export type RowMaker = {
  readonly kinds: RowKinds;
  /** Makes the row of one slot more, hidden. Returns false, and leaves nothing behind, if there can be none. */
  add(kind: number): boolean;
  /** Replaces the row of a slot by one of another type. Returns false if there can be none. */
  remake(slot: number, kind: number): boolean;
  /** Replaces a row that the app despawned. Returns false if there can be none. */
  ensure(slot: number): boolean;
  bind(slot: number, index: number): void;
  /** Whether `template` has failed: rows that there are not cannot be made. */
  readonly isBroken: boolean;
  /** Lets all functions of the app try again. */
  retry(): void;
  /** Takes back what is bound: the list is gone. */
  dispose(): void;
};

export function createRowMaker(world: World, list: ListState, slots: RowSlots): RowMaker {
  const table = resource(world, LayerTable);
  const failures = createRowFailures(world);
  const kinds = new RowKinds(list, failures);

  function fill(slot: number, kind: number): boolean {
    if (failures.has('template')) return false;
    let entity: Entity | undefined;
    try {
      entity = spawn(world, BoxKind, list.content);
      const row = (entity & ROW_MASK) as Row;
      const layer = acquireLayer(table, row);
      columns(world, LayerOf).own[row] = layer;
      hideLayer(world, table, layer, true);
      styleRow(row, kind);
      const made = kinds.all[kind]!.template(entity);
      if (!Array.isArray(made)) {
        throw new ValueError(
          `it returned ${String(made)}; return the parts that bind fills, or []`,
        );
      }
      slots.setKind(slot, kind);
      slots.entities[slot] = entity;
      slots.parts[slot] = made;
      slots.rows[slot] = row;
      slots.layers[slot] = layer;
      slots.wasBound[slot] = 0;
      slots.isStale[slot] = 0;
      return true;
    } catch (error) {
      failures.tell(error, 'template', list.row);
      if (entity !== undefined) despawn(world, entity);
      return false;
    }
  }

  function styleRow(row: Row, kind: number): void {
    const style = columns(world, LayoutStyle);
    style.position[row] = POSITION_ABSOLUTE;
    style.widthUnit[row] = UNIT_PERCENT;
    style.width[row] = 100;
    style.leftUnit[row] = UNIT_PX;
    style.topUnit[row] = UNIT_PX;
    style.boundary[row] = 1;
    if (kind >= kinds.plain) {
      // Its list's content is a stacking context already.
      const stacking = columns(world, Stacking);
      stacking.kind[row] = STACK_LEVEL;
      stacking.level[row] = 1;
    }
    if (!list.fixedSize) return;
    style.heightUnit[row] = UNIT_PX;
    style.height[row] = list.estimatedSize;
  }

  /** Gives a row the height that the app says it has. */
  function sizeRow(slot: number, index: number): void {
    const units = kinds.givenUnits(index);
    const { height, heightUnit } = columns(world, LayoutStyle);
    const row = slots.rows[slot]! as Row;
    if (units < 0 || (height[row] === units / UNITS_PER_PX && heightUnit[row] === UNIT_PX)) return;
    heightUnit[row] = UNIT_PX;
    height[row] = units / UNITS_PER_PX;
    touch(world, row, LAYOUT);
  }

  function fail(error: unknown, what: string, slot: number, index: number): void {
    failures.tell(error, what, slots.rows[slot]!, ` of row ${index}`);
  }

  if (kinds.all.some(({ unbind }) => unbind)) {
    slots.onFree = (slot) => {
      const index = slots.indices[slot]!;
      try {
        kinds.all[slots.kinds[slot]!]!.unbind?.(world, slots.parts[slot]!, index);
      } catch (error) {
        fail(error, 'unbind', slot, index);
      }
    };
  }

  return {
    kinds,
    get isBroken() {
      return failures.has('template');
    },
    add(kind) {
      if (slots.size === slots.capacity) slots.reserve(slots.size + (slots.size >> 2) + 8);
      if (!fill(slots.size, kind)) return false;
      slots.size++;
      list.pooled++;
      return true;
    },
    ensure(slot) {
      if (isAlive(world, slots.entities[slot]!)) return true;
      slots.free(slot);
      return fill(slot, slots.kinds[slot]!);
    },
    remake(slot, kind) {
      slots.free(slot);
      const old = slots.entities[slot]!;
      if (!fill(slot, kind)) return false;
      if (isAlive(world, old)) despawn(world, old);
      return true;
    },
    bind(slot, index) {
      slots.assign(slot, index);
      if (slots.wasBound[slot] === 1) list.rebound++;
      slots.wasBound[slot] = 1;
      slots.isStale[slot] = 0;
      slots.heights[slot] = Number.NaN;
      list.bound++;
      sizeRow(slot, index);
      try {
        const kind = kinds.all[slots.kinds[slot]!]!;
        const result: unknown = kind.bind(world, slots.parts[slot]!, index);
        if (result instanceof Promise)
          result.catch((error: unknown) => fail(error, 'bind', slot, index));
      } catch (error) {
        fail(error, 'bind', slot, index);
      }
    },
    retry: () => failures.retry(),
    dispose() {
      for (let slot = 0; slot < slots.size; slot++) {
        if (slots.indices[slot] !== UNBOUND) slots.free(slot);
      }
    },
  };
}
