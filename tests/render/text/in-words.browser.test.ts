import { type App, box, despawn, type Entity, text, textRects } from 'rafter-ui';
import { beforeAll, describe, expect, it } from 'vitest';
import { atEnd, frames, pixelsOf, until } from '../../app/page';
import { familiesFor, loadTestFonts } from '../../fonts';
import { mountOffscreen } from '../offscreen';

const SIZE = 32;
const WIDTH = 600;
const HEIGHT = 240;
/** CSS pixels that an edge may be off: the page has them in 64ths. */
const EXACT = 0.05;
/** Where a font has other shapes for lam and alef side by side, without making one of both. */
const LAM_ALEF = SIZE * 0.09;
/** Before a letter that it is kerned with, a letter ends where it would alone. */
const KERNED = SIZE * 0.031;

type Case = [script: string, content: string, within?: number, letterSpacing?: number];

const cases: readonly Case[] = [
  ['Arabic', 'محمد'],
  ['Arabic', 'كتاب'],
  ['Arabic', 'والمستشفيات'],
  ['Arabic', 'ٱلَّذِي'],
  ['Arabic', 'مكتبة', EXACT, 4],
  ['Arabic', 'السلام عليكم', LAM_ALEF],
  ['Arabic', 'الآن الإسلام', LAM_ALEF],
  // Urdu.
  ['Arabic', 'اُردو', KERNED],
  ['Arabic', 'پاکستان'],
  ['Arabic', 'ہندوستانی'],
  ['Arabic', 'یہ کتابیں'],
  // Fonts that make one shape of lam and alef.
  ['DejaVu Sans', 'السلام'],
  ['DejaVu Sans', 'لا'],
  ['DejaVu Sans', 'محمد'],
  ['Hebrew', 'שלום', KERNED],
  ['Hebrew', 'שָׁלוֹם', KERNED],
  ['Hebrew', 'בְּרֵאשִׁית', KERNED],
  ['Hebrew', 'שלום', KERNED, 4],
  ['Hebrew', 'שָׁלוֹם', KERNED, 3],
  ['Devanagari', 'नमस्ते'],
  ['Devanagari', 'क्षत्रिय'],
  ['Devanagari', 'विद्यार्थी'],
  ['Sinhala', 'ශ්‍රී'],
  ['Thai', 'สวัสดี'],
  ['Thai', 'น้ำตาล'],
  ['Thai', 'กำลัง'],
];

beforeAll(async () => {
  for (const [script, content] of cases) {
    if (!script.includes(' ')) await loadTestFonts(familiesFor(script), content);
  }
});

