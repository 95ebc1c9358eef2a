import { afterEach, describe, expect, it } from 'vitest';
import { type App, createApp } from '../../../src/app';
import { resource } from '../../../src/ecs';
import { GlyphCache } from '../../../src/ecs/stores';
import { text } from '../../../src/ui';

const SIDE = 1800;
const SIZE = 1600;

const apps: App[] = [];

afterEach(() => {
  for (const app of apps.splice(0)) app.dispose();
});

describe('a glyph larger than a page', () => {
  it.runIf(import.meta.env.RAFTER_LONG)(
    'is drawn smaller and stretched, soft at the edges and in place',
    async () => {
      const canvas = new OffscreenCanvas(1, 1);
      const options = { width: SIDE, height: SIDE, dpr: 1, background: '#000000' };
      const app = await createApp({ canvas, ...options });
      apps.push(app);
      const place = { position: 'absolute', left: 20, top: -100 } as const;
      const font = { fontFamily: 'sans-serif', fontSize: SIZE, color: '#ffffff' } as const;
      text(app.world, { ...place, content: 'R', ...font });
      app.step(16);
      app.step(32);
      expect(resource(app.world, GlyphCache).stretched).toBe(1);
      const ours = pixelsOf(canvas);
      const theirs = drawn();
      let difference = 0;
      let ink = 0;
      let soft = 0;
      for (let i = 0; i < theirs.length; i += 4) {
        difference += Math.abs(ours[i]! - theirs[i]!);
        ink += theirs[i]!;
        if (ours[i]! > 8 && ours[i]! < 247) soft++;
      }
      console.info(
        `ink of a stretched glyph that differs: ${((difference / ink) * 100).toFixed(2)} %`,
      );
      expect(difference / ink).toBeLessThanOrEqual(0.01);
      // Filtered, an edge of some 10,000 pixels is two pixels wide; unfiltered most of them would be all or nothing.
      expect(soft).toBeGreaterThan(4000);
    },
  );
});

function drawn(): Uint8ClampedArray {
  const canvas = new OffscreenCanvas(SIDE, SIDE);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.fillStyle = '#000';
  context.fillRect(0, 0, SIDE, SIDE);
  context.fillStyle = '#fff';
  context.font = `${SIZE}px sans-serif`;
  context.textRendering = 'geometricPrecision';
  const { fontBoundingBoxAscent } = context.measureText('x');
  context.fillText('R', 20, Math.round(-100 + fontBoundingBoxAscent));
  return context.getImageData(0, 0, SIDE, SIDE).data;
}

function pixelsOf(canvas: OffscreenCanvas): Uint8ClampedArray {
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  const context = copy.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(canvas, 0, 0);
  return context.getImageData(0, 0, canvas.width, canvas.height).data;
}
