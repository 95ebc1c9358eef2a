import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { internals } from '../../../../src/ecs/internals';
import { PADDING } from '../../../../src/structures';
import { spareGlyphs } from '../../../../src/systems/text/spare-glyphs';
import { drawnSlot } from './drawn';
import { createFixture, LONG, SANS } from './fixture';

const RUNS = LONG ? 400 : 5;
const CJK = 0x4e00;
/** Pictures have colours, letters coverage alone. */
const PICTURE = 0x2614;
const SIZES = [60, 130, 290];
const PAGES = 4;

describe('pages of glyphs given back', () => {
  it('have left what is in sight on the others, or all as it was where that has no room', () => {
    let moved = 0;
    let refused = 0;
    const turn = fc.record({
      glyphs: fc.array(
        fc.record({
          size: fc.nat(SIZES.length - 1),
          isPicture: fc.boolean(),
          isShown: fc.boolean(),
        }),
        { minLength: 20, maxLength: 90, size: 'max' },
      ),
      isCrowded: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(turn, { minLength: 1, maxLength: 4, size: 'max' }), (turns) => {
        const stage = createFixture({ glyphPages: PAGES });
        const { cache, atlas } = stage.system;
        const spare = spareGlyphs(stage.system);
        const fonts = SIZES.map((size) => stage.port.font({ ...SANS, size }));
        let next = 0;
        for (const { glyphs, isCrowded } of turns) {
          const shown: number[] = [];
          for (const { size, isPicture, isShown } of glyphs) {
            const glyph = (isPicture ? PICTURE : CJK) + (next++ % 120);
            const slot = drawnSlot(cache, fonts[size]!, glyph, 0, 1);
            if (slot >= 0 && (isShown || isCrowded) && !shown.includes(slot)) shown.push(slot);
          }
          cache.flush();
          cache.marker = (mark) => {
            for (const slot of shown) mark(cache.page[slot]!, cache.v[slot]!);
          };
          const before = shown.map((slot) => ({ place: placeOf(slot), texels: texelsOf(slot) }));
          const ends = [...atlas.shelves.end];
          const pages = atlas.pages.length;
          const freed = spare.reclaim();
          expect(atlas.pages.length).toBe(atlas.shelves.pages.length);
          expect(freed > 0).toBe(atlas.pages.length < pages);
          for (const [i, slot] of shown.entries()) {
            expect(texelsOf(slot)).toEqual(before[i]!.texels);
            if (freed === 0) expect(placeOf(slot)).toEqual(before[i]!.place);
            if (placeOf(slot)[0] !== before[i]!.place[0]) moved++;
            const shelf = cache.shelf[slot]!;
            if (freed === 0) expect(atlas.shelves.end[shelf]).toBe(ends[shelf]);
          }
          if (freed === 0 && pages > 1) refused++;
          checkShelves();
        }

        function placeOf(slot: number): [number, number, number] {
          return [cache.page[slot]!, cache.u[slot]!, cache.v[slot]!];
        }

        /** As they are drawn: where there is coverage alone, letters are white. */
        function texelsOf(slot: number): number[] {
          const { texels, channels } = atlas.pages[cache.page[slot]!]!;
          const drawn: number[] = [];
          for (let y = 0; y < cache.height[slot]!; y += 7) {
            for (let x = 0; x < cache.width[slot]!; x += 5) {
              const at = ((cache.v[slot]! + y) * atlas.size + cache.u[slot]! + x) * channels;
              drawn.push(...(channels === 4 ? texels.subarray(at, at + 4) : [255, 255, 255]));
              if (channels !== 4) drawn.push(texels[at]!);
            }
          }
          return drawn;
        }

        /** Shelves cover their pages, hold what is listed with them side by side, and nothing else. */
        function checkShelves(): void {
          const { shelves } = atlas;
          for (const [page, list] of shelves.pages.entries()) {
            expect(list.reduce((sum, shelf) => sum + shelves.height[shelf]!, 0)).toBe(atlas.size);
            for (const shelf of list) {
              let end = 0;
              const listed: number[] = [];
              for (let at = shelves.slot[shelf]!; at >= 0; at = cache.next[at]!) listed.push(at);
              for (const slot of listed.reverse()) {
                expect(placeOf(slot)).toEqual([page, end, shelves.y[shelf]]);
                expect(cache.shelf[slot]).toBe(shelf);
                expect(cache.height[slot]! + PADDING).toBeLessThanOrEqual(shelves.height[shelf]!);
                if (cache.colored[slot] === 1) expect(atlas.pages[page]!.channels).toBe(4);
                end += cache.width[slot]! + PADDING;
              }
              expect(shelves.end[shelf]).toBe(end);
            }
          }
        }
      }),
      { numRuns: RUNS },
    );
    expect(moved).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(0);
  });

  it('are as they were where the last of a page finds no room between what is in sight', () => {
    const stage = openPages();
    const shown = [
      ...stage.fill(SMALL),
      ...stage.draw(SMALL, 2),
      ...stage.draw(TALL, 1),
      ...stage.draw(TINY, 1),
    ];
    // Between both it is too low for what is tall, though there is as much room in all.
    expect(stage.heights(1)).toEqual([40, 112, 12, 92]);
    const before = stage.look(shown);
    expect(stage.reclaim(shown)).toBe(0);
    expect(stage.look(shown)).toEqual(before);
    expect([stage.atlas.pages.length, stage.atlas.shelves.pages.length]).toEqual([2, 2]);
    expect(stage.heights(1)).toEqual([40, 112, 12, 92]);
    expect(stage.ends(0)).toEqual([0, 0, before.ends[0], 0]);
    expect(stage.ends(1)).toEqual(stage.endsBefore);
  });

  it('move to the others with all that is known of them, and what they left is empty', () => {
    const stage = openPages();
    const shown = [...stage.fill(SMALL), ...stage.draw(SMALL, 2), ...stage.draw(TINY, 1)];
    const { version } = stage.cache;
    const { activity } = internals(stage.world);
    const texels = stage.look(shown).texels;
    expect(stage.reclaim(shown)).toBe(PAGE * PAGE * 5);
    expect(stage.cache.version).toBe(version + 1);
    expect(internals(stage.world).activity).not.toBe(activity);
    expect(stage.look(shown).texels).toEqual(texels);
    const { shelves } = stage.atlas;
    for (const slot of shown.slice(-3)) {
      expect(stage.cache.page[slot]).toBe(0);
      expect(shelves.used[stage.cache.shelf[slot]!]).toBe(stage.cache.frame);
    }
    // Linear filtering reads what is around.
    const inked = shown.reduce(
      (sum, slot) => sum + stage.cache.width[slot]! * stage.cache.height[slot]!,
      0,
    );
    expect(stage.atlas.pages[0]!.texels.filter((texel) => texel !== 0).length).toBe(inked);
  });

  it.each([
    ['stay where the others hold coverage alone', LETTER, 0],
    ['move where one holds colours', PICTURE, PAGE * PAGE * 8],
  ])('whose bitmaps have colours %s', (_, first, freed) => {
    const stage = openPages(first);
    const shown = [...stage.fill(SMALL), ...stage.draw(SMALL, 1, PICTURE)];
    expect(stage.atlas.pages.map(({ channels }) => channels)).toEqual([
      first === PICTURE ? 4 : 1,
      4,
    ]);
    const before = stage.look(shown);
    expect(stage.reclaim(shown)).toBe(freed);
    expect(stage.look(shown).texels).toEqual(before.texels);
    if (freed === 0) expect(stage.look(shown)).toEqual(before);
  });

  it('forget nothing where what is in sight could not lie on the others', () => {
    const stage = openPages();
    const shown = [
      ...stage.fill(SMALL),
      ...stage.draw(TALL, 1),
      ...stage.draw(TALL, 2, LETTER + 40),
    ];
    const count = stage.cache.count;
    // A shelf of the first page is out of sight, and stays.
    expect(stage.reclaim([...shown, ...stage.unshown.slice(3)])).toBe(0);
    expect(stage.cache.count).toBe(count);
  });
});

