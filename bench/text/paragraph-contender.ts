import type { MeasureContender } from 'rafter-ui/benchmark';
import { loadFonts } from './fonts';
import { manyParagraphs, OTHER_WIDTH, type ParagraphScene, WIDTH } from './paragraphs';

/** Measures a scene with new paragraphs at every call. */
export function paragraphContender(
  open: () => ParagraphScene | Promise<ParagraphScene>,
): MeasureContender<ParagraphScene> {
  return {
    async setup({ random }) {
      await loadFonts(manyParagraphs(random).join(''));
      return open();
    },
    measure(scene, { random, now, keep }) {
      const paragraphs = manyParagraphs(random);
      scene.clear();
      const start = now();
      const height = scene.show(paragraphs);
      const cold = now() - start;
      scene.clear();
      const startAgain = now();
      const heightAgain = scene.show(paragraphs);
      const again = now() - startAgain;
      const startRewrapping = now();
      keep(scene.rewrap(OTHER_WIDTH));
      const rewrapped = now() - startRewrapping;
      const back = scene.rewrap(WIDTH);
      // Whoever skips work finds another height, or none.
      if (!(height > 0) || heightAgain !== height || back !== height) {
        throw new Error(`paragraphs are ${height}, ${heightAgain} and ${back} px high`);
      }
      return { cold, again, rewrapped };
    },
  };
}
