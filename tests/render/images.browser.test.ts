import { describe, expect, it } from 'vitest';
import { box, type ImageOptions, image, imageState, setImage, setStyle } from '../../src/ui';
import { cssPicture, distance } from './css-picture';
import { openOffscreen, pixelsOf } from './offscreen';

const WIDTH = 200;
const HEIGHT = 160;

const place = { position: 'absolute', left: 50, top: 40, width: 100, height: 80 } as const;
const cssPlace = 'position:absolute;left:50px;top:40px;width:100px;height:80px;';

type Case = {
  name: string;
  options: ImageOptions;
  css: string;
  /** Natural size. */
  size: [number, number];
  max: number;
  mean?: number;
  far?: number;
  samples?: number;
};

const cases: Case[] = [
  // Texel by pixel.
  { name: 'as large as it is', options: {}, css: '', size: [100, 80], max: 1, samples: 1 },
  {
    name: 'contained',
    options: { objectFit: 'contain' },
    css: 'object-fit:contain',
    size: [50, 80],
    max: 1,
    samples: 1,
  },
  {
    name: 'not fitted',
    options: { objectFit: 'none' },
    css: 'object-fit:none',
    size: [130, 60],
    max: 1,
    samples: 1,
  },
  {
    name: 'not fitted, at its corner',
    options: { objectFit: 'none', objectPosition: [1, 0] },
    css: 'object-fit:none;object-position:100% 0',
    size: [130, 60],
    max: 1,
    samples: 1,
  },
  // Filtered: smooth pictures come out the same, whatever the filter.
  { name: 'stretched', options: {}, css: '', size: [30, 60], max: 12, mean: 2.5 },
  {
    name: 'covering',
    options: { objectFit: 'cover' },
    css: 'object-fit:cover',
    size: [40, 80],
    max: 14,
    mean: 2.5,
  },
  {
    name: 'much smaller than it is',
    options: {},
    css: '',
    size: [1000, 900],
    max: 6,
    mean: 1.5,
    samples: 1,
  },
  {
    name: 'scaled down',
    options: { objectFit: 'scale-down' },
    css: 'object-fit:scale-down',
    size: [300, 160],
    max: 3,
    samples: 1,
  },
  {
    name: 'with round corners',
    options: { borderRadius: 24 },
    css: 'border-radius:24px',
    size: [100, 80],
    max: 24,
    far: 60,
    mean: 1.5,
  },
  {
    name: 'covering a circle',
    options: { objectFit: 'cover', borderRadius: 40, left: 60, width: 80 },
    css: 'object-fit:cover;border-radius:40px;left:60px;width:80px',
    size: [100, 80],
    max: 24,
    far: 60,
    mean: 1.5,
  },
  {
    name: 'in padding and border, on its background',
    options: {
      padding: 9,
      borderWidth: 3,
      borderColor: '#ff0000',
      fill: '#00ff00',
      borderRadius: 20,
    },
    css: 'padding:9px;border:3px solid #f00;background:#0f0;border-radius:20px;box-sizing:border-box',
    size: [76, 56],
    max: 30,
    far: 60,
    mean: 1.5,
  },
  {
    name: 'translucent',
    options: { opacity: 0.5 },
    css: 'opacity:0.5',
    size: [100, 80],
    max: 2,
    samples: 1,
  },
];

describe('an image looks like CSS’s', () => {
  for (const { name, options, css, size, max, mean = max, far = 0, samples = 8 } of cases) {
    it(name, async () => {
      const source = painting(size[0], size[1]);
      const { app, canvas, frame } = await openOffscreen(WIDTH, HEIGHT);
      const element = image(app.world, { ...place, source, ...options });
      await settle(frame, () => imageState(app.world, element) === 'ready');
      const html = `<img src="${source.toDataURL()}" style="${cssPlace}${css}"></img>`;
      const wanted = await cssPicture(html.replace('></img>', '/>'), {
        width: WIDTH,
        height: HEIGHT,
        dpr: 1,
        samples,
      });
      const seen = distance(pixelsOf(canvas), wanted);
      expect(seen.max, JSON.stringify(seen)).toBeLessThanOrEqual(max);
      expect(seen.mean, JSON.stringify(seen)).toBeLessThanOrEqual(mean);
      if (far > 0) expect(seen.far, JSON.stringify(seen)).toBeLessThanOrEqual(far);
    });
  }
});

