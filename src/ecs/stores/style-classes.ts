import { defineResource, defineStore, type World } from '../index';
import {
  STATE_DISABLED,
  STATE_FOCUS_VISIBLE,
  STATE_FOCUSED,
  STATE_HOVERED,
  STATE_PRESSED,
} from './element';

/** A style property that is no shorthand. */
export type StyleLeaf = {
  /** Its place among all, and its bit in `StyledBy`: `index & 31` of `own0`, `own1` or `own2`. */
  readonly index: number;
  readonly dirt: number;
  /** What a fresh element has, as `write` takes it. */
  readonly initial: unknown;
  write(world: World, row: number, value: unknown): boolean | undefined;
};

/** A property and the value to give it, read already. */
export type StyleWrite = { readonly leaf: StyleLeaf; readonly value: unknown };

/** Writes that count while a width is at least `from` and less than `below`, CSS pixels. */
export type StyleBreakpoint = {
  readonly from: number;
  readonly below: number;
  /** Whose width: that of the element's container, or of the surface. */
  readonly ofContainer: boolean;
  readonly writes: readonly StyleWrite[];
};

/** A style made by `defineStyle`, to be given to any number of elements of any world. */
export type StyleClass = {
  readonly type: 'style-class';
  readonly base: readonly StyleWrite[];
  readonly breakpoints: readonly StyleBreakpoint[];
  /** By place in `STYLE_STATES`. */
  readonly states: readonly (readonly StyleWrite[])[];
};

/** State bits that style classes have variants for; a later one wins over an earlier one. */
export const STYLE_STATES: readonly number[] = [
  STATE_HOVERED,
  STATE_FOCUSED,
  STATE_FOCUS_VISIBLE,
  STATE_PRESSED,
  STATE_DISABLED,
];

/** Most breakpoints that the classes of one element may have together. */
export const MOST_BREAKPOINTS = 24;

/**
 * Who says how an element looks: a bit for each property that was given to the element itself, which `setStyle` writes and
 * classes pass over, and the element's place among those with classes (0 = it has none), which styling writes.
 */
export const StyledBy = defineStore('StyledBy', {
  own0: 'i32',
  own1: 'i32',
  own2: 'i32',
  slot: 'i32',
});

/** Which elements have which classes. Styling installs it. */
export type StyleClasses = {
  /**
   * Gives a row these classes instead of those it has, later ones over earlier ones, and writes what changes. A fresh row may
   * have defaults below all classes, to keep. Throws `ValueError` before anything is written.
   */
  set(row: number, classes: readonly StyleClass[], defaults?: StyleClass): void;
  /** Puts other defaults below the classes of a row that has defaults. */
  setDefaults(row: number, defaults: StyleClass): void;
};

export const StyleClasses = defineResource<StyleClasses>('StyleClasses');
