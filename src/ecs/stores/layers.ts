import { CapacityError, defineResource, keepAwake, type World } from '../index';

/**
 * Layers of a world as columns; row 0 is the surface. Positions are CSS pixels in the parent layer. Layout writes the origin
 * and the size, scrolling writes the translation, styles the shift, the scale, the rotation and the pivot, projection reads all and flattens. Change them through the functions below,
 * which mark the row dirty.
 */
export type LayerTable = {
  count: number;
  capacity: number;
  /** 1 while in use. */
  used: Uint8Array;
  parent: Uint32Array;
  /** Row of the element the layer belongs to. */
  owner: Int32Array;
  originX: Float32Array;
  originY: Float32Array;
  x: Float32Array;
  y: Float32Array;
  /** Further translation, of the style. */
  shiftX: Float32Array;
  shiftY: Float32Array;
  scaleX: Float32Array;
  scaleY: Float32Array;
  /** Radians, clockwise. */
  rotation: Float32Array;
  /** What stays in its place when the layer is scaled and turned, as shares of its size. */
  pivotX: Float32Array;
  pivotY: Float32Array;
  width: Float32Array;
  height: Float32Array;
  opacity: Float32Array;
  /** 1: content is clipped to the clip rectangle. */
  clips: Uint8Array;
  clipLeft: Float32Array;
  clipTop: Float32Array;
  clipRight: Float32Array;
  clipBottom: Float32Array;
  /** 1: the clip begins inside the border of the element, which it does not cut. Layout writes it. */
  insets: Uint8Array;
  /** The row that what is in the element lives in, where its clip is not the element's own; 0 = the same. Projection writes it. */
  content: Uint32Array;
  /** Whether `insets` has changed since projection looked. */
  insetsChanged: boolean;
  /** Corner radii of the clip: top left, top right, bottom right, bottom left. */
  clipRadii: Float32Array;
  /** 1: lies above everything: what is around it neither clips nor fades it. */
  top: Uint8Array;
  /** How what is in it mixes with what lies below, `BLEND_...`; `BLEND_NORMAL` is as the layer around. */
  blend: Uint8Array;
  /** 1: neither drawn nor hit. Parked rows of a list. */
  hidden: Uint8Array;
  dirty: Uint8Array;
  anyDirty: boolean;
  /** Goes up when a layer's row has changed by its own doing, not because of what it is in. Projection writes it. */
  edits: Uint32Array;
  /** Times that a layer was taken: what is kept of one goes for no other. */
  takes: Uint32Array;
  /** Goes up when a layer is taken or returned: which elements live in which must be found anew. */
  version: number;
  free: number[];
};

export const LayerTable = defineResource<LayerTable>('LayerTable');

const f32Fields = [
  'originX',
  'originY',
  'x',
  'y',
  'shiftX',
  'shiftY',
  'scaleX',
  'scaleY',
  'rotation',
  'pivotX',
  'pivotY',
  'width',
  'height',
  'opacity',
  'clipLeft',
  'clipTop',
  'clipRight',
  'clipBottom',
] as const;
const u8Fields = ['used', 'clips', 'insets', 'top', 'blend', 'hidden', 'dirty'] as const;

/** Makes the layer table of a world, with the surface's own layer 0. */
export function createLayerTable(capacity = 64): LayerTable {
  const table: LayerTable = {
    count: 1,
    capacity,
    used: new Uint8Array(capacity),
    parent: new Uint32Array(capacity),
    owner: new Int32Array(capacity),
    originX: new Float32Array(capacity),
    originY: new Float32Array(capacity),
    x: new Float32Array(capacity),
    y: new Float32Array(capacity),
    shiftX: new Float32Array(capacity),
    shiftY: new Float32Array(capacity),
    scaleX: new Float32Array(capacity),
    scaleY: new Float32Array(capacity),
    rotation: new Float32Array(capacity),
    pivotX: new Float32Array(capacity),
    pivotY: new Float32Array(capacity),
    width: new Float32Array(capacity),
    height: new Float32Array(capacity),
    opacity: new Float32Array(capacity),
    clips: new Uint8Array(capacity),
    insets: new Uint8Array(capacity),
    content: new Uint32Array(capacity),
    insetsChanged: false,
    clipLeft: new Float32Array(capacity),
    clipTop: new Float32Array(capacity),
    clipRight: new Float32Array(capacity),
    clipBottom: new Float32Array(capacity),
    clipRadii: new Float32Array(capacity * 4),
    hidden: new Uint8Array(capacity),
    dirty: new Uint8Array(capacity),
    top: new Uint8Array(capacity),
    blend: new Uint8Array(capacity),
    anyDirty: true,
    edits: new Uint32Array(capacity),
    takes: new Uint32Array(capacity),
    version: 0,
    free: [],
  };
  initLayer(table, 0, 0, 0);
  return table;
}

