import { defineStore } from '../../ecs';

/** Flag of `Runs.effects`: bounds are cut by the clip of the layer around. */
export const OUTSIDE = 128;
/** Flag of `Runs.effects`: the `images` program draws all of it too. */
export const IMAGES_ALONE = 64;
/** The number of records in `Runs.effects`. */
export const EFFECT_RECORDS = 63;

/**
 * Records of a row: `start` (-1 none), `capacity` and `count` of its run, the layer they were written for, whether the first is
 * an opaque solid, the chunk of the draw list that draws them (-1 none), and whether the row's text was left out because it is out
 * of sight (`AWAKE`, `ASLEEP`, `PARTLY`), but for the lines from `firstLine` to `endLine - 1`. The first `effects` records hold all
 * that the `effects` program alone draws, 0 for none; with
 * `IMAGES_ALONE` added where these are images, and `OUTSIDE` where some of it lies outside of the clip of the row's own layer. Only this folder reads or writes it.
 */
export const Runs = defineStore('Runs', {
  start: ['i32', -1],
  capacity: 'u16',
  count: 'u16',
  layer: 'u32',
  opaque: 'u8',
  effects: 'u8',
  chunk: ['i32', -1],
  asleep: 'u8',
  firstLine: 'u32',
  endLine: 'u32',
});
