import { defineResource } from '../index';

/** What a `Measure` writes, CSS pixels. */
export type ContentSize = {
  width: number;
  height: number;
  /** From the top to the first baseline; below 0 for none. */
  baseline: number;
};

/**
 * Says how large content of its own kind is, without padding and border, where `width` is what there is for it: 0 asks for the
 * narrowest, Infinity for the widest it would be. Writes all three fields of `out`.
 */
export type Measure = (width: number, out: ContentSize) => void;

/** Measures by row, of elements whose `LayoutStyle.measured` is 1. */
export type ContentMeasures = Map<number, Measure>;

export const ContentMeasures = defineResource<ContentMeasures>('ContentMeasures');
