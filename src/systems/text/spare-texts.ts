import { columns, type World } from '../../ecs';
import { Text } from '../../ecs/stores';
import { createRoom } from '../../structures/spare-room';
import type { ArenaOf } from './arenas';
import { classFor, slotsOf } from './slot-arena';
import { SlotPlan } from './slot-plan';
import type { TextSystem } from './text-system';

/** What it takes to have a megabyte of clusters and lines again, ms. */
const COST_MS = 2;
const LEAST_SLOTS = 256;
/** Rows that are looked at in a piece. */
const ROWS_A_PIECE = 256;
/** What a piece returns that gave nothing back yet, where there is more to do. */
const MORE = -1;
/** Plans that went out of date until one is made and carried out at once. */
const MOST_STALE = 4;

type Arrays = Record<string, Uint8Array | Uint32Array | Float32Array>;
/** An arena, and where its runs are named: by a row, or, below 0, by a place of a text that is kept (`~place`). */
type Part = {
  readonly arena: ArenaOf<Arrays>;
  readonly room: ReturnType<typeof createRoom>;
  startOf(owner: number): number;
  slotsOf(owner: number): number;
  setStart(owner: number, start: number): void;
  readonly hasKept: boolean;
};

/** What clusters and lines of texts can give back: those in use move to the beginning of shorter arrays, by a plan that is made in pieces. */
export function spareTexts(world: World, { rows, interned }: TextSystem) {
  const { places, cached } = interned;
  const runs: Part = {
    arena: rows.runArena as ArenaOf<Arrays>,
    room: createRoom(LEAST_SLOTS),
    startOf: (owner) => (owner < 0 ? cached.rows[~owner]! : columns(world, Text).runStart[owner]!),
    slotsOf: (owner) =>
      slotsFor((owner < 0 ? cached.rows[~owner + 1]! : columns(world, Text).runLength[owner]!) + 1),
    setStart(owner, start) {
      if (owner < 0) cached.rows[~owner] = start;
      else columns(world, Text).runStart[owner] = start;
    },
    hasKept: true,
  };
  const lines: Part = {
    arena: rows.lineArena as ArenaOf<Arrays>,
    room: createRoom(LEAST_SLOTS),
    startOf: (owner) => columns(world, Text).lineStart[owner]!,
    slotsOf: (owner) => slotsFor(columns(world, Text).lineCount[owner]!),
    setStart(owner, start) {
      columns(world, Text).lineStart[owner] = start;
    },
    hasKept: false,
  };
  const plan = new SlotPlan();
  /** What is planned for, and the next row to be looked at. */
  let part: Part | undefined;
  let rowAt = 0;
  let stale = 0;

  function begin(of: Part | undefined): void {
    part = of;
    rowAt = 0;
    plan.clear();
  }

  function add(of: Part, owner: number): void {
    const start = of.startOf(owner);
    if (start >= 0) plan.add(owner, start, of.slotsOf(owner));
  }

  /** Looks at so many rows, and after the last at texts that are kept. Returns true when all are planned. */
  function look(of: Part, count: number): boolean {
    const all = columns(world, Text).runStart.length;
    const end = Math.min(all, rowAt + count);
    for (; rowAt < end; rowAt++) add(of, rowAt);
    if (rowAt < all) return false;
    for (let at = places.nextSlot(0); of.hasKept && at >= 0; at = places.nextSlot(at + 1))
      add(of, ~places.valueAt(at));
    return true;
  }

  /** Does a part of it. Returns the bytes that went, 0 where nothing can. */
  function piece(count: number): number {
    if (!part) {
      stale = 0;
      begin(spareOf(runs) > 0 ? runs : lines);
    }
    const of = part!;
    const capacity = wanted(of);
    if (capacity === capacityOf(of)) {
      begin(undefined);
      return 0;
    }
    if (!look(of, count)) return MORE;
    const { arena } = of;
    const isWhole = plan.slots === arena.slots.used && plan.isValid(of.startOf, of.slotsOf);
    if (!isWhole && stale <= MOST_STALE) {
      // Texts came, went or changed since they were looked at.
      stale++;
      begin(of);
      return stale > MOST_STALE ? piece(Number.POSITIVE_INFINITY) : MORE;
    }
    const before = arena.bytes;
    // All of them are there before one is replaced.
    const cut = plan.moved(arena.arrays, capacity);
    Object.assign(arena.arrays, cut);
    plan.tell(of.setStart);
    arena.slots.end = plan.slots;
    arena.slots.freeHeads.fill(-1);
    of.room.shrunk(capacity);
    begin(undefined);
    return before - arena.bytes;
  }

  return {
    name: 'text and glyph atlas',
    costMs: COST_MS,
    inPieces: true,
    spare: () => spareOf(runs) + spareOf(lines),
    reclaim(bytes: number, isOwnPhase?: boolean): number {
      if (isOwnPhase) return piece(ROWS_A_PIECE);
      begin(undefined);
      let freed = 0;
      while (freed < bytes) {
        const went = piece(Number.POSITIVE_INFINITY);
        if (went === 0) break;
        freed += Math.max(0, went);
      }
      return freed;
    },
  };
}

function capacityOf({ arena }: Part): number {
  return arena.bytes / bytesPerSlot(arena.arrays);
}

function wanted(part: Part): number {
  return part.room.fit(part.arena.slots.used, capacityOf(part));
}

function spareOf(part: Part): number {
  return (capacityOf(part) - wanted(part)) * bytesPerSlot(part.arena.arrays);
}

function slotsFor(length: number): number {
  return slotsOf(classFor(length));
}

function bytesPerSlot(arrays: Arrays): number {
  let bytes = 0;
  for (const name in arrays) bytes += arrays[name]!.BYTES_PER_ELEMENT;
  return bytes;
}
