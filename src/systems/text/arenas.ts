import type { TextLines, TextRuns } from '../../ecs/stores';
import { createSlotArena, type SlotArena } from './slot-arena';

// 900 MB of text; a run's place must stay an int32.
const MAX_SLOTS = 2 ** 26;

/** An arena and the arrays that it hands out slots of. They are replaced inside this object when the arena grows. */
export type ArenaOf<Arrays> = {
  readonly arrays: Arrays;
  readonly slots: SlotArena;
  readonly bytes: number;
};

/** Gives an empty arena of clusters. A run of n clusters takes n + 1 slots: the last holds where it ends. */
export function createRunArena(capacity = 4096): ArenaOf<TextRuns> {
  return createArena<TextRuns>(
    {
      glyphs: new Uint32Array(capacity),
      x: new Float32Array(capacity),
      levels: new Uint8Array(capacity),
    },
    'glyphs',
    'clusters',
  );
}

/** Gives an empty arena of lines. */
export function createLineArena(capacity = 256): ArenaOf<TextLines> {
  return createArena<TextLines>(
    {
      first: new Uint32Array(capacity),
      shown: new Uint32Array(capacity),
      tail: new Uint32Array(capacity),
      end: new Uint32Array(capacity),
      top: new Float32Array(capacity),
      baseline: new Float32Array(capacity),
      width: new Float32Array(capacity),
      flags: new Uint8Array(capacity),
    },
    'first',
    'lines',
  );
}

type AnyArray = Uint8Array | Uint32Array | Float32Array;

function createArena<Arrays extends Record<string, AnyArray>>(
  arrays: Arrays,
  links: keyof Arrays,
  of: string,
): ArenaOf<Arrays> {
  const names: readonly (keyof Arrays)[] = Object.keys(arrays);
  const slots = createSlotArena({
    get capacity() {
      return arrays[links]!.length;
    },
    limit: MAX_SLOTS,
    get links() {
      return arrays[links] as Uint32Array;
    },
    grow(capacity) {
      // All or nothing: where memory is refused, none of them has changed.
      const grown = names.map((name) => {
        const before = arrays[name]!;
        const Typed = before.constructor as new (length: number) => AnyArray;
        const after = new Typed(capacity);
        after.set(before);
        return after;
      });
      names.forEach((name, i) => {
        arrays[name] = grown[i] as Arrays[keyof Arrays];
      });
    },
    of,
  });
  return {
    arrays,
    slots,
    get bytes() {
      let bytes = 0;
      for (const name of names) bytes += arrays[name]!.byteLength;
      return bytes;
    },
  };
}
