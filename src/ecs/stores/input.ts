import { defineResource, type Entity, type World } from '../index';
import type { TextInputRecord } from './text-selection';

/** Kinds of input record. */
export const INPUT_POINTER_MOVE = 1;
export const INPUT_POINTER_DOWN = 2;
export const INPUT_POINTER_UP = 3;
export const INPUT_POINTER_CANCEL = 4;
export const INPUT_POINTER_LEAVE = 5;
export const INPUT_WHEEL = 6;
export const INPUT_KEY_DOWN = 7;
export const INPUT_KEY_UP = 8;
export const INPUT_BLUR = 9;

/** Modifier bits of a record. */
export const MODIFIER_SHIFT = 1;
export const MODIFIER_CONTROL = 2;
export const MODIFIER_ALT = 4;
export const MODIFIER_META = 8;

/** Keys the framework acts on; others travel as `KEY_OTHER`. */
export const KEY_OTHER = 0;
export const KEY_ENTER = 1;
export const KEY_SPACE = 2;
export const KEY_TAB = 3;
export const KEY_ESCAPE = 4;
export const KEY_UP = 5;
export const KEY_DOWN = 6;
export const KEY_LEFT = 7;
export const KEY_RIGHT = 8;
export const KEY_PAGE_UP = 9;
export const KEY_PAGE_DOWN = 10;
export const KEY_HOME = 11;
export const KEY_END = 12;

/**
 * Host records of the coming frame as columns: the host appends, the input system reads and clears. Positions are surface CSS
 * pixels, times host clock ms. For wheel records `deltaX/Y` are CSS pixels; `code` is a KEY constant for keys, and 0 mouse,
 * 1 touch or 2 pen for pointers.
 */
export type InputQueue = {
  length: number;
  readonly capacity: number;
  kind: Uint8Array;
  pointer: Int32Array;
  x: Float32Array;
  y: Float32Array;
  deltaX: Float32Array;
  deltaY: Float32Array;
  code: Uint8Array;
  button: Int8Array;
  modifiers: Uint8Array;
  time: Float64Array;
  /** The host's name of the key, '' for what is no key. */
  key: string[];
  /** Records that did not fit and were merged or dropped. */
  dropped: number;
};

export const InputQueue = defineResource<InputQueue>('InputQueue');

/** Names of what an element can tell. */
export type ElementEventName =
  | 'activate'
  | 'pointerdown'
  | 'pointerup'
  | 'pointermove'
  | 'wheel'
  | 'keydown'
  | 'focus'
  | 'blur'
  | 'link'
  | 'selectionchange';

/** What a handler gets; one object, reused: copy what must outlive the call. */
export type ElementEvent = {
  type: ElementEventName;
  /** The element the handler hangs on. */
  target: Entity;
  /** Surface CSS pixels. */
  x: number;
  y: number;
  /** CSS pixels from the target's own corner. */
  localX: number;
  localY: number;
  deltaX: number;
  deltaY: number;
  /** Pointer events: 0 mouse, 1 touch, 2 pen. Key events: a KEY constant, `KEY_OTHER` for those without one. */
  code: number;
  /** `KeyboardEvent.key` of the key that caused it, such as `a` or `Enter`; '' for what no key caused. */
  key: string;
  /** `link` only: where it leads; '' else. */
  href: string;
  /** The host's id of the pointer. */
  pointer: number;
  /** 0 primary, 1 middle, 2 secondary. */
  button: number;
  /** MODIFIER bits. */
  modifiers: number;
  time: number;
  /** `pointerup` only: the press was taken away (a scroll, a cancel) and is no click. */
  cancelled: boolean;
  /** Set to true to stop the event from reaching the parents and the framework's own reaction. */
  handled: boolean;
};

export type ElementHandler = (event: ElementEvent) => void;

/** Handlers by row. Written by `on`, read by the input system. */
export type Handlers = {
  add(world: World, row: number, type: ElementEventName, handler: ElementHandler): () => void;
  /** Handlers of a row for one event, or undefined. */
  of(row: number, type: ElementEventName): readonly ElementHandler[] | undefined;
  count(): number;
  /**
   * Tells a row and what it is in of something that is no input itself. With a record the event has its place, keys and time.
   */
  emit(row: number, type: ElementEventName, href?: string, record?: TextInputRecord): void;
};

export const Handlers = defineResource<Handlers>('Handlers');

/**
 * Scrolling asked for by input, taken by whoever scrolls (lists). One entry per scrollable row and frame, added up.
 * `key` is the last KEY constant pressed for it, 0 if none.
 */
export type ScrollRequests = {
  length: number;
  rows: Int32Array;
  deltaX: Float64Array;
  deltaY: Float64Array;
  key: Uint8Array;
  /** 1: from a drag: follow the finger exactly and allow a fling at its end. 0: wheel. */
  drag: Uint8Array;
  /** 1: a drag ended in this frame, and may fling. 2: nothing holds what was pressed any more. */
  release: Uint8Array;
  time: Float64Array;
};

export const ScrollRequests = defineResource<ScrollRequests>('ScrollRequests');

/** Topmost element under a surface point (CSS pixels), 0 if none. Uses `box`, layer transforms and clips. */
export type HitTester = {
  hit(x: number, y: number): number;
  /** Surface point to the element's layer: writes `localX`, `localY`. */
  toLocal(row: number, x: number, y: number): void;
  /** The same for a way on the surface, such as that of a drag: where layers are scaled or turned it is another in them. */
  wayToLocal(row: number, x: number, y: number): void;
  localX: number;
  localY: number;
};

export const HitTester = defineResource<HitTester>('HitTester');
