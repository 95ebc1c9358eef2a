import { createRoom } from '../structures/spare-room';
import { type Internals, internals, ROW_RETIRED, type World } from './internals';
import { type FieldArray, placeColumns } from './store';
import { grownTree, placeTree, refreshTree } from './tree';

/** What it takes to have a megabyte of rows again, ms. */
const COST_MS = 2;
const LEAST_ROWS = 1024;
const LEAST_LISTED = 64;

/** Whether a phase runs: whoever runs in it may hold arrays that would be replaced. */
export function isInFrame(world: World): boolean {
  return internals(world).inFrame;
}

/**
 * What columns and the tree can give back: room for rows above the last one in use, a store at a time. Rows keep their numbers, so what is below one that
 * lives stays; of free rows the low ones are handed out first then, so that those that come later do not keep it. What handles are known by stays for all
 * rows that ever were.
 */
export function spareRows(world: World) {
  const state = internals(world);
  const room = createRoom(LEAST_ROWS);
  // Of the last look, so that being asked again and again takes no time.
  let [seenVersion, seenAlive, seenCapacity, bytes] = [-1, -1, -1, 0];

  /** Rows that there is to be room for. */
  function wantedRows(): number {
    let end = state.bitIds.dense.length;
    for (let bound = state.capacity >> 1; bound >= LEAST_LISTED; bound >>= 1)
      end = handOutLow(state, bound, end);
    return room.fit(topRow(state) + 1, state.capacity);
  }

  return {
    name: 'columns',
    costMs: COST_MS,
    spare(): number {
      const { bitIds, tree, capacity } = state;
      const isSame =
        tree.version === seenVersion &&
        bitIds.aliveCount === seenAlive &&
        capacity === seenCapacity;
      if (isSame) return bytes;
      seenVersion = tree.version;
      seenAlive = bitIds.aliveCount;
      seenCapacity = capacity;
      bytes = bytesAbove(state, wantedRows());
      return bytes;
    },
    reclaim(wanted: number): number {
      seenAlive = -1;
      if (!state.inFrame) refreshTree(state);
      const rows = wantedRows();
      if (!isSettled(state, rows)) return 0;
      if (rows < state.capacity) {
        state.capacity = rows;
        room.shrunk(rows);
      }
      let freed = cutRows(state, rows);
      const { list } = state.stores;
      for (let i = 0; i < list.length && freed < wanted; i++) freed += cutStore(state, i, rows);
      return freed;
    },
  };
}

/** The greatest row that somebody has: an element, or the app itself in its own bitECS world. */
function topRow({ bitIds, life }: Internals): number {
  let top = 0;
  for (let i = 0; i < bitIds.aliveCount; i++) {
    const row = bitIds.dense[i]!;
    if (row > top && life[row] !== ROW_RETIRED) top = row;
  }
  return top;
}

/** Nothing that is not done yet names a row, or a place in the order, that would have no room. */
function isSettled({ tree, dirt }: Internals, rows: number): boolean {
  for (const { rows: listed, taken, length } of dirt.lists) {
    for (let i = taken; i < length; i++) if (listed[i]! >= rows) return false;
  }
  return tree.length <= rows;
}

/** Of the free rows up to place `end`, has those below `rows` handed out first. Returns where these end. */
function handOutLow({ bitIds }: Internals, rows: number, end: number): number {
  const { dense, sparse } = bitIds;
  let low = bitIds.aliveCount;
  for (let high = end - 1; low <= high; ) {
    const row = dense[high]!;
    if (dense[low]! < rows) low++;
    else if (row >= rows) high--;
    else {
      dense[high] = dense[low]!;
      sparse[dense[high]!] = high;
      dense[low] = row;
      sparse[row] = low;
    }
  }
  return low;
}

/** Cuts all but columns. Returns the bytes that went. */
function cutRows(state: Internals, rows: number): number {
  const { tree, dirt } = state;
  const before = rowBytes(state);
  if (tree.parent.length > rows) placeTree(tree, grownTree(tree, rows));
  if (state.renewed.length > rows) state.renewed = state.renewed.slice(0, rows);
  if (state.kindOf.length > rows) state.kindOf = state.kindOf.slice(0, rows);
  for (const list of dirt.lists) {
    if (list.bits.length > rows) list.bits = list.bits.slice(0, rows);
    // One of all rows is as long as there are rows.
    const most = Math.max(LEAST_LISTED, rows);
    if (list.rows.length > most && list.length <= most) list.rows = list.rows.slice(0, most);
  }
  return before - rowBytes(state);
}

function rowBytes({ tree, dirt, renewed, kindOf }: Internals): number {
  let bytes = tree.parent.byteLength * 9 + renewed.byteLength + kindOf.byteLength;
  for (const { rows, bits } of dirt.lists) bytes += rows.byteLength + bits.byteLength;
  return bytes;
}

/** Cuts the columns of a store, all or none of them. Returns the bytes that went. */
function cutStore({ stores }: Internals, place: number, rows: number): number {
  const { columns } = stores.list[place]!;
  const cut: Record<string, FieldArray> = {};
  let bytes = 0;
  for (const field in columns) {
    const column = columns[field]!;
    if (column.length <= rows) return 0;
    cut[field] = column.slice(0, rows);
    bytes += (column.length - rows) * column.BYTES_PER_ELEMENT;
  }
  const next: Record<string, FieldArray>[] = [];
  next[place] = cut;
  placeColumns(stores, next);
  return bytes;
}

/** What all columns and the tree hold for rows from `rows` on. */
function bytesAbove(state: Internals, rows: number): number {
  const { stores, tree } = state;
  let bytes = Math.max(0, tree.parent.length - rows) * 9 * Int32Array.BYTES_PER_ELEMENT;
  for (const { columns } of stores.list) {
    for (const field in columns) {
      const column = columns[field]!;
      bytes += Math.max(0, column.length - rows) * column.BYTES_PER_ELEMENT;
    }
  }
  return bytes;
}
