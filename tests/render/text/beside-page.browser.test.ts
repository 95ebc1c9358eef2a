import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { columns, createWorld, resolve, resource, spawn } from '../../../src/ecs';
import {
  Box,
  type ParagraphStyle,
  TEXT_ALIGN_CENTER,
  TEXT_ALIGN_END,
  TEXT_ALIGN_JUSTIFY,
  TEXT_ALIGN_LEFT,
  TEXT_ALIGN_RIGHT,
  TEXT_ALIGN_START,
  Text,
  TextGeometry,
  TextKind,
  TextPort,
} from '../../../src/ecs/stores';
import { createCanvasMeasurer } from '../../../src/render/text';
import { createTextSystem } from '../../../src/systems/text';
import { createDeterministicRasteriser } from '../../../src/testing/deterministic-text';
import { loadTestFonts, testFamilies } from '../../fonts';
import { createRandom } from '../../property/random';
import { wordsOf } from '../../text-corpus';

const SIZE = 16;
const LINE_HEIGHT = 40;
const UNIT_STEP = import.meta.env.RAFTER_LONG ? 1 : 7;
/** Between widths, in px. */
const STEP = import.meta.env.RAFTER_LONG ? 1.5 : 24;
const MIXED_TEXTS = import.meta.env.RAFTER_LONG ? 60 : 10;
const HYPHENATED_TEXTS = import.meta.env.RAFTER_LONG ? 20 : 4;
const FAMILY = testFamilies.map(({ family }) => `"${family}"`).join(', ');
/** Within shaped words letters are kerned otherwise; a space is 4 px wide. */
const ALLOWED_PX = 1;
const ALIGNS = {
  start: TEXT_ALIGN_START,
  left: TEXT_ALIGN_LEFT,
  center: TEXT_ALIGN_CENTER,
  right: TEXT_ALIGN_RIGHT,
  end: TEXT_ALIGN_END,
  justify: TEXT_ALIGN_JUSTIFY,
};
type Align = keyof typeof ALIGNS;
const EVERY_ALIGN = ['start', 'left', 'center', 'right', 'end'] as const;

/** What it has measured it measures once for all. */
const measurer = createCanvasMeasurer();
let element: HTMLElement | undefined;

beforeAll(async () => {
  const words = [...wordsOf('he'), ...wordsOf('en'), ...wordsOf('de')].join('');
  await loadTestFonts(undefined, `${words}abc 123.,!-\u3000`);
}, 60_000);

afterEach(() => {
  element?.remove();
  element = undefined;
});

describe('paragraphs of one text', () => {
  it.each([
    'Hello\nשלום, world!',
    '123\nשלום',
    'שלום\nHello, world!',
    '1.\n2!\nabc, שלום.',
    'abc (שלום)\n(שלום)\n12, אב 3!',
    '\u2067שלום\u2069 abc!\nabc',
    '\u2066abc\u2069 שלום!\n1!',
  ])('have one base direction, with `auto` that of the first letter: %j', async (content) => {
    for (const direction of ['auto', 'ltr', 'rtl'] as const) {
      for (const align of EVERY_ALIGN) {
        await expectSame(content, { whiteSpace: 'pre', direction }, align, 240);
      }
    }
  });

  it(`of mixed direction stand where the page has them, ${MIXED_TEXTS} texts of 2 to 4`, async () => {
    const random = createRandom(4);
    const signs = ['12', '3.5', '!', '?', '(', ')', '-', '1,000'];
    for (let i = 0; i < MIXED_TEXTS; i++) {
      const paragraphs = Array.from({ length: 2 + random.int(3) }, () =>
        Array.from({ length: 1 + random.int(4) }, () => {
          const chance = random.int(10);
          if (chance < 4) return random.pick(wordsOf('he'));
          return chance < 7 ? random.pick(wordsOf('en')) : random.pick(signs);
        }).join(random.pick([' ', ', '])),
      );
      const direction = random.pick(['auto', 'auto', 'ltr', 'rtl'] as const);
      await expectSame(paragraphs.join('\n'), { whiteSpace: 'pre', direction }, 'start', 900);
    }
  });
});

