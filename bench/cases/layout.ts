import {
  CONTENT,
  columns,
  createWorld,
  LAYOUT,
  type Row,
  resolve,
  setResource,
  spawn,
  touch,
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
import { createLayoutSystem } from '../../src/systems/layout';
import { defineCoreStores } from '../ecs-stores';
import type { BenchCase } from '../types';

const FAN_OUT = 10;
const SAMPLES = 300;
const LEAVES_A_SAMPLE = 200;

/** Layout alone, without peers: no text is measured and nothing is drawn. */
export const cases: BenchCase[] = [
  {
    id: 'layout/full-10k',
    unit: 'ms',
    async run() {
      const { world, rows, update } = scene();
      const ours = sample(() => {
        for (const row of rows) touch(world, row, LAYOUT);
        update();
      });
      return {
        ours,
        peers: {},
        notes: `every style of ${rows.length} elements dirty; 40 % are text, some have percentages, minimums and borders`,
      };
    },
  },
  {
    id: 'layout/one-leaf',
    unit: 'us',
    async run() {
      const { world, leaves, update, written } = scene();
      const { width } = columns(world, Text);
      let turn = 0;
      let boxes = 0;
      const ours = sample(() => {
        for (let i = 0; i < LEAVES_A_SAMPLE; i++) {
          const leaf = leaves[(turn * 7919) % leaves.length]!;
          width[leaf] = 20 + (turn++ % 37);
          touch(world, leaf, CONTENT);
          update();
          boxes += written();
        }
      });
      if (boxes < turn / 2)
        throw new Error(`${turn} texts changed, but ${boxes} boxes were written`);
      return {
        ours: ours.map((ms) => (ms * 1000) / LEAVES_A_SAMPLE),
        peers: {},
        notes:
          'one text of the same tree has another width: up to where sizes stay, and down again',
      };
    },
  },
];

type Scene = {
  world: ReturnType<typeof createWorld>;
  rows: Row[];
  leaves: Row[];
  update(): void;
  written(): number;
};

/**
 * A page of ten sections of ten groups of ten panels of ten elements: four texts, two of them in a box that grows, and three
 * more boxes.
 */
function scene(): Scene {
  const world = createWorld({ capacity: 16_384 });
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
  const text = columns(world, Text);
  const addText = (parent: Row): void => {
    const row = add(TextKind, parent);
    text.width[row] = 10 + (leaves.length % 50);
    text.lineHeight[row] = 16;
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
    border.width[panel] = 1;
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
  for (let i = 0; i < FAN_OUT; i++) {
    const section = addColumn(page);
    for (let j = 0; j < FAN_OUT; j++) {
      const group = addColumn(section);
      for (let k = 0; k < FAN_OUT; k++) addPanel(group);
    }
  }
  const frame = {} as never;
  const update = (): void => system.update(frame);
  update();
  return { world, rows, leaves, update, written: () => system.counters.written };
}

/** Milliseconds of each run, after some to warm up. */
function sample(run: () => void): number[] {
  for (let i = 0; i < 50; i++) run();
  return Array.from({ length: SAMPLES }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
}
