import { ValueError } from '../../ecs';
import {
  MOST_BREAKPOINTS,
  STATE_FOCUS_VISIBLE,
  STYLE_STATES,
  type StyleBreakpoint,
  type StyleClass,
  type StyleLeaf,
  type StyleWrite,
} from '../../ecs/stores';

/** Bits of the states that have variants; all but one are the lowest four. */
const LOW_STATES = 15;
const HIGH_SHIFT = 4;
const STATE_BITS = 5;

/** A list of classes; elements with the same list have the same set. Nothing holds it but those that use it. */
export type StyleSet = {
  /** The set without classes, over the same defaults. */
  readonly root: StyleSet;
  readonly classes: readonly StyleClass[];
  /** State bits that change anything. */
  readonly states: number;
  readonly breakpoints: readonly StyleBreakpoint[];
  /** Which of the breakpoints, a bit each, go by the surface's and which by the container's width. */
  readonly ofSurface: number;
  readonly ofContainer: number;
  /** The set with one more class. */
  readonly next: WeakMap<StyleClass, StyleSet>;
  /** Looks met so far, by state bits and breakpoints. */
  readonly looks: Map<number, Look>;
};

/** What a set says in one combination of states and breakpoints. */
export type Look = {
  readonly set: StyleSet;
  readonly values: ReadonlyMap<StyleLeaf, unknown>;
  /** What to write to make this look another one. */
  readonly changes: WeakMap<Look, readonly StyleWrite[]>;
};

/** Makes the set of one class that lies below all others, or of none. */
export function createRoot(defaults?: StyleClass): StyleSet {
  return createSet(undefined, defaults ? [defaults] : []);
}

/** A set and one more class over it. Throws `ValueError` if there are too many breakpoints then. */
export function withClass(set: StyleSet, style: StyleClass): StyleSet {
  let next = set.next.get(style);
  if (!next) {
    next = createSet(set.root, [...set.classes, style]);
    set.next.set(style, next);
  }
  return next;
}

/** The breakpoints that the first of the widths is in, a bit each. */
export function breakpointsAt(set: StyleSet, widths: Float32Array, ofContainer: boolean): number {
  const { breakpoints } = set;
  const width = widths[0]!;
  let active = 0;
  for (let i = 0; i < breakpoints.length; i++) {
    const breakpoint = breakpoints[i]!;
    if (breakpoint.ofContainer !== ofContainer) continue;
    if (width >= breakpoint.from && width < breakpoint.below) active |= 1 << i;
  }
  return active;
}

/** What a set says while these state bits are set and these breakpoints hold. */
export function lookOf(set: StyleSet, states: number, breakpoints: number): Look {
  const low = (states & LOW_STATES) | ((states & STATE_FOCUS_VISIBLE) >> HIGH_SHIFT);
  const key = low | (breakpoints << STATE_BITS);
  let look = set.looks.get(key);
  if (!look) {
    look = { set, values: valuesOf(set, states, breakpoints), changes: new WeakMap() };
    set.looks.set(key, look);
  }
  return look;
}

/** What to write where one look follows another: no more than what differs. */
export function changesBetween(from: Look, to: Look): readonly StyleWrite[] {
  let changes = from.changes.get(to);
  if (!changes) {
    changes = differences(from.values, to.values);
    from.changes.set(to, changes);
  }
  return changes;
}

function createSet(root: StyleSet | undefined, classes: readonly StyleClass[]): StyleSet {
  const breakpoints = classes.flatMap((style) => style.breakpoints);
  if (breakpoints.length > MOST_BREAKPOINTS) {
    throw new ValueError(
      `the classes have ${breakpoints.length} breakpoints together; give ${MOST_BREAKPOINTS} at most`,
    );
  }
  let states = 0;
  for (const style of classes) {
    style.states.forEach((writes, i) => {
      if (writes.length > 0) states |= STYLE_STATES[i]!;
    });
  }
  const set = {
    classes,
    states,
    breakpoints,
    ofSurface: maskOf(breakpoints, false),
    ofContainer: maskOf(breakpoints, true),
    next: new WeakMap<StyleClass, StyleSet>(),
    looks: new Map<number, Look>(),
  };
  const made: StyleSet = Object.assign(set, { root: root ?? (set as unknown as StyleSet) });
  return made;
}

function maskOf(breakpoints: readonly StyleBreakpoint[], ofContainer: boolean): number {
  return breakpoints.reduce(
    (mask, breakpoint, i) => (breakpoint.ofContainer === ofContainer ? mask | (1 << i) : mask),
    0,
  );
}

function valuesOf(set: StyleSet, states: number, breakpoints: number): Map<StyleLeaf, unknown> {
  const values = new Map<StyleLeaf, unknown>();
  const add = (writes: readonly StyleWrite[]): void => {
    for (const { leaf, value } of writes) values.set(leaf, value);
  };
  // Kind by kind, not class by class: a variant of any class wins over the plain look of all.
  for (const { base } of set.classes) add(base);
  set.breakpoints.forEach(({ writes }, i) => {
    if ((breakpoints & (1 << i)) !== 0) add(writes);
  });
  STYLE_STATES.forEach((bit, i) => {
    if ((states & bit) === 0) return;
    for (const style of set.classes) add(style.states[i]!);
  });
  return values;
}

function differences(from: Look['values'], to: Look['values']): StyleWrite[] {
  const changes: StyleWrite[] = [];
  for (const [leaf, value] of to) {
    const before = from.has(leaf) ? from.get(leaf) : leaf.initial;
    if (!isSame(before, value)) changes.push({ leaf, value });
  }
  for (const [leaf, value] of from) {
    if (to.has(leaf) || isSame(value, leaf.initial)) continue;
    changes.push({ leaf, value: leaf.initial });
  }
  return changes;
}

/** The same value, or lengths and lists of the same values. */
function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [ours, theirs] = [Object.entries(a), new Map(Object.entries(b))];
  return (
    ours.length === theirs.size && ours.every(([key, value]) => Object.is(theirs.get(key), value))
  );
}