describe('white space at the end of lines', () => {
  it.each([
    'trailing spaces    \nand more   ',
    'ab  \n\n  cd',
    '      ',
    'ab\u3000\u3000\ncd \u3000',
    'שלום    \nעולם   ',
    'abc    \nשלום   ',
    'שלום    \nabc   ',
  ])('counts where it is kept and fits: %j', async (content) => {
    for (const whiteSpace of ['pre-wrap', 'pre'] as const) {
      for (const direction of ['auto', 'ltr', 'rtl'] as const) {
        for (const align of EVERY_ALIGN) {
          await expectSame(content, { whiteSpace, direction }, align, 240);
        }
      }
    }
  });

  it('hangs where the line wraps, and where it does not fit', async () => {
    const content = 'trailing spaces       \nand more         ';
    for (const width of [48, 70, 82.5, 97, 120, 131, 140]) {
      for (const align of EVERY_ALIGN) {
        await expectSame(content, { whiteSpace: 'pre-wrap', direction: 'ltr' }, align, width);
      }
      for (const align of ['start', 'right'] as const) {
        const style = { whiteSpace: 'pre-wrap', direction: 'rtl' } as const;
        await expectSame('שלום עולם       \nשלום         ', style, align, width);
      }
    }
  });

  it('that is not kept hangs before a line feed too', async () => {
    for (const align of EVERY_ALIGN) {
      await expectSame('ab\u3000\u3000\ncd', { whiteSpace: 'pre-line' }, align, 240);
    }
  });

  it('makes a box as wide as its text wants to be wider', () => {
    for (const whiteSpace of ['pre', 'pre-wrap', 'pre-line', 'normal'] as const) {
      for (const content of ['ab    \ncd ef    ', 'ab\u3000\u3000\ncd', 'ab cd\u3000']) {
        const { text, row } = show(content, { whiteSpace });
        place(content, { whiteSpace }, 'start').style.width = 'max-content';
        const { width } = element!.getBoundingClientRect();
        expect
          .soft(text.width[row], `${whiteSpace} ${JSON.stringify(content)}`)
          .toBeCloseTo(width, 0);
        element!.remove();
      }
    }
  });
});

describe('lines wider than their box', () => {
  it('begin in it and overflow at their end, whichever way they are read and however aligned', async () => {
    const aligns: readonly Align[] = [...EVERY_ALIGN, 'justify'];
    for (const content of ['שלום לכל העולם', 'שלום abc 12', 'abcdef (abc)', 'abc\nשלום לכל']) {
      for (const direction of ['auto', 'ltr', 'rtl'] as const) {
        for (const align of aligns) {
          for (const width of [0, 30, 70]) {
            await expectSame(content, { whiteSpace: 'pre', direction }, align, width);
          }
        }
      }
    }
    for (const direction of ['ltr', 'rtl'] as const) {
      for (const align of aligns) {
        const style = { whiteSpace: 'normal', direction } as const;
        await expectSame('שלום לכל abcdefghijk העולם', style, align, 36);
      }
    }
  });
});

describe('soft hyphens', () => {
  it('without room for their hyphen end lines that nothing else ends', async () => {
    const style = { whiteSpace: 'normal', overflowWrap: 'normal' } as const;
    for (const content of [
      'hyphen\u00adation',
      'an hyphen\u00adation',
      'hyphe\u00adn\u00adation',
      'hyph-en\u00adation',
      'hyphi\u00adi\u00adation',
    ]) {
      for (let width = 24; width < 110; width += STEP) {
        await expectSame(content, style, 'left', width);
        await expectSame(content, { ...style, overflowWrap: 'anywhere' }, 'left', width);
      }
    }
  });

  it(`end lines where the page ends them in ${HYPHENATED_TEXTS * 3} words at 24 widths`, async () => {
    const random = createRandom(7);
    for (let i = 0; i < HYPHENATED_TEXTS; i++) {
      const content = Array.from({ length: 3 }, () =>
        random.pick(wordsOf('de')).replace(/(...)(?=..)/g, '$1\u00ad'),
      ).join(' ');
      for (let width = 30; width < 126; width += 4) {
        // Of "f" and "f" the page makes one glyph across the hyphen.
        await expectSame(content, { whiteSpace: 'normal' }, 'left', width, 4);
      }
    }
  });
});

