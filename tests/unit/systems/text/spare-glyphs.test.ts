import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PADDING } from '../../../../src/structures';
import { spareGlyphs } from '../../../../src/systems/text/spare-glyphs';
import { drawnSlot } from './drawn';
import { createFixture, LONG, SANS } from './fixture';

const RUNS = LONG ? 400 : 5;
const CJK = 0x4e00;
/** Pictures have colours, letters coverage alone. */
const PICTURE = 0x2600;
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
});
