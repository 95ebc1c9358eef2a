import { afterEach, describe, expect, it, vi } from 'vitest';
import { type App, createApp } from '../../src/app';
import { despawn, type Entity, type World } from '../../src/ecs';
import { createWebGpuBackend, type WebGpuBackend } from '../../src/render/webgpu';
import { box, image, setStyle, sparkline, text } from '../../src/ui';
import { onBoth, type Size } from './two-backends';

const WIDTH = 240;
const HEIGHT = 180;
const RATIOS = import.meta.env.RAFTER_LONG ? [1, 1.25, 1.5, 2, 3] : [1.25];
const LOSSES = import.meta.env.RAFTER_LONG ? 20 : 1;

const apps: App[] = [];

afterEach(() => {
  for (const app of apps.splice(0)) app.dispose();
});

type Scene = readonly [name: string, furnish: (world: World, page: Entity) => void];

function at(left: number, top: number, width: number, height: number) {
  return { position: 'absolute', left, top, width, height } as const;
}

/** A checkered picture with a transparent half. */
function picture(): OffscreenCanvas {
  const canvas = new OffscreenCanvas(64, 48);
  const context = canvas.getContext('2d')!;
  for (let i = 0; i < 48; i++) {
    context.fillStyle = `hsl(${i * 8} 80% 50% / ${i % 2 ? 1 : 0.5})`;
    context.fillRect((i % 8) * 8, Math.floor(i / 8) * 8, 8, 8);
  }
  return canvas;
}

