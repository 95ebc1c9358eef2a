import { defineResource } from '../index';

/** Of an element, CSS pixels: its margins, and its border and padding together. */
export type Edges = {
  marginLeft: number;
  marginTop: number;
  marginRight: number;
  marginBottom: number;
  left: number;
  top: number;
  right: number;
  bottom: number;
};

/** Writes what layout took an element's edges for the last time, percentages and all; an `auto` margin is 0. */
export type EdgesOf = (row: number, out: Edges) => void;

/** Set by layout, for what draws in padding that is no number of pixels, and for tools. */
export const EdgesOf = defineResource<EdgesOf | undefined>('EdgesOf');
