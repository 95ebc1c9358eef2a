import {
  columns,
  createTunables,
  findResource,
  keepAwake,
  PAINT,
  resource,
  type System,
  setResource,
  type Tunables,
  touch,
  treeOf,
  type World,
} from '../../ecs';
import {
  BLEND_NORMAL,
  Failures,
  Filter,
  FilterTable,
  LayerRows,
  LayerTable,
  type ListState,
  ListTable,
  RecordBytes,
  Viewport,
} from '../../ecs/stores';
import type { RenderBackend } from './backend';
import { createBatchSystem } from './batch-system';
import type { Canvas } from './canvas';
import { createDamage } from './damage';
import { createDrawCosts, type DrawCosts, forgetCosts } from './draw-costs';
import { createDrawList } from './draw-list';
import { createOverdraw } from './overdraw';
import { type Quality, qualityTunables } from './quality';
import { RECORD_BYTES } from './record-format';
import { createRecordStore } from './record-store';
import { createRenderSystem } from './render-system';
import { Runs } from './runs';
import { QUAD_INDICES } from './segments';
import { createSight, NEAR } from './sight';
import { createRenderStats, type RenderStats } from './stats';
import { renderTunables } from './tunables';

/** Frames in which something was drawn beside layers until what keeps pictures of these is loaded. */
const FRAMES_UNTIL_BAKING = 12;
/** How often the device of scroll layers is opened: one that is lost again and again is given up. */
const MOST_TILE_LOADS = 3;

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
  /** Knobs that trade what is seen for time. */
  readonly quality: Tunables<typeof qualityTunables.knobs>;
  /** What drawing costs, as far as it is known. */
  readonly costs: Readonly<DrawCosts>;
  /** Makes the next frame redraw all of the surface. */
  invalidate(): void;
  /** How often a pixel of the surface is drawn in the mean, where all of it is; looks at every record. */
  overdraw(): number;
  /** Loads what keeps pictures of layers, which otherwise happens once there are groups, or a layer was seen to move a while; for tests. */
  loadBaking(): Promise<void>;
  /** Draws what scroll layers show at the moment, so that the surface has all of it. */
  gather(): void;
  /** Bytes held by records and indices. */
  bytes(): number;
};

