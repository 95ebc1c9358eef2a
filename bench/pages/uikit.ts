import { Container, reversePainterSortStable, Text } from '@pmndrs/uikit';
import { batch, type Signal, signal } from '@preact/signals-core';
import { OrthographicCamera, Scene, WebGLRenderer } from 'three';
import { flingContender } from './contender';
import {
  BACKGROUND,
  BADGE,
  BAR,
  badgeColorOf,
  barColorOf,
  COLUMN_X,
  cssColor,
  delayText,
  distanceText,
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

type UikitRow = {
  index: number;
  top: Signal<number>;
  stripe: Signal<string>;
  texts: [Signal<string>, Signal<string>, Signal<string>, Signal<string>];
  bar: Signal<string>;
  badge: Signal<string>;
};

const pool: UikitRow[] = [];
const scene = new Scene();
const camera = new OrthographicCamera(
  -VIEW_WIDTH / 2,
  VIEW_WIDTH / 2,
  VIEW_HEIGHT / 2,
  -VIEW_HEIGHT / 2,
  1,
  1000,
);
let renderer: WebGLRenderer;
let root: Container;
let font: Text['fontSignal'] | undefined;
let rowCount = 0;
let lastTime = 0;

/** pmndrs' uikit on three.js with pooled rows, every changing property a signal; its text is Inter, from distance fields. */
export const contender = flingContender(
  {
    async mount(rows, fling) {
      rowCount = rows;
      renderer = new WebGLRenderer({ antialias: false, stencil: false });
      renderer.setSize(VIEW_WIDTH, VIEW_HEIGHT);
      renderer.setClearColor(BACKGROUND);
      renderer.localClippingEnabled = true;
      renderer.setTransparentSort(reversePainterSortStable);
      renderer.domElement.style.display = 'block';
      document.body.append(renderer.domElement);
      camera.position.z = 100;
      root = new Container({
        width: VIEW_WIDTH,
        height: VIEW_HEIGHT,
        pixelSize: 1,
        overflow: 'hidden',
        fontFamily: 'inter',
        fontWeight: 'medium',
      });
      scene.add(root);
      for (let i = 0; i < POOLED_ROWS; i++) pool.push(createRow());
      lastTime = performance.now();
      // Its font and its layout engine arrive in later tasks, its texts a frame or two after them.
      while (!font?.value || !root.size.value) show(fling.offset, await nextFrame());
      for (let frame = 0; frame < 3; frame++) show(fling.offset, await nextFrame());
    },
    frame(fling, now) {
      show(fling.offset, now);
    },
  },
  { frames: 15 },
);

function createRow(): UikitRow {
  const row: UikitRow = {
    index: -1,
    top: signal(0),
    stripe: signal(cssColor(BACKGROUND)),
    texts: [signal(''), signal(''), signal(''), signal('')],
    bar: signal(cssColor(BACKGROUND)),
    badge: signal(cssColor(BACKGROUND)),
  };
  const view = new Container({
    positionType: 'absolute',
    positionLeft: 0,
    positionTop: 0,
    width: VIEW_WIDTH,
    height: ROW_HEIGHT,
    // Not the position: it would be laid out again every frame.
    transformTranslateY: row.top,
    backgroundColor: row.stripe,
  });
  root.add(view);
  const texts = row.texts.map(
    (text, column) =>
      new Text({
        positionType: 'absolute',
        positionLeft: COLUMN_X[column] ?? 0,
        positionTop: TEXT_TOP,
        fontSize: FONT_SIZE,
        lineHeight: `${ROW_HEIGHT - 2 * TEXT_TOP}px`,
        color: cssColor(TEXT_COLOR),
        text,
      }),
  );
  font ??= texts[0]?.fontSignal;
  view.add(
    new Container({
      positionType: 'absolute',
      positionLeft: BAR.x,
      positionTop: BAR.y,
      width: BAR.width,
      height: BAR.height,
      backgroundColor: row.bar,
    }),
    new Container({
      positionType: 'absolute',
      positionLeft: BADGE.x,
      positionTop: BADGE.y,
      width: BADGE.width,
      height: BADGE.height,
      borderRadius: BADGE.radius,
      backgroundColor: row.badge,
    }),
    ...texts,
  );
  return row;
}

function show(offset: number, now: number): void {
  const first = Math.floor(offset / ROW_HEIGHT);
  batch(() => {
    for (let index = first; index < first + POOLED_ROWS; index++) {
      const row = pool[index % POOLED_ROWS];
      if (!row) continue;
      if (row.index !== index) bind(row, index);
      row.top.value = index < rowCount ? index * ROW_HEIGHT - offset : VIEW_HEIGHT;
    }
  });
  root.update(now - lastTime);
  lastTime = now;
  renderer.render(scene, camera);
}

function bind(row: UikitRow, index: number): void {
  row.index = index;
  row.stripe.value = cssColor(index & 1 ? STRIPE : BACKGROUND);
  row.texts[0].value = numberText(index);
  row.texts[1].value = routeText(index);
  row.texts[2].value = distanceText(index);
  row.texts[3].value = delayText(index);
  row.bar.value = cssColor(barColorOf(index));
  row.badge.value = cssColor(badgeColorOf(index));
}

function nextFrame(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}
