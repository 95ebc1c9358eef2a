import type { FontSpec } from '../../ecs/stores';
import { createTextContext, setFont, type TextContext } from './canvas-font';

const SIZE = 20;
/** Of a string at this size; wider ones are cut. */
const WIDTH = SIZE * 12;
const HEIGHT = SIZE * 2;
const ORIGIN = SIZE / 2;
const BASELINE = SIZE * 1.4;
/** Strings that are looked at together. */
const ROWS = 12;
/**
 * So little that no letter moves, but browsers form no ligatures where letters are spaced, nor shapes that depend on what stands
 * beside them. Letters stand at quarters of a pixel: with a 1000th, the tenth of a line may come to the next of them.
 */
const SPACING = '0.0001px';
/** Share of the ink that must differ: the "ff" of Open Sans is 0.9 % apart. Rounding of the spacing alone moves a few edges by a 255th. */
const THRESHOLD = 0.005;

/** Says of strings whether fonts shape their letters together, by drawing them so and, below, spaced. */
export function createLigatureTest(): (font: FontSpec, texts: readonly string[]) => boolean[] {
  let context: TextContext | undefined;
  let rows = 0;

  function contextFor(count: number): TextContext {
    // Most looks are at one string, and reading back is what they cost: some thirty in a page of English.
    const wanted = count === 1 ? 1 : ROWS;
    if (!context || wanted > rows) {
      context = createTextContext(WIDTH, HEIGHT * 2 * wanted);
      rows = wanted;
    }
    return context;
  }

  function test(font: FontSpec, texts: readonly string[]): boolean[] {
    const drawn = contextFor(texts.length);
    // Without letter spacing there is no telling; letters then stand side by side.
    if (!('letterSpacing' in drawn)) return texts.map(() => false);
    setFont(drawn, font, SIZE);
    drawn.clearRect(0, 0, WIDTH, HEIGHT * 2 * texts.length);
    drawn.letterSpacing = '0px';
    let width = 0;
    texts.forEach((text, row) => {
      drawn.fillText(text, ORIGIN, BASELINE + row * HEIGHT * 2);
      width = Math.max(width, drawn.measureText(text).width);
    });
    drawn.letterSpacing = SPACING;
    texts.forEach((text, row) => {
      drawn.fillText(text, ORIGIN, BASELINE + (row * 2 + 1) * HEIGHT);
    });
    width = Math.min(WIDTH, Math.ceil(width) + ORIGIN * 2);
    const { data } = drawn.getImageData(0, 0, width, HEIGHT * 2 * texts.length);
    return texts.map((_, row) => isApart(data, row, width * HEIGHT * 4));
  }

  return (font, texts) => {
    const found: boolean[] = [];
    for (let from = 0; from < texts.length; from += ROWS) {
      found.push(...test(font, texts.slice(from, from + ROWS)));
    }
    return found;
  };
}

/** Whether the two drawings of a string, of so many bytes each, differ. */
function isApart(data: Uint8ClampedArray, row: number, bytes: number): boolean {
  let ink = 0;
  let difference = 0;
  for (let i = row * 2 * bytes + 3; i < (row * 2 + 1) * bytes; i += 4) {
    ink += data[i]!;
    difference += Math.abs(data[i]! - data[bytes + i]!);
  }
  return difference > ink * THRESHOLD;
}
