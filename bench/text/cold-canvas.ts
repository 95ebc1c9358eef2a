import type { MeasureContender } from 'rafter-ui/benchmark';
import { loadFonts } from './fonts';
import { addCanvas, nextFrame } from './page';
import { alphabets, han, type Screen, sizeOf } from './screens';

export const hanScreen = firstScreen(han);
export const alphabetScreen = firstScreen(alphabets);

/** The same screen by `fillText`, all in one frame, and a pixel read back: until then nothing need be drawn. */
function firstScreen({ family, isLoaded, lines }: Screen): MeasureContender<{ call: number }> {
  return {
    async setup() {
      if (isLoaded) await loadFonts(lines.map(({ content }) => content).join(''));
      return { call: 0 };
    },
    async measure(state, { now }) {
      const canvas = addCanvas();
      const context = canvas.getContext('2d', { alpha: false });
      if (!context) throw new Error('canvas-2d: no 2D context');
      context.fillRect(0, 0, 1, 1);
      context.getImageData(0, 0, 1, 1);
      await nextFrame();
      const start = now();
      context.font = `${sizeOf(state.call++)}px ${family}`;
      context.textBaseline = 'top';
      context.fillStyle = '#ffffff';
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.fillStyle = '#222222';
      for (const { content, top, left } of lines) context.fillText(content, left, top);
      const set = now() - start;
      context.getImageData(0, 0, 1, 1);
      const total = now() - start;
      canvas.remove();
      return { longest: total, set, longestStep: total - set, total, frames: 1 };
    },
  };
}
