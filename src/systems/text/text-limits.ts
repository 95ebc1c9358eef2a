import { ValueError } from '../../ecs';

/** Longest string a text element takes, in UTF-16 units. */
export const MAX_TEXT_UNITS = 100_000;

/** Longest cluster in units; a longer one becomes several. */
const MAX_CLUSTER_UNITS = 64;

const ASCII_BITS = 7;
const MOST_SHORT = 4;

/** A number that stands for two to four ASCII units, and for no others; -1 for what is none. */
export function shortKey(glyphs: Uint32Array, from: number, to: number): number {
  if (to - from > MOST_SHORT) return -1;
  let key = 0;
  for (let i = from; i < to; i++) {
    if (glyphs[i]! >= 1 << ASCII_BITS) return -1;
    key = (key << ASCII_BITS) | glyphs[i]!;
  }
  return key;
}

/** A cluster, or its beginning, at most `MAX_CLUSTER_UNITS`. */
export function shortened(cluster: string): string {
  if (cluster.length <= MAX_CLUSTER_UNITS) return cluster;
  const last = cluster.charCodeAt(MAX_CLUSTER_UNITS - 1);
  return cluster.slice(
    0,
    last >= 0xd800 && last < 0xdc00 ? MAX_CLUSTER_UNITS - 1 : MAX_CLUSTER_UNITS,
  );
}

/** Length of a string. Throws `ValueError` over `MAX_TEXT_UNITS`. */
export function checkedLength(content: string): number {
  if (typeof content !== 'string') {
    throw new ValueError(`text is ${String(content)}, not a string; convert it, or use setNumber`);
  }
  if (content.length > MAX_TEXT_UNITS) {
    throw new ValueError(
      `text has ${content.length} units, more than ${MAX_TEXT_UNITS}; divide it among elements`,
    );
  }
  return content.length;
}
