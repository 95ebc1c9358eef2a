import { describe, expect, it } from 'vitest';
import type { Entity, World } from '../../src/ecs';
import { box, setStyle, text } from '../../src/ui';
import { createRandom, type Random } from '../property/random';
import { type Offscreen, openOffscreen, pixelsOf } from './offscreen';

const WIDTH = 200;
const HEIGHT = 160;

const SCENES = import.meta.env.RAFTER_LONG ? 100 : 1;

/** Each of the others where there is time. */
const RATIOS = import.meta.env.RAFTER_LONG ? [1, 1.5, 2] : [1.5];

describe('the budget of pictures', () => {
  it.runIf(import.meta.env.RAFTER_LONG)(
    'that is lowered gives back at once what is beyond it, and shows the same',
    async () => {
      const pair = await openPair(1);
      const cards = pair.make((world) => card(world, 20, 20));
      const glide = (i: number) => (world: World, _: number, side: number) => {
        setStyle(world, cards[side]!, { translate: [i % 9, 0] });
      };
      await pair.untilBaked(1, glide(0), glide(1));
      const { app } = pair.baked;
      expect(app.sensors().pictureBytes).toBeGreaterThan(0);
      app.tunables.get('rendering')!.set('bakeBudget', 0);
      await pair.frames(1, glide(2));
      expect([app.renderer.stats().baked, app.renderer.stats().bakedBytes]).toEqual([0, 0]);
      expect(app.sensors().pictureBytes).toBe(0);
      expect(pair.difference()).toBe(0);
    },
  );
});

describe('a card that glides', () => {
  for (const dpr of RATIOS) {
    it(`shows the same by its picture at ${dpr} device pixels, and nothing else differs`, async () => {
      const pair = await openPair(dpr);
      pair.make((world) => behind(world));
      const cards = pair.make((world) => card(world, 20, 20));
      const glide = (i: number) => (world: World, _: number, side: number) => {
        setStyle(world, cards[side]!, { translate: [i * 1.4, i / 2] });
      };
      await pair.untilBaked(1, glide(0), glide(1));
      let worst = 0;
      for (let i = 2; i < 6; i++) {
        await pair.frames(1, glide(i));
        expect(pair.baked.app.renderer.stats().quadsBy.pictures).toBeGreaterThan(0);
        const around = [20 + i * 1.4, 20 + i / 2, 180 + i * 1.4, 140 + i / 2] as const;
        worst = Math.max(worst, pair.difference());
        expect(
          pair.difference([around[0] - 24, around[1] - 24, around[2] + 24, around[3] + 24]),
        ).toBe(0);
      }
      expect(worst).toBeLessThanOrEqual(1);
      expect(pair.baked.app.renderer.stats().totalBakes).toBe(1);
      expect(pair.plain.app.renderer.stats().totalBakes).toBe(0);
    });
  }
});

describe('random scenes', () => {
  for (const dpr of RATIOS) {
    it(`look the same with pictures as without, within 1 of 255, at ${dpr} device pixels`, async () => {
      const random = createRandom(Math.round(dpr * 10));
      let baked = 0;
      const worsts: number[] = [];
      for (let scene = 0; scene < SCENES; scene++) {
        const pair = await openPair(dpr);
        const seed = random.int(2 ** 30);
        const scenes = pair.make((world) => furnish(world, createRandom(seed)));
        const glide = (world: World, frame: number, side: number): void => {
          for (const [i, entity] of scenes[side]!.cards.entries()) {
            setStyle(world, entity, { translate: [(frame * (i + 1)) / 3, frame % 7] });
          }
        };
        await pair.untilBaked(1, glide, glide);
        for (let step = 0; step < 6; step++) {
          const change = random.int(2 ** 30);
          await pair.frames(1, (world, _, side) => {
            disturb(world, scenes[side]!, createRandom(change));
          });
          await pair.frames(random.int(5), glide);
          baked += pair.baked.app.renderer.stats().quadsBy.pictures;
          worsts.push(pair.difference());
        }
      }
      expect(Math.max(...worsts)).toBeLessThanOrEqual(1);
      expect(baked).toBeGreaterThan(SCENES * 2);
    }, 60_000);
  }
});

