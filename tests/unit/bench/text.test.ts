import type { ContenderContext, Counters, FrameContender } from 'rafter-ui/benchmark';
import { describe, expect, it } from 'vitest';
import { VIEW_HEIGHT, VIEW_WIDTH } from '../../../bench/pages/rows';
import * as cpu from '../../../bench/text/paragraph-cpu';
import { manyParagraphs, PARAGRAPHS } from '../../../bench/text/paragraphs';
import * as scenes from '../../../bench/text/scenes';
import { alphabets, GLYPHS, han, linesOf, sizeOf } from '../../../bench/text/screens';
import { placeOf, shortStrings, TEXTS, turnOf } from '../../../bench/text/strings';
import { createRandom } from '../../property/random';

/** Frames that are counted. */
const FRAMES = 3;
const LONG = process.env.RAFTER_LONG === '1';

describe('the strings of the text benches', () => {
  const strings = shortStrings(seeded());

  it('have 17 letters on average, of both cases, and digits', () => {
    const letters = strings.reduce((sum, { length }) => sum + length, 0) / strings.length;
    expect(letters).toBeGreaterThan(16);
    expect(letters).toBeLessThan(18);
    const mixed = strings.filter((each) => /[a-z]/.test(each) && /\d/.test(each));
    expect(mixed.length).toBe(strings.length);
    expect(strings.filter((each) => /[A-Z]/.test(each)).length).toBeGreaterThan(strings.length / 3);
  });

  it('are all others in the next frame, and most of them none of the thousands before', () => {
    expect(turnOf(strings, 1, 0)).toBe(turnOf(strings, 0, TEXTS - 1) + 1);
    const changed = Array.from(
      { length: TEXTS },
      (_, i) => strings[turnOf(strings, 7, i)] !== strings[turnOf(strings, 8, i)],
    );
    expect(changed.filter(Boolean).length).toBeGreaterThan(TEXTS * 0.99);
    expect(new Set(strings).size).toBeGreaterThan(strings.length * 0.9);
  });

  it('stand on the surface, each at a place of its own', () => {
    const places = Array.from({ length: TEXTS }, (_, i) => placeOf(i));
    expect(new Set(places.map(({ left, top }) => `${left} ${top}`)).size).toBe(TEXTS);
    for (const { left, top } of places) {
      expect(left).toBeLessThan(VIEW_WIDTH);
      expect(top).toBeLessThan(VIEW_HEIGHT);
    }
  });
});

describe('the paragraphs of the text benches', () => {
  it('have 60 to 400 units in many scripts, and are the same for the same numbers', () => {
    const paragraphs = manyParagraphs(seeded());
    expect(paragraphs).toEqual(manyParagraphs(seeded()));
    expect(new Set(paragraphs).size).toBe(PARAGRAPHS);
    const lengths = paragraphs.map(({ length }) => length);
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(60);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(400);
    const scripts = ['Latin', 'Cyrillic', 'Greek', 'Han', 'Hangul', 'Arabic', 'Hebrew'];
    for (const script of [...scripts, 'Devanagari', 'Thai']) {
      const has = new RegExp(`\\p{Script=${script}}`, 'u');
      expect(paragraphs.filter((each) => has.test(each)).length, script).toBeGreaterThan(50);
    }
  });

  it('leave out what engines divide each in its own way, where counters are kept', () => {
    const paragraphs = manyParagraphs(seeded(), { settled: true });
    expect(paragraphs.length).toBe(PARAGRAPHS);
    expect(paragraphs.join('')).not.toMatch(/[\p{Script=Thai}\p{Script=Devanagari}]/u);
  });

  it('are measured when they are new and never again', async () => {
    const context = contextOf();
    const state: cpu.ParagraphState = await cpu.fresh.setup!(context);
    const totals = [cpu.fresh.counters!(state, context)];
    for (const { before, run, counters } of [cpu.fresh, cpu.again, cpu.rewrapped]) {
      before?.(state, context);
      run(state, context);
      totals.push(counters!(state, context));
    }
    const measured = totals.map((each) => each.measured!);
    expect(measured[1]).toBeGreaterThan(measured[0]!);
    expect(measured.slice(2)).toEqual([measured[1], measured[1]]);
    for (let i = 1; i < totals.length; i++) {
      expect(totals[i]!.lines! - totals[i - 1]!.lines!).toBeGreaterThan(PARAGRAPHS);
    }
  });
});

describe('a first screen', () => {
  it.each([
    ['Han', han],
    ['alphabets', alphabets],
  ])('of %s has every glyph once, of those that its font has', (_, screen) => {
    const has = (code: number) => code % 23 > 0;
    const characters = [
      ...linesOf(screen, has)
        .map(({ content }) => content)
        .join(''),
    ];
    expect(characters.length).toBe(GLYPHS);
    expect(new Set(characters).size).toBe(GLYPHS);
    expect(characters.every((each) => has(each.codePointAt(0)!))).toBe(true);
  });

  it('has another size at each of many calls', () => {
    expect(new Set(Array.from({ length: 32 }, (_, call) => sizeOf(call))).size).toBe(32);
  });
});

describe('the scenes of the text benches', () => {
  it.each([
    ['ids', scenes.ids],
    ['numbers of one to six digits in a style', scenes.styledAnyWidth],
    // What these count the gate of the benches holds, too.
    ...(LONG
      ? ([
          ['strings', scenes.strings],
          ['long numbers', scenes.longNumbers],
          ['numbers of four digits', scenes.sameWidth],
          ['prices', scenes.decimals],
          ['numbers of four digits in a style', scenes.styled],
        ] as const)
      : []),
  ] as const)('%s write every text anew in every frame', async (_, scene) => {
    const counted = await countFrames(scene);
    // Four glyphs or more each.
    expect(counted.recordsWritten).toBeGreaterThanOrEqual(4 * TEXTS * FRAMES);
    expect(counted.draws).toBeGreaterThanOrEqual(FRAMES);
    expect(counted.listBuilds).toBeLessThanOrEqual(1);
  });
});

function seeded(): () => number {
  const random = createRandom(7);
  return () => random.int(1 << 30) / (1 << 30);
}

/** What some frames add to the counters. */
async function countFrames(scene: FrameContender<unknown>): Promise<Counters> {
  const context = contextOf();
  const state = await scene.setup!(context);
  const before = scene.counters!(state, context);
  for (let frame = 0; frame < FRAMES; frame++) scene.frame(state, frame, frame * 16, context);
  const after = scene.counters!(state, context);
  await scene.teardown!(state, context);
  return Object.fromEntries(
    Object.entries(after).map(([name, value]) => [name, value - before[name]!]),
  );
}

function contextOf(): ContenderContext {
  return {
    parameters: {},
    random: seeded(),
    host: 'node',
    now: () => performance.now(),
    keep() {},
  };
}
