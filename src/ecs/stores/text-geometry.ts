import { defineResource } from '../index';

/**
 * Where the clusters of laid-out texts stand, as they are drawn. A caret is a cluster index from 0 to the run's length: it stands
 * before that cluster, or, `upstream`, after the one before it. These are two places where a line ends or the direction changes.
 * Points and rectangles are CSS pixels of the row's layer. Text that an ellipsis cut away has no place of its own.
 */
export type TextGeometry = {
  /** Whether the caret of the last `caretAt` stands after the cluster before it. */
  readonly upstream: boolean;
  /** Caret nearest to a point (x, y): of the nearest line, at the nearer edge of its nearest cluster. */
  caretAt(row: number, point: Float64Array): number;
  /** Cluster that covers a point, -1 if none does. */
  clusterAt(row: number, point: Float64Array): number;
  /** Writes x, y, width (0) and height of a caret. */
  caretRect(row: number, index: number, upstream: boolean, out: Float64Array): void;
  /**
   * Writes x, y, width, height of each piece that the clusters `from` to `to - 1` make: one a line, more where directions mix or an
   * ellipsis stands between. Returns how many there are; those that `out` has no room for are left out.
   */
  rangeRects(row: number, from: number, to: number, out: Float64Array): number;
  /** Number of the line that a caret stands in; 0 for a text without lines. */
  lineOf(row: number, index: number, upstream: boolean): number;
  /** Caret at the start of a line. */
  lineStart(row: number, line: number): number;
  /** Caret after the last visible cluster of a line. It is `upstream`. */
  lineEnd(row: number, line: number): number;
  /** Writes the clusters, first and end, of the word, space or mark that a caret stands before, or after at the end. */
  wordAt(row: number, index: number, out: Uint32Array): void;
  /** UTF-16 unit of the shown string at which a cluster begins. */
  unitOf(row: number, index: number): number;
  /** Cluster that holds a UTF-16 unit of the shown string. */
  clusterOf(row: number, unit: number): number;
};

export const TextGeometry = defineResource<TextGeometry>('TextGeometry');
