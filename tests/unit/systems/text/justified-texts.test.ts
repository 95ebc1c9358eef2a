import { describe, expect, it } from 'vitest';
import { columns, PAINT, resource, setResource } from '../../../../src/ecs';
import {
  Box,
  INPUT_POINTER_DOWN,
  INPUT_POINTER_UP,
  PlacedLine,
  TEXT_ALIGN_JUSTIFY,
  TextGeometry,
  TextJustify,
  TextLines,
} from '../../../../src/ecs/stores';
import { createClusterTable } from '../../../../src/systems/text/clusters';
import { createLineJustifier } from '../../../../src/systems/text/justify';
import { createHeadlessApp } from '../../../../src/testing/headless-app';
import { box, on, select, text } from '../../../../src/ui';
import { createFixture, createKerningMeasurer, SANS, takeDirt } from './fixture';
import { shownRecords, watchRecords } from './marks';

/** A word that fits no line, so that the one before it ends there. */
const LONG_WORD = 'm'.repeat(40);

describe('until the rules of justified lines have come', () => {
  it('lines are wider at spaces alone, and the texts that are justified are painted again after', async () => {
    const fixture = createFixture();
    const { system, text: rows, dirty, element, port } = fixture;
    const [justified, other] = [element(), element()];
    for (const row of [justified, other]) {
      rows.paragraph[row] = port.paragraph({ whiteSpace: 'normal' });
      port.setText(row, `a字 b ${LONG_WORD}`);
      port.wrap(row, 100);
      columns(fixture.world, Box).width[row] = 100;
    }
    rows.align[justified] = TEXT_ALIGN_JUSTIFY;
    const lefts = () =>
      [0, 1, 2, 3].map((i) => {
        const out = new Float64Array(4);
        resource(fixture.world, TextGeometry).rangeRects(justified, i, i + 1, out);
        return out[0]!;
      });
    takeDirt(dirty, justified);
    takeDirt(dirty, other);
    expect(lefts()).toEqual([0, 6, 16, 94]);
    await system.ready();
    expect([dirty.bits[justified]! & PAINT, dirty.bits[other]! & PAINT]).toEqual([PAINT, 0]);
    const gap = (100 - 28) / 3;
    expect(lefts().map(Math.fround)).toEqual([0, 6, 16 + 2 * gap, 22 + 3 * gap].map(Math.fround));
  });

  it('nothing is loaded for texts that are not justified', async () => {
    const { world, system, element, port, text: rows } = createFixture();
    const row = element();
    rows.paragraph[row] = port.paragraph({ whiteSpace: 'normal' });
    port.setText(row, `a字 b ${LONG_WORD}`);
    port.wrap(row, 100);
    let asked = 0;
    const { spread } = resource(world, TextJustify);
    setResource(world, TextJustify, {
      spread(...all) {
        asked++;
        return spread(...all);
      },
    });
    const placed = new PlacedLine();
    placed.begin(world, row, Float64Array.of(0, 0, 100));
    placed.align(rows.lineStart[row]!);
    expect(asked).toBe(0);
    rows.align[row] = TEXT_ALIGN_JUSTIFY;
    placed.align(rows.lineStart[row]!);
    expect(asked).toBe(1);
    await system.ready();
  });

  it('a failure to load is told once, and lines stay as they are', async () => {
    const { world, element, port, text: rows } = createFixture();
    const errors: Error[] = [];
    let loads = 0;
    const justifier = createLineJustifier({
      world,
      clusters: createClusterTable(),
      onReady: () => errors.push(new Error('ready')),
      onFailure: (error) => errors.push(error),
      importRules: () => {
        loads++;
        return Promise.reject(new TypeError('Failed to fetch'));
      },
    });
    setResource(world, TextJustify, justifier);
    const row = element();
    rows.paragraph[row] = port.paragraph({ whiteSpace: 'normal' });
    rows.align[row] = TEXT_ALIGN_JUSTIFY;
    port.setText(row, `a字 b c ${LONG_WORD}`);
    port.wrap(row, 100);
    const placed = new PlacedLine();
    placed.begin(world, row, Float64Array.of(0, 0, 100));
    for (let turn = 0; turn < 3; turn++) {
      placed.align(rows.lineStart[row]!);
      expect(placed.input[1]).toBe((100 - 40) / 2);
      await justifier.ready();
    }
    expect(loads).toBe(1);
    expect(errors.map((error) => error.message)).toEqual([
      'justify-rules did not load, so justified lines are wider at spaces only; serve its chunk beside the app',
    ]);
    expect((errors[0]!.cause as Error).message).toBe('Failed to fetch');
  });

  it('a world that is gone is left alone', async () => {
    const { world, system, element, port, text: rows, dirty } = createFixture();
    const row = element();
    rows.paragraph[row] = port.paragraph({ whiteSpace: 'normal' });
    rows.align[row] = TEXT_ALIGN_JUSTIFY;
    port.setText(row, `a b ${LONG_WORD}`);
    port.wrap(row, 100);
    takeDirt(dirty, row);
    const placed = new PlacedLine();
    placed.begin(world, row, Float64Array.of(0, 0, 100));
    placed.align(rows.lineStart[row]!);
    system.dispose();
    await system.ready();
    expect(dirty.bits[row]).toBe(0);
  });
});

