import type { FontSpec } from '../../ecs/stores';
import { createTextContext, setFont, type TextContext } from './canvas-font';

const SIZE = 40;
const WIDTH = SIZE * 5;
const HEIGHT = SIZE * 2;
const ORIGIN = SIZE / 2;
const BASELINE = SIZE * 1.4;
/** So little that no letter moves, but browsers form no ligatures where letters are spaced. */
const SPACING = '0.001px';
/** Share of the ink that must differ: rounding of the spacing alone moves a few edges by a 255th. */
const THRESHOLD = 0.01;

/** Says whether fonts draw letters as one shape, by drawing them with and without ligatures. */
export function createLigatureTest(): (font: FontSpec, text: string) => boolean {
  let context: TextContext | undefined;
  // By face, whatever its size, and text.
  const known = new Map<string, boolean>();

  function draw(target: TextContext, text: string, spacing: string): Uint8ClampedArray {
    target.letterSpacing = spacing;
    target.clearRect(0, 0, WIDTH, HEIGHT);
    target.fillText(text, ORIGIN, BASELINE);
    return target.getImageData(0, 0, WIDTH, HEIGHT).data;
  }

  function test(font: FontSpec, text: string): boolean {
    context ??= createTextContext(WIDTH, HEIGHT);
    // Without letter spacing there is no telling; letters then stand side by side.
    if (!('letterSpacing' in context)) return false;
    setFont(context, font, SIZE);
    const joined = draw(context, text, '0px');
    const apart = draw(context, text, SPACING);
    let ink = 0;
    let difference = 0;
    for (let i = 3; i < joined.length; i += 4) {
      ink += joined[i]!;
      difference += Math.abs(joined[i]! - apart[i]!);
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
