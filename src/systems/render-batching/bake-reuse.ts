import { createBitSet, createIntList, grown, type IntList } from '../../structures';
import type { Canvas } from './canvas';
import type { LayerRuns } from './layer-runs';
import { clearPixels, growPixels, isEmptyPixels, pixelsOverlap } from './pixel-rects';

/** Share of the last frame in the mean of how much of a layer is drawn again. */
const RECENT = 0.25;
/** Layers that are looked at together: those next to each other in the order of painting mostly lie next to each other. */
const BLOCK = 32;

/** How much of each layer is drawn again, frame by frame. */
export type BakeReuse = {
  /** Layers of which something is drawn in the last frame that was noted, without those that must be drawn themselves. */
  readonly drawn: IntList;
  /** By layer: the share of it that is drawn again in the mean, as of the last frame in which something of it was. */
  readonly share: Float64Array;
  /** Layers looked at for the last frame that was noted. */
  readonly looked: number;
  growColumns(capacity: number): void;
  /** Says that layers have other chunks now. */
  forget(): void;
  /** Learns from a frame, by its number: which layers are drawn in it, and how much of them. */
  note(frame: number, isDrawn: boolean): void;
};

export function createBakeReuse(canvas: Canvas, runs: LayerRuns, surface: Int32Array): BakeReuse {
  const { damage, switches, list } = canvas;
  const { chunks } = list;
  const drawn = createIntList(64);
  // By layer: where it is seen.
  let covered = new Int32Array(0);
  let share = new Float64Array(0);
  // By layer: the last frame for which its share was learnt.
  let notedIn = new Int32Array(0);
  // By layer: its block, and by block where its layers are seen at most.
  let blockOf = new Int32Array(0);
  let blocks = new Int32Array(0);
  // By chunk: what it covered when that was looked at.
  let seen = new Int32Array(0);
  const now = new Int32Array(4);
  // Layers that may cover less now.
  const shrunk = createBitSet(64);
  let isForgotten = true;
  let looked = 0;

  function findNow(id: number): void {
    clearPixels(now, 0);
    growPixels(now, 0, chunks.solidPixels, id * 4);
    growPixels(now, 0, chunks.mixedPixels, id * 4);
  }

  function cover(): void {
    const { projected } = list;
    if (isForgotten) coverAll();
    else {
      for (let id = projected.nextSetBit(0); id >= 0; id = projected.nextSetBit(id + 1)) {
        if (id < chunks.count) coverAgain(id);
      }
      for (let at = shrunk.nextSetBit(1); at >= 0; at = shrunk.nextSetBit(at + 1)) shrink(at);
      shrunk.clearAll();
    }
    isForgotten = false;
    projected.clearAll();
  }

  function coverAll(): void {
    const needed = Math.ceil(runs.candidateCount() / BLOCK) * 4;
    if (blocks.length < needed) blocks = new Int32Array(needed * 2);
    if (seen.length < chunks.count * 4) seen = new Int32Array(chunks.count * 8);
    for (let i = 0; i < runs.candidateCount(); i++) {
      const layer = runs.candidates()[i]!;
      clearPixels(covered, layer * 4);
      blockOf[layer] = Math.floor(i / BLOCK);
    }
    for (let at = 0; at < needed; at += 4) clearPixels(blocks, at);
    for (let id = 0; id < chunks.count; id++) {
      findNow(id);
      for (let i = 0; i < 4; i++) seen[id * 4 + i] = now[i]!;
      for (let layer = chunks.layer[id]!; layer !== 0; layer = runs.up(layer)) grow(layer);
    }
  }

  function grow(layer: number): void {
    growPixels(covered, layer * 4, now, 0);
    if (runs.isCandidate[layer] === 1) growPixels(blocks, blockOf[layer]! * 4, now, 0);
  }

  /** A chunk covers something else: what it is in grows by that, and may shrink where it ended with what the chunk covered. */
  function coverAgain(id: number): void {
    findNow(id);
    const at = id * 4;
    if (seen[at] === now[0] && seen[at + 1] === now[1]) {
      if (seen[at + 2] === now[2] && seen[at + 3] === now[3]) return;
    }
    for (let layer = chunks.layer[id]!; layer !== 0; layer = runs.up(layer)) {
      for (let side = 0; side < 4; side++) {
        if (covered[layer * 4 + side] === seen[at + side] && now[side] !== seen[at + side]) {
          shrunk.set(layer);
        }
      }
      grow(layer);
    }
    for (let i = 0; i < 4; i++) seen[at + i] = now[i]!;
  }

  function shrink(layer: number): void {
    if (runs.isCandidate[layer] !== 1) return;
    clearPixels(covered, layer * 4);
    for (let id = runs.first[layer]!; id < runs.end[layer]!; id++) {
      growPixels(covered, layer * 4, seen, id * 4);
    }
  }

  function isAll(): boolean {
    return canvas.everything || damage.isMost() || !switches.partialRedraw;
  }

  function isTouched(rects: Int32Array, at: number): boolean {
    if (isAll()) return pixelsOverlap(rects, at, surface, 0);
    for (let i = 0; i < damage.count(); i++) {
      if (pixelsOverlap(rects, at, damage.rects, i * 4)) return true;
    }
    return false;
  }

  function pixelsDrawn(layer: number): number {
    const at = layer * 4;
    if (isEmptyPixels(covered, at)) return 0;
    if (isAll()) return shared(covered, at, surface, 0);
    let sum = 0;
    for (let i = 0; i < damage.count(); i++) sum += shared(covered, at, damage.rects, i * 4);
    return sum;
  }

  /** A mean of all frames: those since the last one in which something of it was drawn count as none of it. */
  function learn(layer: number, pixels: number, frame: number): void {
    const part = pixels / shared(covered, layer * 4, surface, 0);
    const kept = share[layer]! * (1 - RECENT) ** (frame - notedIn[layer]!);
    share[layer] = kept + part * RECENT;
    notedIn[layer] = frame;
  }

  function lookAt(block: number, frame: number): void {
    const end = Math.min(runs.candidateCount(), (block + 1) * BLOCK);
    for (let i = block * BLOCK; i < end; i++) {
      const layer = runs.candidates()[i]!;
      looked++;
      if (runs.barred()[layer] === 1) continue;
      const pixels = pixelsDrawn(layer);
      if (pixels === 0) continue;
      learn(layer, pixels, frame);
      drawn.push(layer);
    }
  }

  return {
    drawn,
    get share() {
      return share;
    },
    get looked() {
      return looked;
    },
    growColumns(capacity) {
      covered = grown(covered, new Int32Array(capacity * 4));
      share = grown(share, new Float64Array(capacity));
      notedIn = grown(notedIn, new Int32Array(capacity));
      blockOf = grown(blockOf, new Int32Array(capacity));
    },
    forget() {
      isForgotten = true;
    },
    note(frame, isDrawn) {
      looked = 0;
      drawn.clear();
      cover();
      if (!isDrawn) return;
      const count = Math.ceil(runs.candidateCount() / BLOCK);
      for (let block = 0; block < count; block++) {
        if (isTouched(blocks, block * 4)) lookAt(block, frame);
      }
    },
  };
}

/** Pixels that two rectangles share. */
function shared(a: Int32Array, p: number, b: Int32Array, q: number): number {
  const across = Math.min(a[p + 2]!, b[q + 2]!) - Math.max(a[p]!, b[q]!);
  const down = Math.min(a[p + 3]!, b[q + 3]!) - Math.max(a[p + 1]!, b[q + 1]!);
  return across > 0 && down > 0 ? across * down : 0;
}
