import { type App, box, type Entity, numberFormat, setNumber, text } from '../../src/index';
import type { NumberedScene } from './contender';
import {
  COUNTER,
  COUNTER_TEXT,
  countOf,
  PANEL_HEIGHT,
  PANEL_WIDTH,
  PANELS,
  panelColor,
  panelLeft,
  panelTop,
} from './panels';
import { openRafter } from './rafter-app';
import { BACKGROUND, cssColor, FONT_FAMILY, FONT_SIZE } from './rows';

const PLAIN = numberFormat();

let app: App;
let counter: Entity;

/** The panels through the public interface; `prepare` may turn what the app does. */
export function panelsScene(prepare: (app: App) => void = () => {}): NumberedScene {
  return {
    async mount() {
      app = await openRafter(BACKGROUND);
      prepare(app);
      const { world } = app;
      for (let i = 0; i < PANELS; i++) {
        box(world, {
          position: 'absolute',
          left: panelLeft(i),
          top: panelTop(i),
          width: PANEL_WIDTH,
          height: PANEL_HEIGHT,
          fill: cssColor(panelColor(i)),
        });
      }
      const { x, y, width, height, color } = COUNTER;
      const place = { position: 'absolute', left: x, top: y, width, height } as const;
      box(world, { ...place, fill: cssColor(color) });
      counter = text(world, {
        position: 'absolute',
        left: COUNTER_TEXT.x,
        top: COUNTER_TEXT.y,
        fontSize: FONT_SIZE,
        fontFamily: FONT_FAMILY,
        color: cssColor(COUNTER_TEXT.color),
      });
      setNumber(world, counter, countOf(0), PLAIN);
      app.step(performance.now());
    },
    frame(index, now) {
      setNumber(app.world, counter, countOf(index), PLAIN);
      app.step(now);
    },
  };
}
