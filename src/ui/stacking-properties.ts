import { columns, PROJECTION, resource, STACK, type World } from '../ecs';
import {
  LayerOf,
  LayerTable,
  markLayer,
  PaintOrders,
  STACK_AUTO,
  STACK_LEVEL,
  STACK_POPOVER,
  STACK_TOAST,
  STACK_TOOLTIP,
  STACK_TOP,
  Stacking,
} from '../ecs/stores';
import { ownLayer } from './own-layer';
import { bad, oneOf, type Properties, type Property } from './property';

/** What a level of CSS is stored in. */
const MOST = 2 ** 31 - 1;

const tops: Readonly<Record<string, number>> = {
  none: STACK_AUTO,
  popover: STACK_POPOVER,
  tooltip: STACK_TOOLTIP,
  toast: STACK_TOAST,
};

const zIndex: Property = {
  dirt: STACK,
  check(name, value) {
    if (value === 'auto') return;
    if (!Number.isInteger(value) || Math.abs(value as number) > MOST) {
      throw bad(name, value, "'auto' or a whole number");
    }
  },
  write(world, row, value) {
    const { kind, level } = columns(world, Stacking);
    level[row] = value === 'auto' ? 0 : (value as number);
    setKind(world, row, (kind[row]! & STACK_TOP) | (value === 'auto' ? 0 : STACK_LEVEL));
  },
};

const topLayer: Property = {
  dirt: STACK | PROJECTION,
  check: oneOf(Object.keys(tops)),
  write(world, row, value) {
    const top = tops[value as string]!;
    setKind(world, row, (columns(world, Stacking).kind[row]! & STACK_LEVEL) | top);
    if (top === STACK_AUTO && columns(world, LayerOf).own[row] === 0) return;
    const table = resource(world, LayerTable);
    const layer = ownLayer(world, row);
    table.top[layer] = top === STACK_AUTO ? 0 : 1;
    markLayer(world, table, layer);
  },
};

function setKind(world: World, row: number, kind: number): void {
  columns(world, Stacking).kind[row] = kind;
  if (kind !== STACK_AUTO) resource(world, PaintOrders).use();
}

/** What is drawn over what. */
export const stackingProperties: Properties = { zIndex, topLayer };
