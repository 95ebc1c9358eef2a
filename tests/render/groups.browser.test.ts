import { describe, expect, it } from 'vitest';
import type { Entity, World } from '../../src/ecs';
import { box, type Style, setStyle, text } from '../../src/ui';
import { createRandom, type Random } from '../property/random';
import { expectLike, HEIGHT, open, WIDTH } from './css-app';
import { at, card, clipped, type Part, show, untilGroups } from './group-parts';
import { type Offscreen, pixelsOf } from './offscreen';

const isLong = Boolean(import.meta.env.RAFTER_LONG);
/** Chromium rounds to 8 bits what it puts together. */
const LIMITS = { max: 2, mean: 0.4, samples: 1 };
/** Chromium's edges by their mean; ours are as far from those without groups (`tests/render/layers.browser.test.ts`). */
const SOFT = { max: 33, mean: 0.45, samples: 4, far: 290 };

describe('opacity of what overlaps', () => {
  const deep = { style: { ...at(4, 4, 40, 12), fill: '#ffff00' } };
  const within = { style: { ...at(8, 6, 30, 18), fill: '#20a040', opacity: 0.5 }, parts: [deep] };
  it.each<[string, Part[], number, typeof LIMITS]>([
    [
      'boxes',
      [
        card(0, { opacity: 0.5 }),
        card(1, { opacity: 0.7 }, [within]),
        card(2, { opacity: 0.5, mixBlendMode: 'multiply' }),
        card(3, { mixBlendMode: 'screen' }),
        clipped(4, { borderRadius: 0 }, { opacity: 0.5 }),
        card(5, { opacity: 0.2, left: 185 }),
      ],
      7,
      LIMITS,
    ],
    [
      'what is round, turned or cut so',
      [
        card(0, { opacity: 0.6, borderRadius: 10 }),
        card(1, { opacity: 0.6, borderRadius: 10, overflow: 'hidden' }),
        clipped(2, {}, { opacity: 0.5 }),
        card(3, { opacity: 0.5, rotate: 20 }),
        clipped(5, { rotate: 30 }, { opacity: 0.5 }),
        clipped(7, { opacity: 0.5, overflow: 'hidden' }, { opacity: 0.5 }),
      ],
      7,
      SOFT,
    ],
  ])('is that of all of it: %s', async (_, parts, groups, limits) => {
    for (const dpr of isLong ? [1, 1.5, 2] : [1]) {
      const { canvas, html } = await show(dpr, parts, groups);
      await expectLike(canvas, html, dpr, limits);
    }
  });

  it('is the same while it fades, with nothing drawn again', async () => {
    const { app, canvas, html, frame } = await show(1, [], 0);
    const faded = box(app.world, { ...at(30, 30, 120, 90), fill: '#d04020', opacity: 0.9 });
    box(app.world, { parent: faded, ...at(20, 20, 120, 60), fill: '#20a040' });
    for (let i = 0; i < 20 && app.renderer.stats().groups === 0; i++) {
      frame();
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    for (const opacity of [0.7, 0.3, 0, 0.4, 1, 0.8]) {
      setStyle(app.world, faded, { opacity });
      frame();
      expect(app.renderer.stats().groupsTaken).toBe(0);
      const parts = `<div style="position:absolute;left:30px;top:30px;width:120px;height:90px;background:#d04020;opacity:${opacity}"><div style="position:absolute;left:20px;top:20px;width:120px;height:60px;background:#20a040"></div></div>`;
      await expectLike(canvas, html.replace('</div>', `${parts}</div>`), 1, LIMITS);
    }
  });
});

describe('groups that change', () => {
  it.each(isLong ? [1, 1.5, 2] : [1.5])(
    'look as if they had been made as they are, at %d device pixels',
    async (dpr) => {
      for (let scene = 0; scene < (isLong ? 30 : 1); scene++) await replay(scene * 10 + dpr, dpr);
    },
    isLong ? 1_200_000 : 60_000,
  );

  // What a filter brings into sight may lie in a group of its own, which no clip but those within the filter may cut.
  it.each(['visible', 'hidden'] as const)(
    'are blurred from beyond the clip around them, in a card with overflow %s',
    async (overflow) => {
      const fill = '#f0e0c0';
      const shown: Uint8ClampedArray[] = [];
      for (const [cut, filter] of [
        ['visible', 'blur(4px)'],
        ['hidden', 'blur(4px)'],
        ['hidden', 'blur(1px)'],
      ] as const) {
        const { app, canvas, frame } = await show(1, [], 0);
        const { world } = app;
        const panel = box(world, { ...at(20, 10, 60, 100), overflow: cut });
        const look = { fill: '#88aacc', filter, overflow } as const;
        const card = box(world, { parent: panel, ...at(30, 20, 60, 50), ...look });
        const group = { parent: card, ...at(18, 10, 60, 60), fill: '#d04020', opacity: 0.5 };
        box(world, { parent: box(world, group), ...at(2, 10, 40, 20), fill: '#ffff00' });
        if (cut === 'visible') box(world, { ...at(80, 0, WIDTH - 80, HEIGHT), fill });
        await untilGroups({ app, frame }, 2);
        setStyle(world, card, { filter: 'blur(4px)' });
        frame();
        frame();
        shown.push(pixelsOf(canvas));
      }
      const [covered, cut, changed] = shown;
      expect(furthest(cut!, covered!)).toBeLessThanOrEqual(1);
      expect(furthest(changed!, covered!)).toBeLessThanOrEqual(1);
    },
  );

  it('are drawn again after the context was lost', async () => {
    const { app, canvas, frame } = await show(
      1,
      [card(4, { filter: 'blur(3px)', opacity: 0.5 })],
      1,
    );
    const before = pixelsOf(canvas);
    const lose = canvas.getContext('webgl2')!.getExtension('WEBGL_lose_context')!;
    lose.loseContext();
    await new Promise((resolve) => setTimeout(resolve, 20));
    frame();
    lose.restoreContext();
    await new Promise((resolve) => setTimeout(resolve, 50));
    frame();
    frame();
    expect(app.renderer.stats().groups).toBe(1);
    expect(furthest(before, pixelsOf(canvas))).toBe(0);
  });
});

type Card = { card: Entity; parts: Entity[] };

const FILTERS = ['none', 'blur(3px)', 'drop-shadow(4px 6px 3px #0008)', 'grayscale(1)'] as const;

/** Cards that fade, are filtered, lie under clips and in each other, among what does not. */
function furnish(world: World, random: Random): Card[] {
  box(world, { ...at(0, 0, WIDTH, HEIGHT), gradient: 'linear-gradient(30deg, #fde, #246)' });
  const clip = { ...at(20, 15, 110, 100), overflow: 'hidden', borderRadius: 25 } as const;
  const panel = box(world, { ...clip, fill: '#88aacc' });
  const cards = Array.from({ length: 4 }, (_, i) => {
    const place = at(random.int(100), random.int(80), 40 + random.int(50), 30 + random.int(40));
    const looks: Style = { filter: random.pick(FILTERS), opacity: 0.3 + random.int(7) / 10 };
    const parent = i % 2 === 0 ? { parent: panel } : {};
    const made = box(world, { ...parent, ...place, fill: '#d04020', ...looks });
    const parts = [
      box(world, { parent: made, ...at(10, 5, 30, 20), fill: '#20a040', borderRadius: 5 }),
      text(world, { parent: made, ...at(4, 8, 60, 16), content: `Card ${i}`, fontSize: 12 }),
      box(world, { parent: made, ...at(20, 10, 30, 30), fill: '#2040f080', opacity: 0.6 }),
    ];
    parts.push(box(world, { parent: parts[2]!, ...at(5, 5, 30, 10), fill: '#ffff00' }));
    return { card: made, parts };
  });
  box(world, { ...at(100, 60, 60, 60), fill: '#405060' });
  return cards;
}

/** Something that changes in a card, or of one. */
function disturb(random: Random): (world: World, cards: Card[]) => void {
  const which = random.int(4);
  const part = random.int(4);
  const [a, b] = [random.int(100), random.int(60)];
  const filter = random.pick(FILTERS);
  const of = (style: Style) => (world: World, cards: Card[]) =>
    setStyle(world, cards[which]!.card, style);
  const inside = (style: Style) => (world: World, cards: Card[]) =>
    setStyle(world, cards[which]!.parts[part]!, style);
  return random.pick([
    of({ opacity: a / 100 }),
    of({ opacity: 1 }),
    of({ filter }),
    of({ translate: [a - 50, b - 30] }),
    of({ translate: [a / 3, b / 7] }),
    of({ rotate: a }),
    of({ scale: 0.5 + b / 60 }),
    of({ visible: a > 30 }),
    of({ overflow: a > 50 ? 'hidden' : 'visible', borderRadius: b / 6 }),
    inside({ left: a / 2 }),
    inside({ opacity: a / 100 }),
    inside({ visible: a > 40 }),
    (world, cards) => setStyle(world, cards[which]!.parts[0]!, { fill: a > 50 ? '#fff' : '#000' }),
    (world, cards) => {
      box(world, { parent: cards[which]!.card, ...at(b, 0, 12, 12), fill: '#00f' });
    },
  ]);
}

/**
 * Changes a scene step by step, and now and then makes another one in which all of that has happened before the first
 * frame.
 */
async function replay(seed: number, dpr: number): Promise<void> {
  const live = await open(dpr);
  const cards = furnish(live.app.world, createRandom(seed));
  const edits: ReturnType<typeof disturb>[] = [];
  const random = createRandom(seed + 1);
  await settle(live);
  for (let step = 0; step < 12; step++) {
    const edit = disturb(random);
    edits.push(edit);
    edit(live.app.world, cards);
    for (let i = random.int(3); i >= 0; i--) live.frame();
    if (step % 6 !== 5) continue;
    const anew = await open(dpr);
    const others = furnish(anew.app.world, createRandom(seed));
    for (const each of edits) each(anew.app.world, others);
    await settle(anew);
    const worst = furthest(pixelsOf(live.canvas), pixelsOf(anew.canvas));
    expect(worst, `scene ${seed}, step ${step}`).toBeLessThanOrEqual(1);
    anew.app.dispose();
  }
  live.app.dispose();
}

/** Runs frames until groups are drawn as such, and all glyphs. */
async function settle({ app, frame }: Offscreen): Promise<void> {
  for (let i = 0; i < 5000 && (i < 5 || app.renderer.stats().groups === 0); i++) {
    frame();
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  expect(app.renderer.stats().groups).toBeGreaterThan(0);
}

function furthest(left: Uint8ClampedArray, right: Uint8ClampedArray): number {
  let worst = 0;
  for (let i = 0; i < left.length; i++) worst = Math.max(worst, Math.abs(left[i]! - right[i]!));
  return worst;
}
