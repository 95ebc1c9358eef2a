import type { FontSpec, TextMeasurer } from '../../ecs/stores';
import { isRtl, isWordShaped } from './scripts';

const ZERO_WIDTH_JOINER = '\u200d';
/** At the end of a string a joiner alone would be read from left to right, and leave the letter before it as it is. */
const RTL_JOINER = '\u200d\u200f';
const LAM = 0x644;
/** CSS pixels that float32 may miss. */
const ROUNDING = 1e-4;

/** A word that is drawn as one. */
export type MeasuredWord = {
  readonly word: string;
  /** Where its clusters after the first start, UTF-16 units. */
  readonly units: Uint16Array;
  /** Its advance, CSS pixels. */
  readonly length: number;
};

/** Where the clusters of a word after its first start, CSS pixels from its beginning: as browsers place selections in it. */
export function measureInWord(
  measurer: TextMeasurer,
  spec: FontSpec,
  { word, units, length }: MeasuredWord,
): Float32Array {
  const starts = new Float32Array(units.length);
  const joiner = joinerOf(word.charCodeAt(0));
  let before = 0;
  for (let i = 0; i < units.length; i++) {
    const measured = measurer.measure(spec, word.slice(0, units[i]!) + joiner);
    const part = Number.isFinite(measured) ? measured : 0;
    // Its letters are no part of the shape, as those of an icon's name: it is divided evenly, as browsers divide ligatures.
    if (joiner === '' && (part > length + ROUNDING || word.startsWith('ff'))) {
      divide(starts, 0, units.length, 0, length);
      return starts;
    }
    before = Math.min(length, Math.max(before, part));
    starts[i] = before;
  }
  if (joiner !== '') divideLigatures(starts, word, units, length);
  return starts;
}

/** What keeps the last letter before it in the shape that it has inside of a word which begins with this unit. */
function joinerOf(lead: number): string {
  if (!isWordShaped(lead)) return '';
  return isRtl(lead) ? RTL_JOINER : ZERO_WIDTH_JOINER;
}

/** Gives clusters without an advance of their own an equal part of that of the one before, and lam half of lam-alef at most. */
function divideLigatures(
  starts: Float32Array,
  word: string,
  units: Uint16Array,
  length: number,
): void {
  const count = starts.length;
  for (let i = 0; i < count; i++) {
    const left = i === 0 ? 0 : starts[i - 1]!;
    const right = starts[i]!;
    let end = i;
    while (end < count && (starts[end + 1] ?? length) - right < ROUNDING) end++;
    if (end > i) {
      divide(starts, i, end, left, right);
      i = end;
    } else if (isLamAlef(word, i === 0 ? 0 : units[i - 1]!, units[i]!)) {
      starts[i] = Math.min(right, (left + (starts[i + 1] ?? length)) / 2);
    }
  }
}

/** Divides a length evenly among a cluster and those after it, which start at places `from` to `to - 1`. */
function divide(starts: Float32Array, from: number, to: number, left: number, right: number): void {
  const parts = to - from + 1;
  for (let i = from; i < to; i++) starts[i] = left + ((right - left) * (i - from + 1)) / parts;
}

/** Whether the letters at two units are a lam and an alef, which nearly every font draws as one. */
function isLamAlef(word: string, first: number, second: number): boolean {
  if (word.charCodeAt(first) !== LAM) return false;
  const alef = word.charCodeAt(second);
  return alef === 0x627 || alef === 0x622 || alef === 0x623 || alef === 0x625 || alef === 0x671;
}
