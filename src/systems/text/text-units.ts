import { columns, resource, type World } from '../../ecs';
import { CONTINUED, Text, TextPort, TextRuns } from '../../ecs/stores';
import type { ClusterTable } from './clusters';
import { FIRST_CLUSTER } from './clusters';

/** Clusters of a text against the UTF-16 units of its string. */
export type TextUnits = {
  unitOf(row: number, index: number): number;
  clusterOf(row: number, unit: number): number;
  wordAt(row: number, index: number, out: Uint32Array): void;
};

/** Makes what converts between the clusters of rows and the units of what they show. */
export function createTextUnits(world: World, clusters: ClusterTable, locale?: string): TextUnits {
  let segmenter: Intl.Segmenter | undefined;

  function unitsOf(glyph: number): number {
    if (glyph === CONTINUED) return 0;
    return glyph < FIRST_CLUSTER ? 1 : clusters.textOf(glyph).length;
  }

  function unitOf(row: number, index: number): number {
    const text = columns(world, Text);
    const start = text.runStart[row]!;
    if (start < 0) return 0;
    const { glyphs } = resource(world, TextRuns);
    const end = start + clamp(index, text.runLength[row]!);
    let unit = 0;
    let head = start;
    for (let i = start; i < end; i++) {
      if (glyphs[i] === CONTINUED) continue;
      unit += unitsOf(glyphs[i]!);
      head = i;
    }
    // Inside of a shaped word: back to where the cluster begins in it.
    if (end > head && end < start + text.runLength[row]! && glyphs[end] === CONTINUED) {
      const inWord = clusters.startsIn(glyphs[head]!)?.[end - head - 1];
      if (inWord !== undefined) unit += inWord - unitsOf(glyphs[head]!);
    }
    return unit;
  }

  function clusterOf(row: number, unit: number): number {
    const text = columns(world, Text);
    const start = text.runStart[row]!;
    if (start < 0) return 0;
    const { glyphs } = resource(world, TextRuns);
    const end = start + text.runLength[row]!;
    let passed = 0;
    for (let i = start; i < end; i++) {
      const units = unitsOf(glyphs[i]!);
      if (units === 0 || passed + units <= unit) {
        passed += units;
        continue;
      }
      const starts = clusters.startsIn(glyphs[i]!);
      let inside = 0;
      while (starts && inside < starts.length && starts[inside]! <= unit - passed) inside++;
      return i + inside - start;
    }
    return end - start;
  }

  /** First and end unit of the word at a unit. */
  function segmentAt(content: string, unit: number): [from: number, to: number] {
    // Firefox before 125 has no segmenter.
    if (Intl.Segmenter === undefined) {
      const isSpace = (at: number): boolean => content[at]!.trim() === '';
      let from = unit;
      let to = unit + 1;
      while (from > 0 && isSpace(from - 1) === isSpace(unit)) from--;
      while (to < content.length && isSpace(to) === isSpace(unit)) to++;
      return [from, to];
    }
    segmenter ??= new Intl.Segmenter(locale, { granularity: 'word' });
    const word = segmenter.segment(content).containing(unit);
    return word ? [word.index, word.index + word.segment.length] : [unit, unit + 1];
  }

  return {
    unitOf,
    clusterOf,
    wordAt(row, index, out) {
      const length = columns(world, Text).runLength[row]!;
      out[0] = 0;
      out[1] = 0;
      if (length === 0) return;
      const content = resource(world, TextPort).contentOf(row);
      const [from, to] = segmentAt(content, unitOf(row, clamp(index, length - 1)));
      out[0] = clusterOf(row, from);
      // A cluster that the word's end divides belongs to it whole.
      out[1] = clusterOf(row, to - 1) + 1;
    },
  };
}

function clamp(index: number, length: number): number {
  return index > 0 ? Math.min(index, length) : 0;
}
