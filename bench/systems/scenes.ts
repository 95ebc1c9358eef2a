import type { SystemContender } from 'rafter-ui/benchmark';
import {
  CONTENT,
  columns,
  createWorld,
  PAINT,
  type Row,
  resolve,
  resource,
  type System,
  setResource,
  spawn,
  touch,
  type World,
} from '../../src/ecs';
import { internals } from '../../src/ecs/internals';
import {
  acquireLayer,
  Box,
  BoxKind,
  createLayerTable,
  Fill,
  LayerOf,
  LayerRows,
  LayerTable,
  moveLayer,
  Text,
  Viewport,
} from '../../src/ecs/stores';
import { refreshTree } from '../../src/ecs/tree';
import { createNullBackend } from '../../src/render/null';
import { createProjectionSystem } from '../../src/systems/projection';
import { createRenderBatching, type RenderStats } from '../../src/systems/render-batching';
import { createTextSystem } from '../../src/systems/text';
import {
  createDeterministicMeasurer,
  createDeterministicRasteriser,
} from '../../src/testing/deterministic-text';
import { endFrame } from '../ecs/end-frame';
import { createLayoutScene, type LayoutScene } from '../layout/scene';

const ELEMENTS = 10_000;
const CHANGED = 100;
const PER_LAYER = 10;
const ROW_HEIGHT = 24;
const SIZE = { width: 1280, height: 720, dpr: 1 } as const;
// No system here looks at the frame.
const FRAME = {} as never;

/** Layout of 10,000 elements of which 100 texts have another width. */
export const layout: SystemContender<LayoutScene> = {
  system: true,
  setup: () => createLayoutScene(ELEMENTS),
  edit(scene) {
    const { world, leaves, totals, system } = scene;
    totals.written += system.counters.written;
    totals.measured += system.counters.measured;
    totals.arranged += system.counters.arranged;
    endFrame(world);
    const { width } = columns(world, Text);
    for (let i = 0; i < CHANGED; i++) {
      const leaf = leaves[(scene.turn++ * 7919) % leaves.length]!;
      width[leaf] = 20 + (scene.turn % 37);
      touch(world, leaf, CONTENT);
    }
  },
  counters: ({ totals }) => ({ ...totals }),
};

type Surface = { world: World; table: LayerTable; rows: Row[]; system: System };

/** Where the scroller is moved: x and y. */
const place = new Float64Array(2);

/** Projection of 1,000 layers that scroll together. */
export const projection: SystemContender<Surface & { scroller: number; top: number }> = {
  system: true,
  setup() {
    const { world, table } = createSurface();
    const page = addBox(world, 0, 0);
    const scroller = addLayer(world, table, page, 0);
    const rows: Row[] = [];
    for (let i = 0; i < ELEMENTS / PER_LAYER; i++) {
      const line = addBox(world, 0, 0, page);
      addLayer(world, table, line, i * ROW_HEIGHT);
      for (let j = 1; j < PER_LAYER; j++) rows.push(addBox(world, j * 20, 0, line));
    }
    refreshTree(internals(world));
    const system = createProjectionSystem({ world });
    system.update(FRAME);
    return { world, table, rows, system, scroller, top: 0 };
  },
  edit(state) {
    endFrame(state.world);
    state.top = (state.top + 60) % 20_000;
    place[1] = -state.top;
    moveLayer(state.world, state.table, state.scroller, place);
  },
  counters: ({ world }) => ({ rowsFlattened: resource(world, LayerRows).version }),
};

type Batched = Surface & { stats: RenderStats; present(): void; turn: number };

/** Batching of 10,000 elements of which 100 have another colour; sending and drawing is left out. */
export const batching: SystemContender<Batched> = {
  system: true,
  setup() {
    const surface = createSurface();
    const { world } = surface;
    const backend = createNullBackend(SIZE);
    const text = createTextSystem({
      world,
      measurer: createDeterministicMeasurer(),
      rasteriser: createDeterministicRasteriser(),
    });
    text.attach(backend);
    const page = addBox(world, 0, 0);
    const rows = Array.from({ length: ELEMENTS }, (_, i) =>
      addBox(world, (i % 100) * 12, Math.floor(i / 100) * 7, page),
    );
    refreshTree(internals(world));
    const projected = createProjectionSystem({ world });
    projected.update(FRAME);
    const { batch, render, stats } = createRenderBatching({ world, backend });
    const present = (): void => {
      render.update(FRAME);
      endFrame(world);
    };
    const system: System = {
      ...batch,
      dispose() {
        batch.dispose();
        render.dispose();
        projected.dispose();
        text.dispose();
        backend.dispose();
      },
    };
    system.update(FRAME);
    return { ...surface, rows, system, stats, present, turn: 0 };
  },
  edit(state) {
    const { world, rows, present } = state;
    present();
    const { color } = columns(world, Fill);
    for (let i = 0; i < CHANGED; i++) {
      const row = rows[(state.turn++ * 97) % rows.length]!;
      color[row]! ^= 0xffffff;
      touch(world, row, PAINT);
    }
  },
  counters: ({ stats }) => ({
    recordsWritten: stats.totalRecordsWritten,
    bytesUploaded: stats.totalBytesUploaded,
    draws: stats.totalDraws,
    listBuilds: stats.listBuilds,
  }),
};

function createSurface(): { world: World; table: LayerTable } {
  const world = createWorld({ capacity: ELEMENTS * 1.2 });
  const table = createLayerTable();
  const view = { ...SIZE, glyphScale: 1, background: 0xff101010, version: 1 };
  setResource(world, Viewport, view);
  setResource(world, LayerTable, table);
  return { world, table };
}

/** A panel of 10 x 5 at a place of its layer; there is no layout to put it there. */
function addBox(world: World, x: number, y: number, parent?: Row): Row {
  const row = resolve(world, spawn(world, BoxKind, parent));
  columns(world, Fill).color[row] = 0xff944a4c;
  const box = columns(world, Box);
  box.x[row] = x;
  box.y[row] = y;
  box.width[row] = 10;
  box.height[row] = 5;
  return row;
}

function addLayer(world: World, table: LayerTable, row: Row, top: number): number {
  const id = acquireLayer(table, row);
  columns(world, LayerOf).own[row] = id;
  table.originY[id] = top;
  return id;
}
