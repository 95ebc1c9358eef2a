import {
  LAYER_AXIS_ALIGNED,
  LAYER_CLIP_ROW,
  LAYER_FLAGS,
  LAYER_SNAPPED,
  LAYER_WORDS,
} from '../systems/render-batching';

const SIMPLE = LAYER_SNAPPED | LAYER_AXIS_ALIGNED;
const EXPONENT = 0x7f800000;
const SIGN_OFF = 0x7fffffff;

/** Counts the layer rows that only the general program can draw. */
export type LayerKinds = {
  readonly general: number;
  /** Looks at `count` rows from `first`, or at all if the array is another one than last time. */
  note(words: Uint32Array, first: number, count: number): void;
  forget(): void;
};

/** Creates a count over no rows. */
export function createLayerKinds(): LayerKinds {
  let seen: Uint32Array | undefined;
  let isGeneral = new Uint8Array(0);
  let general = 0;
  return {
    get general() {
      return general;
    },
    note(words, first, count) {
      let from = first;
      let end = first + count;
      if (words !== seen) {
        seen = words;
        isGeneral = new Uint8Array(Math.floor(words.length / LAYER_WORDS));
        general = 0;
        from = 0;
        end = isGeneral.length;
      }
      for (let row = from; row < end; row++) {
        const now = needsGeneral(words, row * LAYER_WORDS);
        general += now - isGeneral[row]!;
        isGeneral[row] = now;
      }
    },
    forget() {
      seen = undefined;
      general = 0;
    },
  };
}

/** 1 or 0. Unused rows (all zero, or filled with ones) draw nothing and so need nothing. A clip row counts: something uses it. */
function needsGeneral(words: Uint32Array, base: number): number {
  const a = words[base]!;
  const any = a | words[base + 1]! | words[base + 2]! | words[base + 3]!;
  if ((any & SIGN_OFF) === 0 || (a & EXPONENT) === EXPONENT) return 0;
  const isSimple = (words[base + LAYER_FLAGS]! & SIMPLE) === SIMPLE;
  return isSimple && words[base + LAYER_CLIP_ROW] === 0 ? 0 : 1;
}
