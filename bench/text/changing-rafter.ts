import type { FrameContender } from 'rafter-ui/benchmark';
import { type App, type Entity, setText, text } from '../../src/index';
import { cssColor, FONT_FAMILY, TEXT_COLOR } from '../pages/rows';
import { openApp } from './page';
import { KNOWN, placeOf, SMALL_FONT_SIZE, shortStrings, TEXTS, turnOf } from './strings';

type State = { app: App; texts: readonly Entity[]; pool: readonly string[] };

/** Texts of an app on a canvas. */
export const contender = changing();
/** The same few strings again and again. */
export const known = changing(KNOWN);

function changing(strings?: number): FrameContender<State> {
  return {
    async setup({ random }) {
      const pool = shortStrings(random, strings);
      const { app } = await openApp();
      const texts = Array.from({ length: TEXTS }, (_, i) =>
        text(app.world, {
          position: 'absolute',
          ...placeOf(i),
          fontFamily: FONT_FAMILY,
          fontSize: SMALL_FONT_SIZE,
          color: cssColor(TEXT_COLOR),
        }),
      );
      return { app, texts, pool };
    },
    frame({ app, texts, pool }, index, now) {
      const { world } = app;
      for (let i = 0; i < TEXTS; i++) setText(world, texts[i]!, pool[turnOf(pool, index, i)]!);
      app.step(now);
    },
  };
}
