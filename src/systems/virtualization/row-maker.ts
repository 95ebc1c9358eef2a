import {
  columns,
  despawn,
  type Entity,
  isAlive,
  ROW_MASK,
  type Row,
  resource,
  spawn,
  ValueError,
  type World,
} from '../../ecs';
import {
  acquireLayer,
  BoxKind,
  Failures,
  hideLayer,
  LayerOf,
  LayerTable,
  LayoutStyle,
  type ListState,
  POSITION_ABSOLUTE,
  UNIT_PERCENT,
  UNIT_PX,
} from '../../ecs/stores';
import type { RowSlots } from './row-slots';

/** Makes pooled rows by `template` and fills them by `bind`, and tells what either throws, once until the list is refreshed. */
export type RowMaker = {
  /** Makes the row of one slot more, hidden. Returns false, and leaves nothing behind, if there can be none. */
  add(): boolean;
  /** Replaces a row that the app despawned. Returns false if there can be none. */
  ensure(slot: number): boolean;
  bind(slot: number, index: number): void;
  /** Whether `template` has failed: rows that there are not cannot be made. */
  readonly isBroken: boolean;
  /** Lets both try again. */
  retry(): void;
};

export function createRowMaker(world: World, list: ListState, slots: RowSlots): RowMaker {
  const table = resource(world, LayerTable);
  let bindFailed = false;
  let templateFailed = false;

  function report(error: unknown, what: string, row: number): void {
    const message = error instanceof Error ? error.message : String(error);
    const told = new Error(`${what} failed: ${message}`, { cause: error });
    resource(world, Failures).report(told, 'virtualization/bind', row);
  }

  function fill(slot: number): boolean {
    if (templateFailed) return false;
    let entity: Entity | undefined;
    try {
      entity = spawn(world, BoxKind, list.content);
      const row = (entity & ROW_MASK) as Row;
      const layer = acquireLayer(table, row);
      columns(world, LayerOf).own[row] = layer;
      hideLayer(world, table, layer, true);
      styleRow(row);
      const made = list.template(entity);
      if (!Array.isArray(made)) {
        throw new ValueError(
          `it returned ${String(made)}; return the parts that bind fills, or []`,
        );
      }
      slots.entities[slot] = entity;
      slots.parts[slot] = made;
      slots.rows[slot] = row;
      slots.layers[slot] = layer;
      slots.wasBound[slot] = 0;
      slots.isStale[slot] = 0;
      return true;
    } catch (error) {
      // Once until the list is refreshed: a template that fails would fail for every row of every frame.
      templateFailed = true;
      report(error, 'template', list.row);
      if (entity !== undefined) despawn(world, entity);
      return false;
    }
  }

  function styleRow(row: Row): void {
    const style = columns(world, LayoutStyle);
    style.position[row] = POSITION_ABSOLUTE;
    style.widthUnit[row] = UNIT_PERCENT;
    style.width[row] = 100;
    style.leftUnit[row] = UNIT_PX;
    style.topUnit[row] = UNIT_PX;
    style.boundary[row] = 1;
    if (!list.fixedSize) return;
    style.heightUnit[row] = UNIT_PX;
    style.height[row] = list.estimatedSize;
  }

  function failBind(error: unknown, index: number, slot: number): void {
    // Once until the list is refreshed: a broken bind fails for every row.
    if (!bindFailed) report(error, `bind of row ${index}`, slots.rows[slot]!);
    bindFailed = true;
  }

  return {
    get isBroken() {
      return templateFailed;
    },
    add() {
      if (!fill(slots.size)) return false;
      slots.size++;
      list.pooled = slots.size;
      return true;
    },
    ensure(slot) {
      if (isAlive(world, slots.entities[slot]!)) return true;
      slots.free(slot);
      return fill(slot);
    },
    bind(slot, index) {
      slots.assign(slot, index);
      if (slots.wasBound[slot] === 1) list.rebound++;
      slots.wasBound[slot] = 1;
      list.wasted += slots.isAhead[slot]!;
      slots.isAhead[slot] = 0;
      slots.isStale[slot] = 0;
      slots.heights[slot] = Number.NaN;
      list.bound++;
      try {
        const result: unknown = list.bind(world, slots.parts[slot]!, index);
        if (result instanceof Promise)
          result.catch((error: unknown) => failBind(error, index, slot));
      } catch (error) {
        failBind(error, index, slot);
      }
    },
    retry() {
      bindFailed = false;
      templateFailed = false;
    },
  };
}