describe('pictures', () => {
  it.runIf(import.meta.env.RAFTER_LONG)('are taken again after the context was lost', async () => {
    const pair = await openPair(1);
    const cards = pair.make((world) => card(world, 20, 20));
    const glide = (world: World, frame: number, side: number): void => {
      setStyle(world, cards[side]!, { translate: [frame % 9, 0] });
    };
    await pair.untilBaked(1, glide, glide);
    const context = pair.baked.canvas.getContext('webgl2')!;
    const lose = context.getExtension('WEBGL_lose_context')!;
    const lost = once(pair.baked.canvas, 'webglcontextlost');
    lose.loseContext();
    await lost;
    await pair.frames(5, glide);
    const restored = once(pair.baked.canvas, 'webglcontextrestored');
    lose.restoreContext();
    await restored;
    await pair.untilBaked(1, glide, glide);
    await pair.frames(3, glide);
    expect(pair.baked.app.renderer.stats().totalBakes).toBe(2);
    expect(pair.difference()).toBeLessThanOrEqual(1);
  });
});

function once(canvas: OffscreenCanvas, event: string): Promise<unknown> {
  return new Promise((resolve) => canvas.addEventListener(event, resolve, { once: true }));
}

type Furniture = { cards: Entity[]; parts: Entity[] };

/** Cards of every look, some in a panel that clips, over something and under something. */
function furnish(world: World, random: Random): Furniture {
  behind(world);
  const parts: Entity[] = [];
  const panel = box(world, {
    position: 'absolute',
    ...{ left: 10, top: 10, width: 250, height: 180 },
    overflow: 'hidden',
  });
  const cards = Array.from({ length: 5 }, (_, i) => {
    const looks = [
      { fill: '#ffffff', borderRadius: 9, boxShadow: '0 3px 9px #0007' },
      { fill: '#2040c080', borderWidth: 2, borderColor: '#000000', overflow: 'hidden' },
      { gradient: 'linear-gradient(50deg, #f80, #08f)', borderRadius: 12, overflow: 'hidden' },
      { fill: '#208040', opacity: 0.6 },
      {},
    ] as const;
    const parent = box(world, {
      ...(random.int(2) === 0 ? { parent: panel } : {}),
      position: 'absolute',
      left: 8 + random.int(120) + random.int(4) / 4,
      top: 8 + random.int(80) + random.int(4) / 4,
      width: 60 + random.int(50),
      height: 40 + random.int(50),
      ...looks[i]!,
      translate: [0, 0],
      cacheHint: random.int(3) === 0 ? 'auto' : 'always',
    });
    const place = (): { position: 'absolute'; left: number; top: number } => ({
      position: 'absolute',
      left: random.int(50) + random.int(4) / 4,
      top: random.int(40),
    });
    parts.push(text(world, { parent, ...place(), content: `Card ${i}`, fontSize: 13 }));
    const size = { width: 10 + random.int(40), height: 8 + random.int(20) };
    parts.push(box(world, { parent, ...place(), ...size, fill: '#d0402080', borderRadius: 4 }));
    parts.push(box(world, { parent, ...place(), ...size, fill: '#40d020' }));
    const turned = random.int(2) === 0 ? { rotate: 20 } : { scale: 1.2 };
    parts.push(box(world, { parent, ...place(), ...size, ...turned, fill: '#8020d0' }));
    return parent;
  });
  box(world, { position: 'absolute', left: 60, top: 60, width: 70, height: 50, fill: '#ffff0060' });
  return { cards, parts };
}

