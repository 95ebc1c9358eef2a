import { createIntMap } from '../../structures';
import { type Face, NEAR_SMALL } from './face';
import type { Until } from './run-layout';

// What signs do in a place, as `Face.reactionOf` says.
/** They are shaped with each other. */
const SELF = 1;
/** With what stands before them. */
export const LEFT = 2;
/** With what stands after them. */
export const RIGHT = 4;
/** Not known, nor is there time to look. */
export const NO_TIME = -1;

/** By what stands beside signs: nothing or another sign, a small letter, digit or capital, and those behind a space. */
const BEFORE = ['', 'a', '0', 'A', 'a ', '0 ', 'A '];
const AFTER = ['', 'a', '0', 'A', ' a', ' 0', ' A'];
/** Bits in keys of `Face.reactions`, which say how many signs there are as well. */
const BESIDE_BITS = 3;
const COUNT_BITS = 2;
const UNIT_BITS = 16;
const ASCII_BITS = 7;
/** Signs that have room in a key. */
const MOST_IN_KEY = 3;

/** What the signs of a face do beside small letters, digits and capitals, each looked at when it is first met. */
class SignReactions {
  // Numbers ask for those of few signs whenever they change, for which no string is made.
  private readonly short = createIntMap(64);
  private readonly longer = new Map<string, number>();
  private readonly face: Face;

  constructor(face: Face) {
    this.face = face;
  }

  /**
   * `SELF`, `LEFT` and `RIGHT` of the signs from `from` to `to - 1` between two of those that `BEFORE` and `AFTER` have, or `NO_TIME`
   * where that takes a look and `until` is out.
   */
  reactionOf(
    glyphs: Uint32Array,
    from: number,
    to: number,
    before: number,
    after: number,
    until: Until | undefined,
  ): number {
    const isAlone = to === from + 1;
    if (isAlone && (this.face.kinds & NEAR_SMALL) === 0 && isSmall(before) && isSmall(after))
      return 0;
    const key = keyOf(glyphs, from, to, (before << BESIDE_BITS) | after);
    if (key >= 0) {
      const known = this.short.get(key);
      if (known >= 0) return known;
    }
    const signs = String.fromCharCode(...glyphs.subarray(from, to));
    const name = key >= 0 ? '' : `${before}${after}${signs}`;
    const known = this.longer.get(name);
    if (known !== undefined) return known;
    if (until?.isOut) return NO_TIME;
    const reaction = this.react(signs, before, after);
    if (key >= 0) this.short.set(key, reaction);
    else this.longer.set(name, reaction);
    return reaction;
  }

  private react(signs: string, before: number, after: number): number {
    const [left, right] = [BEFORE[before]!, AFTER[after]!];
    if (!this.face.ligates(left + signs + right)) return 0;
    if (signs.length > 1 && this.face.ligates(signs)) {
      // Whatever stands beside them they are one; with what they may react to.
      return SELF | (isStrong(before) ? LEFT : 0) | (isStrong(after) ? RIGHT : 0);
    }
    if (before > 0 && this.face.ligates(left + signs)) return SELF | LEFT;
    if (after > 0 && this.face.ligates(signs + right)) return SELF | RIGHT;
    return SELF | (before > 0 ? LEFT : 0) | (after > 0 ? RIGHT : 0);
  }
}

export type { SignReactions };

/** Gives what the signs of a face do; nothing is known at first. */
export function createSignReactions(face: Face): SignReactions {
  return new SignReactions(face);
}

/** Key of signs in a place; -1 where they are too many for one. */
function keyOf(glyphs: Uint32Array, from: number, to: number, place: number): number {
  const count = to - from;
  let key = 0;
  if (count === 1) {
    key = glyphs[from]!;
    if (key >= 1 << UNIT_BITS) return -1;
  } else {
    if (count > MOST_IN_KEY) return -1;
    for (let i = from; i < to; i++) {
      if (glyphs[i]! >= 1 << ASCII_BITS) return -1;
      key = (key << ASCII_BITS) | glyphs[i]!;
    }
  }
  return (((key << (2 * BESIDE_BITS)) | place) << COUNT_BITS) | count;
}

function isSmall(beside: number): boolean {
  return beside < 2 || beside === 4;
}

/** Whether signs react to digits and capitals alone of what may stand beside them. */
function isStrong(beside: number): boolean {
  return beside === 2 || beside === 3;
}
