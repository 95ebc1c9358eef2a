import {
  columns,
  createFrameRunner,
  createWorld,
  despawn,
  PAINT,
  type Phase,
  type Row,
  resolve,
  resource,
  STACK,
  setResource,
  spawn,
  touch,
} from '../../../../src/ecs';
import {
  acquireLayer,
  Box,
  BoxKind,
  createLayerTable,
  Failures,
  Fill,
  LayerOf,
  LayerRows,
  LayerTable,
  STATE_HIDDEN,
  State,
  Text,
  TextKind,
  TextPort,
  Viewport,
  type ViewSize,
} from '../../../../src/ecs/stores';
import { createNullBackend, type NullBackendOptions } from '../../../../src/render/null';
import { createProjectionSystem } from '../../../../src/systems/projection';
import { createRenderBatching, type RenderBackend } from '../../../../src/systems/render-batching';
import { createTextSystem, type TextSystemOptions } from '../../../../src/systems/text';
import {
  createDeterministicMeasurer,
  createDeterministicRasteriser,
} from '../../../../src/testing/deterministic-text';

export const BACKGROUND = 0xff101010;
export const RED = 0xff0000ff;
export const GREEN = 0xff00ff00;
export const BLUE = 0xffff0000;
export const CLEAR_RED = 0x800000ff;

const phases: readonly Phase[] = ['update', 'project', 'publish', 'batch', 'render'];

export type StageOptions = NullBackendOptions & {
  /** Stands in for the null backend's own members. */
  wrap?: (backend: ReturnType<typeof createNullBackend>) => RenderBackend;
  text?: Partial<TextSystemOptions>;
  /** Of `createRenderBatching`. */
  near?: number;
  passPixels?: number;
};

export type Stage = ReturnType<typeof createStage>;

/** Projection, text and batching over the null backend. Boxes are written by hand: there is no layout. */
export function createStage(given: StageOptions = {}) {
  const { wrap, text: textOptions, near, passPixels, ...options } = given;
  const { width = 640, height = 400, dpr = 1 } = options;
  const world = createWorld();
  const backend = createNullBackend({ checkFinite: true, ...options, width, height, dpr });
  const target = wrap ? wrap(backend) : backend;
  const failures: unknown[] = [];
  const view: ViewSize = {
    width,
    height,
    dpr,
    glyphScale: dpr,
    background: BACKGROUND,
    version: 1,
  };
  const table = createLayerTable();
  setResource(world, Viewport, view);
  setResource(world, LayerTable, table);
  setResource(world, Failures, { report: (error) => failures.push(error) });
  const text = createTextSystem({
    world,
    measurer: createDeterministicMeasurer(),
    rasteriser: createDeterministicRasteriser(),
    pageSize: 256,
    ...textOptions,
  });
  text.attach(target);
  const projection = createProjectionSystem({ world });
  const batching = createRenderBatching({
    world,
    backend: target,
    ...(near === undefined ? {} : { near }),
    ...(passPixels === undefined ? {} : { passPixels }),
  });
  const stopRestored = target.onRestored(() => text.restore());
  const runner = createFrameRunner({
    world,
    phases,
    clock: { now: () => 0 },
    onFailure: ({ error }) => {
      throw error;
    },
  });
  runner.add(projection);
  runner.add(batching.batch);
  runner.add({
    name: 'uploads',
    phase: 'batch',
    reads: [],
    writes: [],
    after: [batching.batch.name],
    update: () => text.flushUploads(),
    dispose: () => text.dispose(),
  });
  runner.add(batching.render);
  const port = resource(world, TextPort);
  const font = port.font({ family: 'sans-serif', size: 10, weight: 400, italic: false });
  let now = 0;

  const stage = {
    world,
    backend,
    batching,
    stats: batching.stats,
    view,
    table,
    rows: resource(world, LayerRows),
    text,
    runner,
    failures,
    frame(count = 1): void {
      for (let i = 0; i < count; i++) {
        now += 16;
        runner.step(now);
      }
    },
    box(x: number, y: number, w: number, h: number, color: number, parent: number = 0): Row {
      const row = resolve(world, spawn(world, BoxKind, parent as Row));
      columns(world, Fill).color[row] = color;
      stage.place(row, x, y, w, h);
      return row;
    },
    label(content: string, x: number, y: number, w: number, h: number, parent: number = 0): Row {
      const row = resolve(world, spawn(world, TextKind, parent as Row));
      const texts = columns(world, Text);
      texts.font[row] = font;
      texts.color[row] = 0xffffffff;
      stage.place(row, x, y, w, h);
      port.setText(row, content);
      return row;
    },
    /** A box that is a layer of its own, standing at a place of its parent's. */
    layer(x: number, y: number, w: number, h: number, color: number, parent: number = 0): Row {
      const row = stage.box(0, 0, w, h, color, parent);
      const id = acquireLayer(table, row);
      columns(world, LayerOf).own[row] = id;
      table.originX[id] = x;
      table.originY[id] = y;
      return row;
    },
    layerOf: (row: number): number => columns(world, LayerOf).own[row]!,
    place(row: number, x: number, y: number, w: number, h: number): void {
      const box = columns(world, Box);
      box.x[row] = x;
      box.y[row] = y;
      box.width[row] = w;
      box.height[row] = h;
      touch(world, row, PAINT);
    },
    paint(row: number, color: number): void {
      columns(world, Fill).color[row] = color;
      touch(world, row, PAINT);
    },
    write: (row: number, content: string): void => port.setText(row, content),
    show(row: number, visible: boolean): void {
      const { bits } = columns(world, State);
      bits[row] = visible ? bits[row]! & ~STATE_HIDDEN : bits[row]! | STATE_HIDDEN;
      touch(world, row, STACK);
    },
    remove: (row: number): void => despawn(world, row as Row),
    resize(nextWidth: number, nextHeight: number, nextDpr = view.dpr): void {
      view.width = nextWidth;
      view.height = nextHeight;
      view.dpr = nextDpr;
      view.glyphScale = nextDpr;
      view.version++;
      backend.resize(nextWidth, nextHeight, nextDpr);
    },
    dispose(): void {
      stopRestored();
      runner.dispose();
      backend.dispose();
    },
  };
  return stage;
}