/** Changes something, in a card or of one. */
function disturb(world: World, { cards, parts }: Furniture, random: Random): void {
  const card = random.pick(cards);
  const part = random.pick(parts);
  const changes = [
    () => setStyle(world, part, { fill: `#${random.int(9)}${random.int(9)}8` }),
    () => setStyle(world, part, { left: random.int(40), width: 20 + random.int(20) }),
    () => setStyle(world, part, { visible: random.int(2) === 0 }),
    () => setStyle(world, part, { rotate: random.int(90) }),
    () => setStyle(world, card, { opacity: random.int(2) === 0 ? 1 : 0.5 }),
    () => setStyle(world, card, { zIndex: random.int(3) }),
    () => setStyle(world, card, { overflow: random.int(2) === 0 ? 'hidden' : 'visible' }),
    () => setStyle(world, card, { translate: [random.int(200) - 100, random.int(100) - 50] }),
    () => setStyle(world, card, { scale: random.int(2) === 0 ? 1 : 1.1 }),
    () => parts.push(box(world, { parent: card, width: 12, height: 12, fill: '#00f' })),
    () => setStyle(world, card, { display: random.int(3) === 0 ? 'none' : 'flex' }),
    () => setStyle(world, card, { cacheHint: random.pick(['auto', 'always', 'never']) }),
  ];
  random.pick(changes)();
}

function behind(world: World): void {
  box(world, {
    position: 'absolute',
    ...{ left: 0, top: 0, width: WIDTH, height: HEIGHT },
    gradient: 'linear-gradient(30deg, #fde, #246)',
  });
}

function card(world: World, left: number, top: number): Entity {
  const parent = box(world, {
    position: 'absolute',
    ...{ left, top, width: 160, height: 120 },
    borderRadius: 12,
    fill: '#f4f4f8',
    boxShadow: '0 4px 12px #0008',
    cacheHint: 'always',
    translate: [0, 0],
  });
  text(world, { parent, content: 'Crisp text, 123', fontSize: 14, color: '#123' });
  return parent;
}

type Change = (world: World, frame: number, side: number) => void;

type Pair = {
  baked: Offscreen;
  plain: Offscreen;
  make<T>(build: (world: World) => T): T[];
  frames(count: number, change?: Change): Promise<void>;
  /** Runs frames until so many layers are pictures. */
  untilBaked(count: number, ...changes: Change[]): Promise<void>;
  /** Of any channel, but for those of a rectangle of CSS pixels. */
  difference(except?: readonly number[]): number;
};

/** The same app twice, of which one keeps no pictures. */
async function openPair(dpr: number): Promise<Pair> {
  const baked = await openOffscreen(WIDTH, HEIGHT, dpr);
  const plain = await openOffscreen(WIDTH, HEIGHT, dpr);
  plain.app.tunables.get('rendering')!.set('baking', false);
  const sides = [baked, plain];
  let frames = 0;
  const pair: Pair = {
    baked,
    plain,
    make: (build) => sides.map(({ app }) => build(app.world)),
    async frames(count, change) {
      for (let i = 0; i < count; i++) {
        frames++;
        for (const [side, { app, frame }] of sides.entries()) {
          change?.(app.world, frames, side);
          frame();
        }
        // What is loaded comes meanwhile.
        await new Promise((resolve) => setTimeout(resolve));
      }
    },
    async untilBaked(count, ...changes) {
      for (let i = 0; i < 400 && baked.app.renderer.stats().baked < count; i++) {
        await pair.frames(1, changes[i % changes.length]);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      expect(baked.app.renderer.stats().baked).toBeGreaterThanOrEqual(count);
    },
    difference(except = [0, 0, 0, 0]) {
      const left = pixelsOf(baked.canvas);
      const right = pixelsOf(plain.canvas);
      const { width } = baked.canvas;
      let worst = 0;
      for (let i = 0; i < left.length; i++) {
        const delta = Math.abs(left[i]! - right[i]!);
        if (delta <= worst) continue;
        const x = ((i >> 2) % width) / dpr;
        const y = Math.floor((i >> 2) / width) / dpr;
        const isInside = x >= except[0]! && y >= except[1]! && x < except[2]! && y < except[3]!;
        if (!isInside) worst = delta;
      }
      return worst;
    },
  };
  return pair;
}
