import { Application, BitmapText } from 'pixi.js';
import type { FrameContender } from 'rafter-ui/benchmark';
import { openPixi } from '../pages/pixi-application';
import { FONT_FAMILY, TEXT_COLOR } from '../pages/rows';
import { KNOWN, placeOf, SMALL_FONT_SIZE, shortStrings, TEXTS, turnOf } from './strings';

type State = { application: Application; texts: readonly BitmapText[]; pool: readonly string[] };

/** Pixi's own text of the kind that is made to change. With a font installed beforehand it is no faster. */
export const contender = changing();
/** Of so few strings that its cache of 1,000 layouts holds them all. */
export const known = changing(KNOWN);

function changing(strings?: number): FrameContender<State> {
  return {
    async setup({ random }) {
      const pool = shortStrings(random, strings);
      const application = new Application();
      await openPixi(application);
      const style = { fontFamily: FONT_FAMILY, fontSize: SMALL_FONT_SIZE, fill: TEXT_COLOR };
      const texts = Array.from({ length: TEXTS }, (_, i) => {
        const text = new BitmapText({ text: '', style });
        const { left, top } = placeOf(i);
        text.position.set(left, top);
        application.stage.addChild(text);
        return text;
      });
      return { application, texts, pool };
    },
    frame({ application, texts, pool }, index) {
      for (let i = 0; i < TEXTS; i++) texts[i]!.text = pool[turnOf(pool, index, i)]!;
      application.render();
    },
    // Each takes a quarter of a second where a processor draws.
    frames: 20,
  };
}
