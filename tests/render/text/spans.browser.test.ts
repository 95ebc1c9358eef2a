import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columns, createWorld, resolve, resource, spawn } from '../../../src/ecs';
import { Text, TextKind, TextPort } from '../../../src/ecs/stores';
import { createCanvasMeasurer } from '../../../src/render/text';
import { createTextSystem } from '../../../src/systems/text';
import { createDeterministicRasteriser } from '../../../src/testing/deterministic-text';
import { familiesFor, loadTestFonts } from '../../fonts';

const FAMILIES = ['Latin', 'Arabic', 'Devanagari'].map((script) => familiesFor(script)[0]!);
const SIZE = 32;
const box = document.createElement('span');
const css = FAMILIES.map((family) => `"${family}"`).join(', ');

beforeAll(async () => {
  await loadTestFonts(FAMILIES, 'محمدمرحباनमस्तेक्षAVTofi ');
  Object.assign(box.style, { font: `${SIZE}px ${css}`, position: 'absolute', whiteSpace: 'pre' });
  document.body.append(box);
});

afterAll(() => box.remove());

describe('spans of one font', () => {
  it.each([
    [['مح', 'مد']],
    [['م', 'ر', 'حبا']],
    [['A', 'V', 'T', 'o']],
    [['AV ', 'AV']],
    [['क्', 'ष']],
  ])('are as wide as the page has them, shaped and kerned across their ends: %j', (parts) => {
    const { widthOf } = createText();
    box.replaceChildren(
      ...parts.map((part, i) => {
        const span = document.createElement('span');
        span.textContent = part;
        span.style.color = i % 2 ? 'red' : 'blue';
        return span;
      }),
    );
    const page = box.getBoundingClientRect().width;
    const apart = parts.reduce((width, part) => width + widthOf([part]), 0);
    expect(widthOf(parts)).toBeCloseTo(page, 1);
    // Else the text would show nothing; nothing is kerned at a space.
    if (parts[1] !== 'AV') expect(Math.abs(apart - page)).toBeGreaterThan(0.1);
  });

  it('of other sizes are shaped apart', () => {
    const { widthOf } = createText();
    expect(widthOf(['A', 'V'], true)).toBeGreaterThan(widthOf(['A', 'V']) + 1);
  });
});

function createText() {
  const world = createWorld();
  createTextSystem({
    world,
    measurer: createCanvasMeasurer(),
    rasteriser: createDeterministicRasteriser(),
  });
  const port = resource(world, TextPort);
  const text = columns(world, Text);
  const row = resolve(world, spawn(world, TextKind));
  const font = port.font({ family: css, size: SIZE, weight: 400, italic: false });
  const other = port.font({ family: css, size: SIZE + 0.01, weight: 400, italic: false });
  text.font[row] = font;
  return {
    widthOf(parts: readonly string[], alternate = false): number {
      port.setSpans(
        row,
        parts.map((part, i) => ({
          text: part,
          font: alternate && i % 2 ? other : font,
          color: 1 + i,
          background: 0,
          decorations: 0,
          link: undefined,
        })),
      );
      return text.width[row]!;
    },
  };
}
