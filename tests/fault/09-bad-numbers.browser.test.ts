import {
  Border,
  Box,
  box,
  columns,
  LAYOUT,
  PAINT,
  PROJECTION,
  Radius,
  type Row,
  resolve,
  type Store,
  text,
  touch,
} from 'rafter-ui';
import { describe, expect, it } from 'vitest';
import { difference, frames, mountShared, pixelsOf, until } from '../app/page';
import { contextOf, patch } from './gl';

const SIDE = import.meta.env.RAFTER_LONG ? 100 : 30;
const CELL = 8;
const ELEMENTS = SIDE * SIDE;
const EXPONENT = 0x7f800000;
const RECORD_WORDS = 16;
const VALUES = [Number.NaN, Number.POSITIVE_INFINITY, -0, 1e39];
const TARGETS: readonly (readonly [Store, string, number])[] = [
  [Box, 'x', PAINT | PROJECTION],
  [Box, 'height', PAINT | PROJECTION],
  [Border, 'top', LAYOUT | PAINT],
  [Radius, 'topLeft', PAINT],
];

describe(`numbers that are none, in one of a hundred of ${ELEMENTS} elements`, () => {
  it('change no pixel of the others, reach no upload, and heal in a frame', async () => {
    const sent = watchRectangles();
    const { app, canvas } = await mountShared({ cssWidth: SIDE * CELL, cssHeight: SIDE * CELL });
    const { world } = app;
    const page = box(world, { fill: '#203040' });
    const rows: Row[] = Array.from({ length: ELEMENTS }, (_, i) => {
      const left = (i % SIDE) * CELL + 1;
      const top = Math.floor(i / SIDE) * CELL + 1;
      const place = { parent: page, position: 'absolute', left, top, width: 6, height: 6 } as const;
      if (i % 10 === 4) {
        return resolve(world, text(world, { ...place, content: 'a', fontSize: 7, color: '#fff' }));
      }
      const look = { borderRadius: i % 3, borderWidth: i % 2, borderColor: '#ffffff' } as const;
      return resolve(world, box(world, { ...place, ...look, fill: '#c04020' }));
    });
    app.start();
    await until(() => app.asleep);
    const clean = pixelsOf(canvas);
    let turn = 0;
    for (const [store, field, dirt] of TARGETS) {
      for (const value of VALUES) {
        turn++;
        const isBad = (at: number): boolean => (at + turn * 7) % 100 === 99;
        const bad = rows.filter((_, at) => isBad(at));
        const column = columns(world, store)[field]!;
        const kept = bad.map((row) => column[row]!);
        for (const row of bad) {
          column[row] = value;
          touch(world, row, dirt);
        }
        await frames(2);
        const shown = pixelsOf(canvas);
        expect(bad).toHaveLength(ELEMENTS / 100);
        // Minus nothing is a place like any other, where others are.
        if (value !== 0 || field !== 'x') expect(strangers(shown, clean, isBad)).toBe(0);
        if (store === Box) expect(difference(shown, clean)).toBeGreaterThan(bad.length);
        bad.forEach((row, i) => {
          column[row] = kept[i]!;
          touch(world, row, dirt);
        });
        const { frameCount } = app;
        await until(() => app.frameCount > frameCount);
        expect(difference(pixelsOf(canvas), clean)).toBe(0);
        expect(contextOf(canvas).getError()).toBe(0);
      }
    }
    expect(sent.rectangles).toBeGreaterThan(ELEMENTS);
    expect(sent.bad).toBe(0);
  });
});

/** Pixels that differ in cells of elements that are as they were. */
function strangers(a: Uint32Array, b: Uint32Array, isBad: (at: number) => boolean): number {
  const width = SIDE * CELL;
  let count = 0;
  for (let at = 0; at < a.length; at++) {
    if (a[at] === b[at]) continue;
    const x = at % width;
    const y = Math.floor(at / width);
    if (!isBad(Math.floor(y / CELL) * SIDE + Math.floor(x / CELL))) count++;
  }
  return count;
}

/** Looks at the rectangles of all records that are sent to the GPU. */
function watchRectangles(): { rectangles: number; bad: number } {
  const sent = { rectangles: 0, bad: 0 };
  patch('texSubImage2D', (context, original, given) => {
    const [, , , , wide, high, , , words, from] = given;
    if (words instanceof Uint32Array) {
      const end = (from as number) + (wide as number) * (high as number) * 4;
      for (let at = from as number; at < end; at += RECORD_WORDS) {
        sent.rectangles++;
        for (let word = at; word < at + 4; word++) {
          if ((words[word]! & EXPONENT) === EXPONENT) sent.bad++;
        }
      }
    }
    return original.apply(context, given);
  });
  return sent;
}
