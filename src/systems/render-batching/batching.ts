import {
  columns,
  createTunables,
  findResource,
  keepAwake,
  resource,
  type System,
  type World,
} from '../../ecs';
import { Failures, Filter, FilterTable, LayerRows, LayerTable, Viewport } from '../../ecs/stores';
import type { RenderBackend } from './backend';
import { type Canvas, createBatchSystem } from './batch-system';
import { createDamage, PASS_PIXELS } from './damage';
import { createDrawList } from './draw-list';
import { createOverdraw } from './overdraw';
import { createRecordStore } from './record-store';
import { createRenderSystem } from './render-system';
import { createSight, NEAR } from './sight';
import { createRenderStats, type RenderStats } from './stats';
import { renderTunables } from './tunables';

/** Frames in which something was drawn beside layers until what keeps pictures of these is loaded. */
const FRAMES_UNTIL_BAKING = 12;

export type RenderBatchingOptions = {
  world: World;
  backend: RenderBackend;
  /** CSS pixels out of sight within which text is drawn nevertheless; infinite for all of it, for tests. @default 256 */
  near?: number;
  /** Pixels that a damaged rectangle more is worth; 0 keeps apart whatever can be, for tests. @default 4096 */
  passPixels?: number;
};

/** The two systems that draw, and what they report. */
export type RenderBatching = {
  /** Phase batch: dirty rows to records, draw list and damage. */
  batch: System;
  /** Phase render: uploads and draws, or nothing. */
  render: System;
  readonly stats: RenderStats;
  /** Makes the next frame redraw all of the surface. */
  invalidate(): void;
  /** How often a pixel of the surface is drawn in the mean, where all of it is; looks at every record. */
  overdraw(): number;
  /** Loads what keeps pictures of layers, which otherwise happens once there are groups, or a layer was seen to move a while; for tests. */
  loadBaking(): Promise<void>;
  /** Bytes held by records and indices. */
  bytes(): number;
};

/** Makes the systems that draw a world through a backend. */
export function createRenderBatching({
  world,
  backend,
  near = NEAR,
  passPixels = PASS_PIXELS,
}: RenderBatchingOptions): RenderBatching {
  const view = resource(world, Viewport);
  const layerRows = resource(world, LayerRows);
  const table = resource(world, LayerTable);
  const surface = new Int32Array(4);
  const store = createRecordStore(backend.maxRecords);
  const damage = createDamage(world, surface, passPixels);
  const tunables = createTunables(renderTunables);
  const list = createDrawList({
    world,
    store,
    // A backend that preserves nothing draws over the host's picture and clears nothing.
    clears: backend.preserves,
    switches: tunables.values,
    onListed: (row) => damage.addInk(row),
  });
  const canvas: Canvas = {
    world,
    store,
    list,
    damage,
    stats: createRenderStats(),
    switches: tunables.values,
    everything: true,
    baking: undefined,
  };
  let loading: Promise<void> | undefined;
  let framesDrawn = 0;
  let disposed = false;
  let hasTold = false;
  const stopRestored = backend.onRestored(resend);

  /** One refill list: after a lost device everything is sent again from the core's own arrays. */
  function resend(): void {
    canvas.baking?.forget();
    for (let record = 0; record < store.runs.highWater; record++) store.dirty.set(record);
    for (let id = 0; id < layerRows.count; id++) layerRows.dirty.set(id);
    for (let quad = 0; quad < list.segments.highWater; quad++) list.segments.dirty.set(quad);
    invalidate();
  }

  tunables.onChange(() => {
    backend.timeGpu?.(tunables.values.timeGpu);
    if (!tunables.values.timeGpu) canvas.stats.gpuMs = Number.NaN;
    list.review();
    invalidate();
  });

  function invalidate(): void {
    canvas.everything = true;
    keepAwake(world);
  }

  function loadBaking(): Promise<void> {
    loading ??= openBaking().catch((error) => {
      const failures = findResource(world, Failures);
      if (!failures) throw error;
      failures.report(error, 'render-batching/baking', 0);
    });
    return loading;
  }

  async function openBaking(): Promise<void> {
    if (!backend.loadPictures) return;
    const [{ createBaking }, pictures] = await Promise.all([
      import('./baking'),
      backend.loadPictures(),
    ]);
    if (disposed) return;
    canvas.baking = createBaking(canvas, backend, pictures, surface);
    // Groups that are shown already were drawn without.
    if (hasGroups()) invalidate();
  }

  /** Whether some layer may have to be put together before it is drawn. */
  function hasGroups(): boolean {
    const { opacity, used, count } = table;
    const filter = columns(world, Filter).id;
    for (let layer = 1; layer < count; layer++) {
      if (used[layer] === 1 && (opacity[layer]! < 1 || filter[table.owner[layer]!] !== 0))
        return true;
    }
    return false;
  }

  /** Once: filters need pictures. */
  function tellFilters(): void {
    if (hasTold || !findResource(world, FilterTable)) return;
    hasTold = true;
    const { name } = backend;
    findResource(world, Failures)?.report(
      new Error(`filters are not drawn by ${name}: use a renderer on a canvas of its own`),
      'render-batching/filters',
      0,
    );
  }

  /** Whether layers are drawn again and again. */
  function wantsBaking(): boolean {
    if (!backend.loadPictures || loading) return false;
    if (layerRows.count > 1 && hasGroups()) return true;
    if (!tunables.values.baking) return false;
    if (layerRows.count > 1 && canvas.stats.draws > 0) framesDrawn++;
    return framesDrawn >= FRAMES_UNTIL_BAKING;
  }

  /** The surface in device pixels, 0 wide and high where it cannot be drawn. */
  function fitSurface(): void {
    const width = deviceSide(view.width * view.dpr, backend.maxTextureSize);
    const height = deviceSide(view.height * view.dpr, backend.maxTextureSize);
    const drawable = width > 0 && height > 0;
    surface[2] = drawable ? width : 0;
    surface[3] = drawable ? height : 0;
  }

  const render = createRenderSystem(canvas, backend, surface);
  const batch = createBatchSystem(canvas, fitSurface, createSight(world, near));
  return {
    batch: {
      ...batch,
      dispose() {
        batch.dispose();
        stopRestored();
        disposed = true;
      },
    },
    render: {
      ...render,
      tunables,
      update(frame) {
        render.update(frame);
        if (wantsBaking()) void loadBaking();
        if (!backend.loadPictures) tellFilters();
      },
    },
    stats: canvas.stats,
    invalidate,
    loadBaking,
    overdraw: createOverdraw(world, store, list, surface),
    bytes: () => store.words.byteLength + list.segments.indices.byteLength,
  };
}

function deviceSide(size: number, max: number): number {
  // Written so that NaN is 0.
  return size >= 1 ? Math.min(Math.floor(size), max) : 0;
}
