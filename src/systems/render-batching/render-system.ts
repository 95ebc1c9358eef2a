import { resource, type System } from '../../ecs';
import { GlyphCache, Ink, LayerRows, Viewport } from '../../ecs/stores';
import type { BitSet } from '../../structures';
import type { RenderBackend } from './backend';
import type { Canvas } from './batch-system';
import { createDrawPlan } from './draw-plan';
import { Runs } from './runs';
import { QUAD_INDICES } from './segments';

/** Rows closer together than this are sent in one range: a range costs more than the rows between. */
const UPLOAD_GAP = 32;
/** Tenths of the surface above which the whole of it is drawn: clearing all is cheaper than clearing a part. */
const FULL_REDRAW = 6;

/** Phase render: uploads and draws, or nothing. */
export function createRenderSystem(
  canvas: Canvas,
  backend: RenderBackend,
  surface: Int32Array,
): System {
  const { world, store, list, damage, stats } = canvas;
  const view = resource(world, Viewport);
  const layerRows = resource(world, LayerRows);
  const glyphs = resource(world, GlyphCache);
  const plan = createDrawPlan();
  const pixels = new Int32Array(4);
  let sentRecords: Uint32Array | undefined;
  let sentLayers: Uint32Array | undefined;
  let sentIndices: Uint32Array | undefined;
  // In a variable that is seldom written: a colour is too great for a small integer, and each reading of the field may make an
  // object.
  let background = view.background;

  /** Makes one range of what a new array needs sent, for the renderer sends all of that anyway. */
  function whole(dirty: BitSet, count: number): void {
    dirty.clearAll();
    for (let i = 0; i < count; i++) dirty.set(i);
  }

  function upload(): number {
    let bytes = 0;
    const { dirty } = store;
    if (store.words !== sentRecords) whole(dirty, store.runs.highWater);
    sentRecords = store.words;
    for (let from = 0; dirty.nextRange(from, UPLOAD_GAP); from = dirty.end) {
      bytes += backend.uploadRecords(store.words, dirty.start, dirty.end - dirty.start);
    }
    dirty.clearAll();
    const layers = layerRows.dirty;
    if (layerRows.words !== sentLayers) whole(layers, layerRows.count);
    sentLayers = layerRows.words;
    for (let from = 0; layers.nextRange(from, UPLOAD_GAP); from = layers.end) {
      bytes += backend.uploadLayers(layerRows.words, layers.start, layers.end - layers.start);
    }
    layers.clearAll();
    const { segments } = list;
    const quads = segments.dirty;
    if (segments.indices !== sentIndices) whole(quads, segments.highWater);
    sentIndices = segments.indices;
    for (let from = 0; quads.nextRange(from, UPLOAD_GAP); from = quads.end) {
      const first = quads.start * QUAD_INDICES;
      const count = (quads.end - quads.start) * QUAD_INDICES;
      bytes += backend.uploadIndices(segments.indices, first, count);
    }
    quads.clearAll();
    return bytes;
  }

  function takePixels(): void {
    const wide = damage.pixels[2]! - damage.pixels[0]!;
    const high = damage.pixels[3]! - damage.pixels[1]!;
    const isMost = wide * high * 10 > surface[2]! * surface[3]! * FULL_REDRAW;
    const full = canvas.everything || !backend.preserves || isMost;
    const from = full ? surface : damage.pixels;
    for (let i = 0; i < 4; i++) pixels[i] = from[i]!;
  }

  function draw(): void {
    const x = pixels[0]!;
    const y = pixels[1]!;
    const wide = pixels[2]! - x;
    const high = pixels[3]! - y;
    if (canvas.everything) background = view.background;
    // The simple program draws texel by pixel.
    plan.make(list.chunks, layerRows, pixels, glyphs.stretched > 0);
    backend.beginFrame(x, y, wide, high, background);
    for (let range = 0; range < plan.count; range++) {
      const quads = plan.end[range]! - plan.first[range]!;
      const first = plan.first[range]! * QUAD_INDICES;
      backend.draw(plan.programOf(range), first, quads * QUAD_INDICES);
      stats.quads += quads;
    }
    backend.endFrame();
    stats.draws = plan.count;
    stats.totalDraws += plan.count;
    stats.damagedPixels = wide * high;
    stats.framesDrawn++;
  }

  return {
    name: 'render-batching/render',
    phase: 'render',
    reads: [GlyphCache, Ink, Runs, LayerRows, Viewport],
    writes: [],
    update() {
      stats.draws = 0;
      stats.quads = 0;
      stats.bytesUploaded = 0;
      stats.damagedPixels = 0;
      stats.records = store.runs.used;
      stats.listBuilds = list.builds;
      // Without a device or a surface nothing is sent and nothing is forgotten: what is dirty waits.
      if (backend.lost || surface[2] === 0 || surface[3] === 0) {
        canvas.everything = true;
        return;
      }
      stats.bytesUploaded = upload();
      stats.totalBytesUploaded += stats.bytesUploaded;
      if (!canvas.everything && damage.isEmpty) {
        stats.framesSkipped++;
        return;
      }
      takePixels();
      draw();
      canvas.everything = false;
      damage.reset();
    },
    dispose() {},
  };
}
