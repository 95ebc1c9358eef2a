import { clearPixels } from './pixel-rects';

/** Most elements in a chunk: what one edit rewrites, and the grain of culling. */
export const CHUNK_ELEMENTS = 128;

/** Values of `Chunks.stale`. */
export const STALE_BOUNDS = 1;
export const STALE = 2;

const intFields = [
  'first',
  'end',
  'layer',
  'solidStart',
  'solidCount',
  'solidRoom',
  'mixedStart',
  'mixedCount',
  'mixedRoom',
  'effectsStart',
  'effectsEnd',
  'imagesStart',
  'imagesEnd',
  'asleep',
  'elements',
  'moved',
  'picture',
  'inner',
] as const;
const flagFields = ['hoisted', 'stale', 'outside', 'merged', 'lines', 'blend', 'within'] as const;
const boundsFields = ['solidBounds', 'mixedBounds'] as const;
const pixelFields = ['solidPixels', 'mixedPixels', 'shownPixels'] as const;

/**
 * Chunks of the draw list as columns: consecutive elements of one layer, in painter's order. `first` and `end` are positions in
 * that order; `solid*` and `mixed*` are segments of the index buffer, in quads. Rectangles are four numbers a chunk.
 */
export type Chunks = {
  count: number;
  first: Int32Array;
  end: Int32Array;
  layer: Int32Array;
  solidStart: Int32Array;
  solidCount: Int32Array;
  solidRoom: Int32Array;
  mixedStart: Int32Array;
  mixedCount: Int32Array;
  mixedRoom: Int32Array;
  /**
   * The quads of the mixed segment that hold all that only the `effects` program draws, and those that hold all that the `images`
   * program draws too; none where both are the same.
   */
  effectsStart: Int32Array;
  effectsEnd: Int32Array;
  imagesStart: Int32Array;
  imagesEnd: Int32Array;
  /** Rows whose text is left out, or some of it. */
  asleep: Int32Array;
  /** How many rows it lists, and how many of them were moved since it was last brought up to date, if `movedBounds` holds those. */
  elements: Int32Array;
  moved: Int32Array;
  /** The slot of the picture that is drawn for the chunk and others, 0 for none. */
  picture: Int32Array;
  /** The same within the picture that was taken last, and the blend mode there, of the inner picture where there is one. */
  inner: Int32Array;
  within: Uint8Array;
  /** 1: opaque solids that nothing of the chunk lies under are drawn before everything blended. */
  hoisted: Uint8Array;
  /** `STALE`: segments must be written again; `STALE_BOUNDS`: only bounds, and what follows from them. */
  stale: Uint8Array;
  /** 1: the order of what is blended depends on where it lies. */
  merged: Uint8Array;
  /** 1: some of what is blended are sparklines, which the `images` program does not draw. */
  lines: Uint8Array;
  /** Blend mode of the layer when the segments were written. */
  blend: Uint8Array;
  /** 1: what is blended reaches out of the layer's own clip. */
  outside: Uint8Array;
  /** Bounds in the layer, CSS pixels: of all opaque solids, hoisted or not; of what is drawn blended. */
  solidBounds: Float32Array;
  mixedBounds: Float32Array;
  /** Bounds of what was moved: rows whose first record is an opaque solid, and the rest; eight numbers a chunk. */
  movedBounds: Float32Array;
  /** The same two on the surface, and both together as of the end of the last batch. */
  solidPixels: Int32Array;
  mixedPixels: Int32Array;
  shownPixels: Int32Array;
};

/** Makes a table without chunks. */
export function createChunks(capacity = 64): Chunks {
  const chunks = { count: 0 } as Chunks;
  for (const field of intFields) chunks[field] = new Int32Array(capacity);
  for (const field of flagFields) chunks[field] = new Uint8Array(capacity);
  for (const field of boundsFields) chunks[field] = new Float32Array(capacity * 4);
  for (const field of pixelFields) chunks[field] = new Int32Array(capacity * 4);
  chunks.movedBounds = new Float32Array(capacity * 8);
  return chunks;
}

/** Starts a chunk at a position of the tree and returns its id. */
export function addChunk(chunks: Chunks, first: number, layer: number): number {
  const id = chunks.count++;
  if (id === chunks.first.length) growChunks(chunks);
  for (const field of intFields) chunks[field][id] = 0;
  chunks.first[id] = first;
  chunks.end[id] = first;
  chunks.layer[id] = layer;
  chunks.hoisted[id] = 1;
  chunks.stale[id] = 0;
  chunks.outside[id] = 0;
  chunks.merged[id] = 0;
  chunks.lines[id] = 0;
  chunks.blend[id] = 0;
  for (const field of boundsFields) clearBounds(chunks[field], id);
  for (const field of pixelFields) clearPixels(chunks[field], id * 4);
  return id;
}

/** Makes bounds empty. */
export function clearBounds(bounds: Float32Array, id: number): void {
  const at = id * 4;
  bounds[at] = Number.POSITIVE_INFINITY;
  bounds[at + 1] = Number.POSITIVE_INFINITY;
  bounds[at + 2] = Number.NEGATIVE_INFINITY;
  bounds[at + 3] = Number.NEGATIVE_INFINITY;
}

/** Grows bounds by entry `i` of a list of rectangles, unless that is empty. */
export function growBounds(bounds: Float32Array, id: number, from: Float32Array, i: number): void {
  const at = id * 4;
  const source = i * 4;
  if (!(from[source]! < from[source + 2]! && from[source + 1]! < from[source + 3]!)) return;
  bounds[at] = Math.min(bounds[at]!, from[source]!);
  bounds[at + 1] = Math.min(bounds[at + 1]!, from[source + 1]!);
  bounds[at + 2] = Math.max(bounds[at + 2]!, from[source + 2]!);
  bounds[at + 3] = Math.max(bounds[at + 3]!, from[source + 3]!);
}

/** Says that rows of a chunk show what they did elsewhere: how many and where is to be told. */
export function beginMoved(chunks: Chunks, id: number): void {
  chunks.stale[id] = STALE_BOUNDS;
  chunks.moved[id] = 0;
  clearBounds(chunks.movedBounds, id * 2);
  clearBounds(chunks.movedBounds, id * 2 + 1);
}

function growChunks(chunks: Chunks): void {
  const capacity = chunks.first.length * 2;
  for (const field of intFields) chunks[field] = copied(chunks[field], new Int32Array(capacity));
  for (const field of flagFields) chunks[field] = copied(chunks[field], new Uint8Array(capacity));
  for (const field of boundsFields) {
    chunks[field] = copied(chunks[field], new Float32Array(capacity * 4));
  }
  for (const field of pixelFields) {
    chunks[field] = copied(chunks[field], new Int32Array(capacity * 4));
  }
  chunks.movedBounds = copied(chunks.movedBounds, new Float32Array(capacity * 8));
}

function copied<A extends Int32Array | Float32Array | Uint8Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
