import { columns, type World } from '../../ecs';
import { Text } from '../../ecs/stores';
import { createRoom } from '../../structures/spare-room';
import type { ArenaOf } from './arenas';
import { classFor, slotsOf } from './slot-arena';
import type { TextSystem } from './text-system';

/** What it takes to have a megabyte of clusters and lines again, ms. */
const COST_MS = 2;
const LEAST_SLOTS = 256;

type Arrays = Record<string, Uint8Array | Uint32Array | Float32Array>;

/** What clusters and lines of texts can give back: those in use move to the beginning of shorter arrays. A step takes time for what is in use. */
export function spareTexts(world: World, { rows, interned }: TextSystem) {
  const runs = { arena: rows.runArena, room: createRoom(LEAST_SLOTS), each: eachRun };
  const lines = { arena: rows.lineArena, room: createRoom(LEAST_SLOTS), each: eachLines };

  /** Visits what owns a run of the arena: an array and a place in it for its start, and its slots. */
  function eachRun(visit: (starts: Int32Array, at: number, length: number) => void): void {
    const { runStart, runLength } = columns(world, Text);
    for (let row = 0; row < runStart.length; row++) {
      if (runStart[row]! >= 0) visit(runStart, row, runLength[row]! + 1);
    }
    const { places, cached } = interned;
    for (let at = places.nextSlot(0); at >= 0; at = places.nextSlot(at + 1)) {
      const place = places.valueAt(at);
      visit(cached.rows, place, cached.rows[place + 1]! + 1);
    }
  }

  function eachLines(visit: (starts: Int32Array, at: number, length: number) => void): void {
    const { lineStart, lineCount } = columns(world, Text);
    for (let row = 0; row < lineStart.length; row++) {
      if (lineStart[row]! >= 0) visit(lineStart, row, lineCount[row]!);
    }
  }

  function capacityOf({ arena }: typeof runs | typeof lines): number {
    return arena.bytes / bytesPerSlot(arena.arrays);
  }

  function wanted(part: typeof runs | typeof lines): number {
    return part.room.fit(part.arena.slots.used, capacityOf(part));
  }

  function spareOf(part: typeof runs | typeof lines): number {
    return (capacityOf(part) - wanted(part)) * bytesPerSlot(part.arena.arrays);
  }

  function cut(part: typeof runs | typeof lines): number {
    const capacity = wanted(part);
    const before = part.arena.bytes;
    if (capacity === capacityOf(part)) return 0;
    moveAll(part.arena as ArenaOf<Arrays>, capacity, part.each);
    part.room.shrunk(capacity);
    return before - part.arena.bytes;
  }

  return {
    name: 'text and glyph atlas',
    costMs: COST_MS,
    spare: () => spareOf(runs) + spareOf(lines),
    reclaim: () => cut(runs) + cut(lines),
  };
}

function bytesPerSlot(arrays: Arrays): number {
  let bytes = 0;
  for (const name in arrays) bytes += arrays[name]!.BYTES_PER_ELEMENT;
  return bytes;
}

function moveAll(
  { arrays, slots }: ArenaOf<Arrays>,
  capacity: number,
  each: (visit: (starts: Int32Array, at: number, length: number) => void) => void,
): void {
  const names = Object.keys(arrays);
  // All of them are there before one is replaced.
  const cut = names.map((name) => {
    const Typed = arrays[name]!.constructor as new (length: number) => Arrays[string];
    return new Typed(capacity);
  });
  let end = 0;
  each((starts, at, length) => {
    const from = starts[at]!;
    for (let i = 0; i < names.length; i++) copy(arrays[names[i]!]!, from, length, cut[i]!, end);
    starts[at] = end;
    end += slotsOf(classFor(length));
  });
  names.forEach((name, i) => {
    arrays[name] = cut[i]!;
  });
  slots.end = end;
  slots.freeHeads.fill(-1);
}

function copy(
  from: Arrays[string],
  start: number,
  length: number,
  to: Arrays[string],
  at: number,
): void {
  for (let i = 0; i < length; i++) to[at + i] = from[start + i]!;
}
