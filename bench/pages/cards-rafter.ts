import { type App, box, type Entity, type Style, setStyle, text } from '../../src/index';
import {
  BAR_WIDTH,
  BARS,
  barColor,
  barHeight,
  barLeft,
  barTop,
  CARD_COLOR,
  CARD_HEIGHT,
  CARD_RADIUS,
  CARD_TEXT,
  CARD_WIDTH,
  CARDS,
  cardLeft,
  cardTop,
  LINE_LEFT,
  LINES,
  lineText,
  opacityOf,
  shiftOf,
} from './cards';
import type { NumberedScene } from './contender';
import { openRafter } from './rafter-app';
import { BACKGROUND, cssColor, FONT_FAMILY, FONT_SIZE } from './rows';

let app: App;
const cards: Entity[] = [];

/**
 * The cards through the public interface, moved by `translate` or faded; `prepare` may turn what the app does, and `look` adds to what
 * a card shows.
 */
export function cardsScene(
  prepare: (app: App) => void = () => {},
  look: Style = {},
  fades = false,
): NumberedScene {
  return {
    async mount() {
      app = await openRafter(BACKGROUND);
      prepare(app);
      for (let index = 0; index < CARDS; index++) cards.push(addCard(index, look));
      app.step(performance.now());
    },
    frame(index, now) {
      for (const [card, entity] of cards.entries()) {
        if (fades) setStyle(app.world, entity, { opacity: opacityOf(card, index) });
        else setStyle(app.world, entity, { translate: [shiftOf(card, index), 0] });
      }
      app.step(now);
    },
  };
}

function addCard(index: number, look: Style): Entity {
  const { world } = app;
  const parent = box(world, {
    position: 'absolute',
    left: cardLeft(index),
    top: cardTop(index),
    width: CARD_WIDTH,
    height: CARD_HEIGHT,
    borderRadius: CARD_RADIUS,
    fill: cssColor(CARD_COLOR),
    translate: [0, 0],
    ...look,
  });
  const font = { fontSize: FONT_SIZE, fontFamily: FONT_FAMILY, color: cssColor(CARD_TEXT) };
  for (const [line, top] of LINES.entries()) {
    const content = lineText(index, line);
    text(world, { parent, position: 'absolute', left: LINE_LEFT, top, content, ...font });
  }
  for (let bar = 0; bar < BARS; bar++) {
    const place = { left: barLeft(bar), top: barTop(index, bar), width: BAR_WIDTH } as const;
    const fill = cssColor(barColor(index));
    box(world, { parent, position: 'absolute', ...place, height: barHeight(index, bar), fill });
  }
  return parent;
}
