import type { FontSpec } from '../../ecs/stores';
import { createTextContext, setFont, type TextContext } from './canvas-font';

const SIZE = 20;
const WIDTH = SIZE * 5;
const HEIGHT = SIZE * 2;
const ORIGIN = SIZE / 2;
const BASELINE = SIZE * 1.4;
/** So little that no letter moves, but browsers form no ligatures where letters are spaced. */
const SPACING = '0.001px';
/** Share of the ink that must differ: rounding of the spacing alone moves a few edges by a 255th. */
const THRESHOLD = 0.01;

/** Says whether fonts draw letters as one shape, by drawing them with ligatures and, below, without. */
export function createLigatureTest(): (font: FontSpec, text: string) => boolean {
  let context: TextContext | undefined;
  // By face, whatever its size, and text.
  const known = new Map<string, boolean>();

  function test(font: FontSpec, text: string): boolean {
    context ??= createTextContext(WIDTH, HEIGHT * 2);
    // Without letter spacing there is no telling; letters then stand side by side.
    if (!('letterSpacing' in context)) return false;
    setFont(context, font, SIZE);
    context.clearRect(0, 0, WIDTH, HEIGHT * 2);
    context.letterSpacing = '0px';
    context.fillText(text, ORIGIN, BASELINE);
    // No wider than the letters: reading back is what this costs, and there are some thirty such pairs in a page of English.
    const width = Math.min(WIDTH, Math.ceil(context.measureText(text).width) + ORIGIN * 2);
    context.letterSpacing = SPACING;
    context.fillText(text, ORIGIN, BASELINE + HEIGHT);
    const { data } = context.getImageData(0, 0, width, HEIGHT * 2);
    const apart = data.length / 2;
    let ink = 0;
    let difference = 0;
    for (let i = 3; i < apart; i += 4) {
      ink += data[i]!;
      difference += Math.abs(data[i]! - data[apart + i]!);
    }
    return difference > ink * THRESHOLD;
  }

  return (font, text) => {
    const key = `${font.italic} ${font.weight} ${font.family} ${text}`;
    let ligates = known.get(key);
    if (ligates === undefined) {
      ligates = test(font, text);
      known.set(key, ligates);
    }
    return ligates;
  };
}
