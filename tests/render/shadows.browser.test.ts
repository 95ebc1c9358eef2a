import { describe, expect, it } from 'vitest';
import { box, type Style, setStyle } from '../../src/ui';
import { createRandom } from '../property/random';
import { expectLike, HEIGHT, type Limits, open, WIDTH } from './css-app';
import { distance } from './css-picture';
import { pixelsOf } from './offscreen';

type Case = { name: string; style: Style; css: string; limits: Limits };

/** Edges of round boxes: coverage by distance strays from coverage by area by up to 18 of 255, on few pixels. */
const EDGES: Limits = { max: 20, far: 30 };
/** An inset shadow covers its part of a pixel that border and fill share, not the fill's. */
const EDGES_INSIDE: Limits = { max: 52, far: 64 };
const SHADOWS = [
  'none',
  '0 2px 6px #000000',
  { x: 5, blur: 9, spread: 3, color: '#0000ff80' },
  'inset 0 0 7px #ff0000',
  '0 0 4px #000000, inset 2px 2px 5px #00ff00, 0 9px 0 -4px #ff00ff',
] as const;

const place = { position: 'absolute', left: 50, top: 40, width: 100, height: 80 } as const;
const cssPlace = 'position:absolute;left:50px;top:40px;width:100px;height:80px;';

const inner = { position: 'absolute', left: -10, top: 50, width: 60, height: 90 } as const;
const cssInner = 'position:absolute;left:-10px;top:50px;width:60px;height:90px;';

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
  shape(
    'a pill',
    { fill: '#ffffff', borderRadius: 999, boxShadow: '0 0 24px #000000' },
    { ...EDGES, samples: 4 },
  ),
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
  shape(
    'a translucent box',
    {
      fill: '#ff000080',
      borderRadius: 16,
      boxShadow: '0 0 12px #000000',
    },
    { max: 20, far: 50 },
  ),
  shape(
    'a border',
    {
      fill: '#ffffff',
      borderWidth: 5,
      borderColor: '#008800',
      borderRadius: 14,
      boxShadow: '0 0 10px #000000, inset 0 0 8px #ff0000',
    },
    EDGES_INSIDE,
  ),
  shape('two shadows, the first on top', {
    fill: '#ffffff',
    boxShadow: '8px 0 0 #ff0000, 12px 6px 4px #0000ff',
  }),
  shape(
    'inset',
    { fill: '#ffffff', borderRadius: 12, boxShadow: 'inset 0 3px 10px #000000' },
    { max: 20, far: 24, mean: 2.2, samples: 4 },
  ),
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
  shape(
    'a huge blur',
    { fill: '#ffffff', borderRadius: 8, boxShadow: '0 0 120px 10px #000000' },
    { ...EDGES, mean: 1.8, samples: 1 },
  ),
  shape('two levels of inset', {
    fill: '#ffffff',
    boxShadow: 'inset 8px 0 0 #ff0000, inset 12px 6px 4px #0000ff',
  }),
];

