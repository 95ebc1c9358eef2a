import { afterEach, describe, expect, it } from 'vitest';
import { type App, createApp } from '../../src/app';
import { box, type Style, setStyle } from '../../src/ui';
import { cssPicture, distance } from './css-picture';

const WIDTH = 200;
const HEIGHT = 160;
const apps: App[] = [];

afterEach(() => {
  for (const app of apps.splice(0)) app.dispose();
});

type Case = { name: string; style: Style; css: string; max?: number; mean?: number };

const place = { position: 'absolute', left: 50, top: 40, width: 100, height: 80 } as const;
const cssPlace = 'left:50px;top:40px;width:100px;height:80px;';

const shapes: Case[] = [
  shape('a soft shadow below', { fill: '#ffffff', boxShadow: '0 4px 16px rgb(0 0 0 / 0.5)' }),
  shape('a soft shadow of a round card', {
    fill: '#ffffff',
    borderRadius: 12,
    boxShadow: '0 4px 12px #000000aa',
  }),
  shape('a radius per corner', {
    fill: '#3366ff',
    borderRadius: [0, 10, 24, 40],
    boxShadow: '6px 8px 10px #000000',
  }),
  shape('a pill', { fill: '#ffffff', borderRadius: 999, boxShadow: '0 0 24px #000000' }),
  shape('no blur', { fill: '#00ff00', borderRadius: 8, boxShadow: '10px 12px 0 #ff0000' }),
  shape('a sharp ring by spread', {
    fill: '#ffffff',
    borderRadius: 6,
    boxShadow: '0 0 0 4px #2255ee',
  }),
  shape('sharp corners under spread', { fill: '#ffffff', boxShadow: '0 0 6px 9px #2255ee' }),
  shape('a spread below 0', {
    fill: '#ffffff',
    borderRadius: 8,
    boxShadow: '0 22px 10px -10px #000000',
  }),
  shape('nothing but the shadow', { borderRadius: 16, boxShadow: '4px 4px 12px #000000' }),
  shape('a translucent box', {
    fill: '#ff000080',
    borderRadius: 16,
    boxShadow: '0 0 12px #000000',
  }),
  shape('a border', {
    fill: '#ffffff',
    borderWidth: 5,
    borderColor: '#008800',
    borderRadius: 14,
    boxShadow: '0 0 10px #000000, inset 0 0 8px #ff0000',
  }),
  shape('two shadows, the first on top', {
    fill: '#ffffff',
    boxShadow: '8px 0 0 #ff0000, 12px 6px 4px #0000ff',
  }),
  shape('inset', { fill: '#ffffff', borderRadius: 12, boxShadow: 'inset 0 3px 10px #000000' }),
  shape('inset with a spread', {
    fill: '#eeeeee',
    borderRadius: [0, 10, 24, 40],
    boxShadow: 'inset 4px 2px 8px 5px #003399',
  }),
  shape('inset without blur', {
    fill: '#eeeeee',
    borderRadius: 20,
    boxShadow: 'inset 6px 9px 0 #ff0000',
  }),
  shape('inset that leaves nothing', { fill: '#eeeeee', boxShadow: 'inset 0 0 4px 60px #ff0000' }),
  shape('a huge blur', { fill: '#ffffff', borderRadius: 8, boxShadow: '0 0 120px 10px #000000' }),
  shape('two levels of inset', {
    fill: '#ffffff',
    boxShadow: 'inset 8px 0 0 #ff0000, inset 12px 6px 4px #0000ff',
  }),
];

describe('a shadow', () => {
  for (const dpr of [1, 2]) {
    for (const { name, style, css, max = 8, mean = 1 } of shapes) {
      it(`looks like CSS's at ${dpr} device pixels: ${name}`, async () => {
        const { app, canvas, frame } = await open(dpr);
        box(app.world, { ...place, ...style });
        frame();
        const found = distance(
          pixelsOf(canvas),
          await cssPicture(
            `<div style="position:absolute;${cssPlace}${css}"></div>`,
            WIDTH,
            HEIGHT,
            dpr,
          ),
        );
        console.log(name, dpr, JSON.stringify(found));
        expect(found.max).toBeLessThanOrEqual(max);
        expect(found.mean).toBeLessThanOrEqual(mean);
      });
    }
  }
});

/** The same box for both. */
function shape(
  name: string,
  style: Style & { boxShadow: string },
  limits: Partial<Case> = {},
): Case {
  const { fill = 'transparent', borderRadius = 0, borderWidth = 0, borderColor, boxShadow } = style;
  const radii = typeof borderRadius === 'number' ? [borderRadius] : borderRadius;
  const css =
    `box-sizing:border-box;background:${fill};border-radius:${radii.map((r) => `${r}px`).join(' ')};` +
    `border:${borderWidth}px solid ${borderColor ?? 'transparent'};box-shadow:${boxShadow};`;
  return { name, style, css, ...limits };
}

async function open(dpr: number) {
  const canvas = new OffscreenCanvas(1, 1);
  const app = await createApp({ canvas, width: WIDTH, height: HEIGHT, dpr, background: '#ffffff' });
  apps.push(app);
  let now = 0;
  const frame = (): void => {
    now += 16;
    app.step(now);
  };
  return { app, canvas, frame };
}

function pixelsOf(canvas: OffscreenCanvas): Uint8ClampedArray {
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  const context = copy.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(canvas, 0, 0);
  return context.getImageData(0, 0, canvas.width, canvas.height).data;
}
