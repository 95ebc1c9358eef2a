import { expect, it } from 'vitest';
import { createHeadlessApp } from '../../src/testing/headless-app';
import { box, type Style, text, textRects } from '../../src/ui';

type Plain = Omit<Style, 'direction'>;

const padded: Plain = { paddingLeft: '10%', paddingTop: '5%' };

it.each([
  ['an item of a row', { paddingLeft: 30 }, {}],
  ['an item in a border', { paddingLeft: 30, borderWidth: 4 }, { borderWidth: 3 }],
  ['an absolute element', { paddingLeft: 30, borderWidth: 4 }, { position: 'absolute' }],
  [
    'an item of a grid',
    { display: 'grid', gridTemplateColumns: '100px 1fr', paddingLeft: 30 },
    { gridColumn: 2 },
  ],
] as [string, Plain, Plain][])(
  'percentages of the padding of a text, %s, are what they are in Chromium',
  (_, container, item) => {
    const outer = document.createElement('div');
    const inner = document.createElement('div');
    Object.assign(outer.style, inChromium({ display: 'flex', position: 'relative', ...container }));
    Object.assign(inner.style, inChromium({ ...padded, ...item }));
    inner.textContent = 'words';
    outer.append(inner);
    document.body.replaceChildren(outer);
    const { paddingLeft, paddingTop } = getComputedStyle(inner);

    const app = createHeadlessApp({ width: 800, height: 600 });
    const page = box(app.world, {});
    const parent = box(app.world, { parent: page, width: 400, alignItems: 'start', ...container });
    const label = text(app.world, { parent, content: 'words', ...padded, ...item });
    app.frames(2);
    const [first] = textRects(app.world, label, 0, 1);
    app.dispose();

    const border = Number(item.borderWidth ?? 0);
    // Chromium keeps lengths in 1/64 px and cuts the rest.
    expect(first!.x - border).toBeCloseTo(Number.parseFloat(paddingLeft), 1);
    expect(first!.y - border).toBeCloseTo(Number.parseFloat(paddingTop), 1);
    expect(Number.parseFloat(paddingLeft)).toBeGreaterThan(10);
  },
);

/** These styles as a page has them, 400 px wide where they are a container's. */
function inChromium(style: Plain): Record<string, string> {
  const pixels = (value: unknown): string =>
    typeof value === 'number' ? `${value}px` : `${value}`;
  const { gridColumn, borderWidth = 0, ...others } = style;
  const plain = Object.fromEntries(Object.entries(others).map(([k, v]) => [k, pixels(v)]));
  return {
    boxSizing: 'border-box',
    ...(style.display ? { width: '400px', alignItems: 'start' } : {}),
    border: `${borderWidth}px solid`,
    gridColumn: String(gridColumn ?? 'auto'),
    ...plain,
  };
}
