import {
  AlphaFilter,
  Application,
  BitmapText,
  Container,
  Graphics,
  Sprite,
  Texture,
} from 'pixi.js';
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
import { openPixi } from './pixi-application';
import { FONT_FAMILY, FONT_SIZE } from './rows';

const application = new Application();
const cards: Container[] = [];
const style = { fontFamily: FONT_FAMILY, fontSize: FONT_SIZE, fill: CARD_TEXT };

/** The cards as Pixi's scene graph: a container each, with a graphic, sprites and bitmap texts. */
export const cardsScene: NumberedScene = {
  async mount() {
    await openPixi(application);
    for (let index = 0; index < CARDS; index++) cards.push(addCard(index));
    application.stage.addChild(...cards);
    application.render();
  },
  frame(index) {
    for (const [card, container] of cards.entries()) {
      container.x = cardLeft(card) + shiftOf(card, index);
    }
    application.render();
  },
};

/** The same that fade, each as one picture: kept as a texture, or through a filter in every frame. */
export function fadingScene(how: 'texture' | 'filter'): NumberedScene {
  const filters: AlphaFilter[] = [];
  return {
    async mount() {
      await openPixi(application);
      for (let index = 0; index < CARDS; index++) {
        const card = addCard(index);
        cards.push(card);
        if (how === 'texture') card.cacheAsTexture(true);
        else {
          const filter = new AlphaFilter({ alpha: 1 });
          filters.push(filter);
          card.filters = [filter];
        }
      }
      application.stage.addChild(...cards);
      application.render();
    },
    frame(index) {
      for (const [card, container] of cards.entries()) {
        if (how === 'texture') container.alpha = opacityOf(card, index);
        else filters[card]!.alpha = opacityOf(card, index);
      }
      application.render();
    },
  };
}

function addCard(index: number): Container {
  const card = new Container();
  card.position.set(cardLeft(index), cardTop(index));
  card.addChild(
    new Graphics().roundRect(0, 0, CARD_WIDTH, CARD_HEIGHT, CARD_RADIUS).fill(CARD_COLOR),
  );
  for (const [line, top] of LINES.entries()) {
    const text = new BitmapText({ text: lineText(index, line), style });
    text.position.set(LINE_LEFT, top);
    card.addChild(text);
  }
  for (let bar = 0; bar < BARS; bar++) {
    const sprite = new Sprite(Texture.WHITE);
    sprite.position.set(barLeft(bar), barTop(index, bar));
    sprite.setSize(BAR_WIDTH, barHeight(index, bar));
    sprite.tint = barColor(index);
    card.addChild(sprite);
  }
  return card;
}