describe('a shadow', () => {
  // At 2 device pixels the same arithmetic runs on other numbers.
  for (const dpr of import.meta.env.RAFTER_LONG ? [1, 2] : [1]) {
    for (const { name, style, css, limits } of shapes) {
      it(`looks like CSS's at ${dpr} device pixels: ${name}`, async () => {
        const { app, canvas, frame } = await open(dpr);
        box(app.world, { ...place, ...style });
        frame();
        await expectLike(canvas, `<div style="${cssPlace}${css}"></div>`, dpr, limits);
      });
    }

    it(`is cut by rounded clips, at ${dpr} device pixels`, async () => {
      const { app, canvas, frame } = await open(dpr);
      const clip = box(app.world, { ...place, overflow: 'hidden', borderRadius: 30 });
      box(app.world, { parent: clip, ...inner, boxShadow: '0 0 20px #000000', fill: '#ff0000' });
      frame();
      const html =
        `<div style="${cssPlace}overflow:hidden;border-radius:30px"><div style="${cssInner}` +
        'background:#f00;box-shadow:0 0 20px #000"></div></div>';
      await expectLike(canvas, html, dpr, { max: 20, far: 24, samples: 4 });
    });

    for (const opacity of [1, 0.5]) {
      it(`is not cut by its own box's clip, at ${dpr} device pixels, opacity ${opacity}`, async () => {
        const { app, canvas, frame } = await open(dpr);
        const shadow = { boxShadow: '0 2px 12px #000000', borderRadius: 12 } as const;
        box(app.world, { ...place, ...shadow, overflow: 'hidden', opacity });
        frame();
        const css = `opacity:${opacity};overflow:hidden;border-radius:12px;box-shadow:0 2px 12px #000`;
        await expectLike(canvas, `<div style="${cssPlace}${css}"></div>`, dpr, EDGES);
      });
    }

    it(`fades with the opacity of its layer, at ${dpr} device pixels`, async () => {
      const { app, canvas, frame } = await open(dpr);
      const shadow = {
        boxShadow: '0 2px 12px #000000',
        fill: '#00ff00',
        borderRadius: 12,
      } as const;
      box(app.world, { ...place, ...shadow, opacity: 0.4 });
      frame();
      const css = 'opacity:0.4;background:#0f0;border-radius:12px;box-shadow:0 2px 12px #000';
      await expectLike(canvas, `<div style="${cssPlace}${css}"></div>`, dpr, { max: 25, far: 32 });
    });

    it(`turns with its layer, at ${dpr} device pixels`, async () => {
      const { app, canvas, frame } = await open(dpr);
      const { world } = app;
      const turned = box(world, {
        ...place,
        opacity: 0.5,
        fill: '#ffffff',
        boxShadow: '4px 6px 10px #000000, inset 3px 0 8px #ff0000',
      });
      frame();
      setStyle(world, turned, { opacity: 1 });
      setStyle(world, turned, { rotate: '0.3rad', transformOrigin: [0, 0] });
      frame();
      const css =
        'transform-origin:0 0;transform:rotate(0.3rad);background:#fff;' +
        'box-shadow:4px 6px 10px #000, inset 3px 0 8px #f00';
      await expectLike(canvas, `<div style="${cssPlace}${css}"></div>`, dpr, {
        max: 40,
        far: 140,
        mean: 2.2,
      });
    });

    it(`of a box without size is what its spread makes of it, at ${dpr} device pixels`, async () => {
      const { app, canvas, frame } = await open(dpr);
      const none = { position: 'absolute', left: 100, top: 80, width: 0, height: 0 } as const;
      box(app.world, { ...none, boxShadow: '0 0 6px 20px #000000' });
      box(app.world, { ...none, boxShadow: '0 0 6px #ff0000, inset 0 0 9px 9px #ff0000' });
      frame();
      const css = 'position:absolute;left:100px;top:80px;width:0;height:0;';
      await expectLike(canvas, `<div style="${css}box-shadow:0 0 6px 20px #000"></div>`, dpr, {});
    });
  }
});

describe('a picture kept over partial frames', () => {
  for (const dpr of import.meta.env.RAFTER_LONG ? [1, 1.25, 2] : [1.25]) {
    it(`equals a full one while boxes with shadows change, at ${dpr} device pixels`, async () => {
      const { app, canvas, frame } = await open(dpr);
      const random = createRandom(dpr * 10);
      const { world } = app;
      const page = box(world, {
        fill: '#dddddd',
        width: WIDTH - 20,
        height: HEIGHT,
        overflow: 'hidden',
      });
      const boxes = Array.from({ length: 6 }, (_, i) =>
        box(world, {
          parent: page,
          position: 'absolute',
          left: i * 25.3,
          top: (i % 3) * 40.6,
          width: 30 + i * 4,
          height: 34,
          fill: i % 2 ? '#ffffff' : '#ff000080',
          borderRadius: i * 3,
          opacity: i === 5 ? 0.5 : 1,
          overflow: i % 3 === 1 ? 'hidden' : 'visible',
          boxShadow: SHADOWS[i % SHADOWS.length]!,
        }),
      );
      frame();
      let partial = 0;
      for (let step = 0; step < 30; step++) {
        const target = random.pick(boxes);
        const kind = random.int(6);
        if (kind === 0) setStyle(world, target, { left: random.int(600) / 4 });
        else if (kind === 1) setStyle(world, target, { boxShadow: random.pick(SHADOWS) });
        else if (kind === 2) setStyle(world, target, { width: random.int(60) + 0.5 });
        else
          setStyle(world, target, { fill: random.pick(['#00ff00', 'transparent', '#0000ff40']) });
        frame();
        if (app.renderer.stats().damagedPixels < canvas.width * canvas.height) partial++;
        const kept = pixelsOf(canvas);
        app.renderer.invalidate();
        frame();
        expect(distance(kept, pixelsOf(canvas)).max, `step ${step}`).toBe(0);
      }
      expect(partial).toBeGreaterThan(15);
    });
  }
});

/** The same box for both. */
function shape(name: string, style: Style & { boxShadow: string }, limits: Limits = EDGES): Case {
  const { fill = 'transparent', borderRadius = 0, borderWidth = 0, borderColor, boxShadow } = style;
  const radii = typeof borderRadius === 'number' ? [borderRadius] : borderRadius;
  const css =
    `box-sizing:border-box;background:${fill};border-radius:${radii.map((r) => `${r}px`).join(' ')};` +
    `border:${borderWidth}px solid ${borderColor ?? 'transparent'};box-shadow:${boxShadow};`;
  return { name, style, css, limits };
}
