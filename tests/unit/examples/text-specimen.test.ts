import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { columns, type Row, TextKind, textOf, type World, watch } from 'rafter-ui';
import { createHeadlessApp, type HeadlessApp } from 'rafter-ui/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createCounters } from '../../../examples/text/counters';
import { families, fontFiles, loadFonts } from '../../../examples/text/fonts';
import { dark, light, type Palette } from '../../../examples/text/palette';
import { arrive, leave } from '../../../examples/text/place';
import { createScreen, numbersIndex, type Screen } from '../../../examples/text/screen';
import { sections } from '../../../examples/text/sections';
import { MAX_WIDTH, roomOf } from '../../../examples/text/sheet';
import { root } from '../../../scripts/entries.mjs';
import { Box } from '../../../src/ecs/stores';

// The page imports the whole framework, and with it Pixi, which Node 20 cannot load without this.
vi.hoisted(() => vi.stubGlobal('navigator', globalThis.navigator ?? { userAgent: '' }));

const WIDTHS = [480, 800, 1280];
const HEIGHT = 900;

let opened: HeadlessApp[] = [];

afterEach(() => {
  for (const app of opened) app.dispose();
  opened = [];
});

describe('the fonts of the specimen', () => {
  it('are files of the project, none of which the package ships', () => {
    expect(fontFiles.length).toBeGreaterThan(20);
    for (const file of fontFiles) expect(existsSync(diskPath(file.path)), file.path).toBe(true);
    const { files } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    expect(files).toEqual(['dist', 'CHANGELOG.md']);
  });

  it('belong to the families that the page names', () => {
    const loaded = new Set(fontFiles.map(({ options }) => options.family));
    expect([...loaded].sort()).toEqual(Object.values(families).sort());
  });

  it('have every character of the page', () => {
    const ranges = fontFiles.flatMap((file) => rangesOf(file.path));
    const { app } = open(1280, dark);
    const lacking = [...new Set(contents(app).join(''))].filter((character) => {
      const code = character.codePointAt(0)!;
      return code > 0x20 && !ranges.some(([from, to]) => code >= from && code <= to);
    });
    // What joins and varies emoji, and where words may be divided, has no shape of its own.
    expect(lacking.filter((character) => !/\u00AD|\u200D|\uFE0F/.test(character))).toEqual([]);
  });

  it('are told of while they come, and when some do not', async () => {
    const { app, screen } = open(1280, dark);
    const shown = (): string[] => contents(app).filter((content) => /font/i.test(content));
    screen.showFonts({ settled: 3, missing: 0 });
    expect(shown()).toContain(`Fonts: 3 of ${fontFiles.length}`);
    screen.showFonts({ settled: fontFiles.length, missing: 2 });
    expect(shown()).toContain(`2 of ${fontFiles.length} fonts did not come`);
    screen.showFonts({ settled: fontFiles.length, missing: 0 });
    expect(shown().join()).not.toContain(`of ${fontFiles.length}`);
    const warn = vi.spyOn(console, 'warn').mockReturnValue();
    let settled = 0;
    const done = loadFonts(app, (progress) => {
      settled = progress.settled;
    });
    app.clock.advance(60_000);
    await done;
    expect(settled).toBe(fontFiles.length);
    expect(warn).toHaveBeenCalledTimes(fontFiles.length);
    warn.mockRestore();
  });
});

describe.each([dark, light])('the $name palette', (palette) => {
  it('is readable: 7 to 1 for running text, 4.5 to 1 for the rest', () => {
    const { paper, panel, ink, quiet, accent, marker } = palette;
    for (const ground of [paper, panel, marker]) {
      expect(contrast(ink, ground)).toBeGreaterThan(7);
    }
    for (const ground of [paper, panel]) {
      expect(contrast(quiet, ground)).toBeGreaterThan(4.5);
      expect(contrast(accent, ground)).toBeGreaterThan(4.5);
    }
  });
});