describe('a sliced image', () => {
  it.each([
    [10, '10 fill / 10px', [60, 40]],
    [[4, 20, 12, 8], '4 20 12 8 fill / 4px 20px 12px 8px', [60, 40]],
    [[70, 60, 50, 60], '70 60 50 60 fill / 70px 60px 50px 60px', [130, 130]],
  ] as const)('looks like CSS’s border images: %j', async (slice, css, size) => {
    const source = painting(size[0], size[1]);
    const { app, canvas, frame } = await openOffscreen(WIDTH, HEIGHT);
    const element = image(app.world, { ...place, source, slice });
    await settle(frame, () => imageState(app.world, element) === 'ready');
    const html = `<div style="${cssPlace}box-sizing:border-box;border-image:url(${source.toDataURL()}) ${css}"></div>`;
    const wanted = await cssPicture(html, { width: WIDTH, height: HEIGHT, dpr: 1, samples: 1 });
    const seen = distance(pixelsOf(canvas), wanted);
    expect(seen.max, JSON.stringify(seen)).toBeLessThanOrEqual(14);
    expect(seen.mean, JSON.stringify(seen)).toBeLessThanOrEqual(1.5);
  });
});

describe('a tint', () => {
  it('multiplies, and fades by its alpha', async () => {
    const white = new OffscreenCanvas(20, 20);
    const context = white.getContext('2d')!;
    context.fillStyle = '#fff';
    context.fillRect(0, 0, 20, 20);
    const { app, canvas, frame } = await openOffscreen(WIDTH, HEIGHT);
    const element = image(app.world, { ...place, source: white, tint: '#3060c080' });
    await settle(frame, () => imageState(app.world, element) === 'ready');
    const at = ((40 + 30) * WIDTH + 90) * 4;
    expect([...pixelsOf(canvas).slice(at, at + 3)]).toEqual([mix(0x30), mix(0x60), mix(0xc0)]);
  });
});

describe('tiles of a large image', () => {
  it.runIf(import.meta.env.RAFTER_LONG)('meet without a seam', async () => {
    const source = painting(1200, 1100);
    const { app, canvas, frame } = await openOffscreen(1200, 1100);
    const element = image(app.world, {
      position: 'absolute',
      left: 0,
      top: 0,
      width: 1200,
      height: 1100,
      source,
    });
    await settle(frame, () => imageState(app.world, element) === 'ready');
    const wanted = source.getContext('2d')!.getImageData(0, 0, 1200, 1100).data;
    const white = onWhite(wanted);
    expect(distance(pixelsOf(canvas), white).max).toBeLessThanOrEqual(1);
  });

  it('meet without a seam where they are filtered', async () => {
    const source = painting(1100, 1050);
    const { app, canvas, frame } = await openOffscreen(1400, 1300);
    const element = image(app.world, {
      position: 'absolute',
      left: 0,
      top: 0,
      width: 1400,
      height: 1300,
      source,
    });
    await settle(frame, () => imageState(app.world, element) === 'ready');
    const reference = new OffscreenCanvas(1400, 1300).getContext('2d')!;
    reference.fillStyle = '#fff';
    reference.fillRect(0, 0, 1400, 1300);
    reference.drawImage(source, 0, 0, 1400, 1300);
    const seen = distance(pixelsOf(canvas), reference.getImageData(0, 0, 1400, 1300).data);
    expect(seen.max, JSON.stringify(seen)).toBeLessThanOrEqual(6);
  });
});

