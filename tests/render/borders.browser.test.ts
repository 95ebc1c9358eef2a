import { describe, expect, it } from 'vitest';
import { despawn } from '../../src/ecs';
import { box, type Style, setStyle } from '../../src/ui';
import { createRandom } from '../property/random';
import { expectLike, type Limits, open } from './css-app';
import { distance } from './css-picture';
import { pixelsOf } from './offscreen';

type Case = { name: string; style: Style; css: string; limits: Limits };

/** Edges of round boxes: coverage by distance strays from coverage by area by up to 18 of 255, on few pixels. */
const EDGES: Limits = { max: 20, far: 50 };
const STRAIGHT: Limits = { max: 0, mean: 0, samples: 2 };
/** Where colours meet on a slope. */
const MITRES: Limits = { max: 11, far: 60 };

const place = { position: 'absolute', left: 50, top: 40, width: 100, height: 80 } as const;
const cssPlace = 'position:absolute;left:50px;top:40px;width:100px;height:80px;';

const inner = { position: 'absolute', left: -10, top: 50, width: 130, height: 90 } as const;
const cssInner = 'position:absolute;left:-10px;top:50px;width:130px;height:90px;';

const cases: Case[] = [
  shape('one side', { fill: '#eeeeee', borderBottomWidth: 3, borderColor: '#cc0000' }, STRAIGHT),
  shape(
    'two sides, one translucent',
    {
      fill: '#8888ff',
      borderWidth: [0, 7, 0, 12],
      borderColor: ['#000', '#ff000080', '#000', '#008800'],
    },
    STRAIGHT,
  ),
  shape(
    'four widths of one colour',
    { fill: '#ffee88', borderWidth: [2, 5, 9, 14], borderColor: '#224466' },
    STRAIGHT,
  ),
  shape(
    'four widths of one translucent colour, no fill',
    { borderWidth: [2, 5, 9, 14], borderColor: '#22446680' },
    STRAIGHT,
  ),
  shape(
    'four colours',
    {
      fill: '#eeeeee',
      borderWidth: 10,
      borderColor: ['#ff0000', '#00aa00', '#0000ff', '#ffaa00'],
    },
    MITRES,
  ),
  shape(
    'four colours and widths',
    {
      fill: '#eeeeee',
      borderWidth: [4, 20, 30, 9],
      borderColor: ['#ff0000', '#00aa00', '#0000ff', '#ffaa00'],
    },
    MITRES,
  ),
  shape('four widths around round corners', {
    fill: '#ffee88',
    borderWidth: [2, 6, 12, 20],
    borderColor: '#224466',
    borderRadius: 30,
  }),
  shape('one side of round corners', {
    fill: '#ffee88',
    borderTopWidth: 6,
    borderColor: '#224466',
    borderRadius: 16,
  }),
  shape('a radius per corner', {
    fill: '#ffee88',
    borderWidth: [3, 14, 8, 5],
    borderColor: '#224466',
    borderRadius: [0, 10, 24, 40],
  }),
  shape(
    'wider than the radius',
    {
      fill: '#ffee88',
      borderWidth: [9, 14, 10, 12],
      borderColor: '#224466',
      borderRadius: [4, 8, 11, 13],
    },
    { max: 27, far: 10 },
  ),
  shape(
    'four colours around round corners',
    {
      fill: '#eeeeee',
      borderWidth: [6, 12, 10, 16],
      borderColor: ['#ff0000', '#00aa00', '#0000ff', '#ffaa00'],
      borderRadius: 28,
    },
    { max: 24, far: 80 },
  ),
  shape('translucent over its fill', {
    fill: '#ff0000',
    borderWidth: 10,
    borderColor: '#0000ff80',
    borderRadius: 20,
  }),
  shape('sides translucent over the fill', {
    fill: '#ff0000',
    borderWidth: [10, 4, 10, 4],
    borderColor: '#0000ff80',
    borderRadius: 20,
  }),
  shape(
    'a transparent side',
    {
      fill: '#eeeeee',
      borderWidth: 12,
      borderColor: ['#ff0000', 'transparent', '#0000ff', '#0000ff'],
    },
    MITRES,
  ),
  shape(
    'a triangle',
    {
      width: 0,
      height: 0,
      borderWidth: [0, 30, 40, 30],
      borderColor: ['transparent', 'transparent', '#ff0000', 'transparent'],
    },
    MITRES,
  ),
  shape(
    'inset shadows inside of it',
    {
      fill: '#ffffff',
      borderWidth: [2, 10, 5, 16],
      borderColor: '#008800',
      boxShadow: '0 0 10px #000000, inset 0 0 8px #ff0000',
    },
    { max: 6 },
  ),
];