describe.each(WIDTHS)('the page at %i px', (width) => {
  it('shows every section without an error, and nothing beyond its edges', () => {
    const { app, screen, errors } = open(width, light);
    const all = contents(app).join('\n');
    for (const { title, note } of sections) {
      expect(all).toContain(title);
      expect(all).toContain(note);
    }
    for (let index = 0; index <= sections.length; index++) {
      screen.list.scrollToIndex(index);
      app.frames(3);
      expect(screen.list.blank).toBe(0);
    }
    expect(errors).toEqual([]);
    for (const row of textRows(app.world)) {
      const { width: own } = columns(app.world, Box);
      expect(own[row]).toBeLessThanOrEqual(Math.min(width, MAX_WIDTH));
    }
  });

  it('stays where it is when the palette changes, and leaves nothing behind', () => {
    const { app, screen, next } = open(width, dark);
    screen.list.scrollTo(1500);
    app.frames(3);
    const { scrollTop, firstVisible } = screen.list;
    const count = contents(app).length;
    const place = leave(app, screen.list)!;
    screen.dispose();
    const other = next(light);
    arrive(app, other.list, place);
    expect(other.list.firstVisible).toBe(firstVisible);
    expect(other.list.scrollTop).toBeCloseTo(scrollTop, 1);
    expect(contents(app).length).toBe(count);
  });
});

describe('a page much higher than its window', () => {
  it('makes sections as they come into sight, and keeps no old ones', () => {
    const { app, screen, errors } = open(480, dark, 160);
    const read = (): number => {
      for (let index = 0; index <= sections.length; index++) {
        screen.list.scrollToIndex(index);
        app.frames(3);
        expect(screen.list.blank).toBe(0);
      }
      return contents(app).length;
    };
    const once = read();
    expect(once).toBeLessThan(contents(open(480, dark).app).length);
    expect(read()).toBe(once);
    expect(errors).toEqual([]);
  });
});

describe('the counting numbers', () => {
  it('count while they are in sight, and let the loop sleep otherwise', () => {
    const { app, screen } = open(1280, dark);
    const numbers = (): string =>
      contents(app)
        .filter((each) => /^[\d.,\u2009]+$/.test(each))
        .join();
    app.start();
    app.frames(10);
    expect(app.asleep).toBe(true);
    const before = numbers();
    screen.list.scrollToIndex(numbersIndex);
    app.frames(10);
    expect(app.asleep).toBe(false);
    const during = numbers();
    expect(during).not.toBe(before);
    app.frames(1);
    expect(numbers()).not.toBe(during);
    screen.list.scrollTo(0);
    app.frames(10);
    expect(app.asleep).toBe(true);
  });
});

type Opened = {
  app: HeadlessApp;
  screen: Screen;
  errors: unknown[];
  next(palette: Palette): Screen;
};

/** The page in an app without fonts and without a GPU. */
function open(width: number, palette: Palette, height = HEIGHT): Opened {
  const app = createHeadlessApp({ width, height, theme: palette.theme });
  opened.push(app);
  const errors: unknown[] = [];
  app.on('error', ({ error }) => errors.push(error));
  let screen: Screen;
  const counters = createCounters(app, {
    list: () => screen.list,
    index: numbersIndex,
    running: true,
  });
  const next = (other: Palette): Screen => {
    app.setTheme(other.theme);
    screen = createScreen(app, {
      palette: other,
      room: roomOf(width),
      counters,
      switchTheme() {},
    });
    return screen;
  };
  next(palette);
  app.frames(3);
  return { app, screen: screen!, errors, next };
}

function textRows(world: World): number[] {
  const texts = watch(world, [TextKind]);
  const rows = [...texts.rows.subarray(0, texts.length)];
  texts.dispose();
  return rows;
}

function contents(app: HeadlessApp): string[] {
  return textRows(app.world).map((row) => textOf(app.world, row as Row));
}

function diskPath(file: string): string {
  return path.join(root, file.slice(file.indexOf('node_modules')));
}

/** Code points that a font file is for, as the style sheet of its package has it; all for a package of one file. */
function rangesOf(file: string): [number, number][] {
  const disk = diskPath(file);
  const folder = path.dirname(disk);
  const name = path.basename(disk);
  if (name === 'twemoji.woff2')
    return [
      [0x2190, 0x3299],
      [0x1f000, 0x1faff],
    ];
  if (name.includes('italic')) return [];
  const css = readFileSync(path.join(folder, '../index.css'), 'utf8');
  const block = css.split('@font-face').find((each) => each.includes(name))!;
  const ranges = /unicode-range:\s*([^;}]+)/.exec(block)![1]!;
  return ranges.split(',').map((part) => {
    const [from = '', to = from] = part.trim().replace(/^U\+/i, '').split('-');
    return [
      Number.parseInt(from.replaceAll('?', '0'), 16),
      Number.parseInt(to.replaceAll('?', 'F'), 16),
    ];
  });
}

/** Contrast of two colours as the accessibility guidelines count it. */
function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
