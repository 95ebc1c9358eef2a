import { BitmapText, Container, Graphics, GraphicsContext, Sprite, Texture } from 'pixi.js';
import {
  BADGE,
  BAR,
  badgeColorOf,
  barColorOf,
  COLUMN_X,
  delayText,
  distanceText,
  FONT_FAMILY,
  FONT_SIZE,
  numberText,
  ROW_HEIGHT,
  routeText,
  STRIPE,
  TEXT_COLOR,
  TEXT_TOP,
  VIEW_WIDTH,
} from './rows';

/** One row of the contenders that use Pixi's scene graph. */
export type PixiRow = {
  index: number;
  view: Container;
  stripe: Sprite;
  texts: [BitmapText, BitmapText, BitmapText, BitmapText];
  bar: Sprite;
  badge: Graphics;
};

let badgeShape: GraphicsContext | undefined;

/** Builds a row's objects, bound to nothing yet and in no scene. */
export function createRow(): PixiRow {
  badgeShape ??= new GraphicsContext()
    .roundRect(0, 0, BADGE.width, BADGE.height, BADGE.radius)
    .fill(0xffffff);
  const view = new Container();
  const stripe = rectangle(0, 0, VIEW_WIDTH, ROW_HEIGHT);
  stripe.tint = STRIPE;
  const bar = rectangle(BAR.x, BAR.y, BAR.width, BAR.height);
  const badge = new Graphics(badgeShape);
  badge.position.set(BADGE.x, BADGE.y);
  const style = { fontFamily: FONT_FAMILY, fontSize: FONT_SIZE, fill: TEXT_COLOR };
  const texts = COLUMN_X.map((x) => {
    const text = new BitmapText({ text: '', style });
    text.position.set(x, TEXT_TOP);
    return text;
  }) as PixiRow['texts'];
  view.addChild(stripe, bar, badge, ...texts);
  return { index: -1, view, stripe, texts, bar, badge };
}

/** Shows list row `index` in a row's objects. */
export function bindRow(row: PixiRow, index: number): void {
  row.index = index;
  row.stripe.visible = (index & 1) === 1;
  row.texts[0].text = numberText(index);
  row.texts[1].text = routeText(index);
  row.texts[2].text = distanceText(index);
  row.texts[3].text = delayText(index);
  row.bar.tint = barColorOf(index);
  row.badge.tint = badgeColorOf(index);
}

function rectangle(x: number, y: number, width: number, height: number): Sprite {
  const sprite = new Sprite(Texture.WHITE);
  sprite.position.set(x, y);
  sprite.setSize(width, height);
  return sprite;
}
