import {
  columns,
  createTunables,
  findResource,
  keepAwake,
  type Loader,
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
  createPart,
  Failures,
  FilterTable,
  ForeignTable,
  LayerRows,
  LayerTable,
  type ListState,
  ListTable,
  RecordBytes,
  Viewport,
} from '../../ecs/stores';
import type { LayerPictures, RenderBackend } from './backend';
import type { Baking } from './baking-type';
import { createBatchSystem } from './batch-system';
import type { Canvas } from './canvas';
import { createDamage } from './damage';
import { createDrawCosts, type DrawCosts, forgetCosts } from './draw-costs';
import { createDrawList } from './draw-list';
import { hasGroups } from './has-groups';
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
  /** What keeps pictures of layers, once it is loaded. */
  readonly baking: Baking | undefined;
  /** What both systems share, for what gives memory back. */
  readonly canvas: Canvas;
  /** Bytes held by records and indices, and by what tells which are in use. */
  bytes(): number;
  /** Bytes of the textures and buffers that mirror records, layers and indices on the device. */
  sentBytes(): number;
  /** Bytes of pictures on the device: of layers and groups, of textures kept for those to come, of the surface at a lower resolution. */
  pictureBytes(): number;
  /** Bytes of tiles of scroll layers and of what their device was sent, 0 while they have none. */
  tileBytes(): number;
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
    foreign: undefined,
    scrolling: undefined,
    resolution: undefined,
    samples: undefined,
  };
  let tileLoads = MOST_TILE_LOADS;
  let framesDrawn = 0;
  let learning = false;
  let disposed = false;
  let hasTold = false;
  const stopRestored = backend.onRestored(resend);

  function recordBytes(): number {
    return store.words.byteLength + list.segments.indices.byteLength;
  }

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

  const soften = lazy('quality', async () => backend.loadSoftShadows?.(), takeQuality);
  const mean = lazy('quality', () => import('./gradient-mean'), takeQuality);
  const resolution = lazy('resolution', loadResolution, invalidate);
  const baking = lazy('baking', openBaking);
  const foreign = lazy('foreign', openForeign, invalidate);
  let pictures: LayerPictures | undefined;
  const costSamples = lazy('costs', () => import('./cost-samples'), sampleCosts);
  let { shadowSoftness, gradientQuality, resolutionScale } = knobs.values;
  knobs.onChange(() => {
    const { values } = knobs;
    if (values.resolutionScale !== resolutionScale && !disposed) takeResolution();
    const isSame =
      values.shadowSoftness === shadowSoftness && values.gradientQuality === gradientQuality;
    // What is left is not drawn.
    if (isSame || disposed) return;
    ({ shadowSoftness, gradientQuality } = values);
    takeQuality();
  });

  /** What is needed besides comes when it is loaded; until then all does what it can without. */
  function lazy<Part>(name: string, load: () => Promise<Part>, then?: () => void): Loader<Part> {
    return createPart(world, `render-batching/${name}`, load, () => {
      if (!disposed) then?.();
    });
  }

  function takeResolution(): void {
    ({ resolutionScale } = knobs.values);
    invalidate();
    if (resolutionScale < 1) resolution.ask();
  }

  async function loadResolution(): Promise<void> {
    const coarse = await backend.loadCoarse?.();
    if (!coarse) return;
    const { createResolution } = await import('./resolution');
    canvas.resolution = createResolution(canvas, coarse, surface);
    if (disposed) canvas.resolution.dispose();
  }

  function takeQuality(): void {
    if (shadowSoftness < 1) soften.ask();
    if (gradientQuality === 0) mean.ask();
    quality.softens = shadowSoftness < 1 && soften.part !== undefined;
    quality.meanOf = gradientQuality === 0 ? mean.part?.meanOf : undefined;
    soften.part?.(quality.softens);
    const tree = treeOf(world);
    for (let i = 0; i < tree.length; i++) touch(world, tree.order[i]!, PAINT);
    invalidate();
  }

  function invalidate(): void {
    canvas.everything = true;
    keepAwake(world);
  }

  function loadBaking(): Promise<void> {
    baking.ask();
    return baking.ready()!;
  }

  /** What was learnt stays known when it is no more learnt from, until `learnCosts` is turned off. */
  function learn(on: boolean): void {
    learning = on;
    if (!on) canvas.samples = undefined;
    if (!tunables.values.learnCosts) forgetCosts(costs, passPixels);
    if (!on || backend.gpuTimed === undefined) return;
    costSamples.ask();
    sampleCosts();
  }

  function sampleCosts(): void {
    if (learning && costSamples.part) canvas.samples ??= costSamples.part.createCostSamples(canvas);
  }

  async function openBaking(): Promise<void> {
    if (!backend.loadPictures) return;
    const [{ createBaking }, opened] = await Promise.all([
      import('./baking'),
      backend.loadPictures(),
    ]);
    if (disposed) return;
    pictures = opened;
    canvas.baking = createBaking(canvas, backend, opened, surface);
    // Groups that are shown already were drawn without.
    if (hasGroups(world, table)) invalidate();
  }

  async function openForeign(): Promise<void> {
    canvas.foreign = await (await import('./foreign')).openForeign(canvas, backend, pictures);
    if (disposed) canvas.foreign?.dispose();
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

  function askForeign(): void {
    if (findResource(world, ForeignTable)) foreign.ask();
  }

  function wantsTiles(): boolean {
    if (tileLoads === 0 || canvas.scrolling) return false;
    return !!findResource(world, ListTable)?.lists.some(asksForTiles);
  }

  /** Loads what has lists moved by the page; again where its device was lost. */
  function loadTiles(): void {
    const { stats } = canvas;
    const left = tileLoads - 1;
    tileLoads = 0;
    stats.scrollLayers = 'loading';
    lazy('tiles', async () => {
      const tiles = await backend.loadTiles?.();
      if (tiles) {
        const { createScrollLayers } = await import('./scroll-layers');
        canvas.scrolling = createScrollLayers(canvas, tiles, surface, forgetTiles);
        tileLoads = left;
        // Nobody may draw a frame until it scrolls.
        stats.scrollLayers = 'still';
        if (disposed) forgetTiles();
      } else stats.scrollLayers = 'none';
    }).ask();
  }

  function forgetTiles(): void {
    canvas.scrolling?.dispose();
    canvas.scrolling = undefined;
  }

  /** Whether layers are drawn again and again. */
  function wantsBaking(): boolean {
    if (!backend.loadPictures || baking.ready()) return false;
    // What asks to be a group is sent in the frame in which it does.
    if (canvas.stats.bytesUploaded > 0 && hasGroups(world, table)) return true;
    // Where it is a host that shows them, scaled as it will, what is kept would be less sharp.
    if (!tunables.values.baking || !backend.preserves) return false;
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
      update(frame) {
        canvas.foreign?.update();
        batch.update(frame);
      },
      dispose() {
        batch.dispose();
        stopRestored();
        disposed = true;
        canvas.resolution?.dispose();
        canvas.foreign?.dispose();
        forgetTiles();
      },
    },
    render: {
      ...render,
      tunables,
      update() {
        render.update();
        if (wantsBaking()) baking.ask();
        if (wantsTiles()) loadTiles();
        if (!backend.loadPictures) tellFilters();
        if (pictures || !backend.loadPictures) askForeign();
      },
    },
    canvas,
    stats: canvas.stats,
    quality: knobs,
    costs,
    invalidate,
    loadBaking,
    gather() {
      if (canvas.scrolling?.leave()) render.update();
    },
    overdraw: createOverdraw(world, store, list, surface),
    get baking() {
      return canvas.baking;
    },
    bytes: () => recordBytes() + store.runs.bytes + store.dirty.bytes + list.segments.dirty.bytes,
    pictureBytes: () => (canvas.baking?.bytes() ?? 0) + (canvas.resolution?.bytes() ?? 0),
    tileBytes: () => canvas.scrolling?.bytes() ?? 0,
    sentBytes: () => recordBytes() + layerRows.words.byteLength,
  };
}

function asksForTiles(list: ListState): boolean {
  return list.scrollLayers;
}

function deviceSide(size: number, max: number): number {
  // Written so that NaN is 0.
  return size >= 1 ? Math.min(Math.floor(size), max) : 0;
}
