import { createRoom } from '../structures/spare-room';
import type { DirtList } from './dirt';
import { type Internals, internals, ROW_RETIRED, type World } from './internals';
import type { FieldArray, FieldKind } from './store';
import { refreshTree, treeArrays } from './tree';

/** What it takes to have a megabyte of rows again, ms. */
const COST_MS = 2;
const LEAST_ROWS = 1024;
const LEAST_LISTED = 64;

/** Whether a phase runs: whoever runs in it may hold arrays that would be replaced. */
export function isInFrame(world: World): boolean {
  return internals(world).inFrame;
}

/** Stages of giving back. */
const REST = 0;
const ORDER = 1;
const LOOK = 2;
const CUT = 3;
/** Of a piece: ids that are looked at, bytes that are copied. */
const IDS_A_PIECE = 512;
const BYTES_A_PIECE = 32_768;
/** What a piece returns that gave nothing back yet, where there is more to do. */
const MORE = -1;

/**
 * What columns and the tree can give back: room for rows above the last one in use, a few arrays at a time. Rows keep their numbers, so what is below one that
 * lives stays; of free rows the low ones are handed out first then, so that those that come later do not keep it. What handles are known by stays for all
 * rows that ever were.
 */
export function spareRows(world: World) {
  const state = internals(world);
  const room = createRoom(LEAST_ROWS);
  let stage = REST;
  /** Greatest row that somebody had at the last look. */
  let top = 0;
  // Of the look that goes on, so that it begins anew where rows came or went, and of the last one that is done.
  let [version, alive, at, found] = [-1, -1, 0, 0];
  let doneVersion = -1;
  /** Of the ids in order: those below the bound are brought together, from both ends. */
  let [bound, low, high] = [0, 0, 0];
  let places: Place[] = [];
  let cursor = 0;
  /** Of the last estimate, so that being asked again and again takes no time. */
  let [seenRows, seenCapacity, seenStores, bytes] = [-1, -1, 0, 0];

  function order(): number {
    const { bitIds } = state;
    const { dense, sparse } = bitIds;
    low = Math.max(low, bitIds.aliveCount);
    for (let left = IDS_A_PIECE; low <= high && left > 0; left--) {
      const row = dense[high]!;
      if (dense[low]! < bound) low++;
      else if (row >= bound) high--;
      else {
        dense[high] = dense[low]!;
        sparse[dense[high]!] = high;
        dense[low] = row;
        sparse[row] = low;
      }
    }
    if (low <= high) return MORE;
    // Those below half of the bound first, among those that are below it.
    bound >>= 1;
    high = low - 1;
    low = 0;
    if (bound < LEAST_LISTED) beginLook();
    return MORE;
  }

  function beginLook(): void {
    stage = LOOK;
    version = state.tree.version;
    alive = state.bitIds.aliveCount;
    at = found = 0;
  }

  function look(): number {
    const { bitIds, life, tree } = state;
    if (tree.version !== version || bitIds.aliveCount !== alive) beginLook();
    const end = Math.min(alive, at + IDS_A_PIECE);
    for (; at < end; at++) {
      const row = bitIds.dense[at]!;
      if (row > found && life[row] !== ROW_RETIRED) found = row;
    }
    if (at < alive) return MORE;
    top = found;
    doneVersion = version;
    const rows = room.fit(top + 1, state.capacity);
    if (rows < state.capacity && isSettled(state, rows)) {
      state.capacity = rows;
      room.shrunk(rows);
    }
    stage = CUT;
    places = placesOf(state);
    cursor = 0;
    return MORE;
  }

  /** Cuts what is longer than there are rows: also what was not cut yet when there were to be more again. */
  function cut(wanted: number): number {
    let freed = 0;
    let copied = 0;
    seenRows = -1;
    while (freed < wanted && copied < BYTES_A_PIECE) {
      if (cursor === places.length) {
        stage = REST;
        places = [];
        return freed;
      }
      const went = cutArray(state, places[cursor++]!);
      freed += went;
      if (went > 0) copied += state.capacity * 4;
    }
    return freed;
  }

  function piece(wanted: number): number {
    const { tree, bitIds, capacity } = state;
    if (stage === ORDER) return order();
    if (stage === LOOK) return look();
    if (stage === CUT) return cut(wanted);
    // Nobody came or went since it was all done.
    const isSame = tree.version === doneVersion && bitIds.aliveCount === alive;
    if (isSame && room.fit(top + 1, capacity) === capacity) return 0;
    stage = ORDER;
    bound = capacity >> 1;
    low = 0;
    high = bitIds.dense.length - 1;
    return MORE;
  }

  return {
    name: 'columns',
    costMs: COST_MS,
    inPieces: true,
    spare(): number {
      const { bitIds, capacity, stores, retiredCount } = state;
      // Not looked for: there are as many rows as live, at least.
      const least = Math.max(bitIds.aliveCount - retiredCount, isTaken(state, top) ? top : 0);
      const rows = room.fit(least + 1, capacity);
      const isSame =
        rows === seenRows && capacity === seenCapacity && stores.list.length === seenStores;
      if (isSame) return bytes;
      seenRows = rows;
      seenCapacity = capacity;
      seenStores = stores.list.length;
      bytes = bytesAbove(state, rows);
      return bytes;
    },
    reclaim(wanted: number, isOwnPhase?: boolean): number {
      if (isOwnPhase) return piece(wanted);
      if (!state.inFrame) refreshTree(state);
      if (stage !== CUT) stage = REST;
      let freed = 0;
      while (freed < wanted) {
        const went = piece(wanted - freed);
        if (went === 0) break;
        freed += Math.max(0, went);
      }
      return freed;
    },
  };
}

