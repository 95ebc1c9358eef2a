/** The items of the container being solved, border-box sizes along its main axis. Scratch: grown by doubling, never shrunk. */
export type FlexItems = {
  rows: Int32Array;
  base: Float64Array;
  min: Float64Array;
  max: Float64Array;
  /** In: the hypothetical size. Out: the size. */
  size: Float64Array;
  /** Border and padding. */
  inset: Float64Array;
  grow: Float64Array;
  shrink: Float64Array;
  state: Uint8Array;
  /** [0]: what the container has for its items' border boxes. Numbers in arrays are passed without garbage. */
  space: Float64Array;
};

const FLEXIBLE = 0;
const FROZEN = 1;
const MIN_VIOLATION = 2;
const MAX_VIOLATION = 3;

export function createFlexItems(capacity: number): FlexItems {
  const numbers = (): Float64Array => new Float64Array(capacity);
  return {
    rows: new Int32Array(capacity),
    base: numbers(),
    min: numbers(),
    max: numbers(),
    size: numbers(),
    inset: numbers(),
    grow: numbers(),
    shrink: numbers(),
    state: new Uint8Array(capacity),
    space: new Float64Array(1),
  };
}

/** Doubles the scratch and keeps what it holds. */
export function growFlexItems(items: FlexItems): void {
  const grown = createFlexItems(items.rows.length * 2);
  for (const name of Object.keys(grown) as (keyof FlexItems)[]) grown[name].set(items[name]);
  Object.assign(items, grown);
}

/** CSS Flexbox 9.7, "resolving flexible lengths", over the first `count` items. */
export function resolveFlexibleLengths(items: FlexItems, count: number, growing: boolean): void {
  const { base, min, max, size, inset, state } = items;
  const factor = growing ? items.grow : items.shrink;
  const space = items.space[0]!;
  let initial = space;
  let flexible = 0;
  for (let i = 0; i < count; i++) {
    const inflexible = factor[i] === 0 || (growing ? base[i]! > size[i]! : base[i]! < size[i]!);
    state[i] = inflexible ? FROZEN : FLEXIBLE;
    initial -= inflexible ? size[i]! : base[i]!;
    if (!inflexible) flexible++;
  }
  while (flexible > 0) {
    let remaining = space;
    let factors = 0;
    let weights = 0;
    for (let i = 0; i < count; i++) {
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
    for (let i = 0; i < count; i++) {
      if (state[i] === FROZEN) continue;
      const target = base[i]! + share * factor[i]! * (growing ? 1 : base[i]! - inset[i]!);
      const clamped = Math.max(Math.min(target, max[i]!), min[i]!);
      size[i] = clamped;
      violation += clamped - target;
      state[i] = clamped > target ? MIN_VIOLATION : clamped < target ? MAX_VIOLATION : FLEXIBLE;
    }
    for (let i = 0; i < count; i++) {
      if (state[i] === FROZEN) continue;
      const freeze =
        violation === 0 ||
        (violation > 0 ? state[i] === MIN_VIOLATION : state[i] === MAX_VIOLATION);
      state[i] = freeze ? FROZEN : FLEXIBLE;
      if (freeze) flexible--;
    }
  }
}
