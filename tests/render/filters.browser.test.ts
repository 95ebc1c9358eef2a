import { describe, expect, it } from 'vitest';
import { expectLike } from './css-app';
import { at, card, clipped, type Part, show } from './group-parts';
import { pixelsOf } from './offscreen';

const isLong = Boolean(import.meta.env.RAFTER_LONG);
/** Chromium blurs levels of 8 bits, and wide blurs at less than full size: measured, 6 at most. */
const BLURRED = { max: 7, mean: 0.75, samples: isLong ? 4 : 2 };
/** Colours alone: no more than roundings. */
const EXACT = { max: 1, mean: 0.05, samples: 1 };
/** Edges of clips are what they are without filters (`groups.browser.test.ts`). */
const SOFT = { max: 33, mean: 0.45, samples: 4, far: 290 };

const SHADOW = 'drop-shadow(10px 0 4px #000)';
const THREE = 'grayscale(1) blur(3px) drop-shadow(4px 4px 4px #ff0000)';

describe('filters', () => {
  it.each<[string, Part[], typeof BLURRED]>([
    [
      'blurs and shadows',
      [
        card(0, { filter: 'blur(2px)' }),
        card(1, { filter: 'blur(4px)' }),
        card(2, { filter: 'blur(4px)', opacity: 0.5 }, []),
        card(3, { filter: 'drop-shadow(6px 8px 6px #000000a0)' }),
        card(4, { filter: THREE }),
        clipped(5, { borderRadius: 0 }, { filter: 'blur(4px)' }),
        card(6, { filter: 'blur(3px)', rotate: 20 }),
        card(7, { filter: SHADOW, rotate: 90 }),
        card(8, { filter: 'blur(5px)', left: 185, top: 145 }),
      ],
      BLURRED,
    ],
    ['a wide blur', [card(4, { filter: 'blur(14px)' })], BLURRED],
    [
      'colours and hard shadows',
      [
        card(0, { filter: 'drop-shadow(-6px 8px 0 #ff0000)' }),
        card(1, { filter: 'brightness(140%)' }),
        card(2, { filter: 'contrast(0.5)' }),
        card(3, { filter: 'grayscale(0.7)' }),
        card(4, { filter: 'saturate(2)' }),
        card(5, { filter: 'saturate(0) brightness(0.5)', fill: '#d0402080' }),
        card(6, { filter: 'blur(0)' }),
      ],
      EXACT,
    ],
    [
      'what is cut round',
      [
        clipped(0, {}, { filter: 'blur(4px)' }),
        clipped(5, { rotate: 30 }, { filter: 'blur(2px)' }),
      ],
      SOFT,
    ],
  ])('give Chromium’s picture: %s', async (_, parts, limits) => {
    for (const dpr of isLong ? [1, 1.5, 2] : [1]) {
      const { canvas, html } = await show(dpr, parts, parts.length);
      await expectLike(canvas, html, dpr, limits);
    }
  });

  it('are those of parts in a group', async () => {
    const inner = { style: { ...at(8, 6, 30, 20), fill: '#20a040', filter: 'blur(3px)' } };
    const { canvas, html } = await show(1, [card(4, { opacity: 0.5 }, [inner])], 2);
    await expectLike(canvas, html, 1, BLURRED);
  });

  it('are near the finest at a quarter of the quality, by another picture', async () => {
    const { app, canvas, html, frame } = await show(2, [card(4, { filter: 'blur(5px)' })], 1);
    const finest = pixelsOf(canvas);
    app.tunables.get('rendering')!.set('filterQuality', 0.25);
    frame();
    frame();
    expect(pixelsOf(canvas)).not.toEqual(finest);
    await expectLike(canvas, html, 2, { max: 12, mean: 1.2, samples: 2, far: 60 });
  });
});
