import { defineKind, defineStore } from '../index';

/** Kind of a plain box, the element most others are made of. */
export const BoxKind = defineKind('box');
/** Kind of an element that shows one run of text. */
export const TextKind = defineKind('text');

/**
 * Laid-out border box in CSS pixels relative to the element's layer; (0, 0) for the element a layer belongs to. Layout writes
 * it; projection, hit testing and batching read it.
 */
export const Box = defineStore(
  'Box',
  { x: 'f32', y: 'f32', width: 'f32', height: 'f32' },
  { finite: true },
);

/** Bounds of everything an element itself draws, in CSS pixels relative to its layer. Projection writes it. */
export const Ink = defineStore('Ink', { left: 'f32', top: 'f32', right: 'f32', bottom: 'f32' });

/** Layer rows of an element: `own` is the layer it is the root of (0 = none), `id` the one its records live in. */
export const LayerOf = defineStore('LayerOf', { id: 'u32', own: 'u32' });

/** Whether an element's layer may be kept as a picture: one of the numbers below. */
export const CacheHint = defineStore('CacheHint', { value: 'u8' });

/** Values of `CacheHint`: where that is worth it; wherever it can be; neither it nor what it is in. */
export const CACHE_AUTO = 0;
export const CACHE_ALWAYS = 1;
export const CACHE_NEVER = 2;

/** Background colour, RGBA8 with red in the low byte; alpha 0 draws nothing. */
export const Fill = defineStore('Fill', { color: 'u32' });

/** Border drawn inside the box, each side: width in CSS pixels, which layout reads, and colour (RGBA8, red low). */
export const Border = defineStore(
  'Border',
  {
    top: 'f32',
    right: 'f32',
    bottom: 'f32',
    left: 'f32',
    topColor: 'u32',
    rightColor: 'u32',
    bottomColor: 'u32',
    leftColor: 'u32',
  },
  { finite: true },
);

/** Corner radii in CSS pixels. */
export const Radius = defineStore(
  'Radius',
  {
    topLeft: 'f32',
    topRight: 'f32',
    bottomRight: 'f32',
    bottomLeft: 'f32',
  },
  { finite: true },
);

/** State bits; input, widgets and apps write them, see the STATE constants. */
export const State = defineStore('State', { bits: 'u32' });

/** The pointer is over the element or something inside it. */
export const STATE_HOVERED = 1;
/** A pointer went down on the element and is still down. */
export const STATE_PRESSED = 2;
/** Has the keyboard. */
export const STATE_FOCUSED = 4;
/** Takes no input and is shown as unavailable. */
export const STATE_DISABLED = 8;
/** `visible: false`: takes part in layout, is not drawn and takes no input; its whole subtree neither. */
export const STATE_HIDDEN = 16;
/** A hit stops here, whatever else is true of the element. */
export const STATE_INTERACTIVE = 32;
/** Takes keyboard focus. */
export const STATE_FOCUSABLE = 64;
/** Scrolls: wheel and drag find the nearest one. */
export const STATE_SCROLLABLE = 128;
/** Has the keyboard and was given it by a key: it must be seen where that is. */
export const STATE_FOCUS_VISIBLE = 256;
/** A text of which parts can be selected. */
export const STATE_SELECTABLE = 512;
/** Has handlers of pointers. The table of handlers alone writes it. */
export const STATE_LISTENING = 1024;
/** Any of these makes a hit stop: each has its own reason, so that the end of one leaves the others. */
export const STOPS_HITS = STATE_INTERACTIVE | STATE_FOCUSABLE | STATE_LISTENING;

/**
 * Colours that replace the fill while hovered or pressed, and the border while focus is visible, which is then at least 2 px wide;
 * alpha 0 keeps the plain look. RGBA8.
 */
export const StateColors = defineStore('StateColors', {
  hover: 'u32',
  pressed: 'u32',
  focus: 'u32',
});

/** The text a button shows its label with (a handle, 0 = none), and that text's colours while enabled and disabled. RGBA8. */
export const ButtonLabel = defineStore('ButtonLabel', {
  entity: 'f64',
  enabledColor: 'u32',
  disabledColor: 'u32',
});