const scenes: readonly Scene[] = [
  [
    'rectangles',
    (world, page) => {
      for (let i = 0; i < 12; i++) {
        box(world, {
          parent: page,
          ...at(i * 17.3, i * 9.7, 60.4, 40.8),
          fill: i % 3 ? '#3366ff80' : '#ffcc00',
        });
      }
    },
  ],
  [
    'round boxes with borders',
    (world, page) => {
      box(world, {
        parent: page,
        ...at(10, 10, 90, 70),
        borderRadius: [30, 4, 16, 0],
        borderWidth: 3,
        borderColor: '#123456c0',
        fill: '#8fd3ff',
      });
      box(world, {
        parent: page,
        ...at(120, 20, 80, 60),
        borderRadius: 18,
        borderWidth: [2, 6, 10, 4],
        borderColor: ['#f00', '#0a0', '#00f8', '#fa0'],
        fill: '#eeeeee',
      });
      box(world, { parent: page, ...at(40, 110, 0.4, 50), fill: '#000' });
    },
  ],
  [
    'shadows',
    (world, page) => {
      box(world, {
        parent: page,
        ...at(30, 30, 80, 60),
        borderRadius: 12,
        fill: '#ffffff',
        boxShadow: [
          { x: 4, y: 6, blur: 14, color: '#00000080' },
          { blur: 6, spread: 3, color: '#3366ff80' },
        ],
      });
      box(world, {
        parent: page,
        ...at(140, 60, 70, 80),
        borderRadius: 8,
        fill: '#ffeedd',
        boxShadow: { x: 3, y: 3, blur: 9, spread: 2, color: '#000000a0', inset: true },
      });
    },
  ],
  [
    'gradients',
    (world, page) => {
      const gradients = [
        'linear-gradient(30deg, #f00, #00f)',
        'radial-gradient(circle at 30% 40%, #ff0, #0a08 60%, #00f)',
        'repeating-linear-gradient(60deg, #222 0px, #eee 7px, #f80 12px)',
      ];
      for (const [i, gradient] of gradients.entries()) {
        box(world, { parent: page, ...at(10 + i * 76, 20, 70, 120), borderRadius: 14, gradient });
      }
    },
  ],
  [
    'images',
    (world, page) => {
      const source = picture();
      image(world, { parent: page, ...at(10, 10, 64, 48), source });
      image(world, {
        parent: page,
        ...at(90, 10, 130, 90),
        source,
        borderRadius: 20,
        tint: '#ff8080',
      });
      image(world, { parent: page, ...at(20, 90, 60, 70), source, objectFit: 'cover', rotate: 20 });
    },
  ],
  [
    'text',
    (world, page) => {
      text(world, {
        parent: page,
        ...at(10, 10, 220, 24),
        content: 'Departures 12:45 — affinity',
        fontSize: 15,
      });
      text(world, {
        parent: page,
        ...at(10, 40, 220, 60),
        content: 'In colour 🌤️ and 漢字',
        fontSize: 22,
        color: '#a3203b',
      });
      text(world, {
        parent: page,
        ...at(60, 110, 120, 30),
        content: 'Turned',
        fontSize: 18,
        rotate: 12,
        scale: 1.3,
      });
    },
  ],
  [
    'clips in clips, turned and faded',
    (world, page) => {
      const outer = box(world, {
        parent: page,
        ...at(20, 20, 180, 130),
        overflow: 'hidden',
        borderRadius: 40,
        fill: '#dddddd',
        opacity: 0.8,
      });
      const inner = box(world, {
        parent: outer,
        ...at(30, 20, 120, 90),
        overflow: 'hidden',
        borderRadius: 20,
        rotate: 15,
        fill: '#446688',
      });
      box(world, { parent: inner, ...at(-20, 30, 200, 30), fill: '#ffaa00', borderRadius: 6 });
      box(world, { parent: inner, ...at(40, -10, 20, 200), fill: '#ff000080' });
    },
  ],
  [
    'sparklines',
    (world, page) => {
      const samples = Array.from({ length: 90 }, (_, i) =>
        i === 40 ? Number.NaN : Math.sin(i / 5) * 4 + ((i * 7919) % 13) / 4,
      );
      sparkline(world, { parent: page, ...at(10, 10, 200, 40), samples, color: '#036' });
      sparkline(world, {
        parent: page,
        ...at(20, 60, 180, 50),
        ...{ samples, color: '#c30c', lineWidth: 3, areaColor: '#fc06', padding: 5, fill: '#eef' },
      });
      const many = Array.from({ length: 3000 }, (_, i) => (i * 7919) % 1009);
      sparkline(world, { parent: page, ...at(20, 120, 150, 40), samples: many, rotate: 12 });
    },
  ],
  [
    'blend modes',
    (world, page) => {
      box(world, {
        parent: page,
        ...at(0, 0, WIDTH, HEIGHT),
        gradient: 'linear-gradient(to right, #f80, #048)',
      });
      for (const [i, mixBlendMode] of (['multiply', 'screen', 'plus-lighter'] as const).entries()) {
        const look = { parent: page, mixBlendMode, opacity: 0.9 };
        box(world, { ...look, ...at(20 + i * 60, 20, 50, 40), borderRadius: 12, fill: '#39c' });
        text(world, { ...look, ...at(20 + i * 60, 70, 50, 20), content: 'Mix', color: '#a50' });
        image(world, { ...look, ...at(20 + i * 60, 100, 50, 40), source: picture() });
      }
    },
  ],
];

function furnishAll({ world }: App): void {
  const page = box(world, at(0, 0, WIDTH, HEIGHT));
  for (const [, furnish] of scenes) furnish(world, page);
}

async function both(size: Size, furnish?: (app: App) => void) {
  const pair = await onBoth(size, furnish);
  apps.push(...pair.map(({ app }) => app));
  await Promise.all(pair.map((each) => each.settle()));
  return pair;
}

/** The largest difference of a channel, and the share of pixels that differ by more than 2. */
function differences(left: Uint8ClampedArray, right: Uint8ClampedArray) {
  expect(left.length).toBe(right.length);
  let max = 0;
  let far = 0;
  for (let i = 0; i < left.length; i += 4) {
    let most = 0;
    for (let channel = i; channel < i + 4; channel++) {
      most = Math.max(most, Math.abs(left[channel]! - right[channel]!));
    }
    max = Math.max(max, most);
    if (most > 2) far++;
  }
  return { max, far: far / (left.length / 4) };
}

