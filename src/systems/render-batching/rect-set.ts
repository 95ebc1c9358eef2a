import { growPixels, isEmptyPixels, type PixelRects, pixelsOverlap } from './pixel-rects';

/** Most rectangles of a set: each is another pass over the picture. */
export const MAX_RECTS = 8;

/** Most cuts for the sake of one rectangle; beyond that what overlaps is united. */
const MAX_CUTS = 8;
/** A cut leaves 4 pieces of one at most. */
const MAX_PIECES = 1 + MAX_CUTS * 3;

/** Rectangles of whole device pixels that cover all that was added and share no pixel. */
export type RectSet = {
  count(): number;
  /** The first `count` entries are in use. */
  readonly rects: PixelRects;
  /** Pixels covered. */
  pixels(): number;
  /** Adds entry `at` of a list. Returns false if the set covered it already. */
  add(from: PixelRects, at: number): boolean;
  /** Makes the set one rectangle where that costs less. */
  settle(): void;
  clear(): void;
};

/**
 * Makes an empty set. A rectangle costs its pixels and those that its pass is worth, `passPixels`, which may change at any
 * time: two become one where that is no dearer, else the part that they share is cut from one of them. What comes first matters a
 * little, but nothing is kept to be sorted later: adding takes the same time however much was added.
 */
