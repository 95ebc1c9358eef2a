import { describe, expect, it } from 'vitest';
import { box, type Style, setStyle, text } from '../../src/ui';
import { cssPicture, distance } from './css-picture';
import { openOffscreen, pixelsOf } from './offscreen';

const WIDTH = 200;
const HEIGHT = 160;
const place = { position: 'absolute', left: 20, top: 10, width: 150, height: 120 } as const;
const cssPlace =
  'position:absolute;left:20px;top:10px;width:150px;height:120px;box-sizing:border-box;';

const gradients = [
  'linear-gradient(#ff0000, #0000ff)',
  'linear-gradient(to right, #ff0000, #0000ff 80%)',
  'linear-gradient(to top left, #ffffff, #000000)',
  'linear-gradient(to bottom right, #00ff00, #ff00ff, #0000ff)',
  'linear-gradient(0.4turn, #ff0000 20%, #00ff00 30px, #0000ff)',
  'linear-gradient(-37deg, #ff0000, #ffff00 10%, #00ff00, #00ffff 70% 80%, #0000ff, #ff00ff)',
  'linear-gradient(90deg, rgb(255 0 0 / 0), #0000ff)',
  'linear-gradient(to right, #ff0000 50%, #00ff00 50%)',
  'linear-gradient(50deg, #ff0000 60%, #00ff00 40%, #0000ff)',
  'repeating-linear-gradient(45deg, #ff0000, #0000ff 33px)',
  'repeating-linear-gradient(to right, #ff0000 0 10px, #0000ff 10px 20px)',
  'radial-gradient(#ff0000, #0000ff)',
  'radial-gradient(circle, #ff0000, #00ff00 40%, #0000ff)',
  'radial-gradient(circle at 30% 20px, #ffffff, #000000)',
  'radial-gradient(closest-side, #ff0000, #0000ff)',
  'radial-gradient(farthest-side at 20% 30%, #ff0000, #0000ff)',
  'radial-gradient(circle closest-corner at 20% 30%, #ff0000, #0000ff)',
  'radial-gradient(closest-corner at 20% 30%, #ff0000, #0000ff)',
  'radial-gradient(60px 30px at 50% 50%, #ff0000, #0000ff 90%, #00ff00)',
  'radial-gradient(70px at right bottom, #ff0000, #0000ff)',
  'repeating-radial-gradient(circle at top, #ff0000, #0000ff 25px)',
];

describe('a gradient looks like CSS’s', () => {
  it.each(gradients)('%s', async (gradient) => {
    await compare({ gradient }, `background:${gradient}`, { max: 3 });
  });

  it.each([1, 2])('with round corners, a fill and a border, at %d device pixels', async (dpr) => {
    const gradient = 'linear-gradient(to right, #ff000080, #0000ff)';
    const own = { fill: '#ffff00', borderRadius: 30, borderWidth: 6, borderColor: '#004400' };
    const css = `background:${gradient} padding-box,#ffff00;border-radius:30px;border:6px solid #040;`;
    await compare({ gradient, ...own }, css, { max: 60, mean: 1.2, dpr, samples: 8 });
  });

  it('fades with its layer, and is cut by round clips', async () => {
    const gradient = 'linear-gradient(to right, #ff0000, #00ff00, #0000ff)';
    const html =
      `<div style="${cssPlace}overflow:hidden;border-radius:50px;opacity:0.5">` +
      `<div style="width:150px;height:120px;background:${gradient}"></div></div>`;
    const { app, canvas, frame } = await openOffscreen(WIDTH, HEIGHT);
    const clip = box(app.world, { ...place, overflow: 'hidden', borderRadius: 50, opacity: 0.5 });
    box(app.world, { parent: clip, width: 150, height: 120, gradient });
    frame();
    const wanted = await cssPicture(html, { width: WIDTH, height: HEIGHT, dpr: 1 });
    const seen = distance(pixelsOf(canvas), wanted);
    expect(seen.max, JSON.stringify(seen)).toBeLessThanOrEqual(20);
    expect(seen.mean, JSON.stringify(seen)).toBeLessThanOrEqual(1.5);
  });

  it('turns with its layer', async () => {
    const gradient = 'radial-gradient(circle at 20% 30%, #ff0000, #0000ff)';
    const { app, canvas, frame } = await openOffscreen(WIDTH, HEIGHT);
    const element = box(app.world, { ...place, gradient, opacity: 0.99 });
    frame();
    setStyle(app.world, element, { rotate: '0.2rad', transformOrigin: [0, 0] });
    frame();
    const css = `background:${gradient};opacity:0.99;transform-origin:0 0;transform:rotate(0.2rad)`;
    const html = `<div style="${cssPlace}${css}"></div>`;
    const wanted = await cssPicture(html, { width: WIDTH, height: HEIGHT, dpr: 1 });
    const seen = distance(pixelsOf(canvas), wanted);
    expect(seen.mean, JSON.stringify(seen)).toBeLessThanOrEqual(1.5);
  });

  it('lies under text and inset shadows, on the fill, and goes again', async () => {
    const { app, canvas, frame } = await openOffscreen(WIDTH, HEIGHT);
    const gradient = 'linear-gradient(#ff0000, #ff0000)';
    const label = text(app.world, {
      ...place,
      content: '████████████',
      color: '#00ff00',
      fontSize: 40,
      fill: '#0000ff',
      gradient,
      boxShadow: 'inset 0 -20px 0 #000000',
    });
    frame();
    frame();
    const at = (x: number, y: number) => [
      ...pixelsOf(canvas)
        .slice((y * WIDTH + x) * 4)
        .slice(0, 3),
    ];
    expect(at(160, 80)).toEqual([255, 0, 0]);
    expect(at(160, 120)).toEqual([0, 0, 0]);
    expect(at(40, 30)).toEqual([0, 255, 0]);
    setStyle(app.world, label, { gradient: 'none' });
    frame();
    expect(at(160, 80)).toEqual([0, 0, 255]);
  });
});

type Limits = { max: number; mean?: number; dpr?: number; samples?: number };

async function compare(style: Style, css: string, limits: Limits): Promise<void> {
  const { max, mean = max, dpr = 1, samples = 1 } = limits;
  const { app, canvas, frame } = await openOffscreen(WIDTH, HEIGHT, dpr);
  box(app.world, { ...place, ...style });
  frame();
  const html = `<div style="${cssPlace}${css}"></div>`;
  const wanted = await cssPicture(html, { width: WIDTH, height: HEIGHT, dpr, samples });
  const seen = distance(pixelsOf(canvas), wanted);
  expect(seen.max, JSON.stringify(seen)).toBeLessThanOrEqual(max);
  expect(seen.mean, JSON.stringify(seen)).toBeLessThanOrEqual(mean);
}