describe('letters within words', () => {
  it('stand where the page has them', async () => {
    const { app, parent } = await page();
    const apart: string[] = [];
    for (const [script, content, within = EXACT, letterSpacing = 0] of cases) {
      const style = { fontFamily: listFor(script), fontSize: SIZE, letterSpacing };
      const element = text(app.world, { parent, position: 'absolute', top: 0, content, ...style });
      await settled(app);
      const node = onPage(content, `${SIZE}px ${style.fontFamily}`, { letterSpacing });
      for (const { index, segment } of new Intl.Segmenter().segment(content)) {
        const theirs = rectOf(node, index, index + segment.length);
        const [ours] = textRects(app.world, element, index, index + segment.length);
        const left = Math.abs((ours?.x ?? NaN) - theirs.left);
        const right = Math.abs((ours?.x ?? NaN) + (ours?.width ?? NaN) - theirs.right);
        if (!(left <= within && right <= within)) {
          apart.push(`${segment} of ${content}: ${left.toFixed(2)} and ${right.toFixed(2)} px`);
        }
      }
      despawn(app.world, element);
    }
    expect(apart).toEqual([]);
  });

  it('are not divided elsewhere than on the page, at 5 widths', async () => {
    const { app, parent } = await page();
    const content = 'والمستشفيات المستقلة واستخدامهم';
    const style = { fontFamily: listFor('Arabic'), fontSize: 20, lineHeight: 1.5 };
    for (const width of [30, 45, 60, 80, 100]) {
      const element = text(app.world, {
        ...{ parent, position: 'absolute', top: 0, width, content, ...style },
        whiteSpace: 'normal',
        overflowWrap: 'anywhere',
      });
      await settled(app);
      const node = onPage(content, `20px/1.5 ${style.fontFamily}`, { width });
      const ours = linesOf(content, (i) => textRects(app.world, element, i, i + 1)[0]?.y);
      const theirs = linesOf(content, (i) => rectOf(node, i, i + 1).top);
      expect(ours, `${width} px`).toBe(theirs);
      // Else nothing would be divided.
      if (width < 100) expect(ours.split(/[| ]+/).length).toBeGreaterThan(3);
      despawn(app.world, element);
    }
  });

  it('have the colour of their span', async () => {
    const { app, canvas, parent } = await page();
    const [red, black] = ['كت', 'اب'] as const;
    const fontFamily = listFor('Arabic');
    text(app.world, {
      ...{ parent, position: 'absolute', left: 0, top: 0, fontFamily, fontSize: SIZE * 2 },
      content: [{ text: red, color: '#ff0000' }, black],
      color: '#000000',
    });
    await settled(app);
    const node = onPage(red + black, `${SIZE * 2}px ${fontFamily}`, {});
    const { left: edge } = rectOf(node, 0, red.length);
    const pixels = pixelsOf(canvas);
    let firstRed = canvas.width;
    let lastBlack = 0;
    pixels.forEach((pixel, at) => {
      const x = at % canvas.width;
      const [r, g] = [pixel & 255, (pixel >> 8) & 255];
      if (r > 200 && g < 80) firstRed = Math.min(firstRed, x);
      if (r < 80) lastBlack = Math.max(lastBlack, x);
    });
    expect(Math.abs(firstRed - edge)).toBeLessThanOrEqual(1);
    expect(Math.abs(lastBlack + 1 - edge)).toBeLessThanOrEqual(1);
  });
});

async function page() {
  const mounted = await mountOffscreen({
    cssWidth: WIDTH,
    cssHeight: HEIGHT,
    background: '#ffffff',
  });
  mounted.app.start();
  return { ...mounted, parent: box(mounted.app.world, { flexGrow: 1 }) as Entity };
}

/** Waits until nothing changes, not even once the library for mixed directions has arrived. */
async function settled(app: App): Promise<void> {
  await import('bidi-js');
  for (let i = 0; i < 2; i++) {
    await until(() => app.asleep);
    await frames(1);
  }
}

/** The same text as an element of the page, at its left edge. */
function onPage(
  content: string,
  font: string,
  { letterSpacing = 0, width }: { letterSpacing?: number; width?: number },
): Node {
  const element = document.createElement('div');
  element.dir = 'auto';
  const wraps =
    width === undefined ? 'white-space: pre' : `width: ${width}px; overflow-wrap: anywhere`;
  element.style.cssText = `position: absolute; left: 0; top: 0; font: ${font}; ${wraps}; letter-spacing: ${letterSpacing}px; text-rendering: geometricPrecision`;
  element.textContent = content;
  document.body.append(element);
  atEnd(() => element.remove());
  return element.firstChild!;
}

function rectOf(node: Node, from: number, to: number): DOMRect {
  const range = document.createRange();
  range.setStart(node, from);
  range.setEnd(node, to);
  return [...range.getClientRects()].at(-1) ?? new DOMRect();
}

/** A string with a bar where a line begins. */
function linesOf(content: string, topOf: (unit: number) => number | undefined): string {
  let lines = '';
  let top: number | undefined;
  [...content].forEach((letter, i) => {
    const own = letter === ' ' ? top : topOf(i);
    if (top !== undefined && own !== undefined && own > top + 10) lines += '|';
    top = own;
    lines += letter;
  });
  return lines;
}

function listFor(script: string): string {
  const families = script.includes(' ') ? [script] : familiesFor(script);
  return families.map((family) => `"${family}"`).join(', ');
}