/** Makes the systems that draw a world through a backend. */
export function createRenderBatching({
  world,
  backend,
  near = NEAR,
  passPixels,
}: RenderBatchingOptions): RenderBatching {
  const view = resource(world, Viewport);
  const layerRows = resource(world, LayerRows);
  const table = resource(world, LayerTable);
  const surface = new Int32Array(4);
  const store = createRecordStore(backend.maxRecords);
  const costs = createDrawCosts(passPixels);
  const damage = createDamage(world, surface, costs);
  const tunables = createTunables(renderTunables);
  const knobs = createTunables(qualityTunables);
  const quality: Quality = { values: knobs.values, softens: false, meanOf: undefined };
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
    costs,
    quality,
    everything: true,
    baking: undefined,
    scrolling: undefined,
    resolution: undefined,
    samples: undefined,
  };
  let loading: Promise<void> | undefined;
  let tileLoads = MOST_TILE_LOADS;
  let framesDrawn = 0;
  let learning = false;
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
    learn(tunables.values.timeGpu && tunables.values.learnCosts);
    list.review();
    invalidate();
  });

  let soften: ((on: boolean) => void) | undefined;
  let meanOf: Quality['meanOf'];
  let { shadowSoftness, gradientQuality, resolutionScale } = knobs.values;
  let resolving: Promise<void> | undefined;
  knobs.onChange(() => {
    const { values } = knobs;
    if (values.resolutionScale !== resolutionScale && !disposed) takeResolution();
    const isSame =
      values.shadowSoftness === shadowSoftness && values.gradientQuality === gradientQuality;
    // What is left is not drawn.
    if (isSame || disposed) return;
    ({ shadowSoftness, gradientQuality } = values);
    takeQuality();
    if (shadowSoftness < 1 && !soften) loadQuality(loadSoften);
    if (gradientQuality === 0 && !meanOf) loadQuality(loadMean);
  });

  /** What a turned knob needs besides comes when it is loaded; until then it does what it can without. */
  function loadQuality(load: () => Promise<void>): void {
    load().then(
      () => {
        if (!disposed) takeQuality();
      },
      (error) => tellFailure(error, 'render-batching/quality'),
    );
  }

  function takeResolution(): void {
    ({ resolutionScale } = knobs.values);
    invalidate();
    if (resolutionScale === 1 || resolving) return;
    resolving = loadResolution().then(invalidate, (error) =>
      tellFailure(error, 'render-batching/resolution'),
    );
  }

  async function loadResolution(): Promise<void> {
    const coarse = await backend.loadCoarse?.();
    if (!coarse) return;
    const { createResolution } = await import('./resolution');
    canvas.resolution = createResolution(canvas, coarse, surface);
    if (disposed) canvas.resolution.dispose();
  }

  async function loadSoften(): Promise<void> {
    soften = await backend.loadSoftShadows?.();
  }

  async function loadMean(): Promise<void> {
    ({ meanOf } = await import('./gradient-mean'));
  }

  function takeQuality(): void {
    quality.softens = shadowSoftness < 1 && soften !== undefined;
    quality.meanOf = gradientQuality === 0 ? meanOf : undefined;
    soften?.(quality.softens);
    const tree = treeOf(world);
    for (let i = 0; i < tree.length; i++) touch(world, tree.order[i]!, PAINT);
    invalidate();
  }

  function invalidate(): void {
    canvas.everything = true;
    keepAwake(world);
  }

  function loadBaking(): Promise<void> {
    loading ??= openBaking().catch((error) => tellFailure(error, 'render-batching/baking'));
    return loading;
  }

  function tellFailure(error: unknown, name: string): void {
    const failures = findResource(world, Failures);
    if (!failures) throw error;
    failures.report(error, name, 0);
  }

  /** What was learnt stays known when it is no more learnt from, until `learnCosts` is turned off. */
  function learn(on: boolean): void {
    learning = on;
    if (!on) canvas.samples = undefined;
    if (!tunables.values.learnCosts) forgetCosts(costs, passPixels);
    if (!on || backend.gpuTimed === undefined) return;
    import('./cost-samples').then(
      ({ createCostSamples }) => {
        if (learning && !disposed) canvas.samples ??= createCostSamples(canvas);
      },
      (error) => tellFailure(error, 'render-batching/costs'),
    );
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
    const { opacity, blend, used, owner, count } = table;
    const filter = columns(world, Filter).id;
    for (let layer = 1; layer < count; layer++) {
      if (used[layer] !== 1) continue;
      if (opacity[layer]! < 1 || blend[layer] !== BLEND_NORMAL || filter[owner[layer]!] !== 0)
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

  function wantsTiles(): boolean {
    if (tileLoads === 0 || canvas.scrolling) return false;
    return !!findResource(world, ListTable)?.lists.some(asksForTiles);
  }

  /** Loads what has lists moved by the page; again where its device was lost. */
  async function loadTiles(): Promise<void> {
    const { stats } = canvas;
    const left = tileLoads - 1;
    tileLoads = 0;
    stats.scrollLayers = 'loading';
    try {
      const tiles = await backend.loadTiles?.();
      if (tiles) {
        const { createScrollLayers } = await import('./scroll-layers');
        canvas.scrolling = createScrollLayers(canvas, tiles, surface, forgetTiles);
        tileLoads = left;
        // Nobody may draw a frame until it scrolls.
        stats.scrollLayers = 'still';
        if (disposed) forgetTiles();
      } else stats.scrollLayers = 'none';
    } catch (error) {
      findResource(world, Failures)?.report(error, 'render-batching/tiles', 0);
    }
  }

  function forgetTiles(): void {
    canvas.scrolling?.dispose();
    canvas.scrolling = undefined;
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
  setResource(world, RecordBytes, (row) => {
    const { start, capacity } = columns(world, Runs);
    return start[row]! < 0 ? 0 : capacity[row]! * (RECORD_BYTES + QUAD_INDICES * 4);
  });

  return {
    batch: {
      ...batch,
      tunables: knobs,
      dispose() {
        batch.dispose();
        stopRestored();
        disposed = true;
        canvas.resolution?.dispose();
        forgetTiles();
      },
    },
    render: {
      ...render,
      tunables,
      update() {
        render.update();
        if (wantsBaking()) void loadBaking();
        if (wantsTiles()) void loadTiles();
        if (!backend.loadPictures) tellFilters();
      },
    },
    stats: canvas.stats,
    quality: knobs,
    costs,
    invalidate,
    loadBaking,
    gather() {
      if (canvas.scrolling?.leave()) render.update();
    },
    overdraw: createOverdraw(world, store, list, surface),
    bytes: () => store.words.byteLength + list.segments.indices.byteLength,
  };
}

function asksForTiles(list: ListState): boolean {
  return list.scrollLayers;
}

function deviceSide(size: number, max: number): number {
  // Written so that NaN is 0.
  return size >= 1 ? Math.min(Math.floor(size), max) : 0;
}