const PAGE = 256;
const INK_HEIGHT_EM = 0.7;
const LETTER = 0x4e00;
/** Heights of bitmaps, of which shelves are 108, 40, 112 and 12 lines. */
const HIGH = 107;
const SMALL = 39;
const TALL = 111;
const TINY = 11;

/** A first page of a shelf of what is high, one that `fill` fills, and another of what is high, of which only the middle one is in sight. */
function openPages(first = LETTER) {
  const stage = createFixture({ glyphPages: 3, pageSize: PAGE });
  const { cache, atlas } = stage.system;
  const spare = spareGlyphs(stage.system);
  const unshown: number[] = [];
  let next = 0;
  let endsBefore: number[] = [];

  /** Bitmaps so high, each of another letter. */
  function draw(height: number, count: number, from = LETTER): number[] {
    const font = stage.port.font({ ...SANS, size: (height - 0.5) / INK_HEIGHT_EM });
    return Array.from({ length: count }, () => {
      const slot = drawnSlot(cache, font, from + next++, 0, 1);
      expect(cache.height[slot]).toBe(height);
      return slot;
    });
  }

  /** As many as a shelf holds. */
  function fillShelf(height: number, from?: number): number[] {
    const slots = draw(height, 1, from);
    const wide = cache.width[slots[0]!]! + PADDING;
    return [...slots, ...draw(height, Math.floor(PAGE / wide) - 1, from)];
  }

  return {
    ...{ cache, atlas, world: stage.world, unshown, draw },
    get endsBefore() {
      return endsBefore;
    },
    fill(height: number): number[] {
      unshown.push(...fillShelf(HIGH, first));
      const shown = fillShelf(height);
      unshown.push(...fillShelf(HIGH));
      return shown;
    },
    heights: (page: number) =>
      atlas.shelves.pages[page]!.map((shelf) => atlas.shelves.height[shelf]!),
    ends: (page: number) => atlas.shelves.pages[page]!.map((shelf) => atlas.shelves.end[shelf]!),
    look(slots: readonly number[]) {
      const places = slots.map((slot) => [
        cache.page[slot]!,
        cache.u[slot]!,
        cache.v[slot]!,
        cache.shelf[slot]!,
      ]);
      const ends = slots.map((slot) => atlas.shelves.end[cache.shelf[slot]!]!);
      return { places, ends, texels: slots.map((slot) => alphaOf(slot)) };
    },
    reclaim(shown: readonly number[]): number {
      endsBefore = atlas.shelves.pages[1]!.map((shelf) => atlas.shelves.end[shelf]!);
      cache.flush();
      cache.marker = (mark) => {
        for (const slot of shown) mark(cache.page[slot]!, cache.v[slot]!);
      };
      return spare.reclaim();
    },
  };

  function alphaOf(slot: number): number[] {
    const { texels, channels } = atlas.pages[cache.page[slot]!]!;
    const alpha: number[] = [];
    for (let y = 0; y < cache.height[slot]!; y += 3) {
      for (let x = 0; x < cache.width[slot]!; x += 3) {
        const at = (cache.v[slot]! + y) * PAGE + cache.u[slot]! + x;
        alpha.push(texels[at * channels + channels - 1]!);
      }
    }
    return alpha;
  }
}