it('is cut by rounded clips and turns with its layer', async () => {
  const source = painting(100, 80);
  const { app, canvas, frame } = await openOffscreen(WIDTH, HEIGHT);
  const { world } = app;
  const clip = box(world, { ...place, overflow: 'hidden', borderRadius: 30, opacity: 0.99 });
  const element = image(world, { parent: clip, width: 100, height: 80, source });
  await settle(frame, () => imageState(world, element) === 'ready');
  setStyle(world, clip, { rotate: '0.2rad', transformOrigin: [0, 0] });
  frame();
  const html =
    `<div style="${cssPlace}overflow:hidden;border-radius:30px;transform-origin:0 0;transform:rotate(0.2rad);opacity:0.99">` +
    `<img src="${source.toDataURL()}" style="width:100px;height:80px;display:block"/></div>`;
  const wanted = await cssPicture(html, { width: WIDTH, height: HEIGHT, dpr: 1 });
  const seen = distance(pixelsOf(canvas), wanted);
  expect(seen.mean, JSON.stringify(seen)).toBeLessThanOrEqual(2.5);
  expect(seen.far, JSON.stringify(seen)).toBeLessThanOrEqual(300);
});

describe('files', () => {
  it('of SVG are sharp at any size', async () => {
    const svg = new Blob(
      [
        '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="8"><rect width="5" height="8" fill="#f00"/><rect x="5" width="5" height="8" fill="#00f"/></svg>',
      ],
      { type: 'image/svg+xml' },
    );
    const { app, canvas, frame } = await openOffscreen(WIDTH, HEIGHT);
    const element = image(app.world, { ...place, source: svg });
    await settle(frame, () => imageState(app.world, element) === 'ready');
    const pixels = pixelsOf(canvas);
    const red = (80 * WIDTH + 98) * 4;
    expect([...pixels.slice(red, red + 12)]).toEqual([
      255, 0, 0, 255, 255, 0, 0, 255, 0, 0, 255, 255,
    ]);
  });

  it('that are no image, or not there, are told', async () => {
    const { app, frame } = await openOffscreen(WIDTH, HEIGHT);
    const errors: string[] = [];
    app.on('error', ({ error }) => errors.push((error as Error).message));
    const element = image(app.world, { ...place, source: new Blob(['no'], { type: 'image/png' }) });
    await settle(frame, () => imageState(app.world, element) === 'failed');
    setImage(app.world, element, '/nowhere/at-all.png');
    await settle(frame, () => errors.length === 2);
    expect(errors[0]).toMatch(
      /^image of a Blob holds no image that can be read \(.*\); give a PNG/,
    );
    expect(errors[1]).toMatch(
      /^image '\/nowhere\/at-all.png' (could not be fetched|holds no image)/,
    );
  });
});

/** Smooth colours with a soft hole: every filter makes the same of them. */
function painting(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  const across = context.createLinearGradient(0, 0, width, 0);
  across.addColorStop(0, '#ff2000');
  across.addColorStop(1, '#0040ff');
  context.fillStyle = across;
  context.fillRect(0, 0, width, height);
  const down = context.createLinearGradient(0, 0, 0, height);
  down.addColorStop(0, 'rgb(255 255 0 / 0.8)');
  down.addColorStop(1, 'rgb(0 255 80 / 0)');
  context.fillStyle = down;
  context.fillRect(0, 0, width, height);
  return canvas;
}

function mix(channel: number): number {
  return Math.round(255 + (channel - 255) * (0x80 / 255));
}

function onWhite(pixels: Uint8ClampedArray): Uint8ClampedArray {
  const flat = new Uint8ClampedArray(pixels.length);
  for (let at = 0; at < pixels.length; at++) {
    const alpha = pixels[at | 3]! / 255;
    flat[at] = (at & 3) === 3 ? 255 : pixels[at]! * alpha + 255 * (1 - alpha);
  }
  return flat;
}

async function settle(frame: () => void, isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + 20_000;
  for (let left = 4; left > 0; ) {
    if (performance.now() > deadline) throw new Error('never came true');
    frame();
    await new Promise((resolve) => setTimeout(resolve, 4));
    if (isSo()) left--;
  }
  frame();
}