export function createRectSet(costs: { readonly passPixels: number }): RectSet {
  const rects = new Int32Array((MAX_RECTS + 1) * 4);
  const current = new Int32Array(4);
  const pieces = new Int32Array(MAX_PIECES * 4);
  let count = 0;
  let waiting = 0;
  let cutsLeft = 0;

  /** Puts `current` where it belongs: covered, united with another, cut, or beside the others. */
  function place(): void {
    let grown = false;
    let at = 0;
    while (at < count * 4) {
      if (pixelsOverlap(rects, at, current, 0)) {
        const sides = sidesBeyond(current, 0, rects, at);
        if (sides === 0) return;
        const others = sidesBeyond(rects, at, current, 0);
        // What was united is not cut again: the same two parts might be united for ever.
        const mayCut = others > 0 && !grown && cutsLeft > 0;
        if (mayCut && wasted(at, current, 0) > Math.min(sides, others) * costs.passPixels) {
          cutsLeft--;
          if (others >= sides) {
            cut(current, 0, rects, at);
            return;
          }
          cut(rects, at, current, 0);
          remove(at);
          continue;
        }
      } else if (wasted(at, current, 0) > costs.passPixels) {
        at += 4;
        continue;
      }
      unite(at);
      grown = true;
      at = 0;
    }
    append();
    if (count > MAX_RECTS) squeeze();
  }

  /** Pixels that the union of an entry and another rectangle has beyond the two. */
  function wasted(at: number, other: PixelRects, q: number): number {
    const left = Math.min(rects[at]!, other[q]!);
    const top = Math.min(rects[at + 1]!, other[q + 1]!);
    const right = Math.max(rects[at + 2]!, other[q + 2]!);
    const bottom = Math.max(rects[at + 3]!, other[q + 3]!);
    const shared = pixelsOverlap(rects, at, other, q) ? sharedPixels(rects, at, other, q) : 0;
    return (right - left) * (bottom - top) - area(rects, at) - area(other, q) + shared;
  }

  /** Joins the two whose union wastes least, and whatever that meets. */
  function squeeze(): void {
    let least = Number.MAX_SAFE_INTEGER;
    let first = 0;
    let second = 4;
    for (let at = 0; at < count * 4; at += 4) {
      for (let other = at + 4; other < count * 4; other += 4) {
        const waste = wasted(at, rects, other);
        if (waste >= least) continue;
        least = waste;
        first = at;
        second = other;
      }
    }
    for (let i = 0; i < 4; i++) current[i] = rects[second + i]!;
    // The later one first, for removing moves the last entry.
    remove(second);
    unite(first);
    for (let at = 0; at < count * 4; ) {
      const meets = pixelsOverlap(rects, at, current, 0);
      if (!meets && wasted(at, current, 0) > costs.passPixels) {
        at += 4;
        continue;
      }
      unite(at);
      at = 0;
    }
    append();
  }

  /** Takes an entry into `current`. */
  function unite(at: number): void {
    growPixels(current, 0, rects, at);
    remove(at);
  }

  function append(): void {
    for (let i = 0; i < 4; i++) rects[count * 4 + i] = current[i]!;
    count++;
  }

  function remove(at: number): void {
    count--;
    for (let i = 0; i < 4; i++) rects[at + i] = rects[count * 4 + i]!;
  }

  /** Lets those parts of a rectangle wait that lie outside of another one, which it meets. */
  function cut(a: PixelRects, p: number, b: PixelRects, q: number): void {
    const left = a[p]!;
    const right = a[p + 2]!;
    const top = Math.max(a[p + 1]!, b[q + 1]!);
    const bottom = Math.min(a[p + 3]!, b[q + 3]!);
    wait(left, a[p + 1]!, right, top);
    wait(left, bottom, right, a[p + 3]!);
    wait(left, top, b[q]!, bottom);
    wait(b[q + 2]!, top, right, bottom);
  }

  function wait(left: number, top: number, right: number, bottom: number): void {
    if (left >= right || top >= bottom) return;
    const at = waiting++ * 4;
    pieces[at] = left;
    pieces[at + 1] = top;
    pieces[at + 2] = right;
    pieces[at + 3] = bottom;
  }

  function isCovered(from: PixelRects, at: number): boolean {
    for (let other = 0; other < count * 4; other += 4) {
      if (sidesBeyond(from, at, rects, other) === 0) return true;
    }
    return false;
  }

  return {
    count() {
      return count;
    },
    rects,
    pixels() {
      let sum = 0;
      for (let at = 0; at < count * 4; at += 4) sum += area(rects, at);
      return sum;
    },
    add(from, at) {
      if (isEmptyPixels(from, at) || isCovered(from, at)) return false;
      cutsLeft = MAX_CUTS;
      wait(from[at]!, from[at + 1]!, from[at + 2]!, from[at + 3]!);
      while (waiting > 0) {
        waiting--;
        for (let i = 0; i < 4; i++) current[i] = pieces[waiting * 4 + i]!;
        place();
      }
      return true;
    },
    settle() {
      if (count < 2) return;
      let apart = 0;
      for (let i = 0; i < 4; i++) current[i] = rects[i]!;
      for (let at = 0; at < count * 4; at += 4) {
        growPixels(current, 0, rects, at);
        apart += area(rects, at) + costs.passPixels;
      }
      if (area(current, 0) + costs.passPixels > apart) return;
      count = 0;
      append();
    },
    clear() {
      count = 0;
    },
  };
}

function area(rects: PixelRects, at: number): number {
  return (rects[at + 2]! - rects[at]!) * (rects[at + 3]! - rects[at + 1]!);
}

/** Pixels of both of two rectangles that overlap. */
function sharedPixels(a: PixelRects, p: number, b: PixelRects, q: number): number {
  const wide = Math.min(a[p + 2]!, b[q + 2]!) - Math.max(a[p]!, b[q]!);
  const high = Math.min(a[p + 3]!, b[q + 3]!) - Math.max(a[p + 1]!, b[q + 1]!);
  return wide * high;
}

/** On how many sides a rectangle reaches beyond another. */
function sidesBeyond(a: PixelRects, p: number, b: PixelRects, q: number): number {
  let sides = 0;
  if (a[p]! < b[q]!) sides++;
  if (a[p + 1]! < b[q + 1]!) sides++;
  if (a[p + 2]! > b[q + 2]!) sides++;
  if (a[p + 3]! > b[q + 3]!) sides++;
  return sides;
}
