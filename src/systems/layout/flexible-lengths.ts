/**
 * The items of the containers being solved, a stack: those of the innermost one end at `top`. Border-box sizes along the main axis
 * if not said otherwise. Scratch: grown by doubling, never shrunk.
 */
export type FlexItems = {
  top: number;
  rows: Int32Array;
  base: Float64Array;
  min: Float64Array;
  max: Float64Array;
  /** In: the hypothetical size. Out: the size. */
  size: Float64Array;
  /** Whether the automatic minimum is not in `min` yet: it has no say before the item shrinks. */
  floats: Uint8Array;
  /** Border and padding. */
  inset: Float64Array;
  /** Both margins, `auto` as 0. */
  margin: Float64Array;
  grow: Float64Array;
  shrink: Float64Array;
  /** Border-box size along the cross axis. */
  cross: Float64Array;
  /** From where the cross axis starts to the baseline, of the margin box, for items aligned by it. */
  ascent: Float64Array;
  /** Border-box height that percentages of the item's children go by, NaN for none. */
  inner: Float64Array;
  /** Where the border box starts in the container's content box, physical: from the left and the top. */
  mainAt: Float64Array;
  crossAt: Float64Array;
  /** Of the first item of a line that is kept: the item after its last, and its size across. */
  lineEnd: Int32Array;
  lineCross: Float64Array;
  /** Of an item: its alignment across, without `auto`. */
  align: Uint8Array;
  /** Of an item of a column: `UNSETTLED` if the percentages of its children have nothing to go by. */
  space: Uint8Array;
  state: Uint8Array;
};

const FLEXIBLE = 0;
const FROZEN = 1;
const MIN_VIOLATION = 2;
const MAX_VIOLATION = 3;

export function createFlexItems(capacity: number): FlexItems {
  const numbers = (): Float64Array => new Float64Array(capacity);
  return {
    top: 0,
    rows: new Int32Array(capacity),
    base: numbers(),
    min: numbers(),
    max: numbers(),
    size: numbers(),
    inset: numbers(),
    margin: numbers(),
    grow: numbers(),
    shrink: numbers(),
    cross: numbers(),
    ascent: numbers(),
    inner: numbers(),
    mainAt: numbers(),
    crossAt: numbers(),
    lineEnd: new Int32Array(capacity),
    lineCross: numbers(),
    align: new Uint8Array(capacity),
    space: new Uint8Array(capacity),
    floats: new Uint8Array(capacity),
    state: new Uint8Array(capacity),
  };
}

/** Doubles the scratch and keeps what it holds. */
export function growFlexItems(items: FlexItems): void {
  const grown = createFlexItems(items.rows.length * 2);
  for (const name of Object.keys(grown) as (keyof FlexItems)[]) {
    if (name !== 'top') grown[name].set(items[name]);
  }
  Object.assign(items, grown, { top: items.top });
}

/** CSS Flexbox 9.7, "resolving flexible lengths", over the items `from` to `to` of a line that has `given[0]` for their border boxes. */
export function resolveFlexibleLengths(
  items: FlexItems,
  from: number,
  to: number,
  growing: boolean,
  given: Float64Array,
): void {
  const { base, min, max, size, inset, state } = items;
  const factor = growing ? items.grow : items.shrink;
  const space = given[0]!;
  let initial = space;
  let flexible = 0;
  for (let i = from; i < to; i++) {
    const inflexible = factor[i] === 0 || (growing ? base[i]! > size[i]! : base[i]! < size[i]!);
    state[i] = inflexible ? FROZEN : FLEXIBLE;
    initial -= inflexible ? size[i]! : base[i]!;
    if (!inflexible) flexible++;
  }
  let before = flexible + 1;
  // Each round settles one item at least, unless a number is none.
  while (flexible > 0 && flexible < before) {
    before = flexible;
    let remaining = space;
    let factors = 0;
    let weights = 0;
    for (let i = from; i < to; i++) {
      if (state[i] === FROZEN) {
        remaining -= size[i]!;
        continue;
      }
      remaining -= base[i]!;
      factors += factor[i]!;
      weights += factor[i]! * (growing ? 1 : base[i]! - inset[i]!);
    }
    if (factors < 1 && Math.abs(initial * factors) < Math.abs(remaining))
      remaining = initial * factors;
    // A shrinking item that is all border and padding weighs nothing.
    const share = weights > 0 ? remaining / weights : 0;
    let violation = 0;
    for (let i = from; i < to; i++) {
      if (state[i] === FROZEN) continue;
      const target = base[i]! + share * factor[i]! * (growing ? 1 : base[i]! - inset[i]!);
      const clamped = Math.max(Math.min(target, max[i]!), min[i]!);
      size[i] = clamped;
      violation += clamped - target;
      state[i] = clamped > target ? MIN_VIOLATION : clamped < target ? MAX_VIOLATION : FLEXIBLE;
    }
    for (let i = from; i < to; i++) {
      if (state[i] === FROZEN) continue;
      const freeze =
        violation === 0 ||
        (violation > 0 ? state[i] === MIN_VIOLATION : state[i] === MAX_VIOLATION);
      state[i] = freeze ? FROZEN : FLEXIBLE;
      if (freeze) flexible--;
    }
  }
}
