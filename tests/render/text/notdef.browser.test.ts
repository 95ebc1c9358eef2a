import { beforeAll, expect, it } from 'vitest';
import { familiesFor, loadTestFonts } from '../../fonts';
import { textStrings } from '../../text-strings';

const SIZE = 64;
/** Code points that no font has. */
const MISSING = ['\u{10fffd}', '\u0378'];
/** Part of keycaps, which these fonts draw blank: of them the comparison of pixels says nothing. */
const NEVER_ALONE = ['\u20e3'];

const canvas = new OffscreenCanvas(SIZE * 2, SIZE);
const context = canvas.getContext('2d', { willReadFrequently: true })!;

beforeAll(async () => {
  await Promise.all(
    textStrings.map(({ script, strings }) => loadTestFonts(familiesFor(script), strings.join(''))),
  );
});

// What both sides of a comparison lack they draw alike.
it.each(textStrings)(
  'fonts have every character of the strings: $script',
  ({ script, strings }) => {
    use(script);
    const boxes = new Set(MISSING.map(drawn));
    expect(boxes).not.toContain(drawn(' '));
    const characters = [...new Set(strings.flatMap((content) => [...content]))].filter(
      (character) => !/\s|\p{Cf}|\p{Variation_Selector}/u.test(character),
    );
    expect(characters.length).toBeGreaterThan(10);
    const blank = drawn(' ');
    const missing = characters.filter((character) => {
      const pixels = drawn(character);
      return (boxes.has(pixels) || pixels === blank) && !NEVER_ALONE.includes(character);
    });
    expect(missing.map((c) => `${c} U+${c.codePointAt(0)!.toString(16)}`)).toEqual([]);
  },
);

function use(script: string): void {
  const list = familiesFor(script).map((family) => `"${family}"`);
  context.font = `${SIZE / 2}px ${list.join(', ')}`;
}

/** The pixels of a string. */
function drawn(content: string): string {
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.fillText(content, SIZE / 4, SIZE * 0.7);
  return context.getImageData(0, 0, canvas.width, canvas.height).data.join();
}
