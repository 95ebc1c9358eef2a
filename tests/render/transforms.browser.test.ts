import { describe, expect, it } from 'vitest';
import { box, type Style, setStyle, text } from '../../src/ui';
import { cssPicture, distance } from './css-picture';
import { openOffscreen, pixelsOf } from './offscreen';

const WIDTH = 200;
const HEIGHT = 160;
const place = { position: 'absolute', left: 50, top: 40, width: 90, height: 60 } as const;
const cssPlace = 'position:absolute;left:50px;top:40px;width:90px;height:60px;';

const cases: [Style, string][] = [
  [{ translate: [20, -10] }, 'translate:20px -10px'],
  [{ scale: 1.5 }, 'scale:1.5'],
  [{ scale: [0.5, 1.25] }, 'scale:0.5 1.25'],
  [{ scale: [-1, 1] }, 'scale:-1 1'],
  [{ rotate: 30 }, 'rotate:30deg'],
  [{ rotate: '-0.1turn', transformOrigin: [0, 0] }, 'rotate:-0.1turn;transform-origin:0 0'],
  [{ rotate: '0.4rad', transformOrigin: [1, 0.25] }, 'rotate:0.4rad;transform-origin:100% 25%'],
  [
    { translate: [10, 15], scale: [1.2, 0.7], rotate: 20, transformOrigin: [0.25, 1] },
    'translate:10px 15px;scale:1.2 0.7;rotate:20deg;transform-origin:25% 100%',
  ],
  [
    { rotate: 40, overflow: 'hidden', borderRadius: 20 },
    'rotate:40deg;overflow:hidden;border-radius:20px',
  ],
];

it('toImage gives the picture that is shown', async () => {
  const { app, canvas, frame } = await openOffscreen(WIDTH, HEIGHT, 1.5);
  box(app.world, { ...place, fill: '#3366ff', rotate: 20 });
  frame();
  const { width, height, pixels } = await app.renderer.toImage();
  expect([width, height]).toEqual([WIDTH * 1.5, HEIGHT * 1.5]);
  expect(new ImageData(pixels, width, height).width).toBe(width);
  expect(distance(pixels, pixelsOf(canvas)).max).toBe(0);
  expect(distance(pixels, new Uint8ClampedArray(pixels.length).fill(255)).far).toBeGreaterThan(
    1000,
  );
});

describe('a transform looks like CSS’s', () => {
  it.each(cases)('%j', async (style, css) => {
    const { app, canvas, frame } = await openOffscreen(WIDTH, HEIGHT);
    const outer = box(app.world, { ...place, ...style, fill: '#3366ff' });
    const inner = { position: 'absolute', left: 30, top: -20, width: 40, height: 50 } as const;
    box(app.world, { parent: outer, ...inner, fill: '#ff0000', rotate: 15, borderRadius: 6 });
    frame();
    const html =
      `<div style="${cssPlace}background:#36f;${css}"><div style="position:absolute;left:30px;top:-20px;` +
      'width:40px;height:50px;background:#f00;border-radius:6px;rotate:15deg"></div></div>';
    const wanted = await cssPicture(html, { width: WIDTH, height: HEIGHT, dpr: 1 });
    const seen = distance(pixelsOf(canvas), wanted);
    // Edges are antialiased by distance here and by area there; under an uneven scale by the distance of an even one.
    const isUneven = Array.isArray(style.scale) && Math.abs(style.scale[0]) !== style.scale[1];
    expect(seen.mean, JSON.stringify(seen)).toBeLessThanOrEqual(isUneven ? 6 : 1.6);
    expect(seen.far, JSON.stringify(seen)).toBeLessThanOrEqual(isUneven ? 360 : 290);
  });

  it('is gone when it is taken back', async () => {
    const { app, canvas, frame } = await openOffscreen(WIDTH, HEIGHT);
    const label = text(app.world, { ...place, content: 'Turned', fill: '#ffee00' });
    frame();
    frame();
    const before = pixelsOf(canvas);
    setStyle(app.world, label, { rotate: 33, scale: 2, translate: [5, 5] });
    frame();
    expect(distance(pixelsOf(canvas), before).far).toBeGreaterThan(500);
    setStyle(app.world, label, { rotate: 0, scale: 1, translate: [0, 0] });
    for (let i = 0; i < 4; i++) frame();
    expect(distance(pixelsOf(canvas), before).max).toBe(0);
  });
});
