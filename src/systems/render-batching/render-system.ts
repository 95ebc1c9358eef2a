import { resource, type System } from '../../ecs';
import { GlyphCache, Ink, LayerRows, Viewport } from '../../ecs/stores';
import type { BitSet } from '../../structures';
import type { RenderBackend } from './backend';
import type { Canvas } from './canvas';
import { createDrawPlan } from './draw-plan';
import { UPLOAD_GAP } from './record-store';
import { Runs } from './runs';
import { QUAD_INDICES } from './segments';

/** Phase render: uploads and draws, or nothing. */
export function createRenderSystem(
  canvas: Canvas,
  backend: RenderBackend,
  surface: Int32Array,
): System & { update(): void } {
  const { world, store, list, damage, stats, switches } = canvas;
  const view = resource(world, Viewport);
  const layerRows = resource(world, LayerRows);
  const glyphs = resource(world, GlyphCache);
  const plan = createDrawPlan(canvas);
  let sentRecords: Uint32Array | undefined;
  let sentLayers: Uint32Array | undefined;
  let sentIndices: Uint32Array | undefined;
  // In a variable that is seldom written: a colour is too great for a small integer, and each reading of the field may make an
  // object.
  let background = view.background;
  const timing = new Float64Array(1);
  let isCoarse = false;

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
      store.sent?.(dirty.start, dirty.end);
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
      segments.sent?.(quads.start, quads.end);
      const first = quads.start * QUAD_INDICES;
      const count = (quads.end - quads.start) * QUAD_INDICES;
      bytes += backend.uploadIndices(segments.indices, first, count);
    }
    quads.clearAll();
    return bytes;
  }

  function draw(): void {
    if (canvas.everything) background = view.background;
    damage.settle();
    const isPartial = backend.preserves && switches.partialRedraw && !damage.isMost();
    const isWhole = canvas.everything || !isPartial;
    canvas.baking?.take(plan, glyphs.stretched > 0, isWhole);
    isCoarse = canvas.resolution?.take(plan, isWhole, background, drawRange) === true;
    if (isCoarse || !isWhole) {
      const rects = isCoarse ? canvas.resolution!.rects : damage.rects;
      const count = isWhole ? 1 : damage.count();
      for (let i = 0; i < count; i++) drawRect(rects, i * 4, !isWhole);
    } else {
      drawRect(surface, 0, false);
    }
    backend.endFrame();
    // Pictures are in the time of the frame, and not in what is counted.
    const isPlain = !isCoarse && stats.bakes === 0 && stats.groupsTaken === 0;
    canvas.samples?.end(isPlain ? (backend.gpuTimed ?? 0) : 0);
    stats.totalDraws += stats.draws;
    stats.framesDrawn++;
  }

  /** Clears a rectangle and draws what touches it. */
  function drawRect(rects: Int32Array, at: number, isPart: boolean): void {
    const x = rects[at]!;
    const y = rects[at + 1]!;
    const wide = rects[at + 2]! - x;
    const high = rects[at + 3]! - y;
    // The simple program draws texel by pixel.
    plan.make(rects, at, isPart, isCoarse || glyphs.stretched > 0);
    if (!isCoarse) canvas.samples?.add(plan, rects, at, isPart);
    if (stats.damageRects === 0) backend.beginFrame(x, y, wide, high, background);
    else backend.nextRect(x, y, wide, high);
    if (isCoarse) {
      const draws = canvas.resolution!.draw(plan, drawRange);
      stats.draws += draws;
      stats.breaks.program += draws;
    } else {
      for (let range = 0; range < plan.count; range++) drawRange(range);
    }
    stats.damagedPixels += wide * high;
    for (let i = 0; i < 4; i++) stats.damage[stats.damageRects * 4 + i] = rects[at + i]!;
    stats.damageRects++;
  }

  function drawRange(range: number): void {
    const { blend } = plan;
    if (range === 0) stats.breaks.part++;
    else if (blend[range] !== blend[range - 1]) stats.breaks.blend++;
    else if (
      plan.programOf(range) !== plan.programOf(range - 1) ||
      plan.pictureOf(range) !== plan.pictureOf(range - 1)
    )
      stats.breaks.program++;
    else stats.breaks.gap++;
    const quads = plan.end[range]! - plan.first[range]!;
    const first = plan.first[range]! * QUAD_INDICES;
    const slot = plan.pictureOf(range);
    stats.draws++;
    stats.quads += quads;
    if (slot === 0) {
      backend.draw(plan.programOf(range), first, quads * QUAD_INDICES, blend[range]!);
      stats.quadsBy[plan.programOf(range)] += quads;
    } else {
      canvas.baking?.draw(slot, first, blend[range]!);
      stats.quadsBy.pictures++;
    }
  }

  function takeTime(): void {
    stats.gpuMs = backend.gpuMs ?? Number.NaN;
    const { samples } = canvas;
    if (!samples) return;
    timing[0] = stats.gpuMs;
    samples.tell(backend.gpuTold ?? 0, timing);
    stats.costSamples = samples.learner.samples;
  }

  return {
    name: 'render-batching/render',
    phase: 'render',
    reads: [GlyphCache, Ink, Runs, LayerRows, Viewport],
    writes: [],
    update() {
      stats.draws = 0;
      stats.breaks.part = 0;
      stats.breaks.blend = 0;
      stats.breaks.program = 0;
      stats.breaks.gap = 0;
      stats.quads = 0;
      stats.quadsBy.solid = 0;
      stats.quadsBy.simple = 0;
      stats.quadsBy.blended = 0;
      stats.quadsBy.images = 0;
      stats.quadsBy.lines = 0;
      stats.quadsBy.effects = 0;
      stats.quadsBy.pictures = 0;
      stats.bytesUploaded = 0;
      stats.damagedPixels = 0;
      stats.damageRects = 0;
      if (switches.timeGpu) takeTime();
      stats.records = store.runs.used;
      stats.listBuilds = list.builds;
      // Without a device or a surface nothing is sent and nothing is forgotten: what is dirty waits.
      if (backend.lost || surface[2] === 0 || surface[3] === 0) {
        canvas.everything = true;
        return;
      }
      canvas.resolution?.update();
      stats.bytesUploaded = upload();
      stats.totalBytesUploaded += stats.bytesUploaded;
      canvas.scrolling?.draw(plan, glyphs.stretched > 0);
      if (!canvas.everything && damage.isEmpty()) {
        stats.framesSkipped++;
        return;
      }
      draw();
      canvas.everything = false;
      damage.reset();
    },
    dispose() {},
  };
}