describe('what stands in a justified line', () => {
  it('shows before an ellipsis what is drawn there', async () => {
    const app = createHeadlessApp();
    watchRecords(app);
    text(app.world, {
      content: `ab cd ef ${LONG_WORD}`,
      fontSize: 10,
      whiteSpace: 'normal',
      textAlign: 'justify',
      maxLines: 1,
      width: 100,
    });
    app.frames(1);
    await import('../../../../src/systems/text/justify-rules');
    app.frames(2);
    // The last is the ellipsis.
    expect(shownRecords(app).glyphs.map(([x]) => x - 1)).toEqual([0, 6, 44, 50, 88, 94]);
    app.dispose();
  });

  it('is drawn, marked, underlined and hit where its letters are', async () => {
    const app = createHeadlessApp();
    watchRecords(app);
    const link = 'https://example.com/';
    const entity = text(app.world, {
      parent: box(app.world, { flexDirection: 'column', width: 100 }),
      content: ['x', { text: '字', link, background: '#ff0000' }, `y ${LONG_WORD}`],
      fontSize: 10,
      whiteSpace: 'normal',
      textAlign: 'justify',
      selectable: true,
    });
    app.frames(2);
    await import('../../../../src/systems/text/justify-rules');
    select(app.world, entity, 1, 2);
    app.frames(2);
    // 22 of 100 px are used; the rest is two gaps, both in the cell of the wide character.
    const [left, right] = [6, 94];
    const { solids, glyphs } = shownRecords(app);
    const pieces = solids.map(({ rect }) => [rect[0], rect[0] + rect[2]]);
    // Background, selection, underline.
    expect(pieces).toEqual([
      [left, right],
      [left, right],
      [left, right],
    ]);
    // The rasteriser draws one pixel right of the pen.
    expect(glyphs.slice(0, 3).map(([x]) => x)).toEqual([1, left + 39 + 1, right + 1]);
    const followed: number[] = [];
    let x = 0;
    on(app.world, entity, 'link', () => followed.push(x));
    // One after the other, or they would be double clicks.
    [left - 0.1, left, right - 0.1, right].forEach((at, second) => {
      x = at;
      app.input.pointer(INPUT_POINTER_DOWN, 1, x, 5, 0, 0, second * 1000);
      app.input.pointer(INPUT_POINTER_UP, 1, x, 5, 0, 0, second * 1000);
      app.frames(1);
    });
    expect(followed).toEqual([left, right - 0.1]);
    app.dispose();
  });
});

it('a line is as wide as its letters are by themselves, whatever begins the next one', () => {
  const measurer = createKerningMeasurer();
  const { world, element, port, text: rows } = createFixture({ measurer });
  const row = element();
  const kana = 'アイウエオカキクケコサシスセソタチツテト';
  const lines = resource(world, TextLines);
  rows.paragraph[row] = port.paragraph({ whiteSpace: 'normal' });
  port.setText(row, kana);
  for (let width = 20; width < 60; width += 3) {
    port.wrap(row, width);
    for (let line = 0; line < rows.lineCount[row]!; line++) {
      const at = rows.lineStart[row]! + line;
      const letters = kana.slice(lines.first[at], lines.shown[at]);
      expect(lines.width[at]).toBeCloseTo(measurer.measure(SANS, letters), 3);
    }
  }
});
