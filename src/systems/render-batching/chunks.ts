/** Most elements in a chunk: what one edit rewrites, and the grain of culling. */
export const CHUNK_ELEMENTS = 128;
/** Chunks beyond this many are drawn in order, blended: testing each against all earlier ones would cost more than it saves. */
export const HOIST_CHUNKS = 256;

const intFields = ['first', 'end', 'layer', 'solidStart', 'solidCount', 'solidRoom', 'mixedStart', 'mixedCount', 'mixedRoom'] as const;

type IntField = (typeof intFields)[number];

/**
 * Chunks of the draw list as columns: consecutive elements of one layer, in painter's order. `first`/`end` are positions in the
 * tree; `solid*` and `mixed*` are segments of the index buffer in indices. Rectangles are 4 floats per chunk.
 */
export type Chunks = Record<IntField, Int32Array> & {
  count: number;
  /** 1: the chunk's opaque solids are drawn before everything blended. */
  hoisted: Uint8Array;
  /** 1: segments must be written again. */
  stale: Uint8Array;
  /** Local bounds of all opaque solids, hoisted or not. */
  solidBounds: Float32Array;
  /** Local bounds of what is drawn blended. */
  mixedBounds: Float32Array;
  /** The same two on the surface, and all that was there when last drawn. */
  solidSurface: Float32Array;
  mixedSurface: Float32Array;
  shown: Float32Array;
};

const rectFields = ['solidBounds', 'mixedBounds', 'solidSurface', 'mixedSurface', 'shown'] as const;

export function createChunks(capacity = 64): Chunks {
  const chunks = { count: 0, hoisted: new Uint8Array(capacity), stale: new Uint8Array(capacity) } as Chunks;
  for (const field of intFields) chunks[field] = new Int32Array(capacity);
  for (const field of rectFields) chunks[field] = new Float32Array(capacity * 4);
  return chunks;
}

/** Starts a chunk and returns its id. */
export function addChunk(chunks: Chunks, first: number, layer: number): number {
  const id = chunks.count++;
  if (id === chunks.first.length) growChunks(chunks);
  for (const field of intFields) chunks[field][id] = 0;
  chunks.first[id] = first;
  chunks.end[id] = first;
  chunks.layer[id] = layer;
  chunks.hoisted[id] = 1;
  chunks.stale[id] = 1;
  for (const field of rectFields) clearRect(chunks[field], id);
  return id;
}

/** Makes a rectangle empty. */
export function clearRect(rects: Float32Array, id: number): void {
  const at = id * 4;
  rects[at] = Number.POSITIVE_INFINITY;
  rects[at + 1] = Number.POSITIVE_INFINITY;
  rects[at + 2] = Number.NEGATIVE_INFINITY;
  rects[at + 3] = Number.NEGATIVE_INFINITY;
}

/** Grows a rectangle by another; an empty or NaN one changes nothing. */
export function growRect(rects: Float32Array, id: number, x0: number, y0: number, x1: number, y1: number): void {
  if (!(x0 < x1 && y0 < y1)) return;
  const at = id * 4;
  if (x0 < rects[at]!) rects[at] = x0;
  if (y0 < rects[at + 1]!) rects[at + 1] = y0;
  if (x1 > rects[at + 2]!) rects[at + 2] = x1;
  if (y1 > rects[at + 3]!) rects[at + 3] = y1;
}

/** True if rectangle `i` of one list and `j` of another share area. */
export function rectsOverlap(a: Float32Array, i: number, b: Float32Array, j: number): boolean {
  const p = i * 4;
  const q = j * 4;
  return a[p]! < b[q + 2]! && b[q]! < a[p + 2]! && a[p + 1]! < b[q + 3]! && b[q + 1]! < a[p + 3]!;
}

function growChunks(chunks: Chunks): void {
  const capacity = chunks.first.length * 2;
  for (const field of intFields) chunks[field] = copied(chunks[field], new Int32Array(capacity));
  for (const field of rectFields) chunks[field] = copied(chunks[field], new Float32Array(capacity * 4));
  chunks.hoisted = copied(chunks.hoisted, new Uint8Array(capacity));
  chunks.stale = copied(chunks.stale, new Uint8Array(capacity));
}

function copied<A extends Int32Array | Float32Array | Uint8Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
