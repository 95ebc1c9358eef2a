import {
  columns,
  createWorld,
  type Row,
  resolve,
  setResource,
  spawn,
  type World,
} from '../../src/ecs';
import {
  Border,
  BoxKind,
  createLayerTable,
  DIRECTION_COLUMN,
  LayerTable,
  LayoutStyle,
  OVERFLOW_HIDDEN,
  Text,
  TextKind,
  UNIT_PERCENT,
  UNIT_PX,
  Viewport,
} from '../../src/ecs/stores';
import { createLayoutSystem, type LayoutSystem } from '../../src/systems/layout';
import { endFrame } from '../ecs/end-frame';
import { defineCoreStores } from '../ecs/stores';

const FAN_OUT = 10;
const PANEL_ELEMENTS = 10;

/** A laid-out page and the system that lays it out; `totals` adds up what its passes did. */
export type LayoutScene = {
  readonly world: World;
  readonly system: LayoutSystem;
  readonly rows: readonly Row[];
  /** Those that are text. */
  readonly leaves: readonly Row[];
  /** How many changes were made, for contenders to count. */
  turn: number;
  readonly totals: { measured: number; arranged: number; written: number };
  /** Runs a pass. */
  update(): void;
};

/**
 * A page of sections of ten groups of ten panels of ten elements: four texts, two of them in a box that grows, and three more
 * boxes. `elements` are those in panels: 10,000 are ten sections.
 */
export function createLayoutScene(elements: number): LayoutScene {
  const world = createWorld({ capacity: elements * 1.2 });
  defineCoreStores(world);
  const view = { width: 1280, height: 720, dpr: 1, glyphScale: 1, background: 0, version: 1 };
  setResource(world, Viewport, view);
  setResource(world, LayerTable, createLayerTable(4));
  const system = createLayoutSystem({ world });
  const rows: Row[] = [];
  const leaves: Row[] = [];
  const add = (kind: object, parent?: Row): Row => {
    const row = resolve(world, spawn(world, kind, parent));
    rows.push(row);
    return row;
  };
  const style = columns(world, LayoutStyle);
  const border = columns(world, Border);
  const sides = ['top', 'right', 'bottom', 'left'] as const;
  const text = columns(world, Text);
  const addText = (parent: Row): void => {
    const row = add(TextKind, parent);
    text.width[row] = 10 + (leaves.length % 50);
    text.height[row] = 16;
    leaves.push(row);
  };
  const addColumn = (parent?: Row): Row => {
    const row = add(BoxKind, parent);
    style.direction[row] = DIRECTION_COLUMN;
    style.shrink[row] = 0;
    return row;
  };
  const addPanel = (parent: Row): void => {
    const panel = add(BoxKind, parent);
    style.columnGap[panel] = 4;
    style.paddingLeft[panel] = 8;
    style.shrink[panel] = 0;
    for (const side of sides) border[side][panel] = 1;
    addText(panel);
    const grows = add(BoxKind, panel);
    style.grow[grows] = 1;
    style.minWidth[grows] = 40;
    style.minWidthUnit[grows] = UNIT_PX;
    addText(grows);
    addText(grows);
    const half = add(BoxKind, panel);
    style.width[half] = 30;
    style.widthUnit[half] = UNIT_PERCENT;
    style.overflow[half] = OVERFLOW_HIDDEN;
    addText(half);
    for (let j = 0; j < 3; j++) {
      const icon = add(BoxKind, panel);
      style.width[icon] = 16;
      style.widthUnit[icon] = UNIT_PX;
      style.height[icon] = 16;
      style.heightUnit[icon] = UNIT_PX;
    }
  };
  const page = addColumn();
  const panels = elements / PANEL_ELEMENTS;
  for (let section = 0; section < panels / FAN_OUT ** 2; section++) {
    const sectionRow = addColumn(page);
    for (let group = 0; group < FAN_OUT; group++) {
      const groupRow = addColumn(sectionRow);
      for (let panel = 0; panel < FAN_OUT; panel++) addPanel(groupRow);
    }
  }
  const totals = { measured: 0, arranged: 0, written: 0 };
  const frame = {} as never;
  const update = (): void => {
    system.update(frame);
    endFrame(world);
    totals.measured += system.counters.measured;
    totals.arranged += system.counters.arranged;
    totals.written += system.counters.written;
  };
  update();
  return { world, system, rows, leaves, turn: 0, totals, update };
}