/** Takes a layer for an element; its parent layer is set by projection when the tree is known. */
export function acquireLayer(table: LayerTable, owner: number): number {
  const recycled = table.free.pop();
  const id = recycled ?? table.count++;
  // 24 bits of a record name the layer; half of them for clip rows is far beyond any UI.
  if (id >= 2 ** 20) {
    table.count--;
    throw new CapacityError(
      `${id} layers are in use, the most there can be; share layers or despawn scrollers and list rows`,
    );
  }
  if (id >= table.capacity) growLayers(table);
  initLayer(table, id, 0, owner);
  table.takes[id]!++;
  table.version++;
  return id;
}

/** Returns a layer. */
export function releaseLayer(table: LayerTable, id: number): void {
  if (table.used[id] === 0 || id === 0) return;
  table.used[id] = 0;
  table.free.push(id);
  table.version++;
}

/** Sets a layer's translation, CSS pixels: x and y in `place`, for as arguments they would be garbage where this is not inlined. */
export function moveLayer(world: World, table: LayerTable, id: number, place: Float64Array): void {
  const x = Math.fround(place[0]!);
  const y = Math.fround(place[1]!);
  if (table.x[id] === x && table.y[id] === y) return;
  table.x[id] = x;
  table.y[id] = y;
  markLayer(world, table, id);
}

/** Shows or hides a layer and everything in it. */
export function hideLayer(world: World, table: LayerTable, id: number, hidden: boolean): void {
  const bit = hidden ? 1 : 0;
  if (table.hidden[id] === bit) return;
  table.hidden[id] = bit;
  markLayer(world, table, id);
}

/** Marks a layer's row as changed and asks for a frame. */
export function markLayer(world: World, table: LayerTable, id: number): void {
  table.dirty[id] = 1;
  table.anyDirty = true;
  keepAwake(world);
}

function initLayer(table: LayerTable, id: number, parent: number, owner: number): void {
  for (const field of f32Fields) table[field][id] = 0;
  for (const field of u8Fields) table[field][id] = 0;
  table.clipRadii.fill(0, id * 4, id * 4 + 4);
  table.used[id] = 1;
  table.parent[id] = parent;
  table.content[id] = 0;
  table.owner[id] = owner;
  table.scaleX[id] = 1;
  table.scaleY[id] = 1;
  table.pivotX[id] = 0.5;
  table.pivotY[id] = 0.5;
  table.opacity[id] = 1;
  table.dirty[id] = 1;
  table.anyDirty = true;
}

function growLayers(table: LayerTable): void {
  const capacity = table.capacity * 2;
  for (const field of f32Fields) table[field] = copied(table[field], new Float32Array(capacity));
  for (const field of u8Fields) table[field] = copied(table[field], new Uint8Array(capacity));
  table.clipRadii = copied(table.clipRadii, new Float32Array(capacity * 4));
  table.parent = copied(table.parent, new Uint32Array(capacity));
  table.edits = copied(table.edits, new Uint32Array(capacity));
  table.takes = copied(table.takes, new Uint32Array(capacity));
  table.content = copied(table.content, new Uint32Array(capacity));
  table.owner = copied(table.owner, new Int32Array(capacity));
  table.capacity = capacity;
}

function copied<A extends Float32Array | Uint8Array | Uint32Array | Int32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
