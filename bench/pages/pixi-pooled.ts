import {
  Application,
  BitmapText,
  Container,
  Graphics,
  GraphicsContext,
  Sprite,
  Texture,
} from 'pixi.js';
import { expose } from './contender';
import {
  BACKGROUND,
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
  POOLED_ROWS,
  ROW_HEIGHT,
  routeText,
  STRIPE,
  TEXT_COLOR,
  TEXT_TOP,
  VIEW_HEIGHT,
  VIEW_WIDTH,
} from './rows';

type PixiRow = {
  index: number;
  view: Container;
  stripe: Sprite;
  texts: [BitmapText, BitmapText, BitmapText, BitmapText];
  bar: Sprite;
  badge: Graphics;
};

const pool: PixiRow[] = [];
const application = new Application();
let rowCount = 0;

/** Pixi's scene graph with pooled rows: containers, sprites, bitmap texts. */
expose({
  async mount(rows, fling) {
    rowCount = rows;
    await application.init({
      width: VIEW_WIDTH,
      height: VIEW_HEIGHT,
      background: BACKGROUND,
      antialias: false,
      preference: 'webgl',
      resolution: 1,
      autoStart: false,
      sharedTicker: false,
    });
    application.canvas.style.display = 'block';
    document.body.append(application.canvas);
    const badgeShape = new GraphicsContext()
      .roundRect(0, 0, BADGE.width, BADGE.height, BADGE.radius)
      .fill(0xffffff);
    for (let i = 0; i < POOLED_ROWS; i++) pool.push(createRow(badgeShape));
    show(fling.offset);
    application.render();
  },
  frame(fling) {
    show(fling.offset);
    application.render();
  },
  start() {
    application.start();
  },
  stop() {
    application.stop();
  },
});

function createRow(badgeShape: GraphicsContext): PixiRow {
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
  application.stage.addChild(view);
  return { index: -1, view, stripe, texts, bar, badge };
}

function rectangle(x: number, y: number, width: number, height: number): Sprite {
  const sprite = new Sprite(Texture.WHITE);
  sprite.position.set(x, y);
  sprite.setSize(width, height);
  return sprite;
}

function show(offset: number): void {
  const first = Math.floor(offset / ROW_HEIGHT);
  for (let index = first; index < first + POOLED_ROWS; index++) {
    const row = pool[index % POOLED_ROWS];
    if (!row) continue;
    if (row.index !== index) bind(row, index);
    row.view.y = index * ROW_HEIGHT - offset;
  }
}

function bind(row: PixiRow, index: number): void {
  row.index = index;
  row.view.visible = index < rowCount;
  row.stripe.visible = (index & 1) === 1;
  row.texts[0].text = numberText(index);
  row.texts[1].text = routeText(index);
  row.texts[2].text = distanceText(index);
  row.texts[3].text = delayText(index);
  row.bar.tint = barColorOf(index);
  row.badge.tint = badgeColorOf(index);
}
