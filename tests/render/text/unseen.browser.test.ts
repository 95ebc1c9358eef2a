import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columns, createWorld, resolve, resource, spawn } from '../../../src/ecs';
import { Text, TextKind, TextLines, TextPort } from '../../../src/ecs/stores';
import { createCanvasMeasurer } from '../../../src/render/text';
import { createTextSystem } from '../../../src/systems/text';
import { createDeterministicRasteriser } from '../../../src/testing/deterministic-text';
import { familiesFor, loadTestFonts } from '../../fonts';

const FAMILY = familiesFor('Latin')[0]!;
const SIZE = 16;
const UNSEEN = ['\u00ad', '\u200b', '\u2060', '\u200c', '\u200d', '\ufe0f', '\u034f', '\u200e'];
const span = document.createElement('span');

beforeAll(async () => {
  await loadTestFonts([FAMILY], 'AVToYefiLé.-');
  Object.assign(span.style, { font: `${SIZE}px "${FAMILY}"`, position: 'absolute' });
  document.body.append(span);
});

afterAll(() => span.remove());

describe('letters with something unseen between them', () => {
  it.each(UNSEEN.map((unit) => [unit.charCodeAt(0).toString(16), unit]))(
    'are kerned as the page kerns them over U+%s',
    (_name, unit) => {
      for (const pair of ['AV', 'To', 'Ye', 'fi', 'L.', 'Té']) {
        expectSame(pair[0]! + unit + pair[1]!);
        expectSame(`${pair}${unit}${pair} ${unit}${pair}${unit}`);
        expectSame(pair[0]! + unit + unit + pair[1]!);
      }
    },
  );

  it('are kerned in texts of one line as well', () => {
    expectSame('V\u200bA T\u034fo', 'nowrap');
    expectSame('\u200bVA', 'nowrap');
  });

  it('are as wide at the end of a line as without what begins the next', () => {
    const { lines } = createText();
    for (const unit of ['\u00ad', '\u200b']) {
      const wide = lines(`TTTT${unit}oooo`, 60);
      const hyphen = unit === '\u00ad' ? '-' : '';
      expect(wide).toHaveLength(2);
      expect(wide[0]).toBeCloseTo(pageWidth('TTTT') + pageWidth(hyphen), 1);
      expect(wide[1]).toBeCloseTo(pageWidth('oooo'), 1);
    }
    // Without the kerning over it, the second soft hyphen has no room for its hyphen.
    const tight = lines('T\u00adTTT\u00adoooo', pageWidth('TTTT') + pageWidth('-') - 0.5);
    expect(tight[0]).toBeCloseTo(pageWidth('T') + pageWidth('-'), 1);
  });
});

function expectSame(content: string, whiteSpace: 'nowrap' | 'normal' = 'normal'): void {
  expect(createText().widthOf(content, whiteSpace), JSON.stringify(content)).toBeCloseTo(
    pageWidth(content),
    // The page lays out on a grid of 1/64 px.
    1,
  );
}

function pageWidth(content: string): number {
  span.textContent = content;
  return span.getBoundingClientRect().width;
}

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
  const style = port.paragraphOf(0);
  text.font[row] = port.font({ family: `"${FAMILY}"`, size: SIZE, weight: 400, italic: false });
  return {
    widthOf(content: string, whiteSpace: 'nowrap' | 'normal'): number {
      port.setParagraph(row, port.paragraph({ ...style, whiteSpace }));
      port.setText(row, content);
      return text.width[row]!;
    },
    lines(content: string, width: number): number[] {
      port.setParagraph(row, port.paragraph({ ...style, whiteSpace: 'normal' }));
      port.setText(row, content);
      port.wrap(row, width);
      const { width: widths } = resource(world, TextLines);
      const at = text.lineStart[row]!;
      return [...widths.subarray(at, at + text.lineCount[row]!)];
    },
  };
}
