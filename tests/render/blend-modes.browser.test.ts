import { describe, expect, it } from 'vitest';
import type { Entity } from '../../src/ecs';
import { box, image, type Style, setStyle, text } from '../../src/ui';
import { createRandom, type Random } from '../property/random';
import { expectLike, HEIGHT, open, WIDTH } from './css-app';
import { openOffscreen, pixelsOf } from './offscreen';

const MODES = ['multiply', 'screen', 'plus-lighter'] as const;
const SCENES = import.meta.env.RAFTER_LONG ? 300 : 1;
const ALL = { position: 'absolute', left: 0, top: 0, width: WIDTH, height: HEIGHT } as const;
const CSS_ALL = `position:absolute;left:0;top:0;width:${WIDTH}px;height:${HEIGHT}px;`;
// Chromium mixes levels of 8 bits, and rounds before and after.
const LIMITS = { max: 2, mean: 0.25, samples: 1 };

describe('a blend mode', () => {
  it.each(MODES)('%s mixes colours as CSS does, opaque and translucent', async (mixBlendMode) => {
    const { app, canvas, frame } = await open(1);
    const stripes =
      'linear-gradient(to right, #ff0000, #ffff00, #00ff80, #0000ff, #ffffff, #000000)';
    box(app.world, { ...ALL, gradient: stripes });
    let html = `<div style="${CSS_ALL}background:${stripes}"></div>`;
    const fills = [
      '#4080c0',
      '#ffffff',
      '#000000',
      'rgb(255 128 0 / 0.5)',
      'rgb(32 200 90 / 0.25)',
    ];
    for (const [i, fill] of fills.entries()) {
      box(app.world, { ...ALL, top: 10 + i * 30, height: 20, fill, mixBlendMode });
      html += `<div style="${CSS_ALL}top:${10 + i * 30}px;height:20px;background:${fill};mix-blend-mode:${mixBlendMode}"></div>`;
    }
    frame();
    await expectLike(canvas, html, 1, LIMITS);
  });

  it.each(MODES)('%s mixes with what was mixed before, and with opacity', async (mixBlendMode) => {
    const { app, canvas, frame } = await open(1);
    box(app.world, { ...ALL, fill: '#604020' });
    let html = `<div style="${CSS_ALL}background:#604020"></div>`;
    for (let i = 0; i < 5; i++) {
      const look = { left: 10 + i * 30, top: 10 + i * 20, width: 60, height: 50 };
      box(app.world, { ...ALL, ...look, fill: '#5577cc', opacity: 0.7, mixBlendMode });
      html += `<div style="${CSS_ALL}left:${look.left}px;top:${look.top}px;width:60px;height:50px;background:#5577cc;opacity:0.7;mix-blend-mode:${mixBlendMode}"></div>`;
    }
    frame();
    await expectLike(canvas, html, 1, LIMITS);
  });

  it('mixes round corners, clips and turned layers by what they cover', async () => {
    const { app, canvas, frame } = await open(2);
    box(app.world, { ...ALL, fill: '#80a0c0' });
    const looks: [Style, string][] = [
      [{ left: 20, borderRadius: 16 }, 'left:20px;border-radius:16px'],
      [{ left: 110, rotate: 20 }, 'left:110px;transform:rotate(20deg)'],
    ];
    let html = `<div style="${CSS_ALL}background:#80a0c0"></div>`;
    for (const [look, css] of looks) {
      const place = { ...ALL, top: 50, width: 60, height: 60, ...look };
      box(app.world, { ...place, fill: '#c08040', mixBlendMode: 'multiply' });
      html += `<div style="${CSS_ALL}top:50px;width:60px;height:60px;background:#c08040;mix-blend-mode:multiply;${css}"></div>`;
    }
    frame();
    await expectLike(canvas, html, 2, { max: 8, mean: 0.05, samples: 8 });
  });
});

describe('a picture of many blend modes', () => {
  it('is the same in parts, without solids first and without merging', async () => {
    const random = createRandom(5);
    for (let scene = 0; scene < SCENES; scene++) {
      const { app, canvas, frame } = await openOffscreen(WIDTH, HEIGHT);
      const switches = app.tunables.get('rendering')!;
      box(app.world, { ...ALL, fill: '#778899' });
      const source = picture();
      const elements = Array.from({ length: 40 }, () => furnish(app.world, random, source));
      for (let i = 0; i < 5; i++) {
        frame();
        await new Promise((resolve) => setTimeout(resolve));
      }
      for (let edit = 0; edit < 4; edit++) {
        setStyle(app.world, random.pick(elements), {
          left: random.int(180),
          top: random.int(140),
          ...(edit % 2 === 0 ? { mixBlendMode: random.pick(['normal' as const, ...MODES]) } : {}),
        });
        frame();
        expect(app.renderer.stats().damagedPixels).toBeLessThan(WIDTH * HEIGHT);
        const kept = pixelsOf(canvas);
        app.renderer.invalidate();
        frame();
        const { blend, part, gap, program } = app.renderer.stats().breaks;
        expect(blend).toBeGreaterThan(3);
        expect(blend + part + gap + program).toBe(app.renderer.stats().draws);
        const whole = pixelsOf(canvas);
        expect(differing(kept, whole), `scene ${scene}, edit ${edit}`).toBe(0);
        for (const name of ['solidsFirst', 'merging'] as const) switches.set(name, false);
        frame();
        expect(differing(whole, pixelsOf(canvas)), `scene ${scene}, edit ${edit}`).toBe(0);
        for (const name of ['solidsFirst', 'merging'] as const) switches.set(name, true);
        frame();
      }
      app.dispose();
    }
  });
});

function furnish(
  world: Parameters<typeof box>[0],
  random: Random,
  source: OffscreenCanvas,
): Entity {
  const style = {
    position: 'absolute' as const,
    left: random.int(180),
    top: random.int(140),
    width: 8 + random.int(40),
    height: 8 + random.int(30),
    mixBlendMode: random.pick(['normal' as const, 'normal' as const, ...MODES]),
  };
  const kind = random.int(5);
  if (kind === 0) return image(world, { ...style, source });
  if (kind === 1) return text(world, { ...style, content: 'Ab', fontSize: 12, color: '#fc8' });
  if (kind === 2)
    return box(world, { ...style, fill: '#fff', boxShadow: { blur: 6, color: '#000' } });
  return box(world, { ...style, fill: random.pick(['#c84', '#48c8', '#334455']) });
}

function picture(): OffscreenCanvas {
  const canvas = new OffscreenCanvas(16, 16);
  const context = canvas.getContext('2d')!;
  context.fillStyle = '#3366ffa0';
  context.fillRect(0, 0, 16, 16);
  return canvas;
}

function differing(left: Uint8ClampedArray, right: Uint8ClampedArray): number {
  let count = 0;
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) count++;
  return count;
}