describe('a border whose sides differ', () => {
  it.each(cases)('looks like CSS’s: $name', async ({ style, css, limits }) => {
    const { app, canvas, frame } = await open(1);
    box(app.world, { ...place, ...style });
    frame();
    await expectLike(canvas, `<div style="${cssPlace}${css}"></div>`, 1, limits);
  });

  it.each(
    cases.filter(({ name }) =>
      import.meta.env.RAFTER_LONG
        ? name.startsWith('four colours')
        : name === 'four colours around round corners',
    ),
  )('looks like CSS’s at two device pixels: $name', async ({ style, css, limits }) => {
    const { app, canvas, frame } = await open(2);
    box(app.world, { ...place, ...style });
    frame();
    await expectLike(canvas, `<div style="${cssPlace}${css}"></div>`, 2, limits);
  });

  it('fades and turns with its layer', async () => {
    const { app, canvas, frame } = await open(1);
    const { world } = app;
    const { style, css } = cases.find(({ name }) => name === 'four colours around round corners')!;
    const turned = box(world, { ...place, ...style, opacity: 0.5 });
    frame();
    setStyle(world, turned, { rotate: '0.3rad', transformOrigin: [0, 0] });
    frame();
    const turn = 'opacity:0.5;transform-origin:0 0;transform:rotate(0.3rad);';
    await expectLike(canvas, `<div style="${cssPlace}${css}${turn}"></div>`, 1, {
      max: 20,
      far: 100,
    });
  });

  it('has whole device pixels, one at least, as in CSS', async () => {
    const { app, canvas, frame } = await open(1);
    const widths = { borderWidth: [0.4, 0, 2.9, 1.2], borderColor: '#000000' } as const;
    box(app.world, { ...place, fill: '#eeeeee', ...widths });
    frame();
    const css =
      'box-sizing:border-box;background:#eee;border:solid #000;border-width:1px 0 2px 1px';
    await expectLike(canvas, `<div style="${cssPlace}${css}"></div>`, 1, STRAIGHT);
  });

  it('is drawn again where it changes, as a full frame draws it', async () => {
    const { app, canvas, frame } = await open(1.25);
    const { world } = app;
    const random = createRandom(5);
    const styles = cases.map(({ style }) => style);
    const boxes = Array.from({ length: 4 }, (_, i) =>
      box(world, { ...place, left: i * 45.3, width: 40, height: 60, ...styles[i] }),
    );
    frame();
    let partial = 0;
    for (let step = 0; step < 15; step++) {
      const { width, height, ...style } = random.pick(styles);
      setStyle(world, random.pick(boxes), { borderRadius: 0, boxShadow: 'none', ...style });
      frame();
      if (app.renderer.stats().damagedPixels < canvas.width * canvas.height) partial++;
      const kept = pixelsOf(canvas);
      app.renderer.invalidate();
      frame();
      expect(distance(kept, pixelsOf(canvas)).max, `step ${step}`).toBe(0);
    }
    expect(partial).toBeGreaterThan(8);
  });
});

describe('a box with a border that clips', () => {
  it.each<[string, Style, Limits]>([
    ['an even one', { borderWidth: 8 }, STRAIGHT],
    ['sides that differ', { borderWidth: [3, 0, 9, 14] }, STRAIGHT],
    ['round corners', { borderWidth: 8, borderRadius: 24 }, { max: 56, far: 70 }],
    ['translucent sides', { borderWidth: [3, 12], borderColor: '#0000ff80' }, STRAIGHT],
  ])('cuts what is in it at the inner edge of %s', async (_, style, limits) => {
    const { app, canvas, frame } = await open(1);
    const look = { fill: '#ffee88', borderColor: '#224466', ...style } as const;
    const clip = box(app.world, { ...place, ...look, overflow: 'hidden' });
    box(app.world, { parent: clip, ...inner, fill: '#ff0000' });
    frame();
    const { css } = shape('', look, limits);
    const html = `<div style="${cssPlace}${css}overflow:hidden"><div style="${cssInner}background:#f00"></div></div>`;
    await expectLike(canvas, html, 1, limits);
  });

  it('follows when border, clip and children come and go, as a full frame draws it', async () => {
    const { app, canvas, frame } = await open(1);
    const { world } = app;
    const clip = box(world, { ...place, fill: '#ffee88', borderColor: '#224466' });
    let child = box(world, { parent: clip, ...inner, fill: '#ff0000' });
    const steps: (() => void)[] = [
      () => setStyle(world, clip, { overflow: 'hidden' }),
      () => setStyle(world, clip, { borderWidth: 9 }),
      () => setStyle(world, clip, { borderRadius: 20 }),
      () => setStyle(world, clip, { left: 57 }),
      () => setStyle(world, clip, { opacity: 0.5 }),
      () => despawn(world, child),
      () => {
        child = box(world, { parent: clip, ...inner, fill: '#00ff00' });
      },
      () => setStyle(world, clip, { borderWidth: 0 }),
      () => setStyle(world, clip, { borderLeftWidth: 5, opacity: 1 }),
      () => setStyle(world, clip, { overflow: 'visible' }),
    ];
    frame();
    for (const [i, step] of steps.entries()) {
      step();
      frame();
      const kept = pixelsOf(canvas);
      app.renderer.invalidate();
      frame();
      expect(distance(kept, pixelsOf(canvas)).max, `step ${i}`).toBe(0);
    }
    const css =
      'left:57px;box-sizing:border-box;background:#fe8;border-radius:20px;border-left:5px solid #224466';
    const html = `<div style="${cssPlace}${css}"><div style="${cssInner}background:#0f0"></div></div>`;
    await expectLike(canvas, html, 1, EDGES);
  });
});

/** The same box for both. */
function shape(name: string, style: Style, limits: Limits = EDGES): Case {
  const {
    fill = 'transparent',
    borderRadius = 0,
    borderColor = 'transparent',
    boxShadow = 'none',
  } = style;
  const { borderWidth = 0, borderTopWidth, borderBottomWidth } = style;
  const list = (value: unknown, unit: string) =>
    [value]
      .flat()
      .map((each) => `${each}${unit}`)
      .join(' ');
  const css =
    `box-sizing:border-box;background:${fill};border-radius:${list(borderRadius, 'px')};border-style:solid;` +
    `border-width:${list(borderWidth, 'px')};border-color:${list(borderColor, '')};box-shadow:${boxShadow};` +
    (borderTopWidth ? `border-top-width:${borderTopWidth}px;` : '') +
    (borderBottomWidth ? `border-bottom-width:${borderBottomWidth}px;` : '') +
    ('width' in style ? `width:${style.width}px;height:${style.height}px;` : '');
  return { name, style, css, limits };
}