describe('a picture by WebGPU', () => {
  it.each(RATIOS)('is that by WebGL 2, at %d device pixels', async (dpr) => {
    const [gl, gpu] = await both({ width: WIDTH, height: HEIGHT, dpr });
    for (const [name, furnish] of scenes) {
      const pages = [gl, gpu].map(({ app: { world } }) => {
        const page = box(world, at(0, 0, WIDTH, HEIGHT));
        furnish(world, page);
        return page;
      });
      await Promise.all([gl.settle(), gpu.settle()]);
      const wanted = await gl.pixels();
      const found = differences(wanted, await gpu.pixels());
      expect(found.max, `${name}: ${JSON.stringify(found)}`).toBeLessThanOrEqual(2);
      const empty = new Uint8ClampedArray(wanted.length).fill(255);
      expect(differences(wanted, empty).far, name).toBeGreaterThan(0.02);
      for (const [i, bench] of [gl, gpu].entries()) despawn(bench.app.world, pages[i]!);
    }
  });

  it('keeps what is not drawn again, and starts over in parts', async () => {
    const [gl, gpu] = await both({ width: WIDTH, height: HEIGHT, dpr: 1 }, furnishAll);
    for (const bench of [gl, gpu]) {
      const lamps = [0, 200].map((left) =>
        box(bench.app.world, { ...at(left, left / 2, 20, 20), fill: '#000' }),
      );
      bench.frame();
      for (const lamp of lamps) setStyle(bench.app.world, lamp, { fill: '#0f0' });
      bench.frame();
      expect(bench.app.renderer.stats().damageRects).toBe(2);
    }
    expect(differences(await gl.pixels(), await gpu.pixels()).max).toBeLessThanOrEqual(2);
  });

  it('comes back as it was after its device is lost', async () => {
    const [, gpu] = await both({ width: WIDTH, height: HEIGHT, dpr: 1 }, furnishAll);
    const before = await gpu.pixels();
    for (let loss = 0; loss < LOSSES; loss++) {
      // Devices lost sooner one after the other are given up.
      await new Promise((resolve) => setTimeout(resolve, 150));
      const { device } = gpu.backend as WebGpuBackend;
      device.destroy();
      gpu.frame();
      await vi.waitFor(() => {
        gpu.frame();
        expect((gpu.backend as WebGpuBackend).device).not.toBe(device);
        expect(gpu.backend.lost).toBe(false);
      }, 10_000);
      await gpu.settle();
      expect(differences(await gpu.pixels(), before).max, `loss ${loss}`).toBe(0);
    }
  });
});

describe('an app', () => {
  it('that asks for WebGPU is drawn by WebGL 2 where there is none', async () => {
    const { gpu } = navigator;
    Object.defineProperty(navigator, 'gpu', { value: undefined, configurable: true });
    try {
      const canvas = new OffscreenCanvas(1, 1);
      const app = await createApp({ canvas, width: 20, height: 10, dpr: 1, renderer: 'webgpu' });
      apps.push(app);
      expect(app.renderer.name).toBe('webgl2');
      box(app.world, { ...at(0, 0, 20, 10), fill: '#ff0000' });
      app.step(16);
      expect([...(await app.renderer.toImage()).pixels.subarray(0, 4)]).toEqual([255, 0, 0, 255]);
    } finally {
      Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
    }
  });

  it('is refused another renderer than there is', async () => {
    const canvas = new OffscreenCanvas(1, 1);
    await expect(createApp({ canvas, renderer: 'canvas' as 'webgl' })).rejects.toThrow(
      /renderer is canvas; give 'webgl' or 'webgpu'/,
    );
  });
});

describe('the WebGPU backend', () => {
  it('is none where there is no adapter, or no WebGPU', async () => {
    const { gpu } = navigator;
    const size = { width: 10, height: 10, dpr: 1 };
    for (const stub of [undefined, { requestAdapter: async () => null }]) {
      Object.defineProperty(navigator, 'gpu', { value: stub, configurable: true });
      try {
        expect(await createWebGpuBackend(size)).toBeUndefined();
      } finally {
        Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
      }
    }
  });
});
