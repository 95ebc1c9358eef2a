import type { MeasureContender } from 'rafter-ui/benchmark';
import { resource } from '../../src/ecs';
import { GlyphCache } from '../../src/ecs/stores';
import { text } from '../../src/index';
import { loadScreen } from './fonts';
import { beginSlice, endSlice, nextFrame, openApp } from './page';
import { alphabets, GLYPHS, han, type Screen, type ScreenLine, sizeOf } from './screens';

type Cold = { call: number; lines: readonly ScreenLine[] };

/** Frames that were not enough are a failure. */
const MOST_FRAMES = 300;

export const hanScreen = firstScreen(han);
export const alphabetScreen = firstScreen(alphabets);

/** The first screen of an app that runs, and has drawn other text: its programs are linked. */
function firstScreen(screen: Screen): MeasureContender<Cold> {
  const { family } = screen;
  return {
    async setup() {
      return { call: 0, lines: await loadScreen(screen) };
    },
    async measure(state, { now }) {
      const { app, close } = await openApp();
      const cache = resource(app.world, GlyphCache);
      text(app.world, { position: 'absolute', top: 0, left: 0, content: '·', color: '#ffffff' });
      for (let frame = 0; frame < 3; frame++) app.step(await nextFrame());
      const fontSize = sizeOf(state.call++);
      let set = 0;
      let longestStep = 0;
      let longest = 0;
      let total = 0;
      let frames = 0;
      do {
        const time = await nextFrame();
        beginSlice();
        const start = now();
        if (frames === 0) {
          for (const { content, top, left } of state.lines) {
            const place = { position: 'absolute', top, left } as const;
            text(app.world, { ...place, content, fontFamily: family, fontSize, color: '#222222' });
          }
          set = now() - start;
        }
        const startStep = now();
        app.step(time);
        const end = now();
        endSlice();
        longestStep = Math.max(longestStep, end - startStep);
        longest = Math.max(longest, end - start);
        total += end - start;
        frames++;
      } while (cache.pending > 0 && frames < MOST_FRAMES);
      const { pending } = cache;
      // What tests of the text system read in its stats, which an app does not hand out.
      const { count } = cache as GlyphCache & { count: number };
      close();
      if (pending > 0 || count < GLYPHS) {
        throw new Error(`${count} glyphs are drawn and ${pending} wait`);
      }
      return { longest, set, longestStep, total, frames };
    },
  };
}
