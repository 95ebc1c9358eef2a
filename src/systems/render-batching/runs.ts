import { defineStore } from '../../ecs';

/** Flag of `Runs.effects`: bounds are cut by the clip of the layer around. */
export const OUTSIDE = 1 << 15;
/** Flag of `Runs.effects`: the `images` program draws all of it too, or with `HAS_LINE` the `lines` program. */
export const IMAGES_ALONE = 1 << 14;
/** Flag of `Runs.effects`: some of it is a sparkline. */
export const HAS_LINE = 1 << 13;
/** The number of records in `Runs.effects`. */
export const EFFECT_RECORDS = HAS_LINE - 1;

/** Bits of `Runs.move` that say how what only moves is written: anew, */
export const MOVE_HOW = 7;
export const MOVE_ANEW = 0;
/** not at all, for it has nothing to draw, */
export const MOVE_NOTHING = 1;
/** as the rectangle of its one record, which is the box as it is drawn, */
export const MOVE_BOX = 2;
/** as its glyphs, which are all of its records, */
export const MOVE_TEXT = 3;
/** or as that record and the glyphs after it. */
export const MOVE_BOX_TEXT = 4;
/** Flag of `Runs.move`: edges are drawn at whole device pixels. */
export const MOVE_SNAPS = 8;
/** Flag of `Runs.move`: `Runs.opaque`, at hand. */
export const MOVE_OPAQUE = 16;
/** Flag of `Runs.move`: the box is whole device pixels wide and high. */
export const MOVE_WHOLE = 32;
/** The first record stands in `Runs.move` from this bit on. */
export const MOVE_RECORD_SHIFT = 6;

/**
 * Records of a row: `start` (-1 none), `capacity` and `count` of its run, the layer they were written for, whether the first is
 * an opaque solid, the chunk of the draw list that draws them (-1 none), and whether the row's text was left out because it is out
 * of sight (`AWAKE`, `ASLEEP`, `PARTLY`), but for the lines from `firstLine` to `endLine - 1`. The first `effects` records hold all
 * that the `effects` program alone draws, 0 for none; with
 * `IMAGES_ALONE` added where these are images, and `OUTSIDE` where some of it lies outside of the clip of the row's own layer. `move` says how the row is written when it
 * has only moved. Only this folder reads or writes it.
 */
export const Runs = defineStore('Runs', {
  start: ['i32', -1],
  capacity: 'u16',
  count: 'u16',
  layer: 'u32',
  opaque: 'u8',
  effects: 'u16',
  chunk: ['i32', -1],
  asleep: 'u8',
  firstLine: 'u32',
  endLine: 'u32',
  move: 'i32',
});