describe('letter spacing', () => {
  it('is as wide as on the page after what is seen and what is not', () => {
    const units = [0xad, 0x34f, 0x61c, 0x180e, 0x3164, 0xfeff, 0xffa0];
    for (let unit = 0x2000; unit < 0x2030; unit += UNIT_STEP) units.push(unit, unit + 0x40);
    const differ = units.filter((unit) => {
      // Line ends here, as in CSS, which they are not on the page; and a sign that its font kerns.
      if (unit === 0x2028 || unit === 0x2029 || unit === 0x204f) return false;
      const content = `a${String.fromCharCode(unit)}b`;
      const widths = [0, 10].map((letterSpacing) => {
        const style = { whiteSpace: 'pre', letterSpacing } as const;
        const { text, row } = show(content, style);
        place(content, style, 'start').style.width = 'max-content';
        const { width } = element!.getBoundingClientRect();
        element!.remove();
        return [text.width[row]!, width];
      });
      const [own, theirs] = [0, 1].map((k) => widths[1]![k]! - widths[0]![k]!);
      return Math.abs(own! - theirs!) > 0.1;
    });
    expect(differ.map((unit) => unit.toString(16))).toEqual([]);
  });
});

/** A world takes longer to make than a text to wrap: one serves all widths of a text. */
let last: ({ name: string } & ReturnType<typeof show>) | undefined;

/** Expects every cluster of a text that is seen to stand in the line and where the page has it. */
async function expectSame(
  content: string,
  style: Partial<ParagraphStyle>,
  align: Align,
  width: number,
  allowedPx = ALLOWED_PX,
): Promise<void> {
  const name = JSON.stringify([content, style]);
  if (last?.name !== name) {
    last = { name, ...show(content, style) };
    await last.system.ready();
  }
  const { world, port, text, row } = last;
  const box = columns(world, Box);
  box.width[row] = width;
  box.height[row] = 10_000;
  text.align[row] = ALIGNS[align];
  port.wrap(row, width);
  const geometry = resource(world, TextGeometry);
  const node = place(content, style, align).firstChild as globalThis.Text;
  element!.style.width = `${width}px`;
  const range = document.createRange();
  const out = new Float64Array(4);
  const own: string[] = [];
  const theirs: string[] = [];
  for (let i = 0; i < text.runLength[row]!; i++) {
    const [from, to] = [geometry.unitOf(row, i), geometry.unitOf(row, i + 1)];
    if (geometry.rangeRects(row, i, i + 1, out) === 0) continue;
    range.setStart(node, from);
    range.setEnd(node, to);
    const rect = [...range.getClientRects()].at(-1);
    // A hyphen has no cluster of its own here.
    if (!rect || rect.width === 0 || content[from] === '\u00ad') continue;
    const line = Math.floor(rect.top / LINE_HEIGHT);
    const isNear = Math.abs(rect.left - out[0]!) < allowedPx;
    const left = isNear ? rect.left : out[0]!;
    const units = JSON.stringify(content.slice(from, to));
    theirs.push(`${units} ${line}: ${rect.left.toFixed(2)}`);
    own.push(`${units} ${geometry.lineOf(row, i, false)}: ${left.toFixed(2)}`);
  }
  element!.remove();
  expect
    .soft(own, `${JSON.stringify(content)} ${JSON.stringify(style)} ${align} ${width} px`)
    .toEqual(theirs);
}

function show(content: string, style: Partial<ParagraphStyle>) {
  const world = createWorld();
  const system = createTextSystem({
    world,
    measurer,
    rasteriser: createDeterministicRasteriser(),
    locale: 'de',
  });
  const port = resource(world, TextPort);
  const text = columns(world, Text);
  const row = resolve(world, spawn(world, TextKind));
  text.font[row] = port.font({ family: FAMILY, size: SIZE, weight: 400, italic: false });
  text.paragraph[row] = port.paragraph({ textOverflow: 'clip', ...style });
  port.setText(row, content);
  return { world, system, port, text, row };
}

/** An element of the page with nothing but this text. */
function place(
  content: string,
  { whiteSpace, direction, overflowWrap, letterSpacing }: Partial<ParagraphStyle>,
  align: Align,
): HTMLElement {
  element = document.createElement('div');
  element.lang = 'de';
  element.dir = direction ?? 'auto';
  element.style.cssText = `position: absolute; left: 0; top: 0; font: ${SIZE}px ${FAMILY}; line-height: ${LINE_HEIGHT}px; text-rendering: geometricPrecision; white-space: ${whiteSpace}; text-align: ${align}; overflow-wrap: ${overflowWrap ?? 'normal'}; letter-spacing: ${letterSpacing ?? 0}px`;
  element.append(content);
  document.body.append(element);
  return element;
}