/** Whether an element has the row, or the app itself in its own bitECS world. */
function isTaken({ bitIds, life }: Internals, row: number): boolean {
  return bitIds.sparse[row]! < bitIds.aliveCount && life[row] !== ROW_RETIRED;
}

/** Nothing that is not done yet names a row, or a place in the order, that would have no room. */
function isSettled({ tree, dirt }: Internals, rows: number): boolean {
  for (const { rows: listed, taken, length } of dirt.lists) {
    for (let i = taken; i < length; i++) if (listed[i]! >= rows) return false;
  }
  return tree.length <= rows;
}

/** Where an array is that has a place by row: its name, and who has it. */
type Place = { readonly of: object; readonly name: string };

function placesOf(state: Internals): Place[] {
  const { tree, dirt, stores } = state;
  const places: Place[] = treeArrays.map((name) => ({ of: tree, name }));
  places.push({ of: state, name: 'renewed' }, { of: state, name: 'kindOf' });
  for (const list of dirt.lists)
    places.push({ of: list, name: 'bits' }, { of: list, name: 'rows' });
  for (const { columns } of stores.list) {
    for (const name in columns) places.push({ of: columns, name });
  }
  return places;
}

/** Cuts an array if it is longer than there are rows. Returns the bytes that went. */
function cutArray({ stores, capacity }: Internals, { of, name }: Place): number {
  const owner = of as Record<string, FieldArray> & Partial<DirtList>;
  const before = owner[name]!;
  // Those listed may be as many as there are rows, of which some are gone.
  const isList = name === 'rows' && owner.taken !== undefined;
  const most = isList ? Math.max(LEAST_LISTED, capacity, owner.length!) : capacity;
  if (before.length <= most) return 0;
  const after = before.slice(0, most);
  owner[name] = after;
  // Columns are known by their kind, too.
  const { groups, finite } = stores;
  for (const kind in groups) replace(groups[kind as FieldKind].arrays, before, after);
  replace(finite.f32, before, after);
  replace(finite.f64, before, after);
  return before.byteLength - after.byteLength;
}

function replace(arrays: FieldArray[], before: FieldArray, after: FieldArray): void {
  const at = arrays.indexOf(before);
  if (at >= 0) arrays[at] = after;
}

/** What all columns and the tree hold for rows from `rows` on. */
function bytesAbove(state: Internals, rows: number): number {
  const { stores, tree } = state;
  let bytes = 0;
  for (const name of treeArrays) bytes += Math.max(0, tree[name].length - rows) * 4;
  for (const { columns } of stores.list) {
    for (const field in columns) {
      const column = columns[field]!;
      bytes += Math.max(0, column.length - rows) * column.BYTES_PER_ELEMENT;
    }
  }
  return bytes;
}
