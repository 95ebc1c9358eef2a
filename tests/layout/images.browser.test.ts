import { afterEach, describe, expect, it } from 'vitest';
import { columns, ROW_MASK } from '../../src/ecs';
import { Box } from '../../src/ecs/stores';
import { createHeadlessApp, type HeadlessApp } from '../../src/testing/headless-app';
import { box, type ImageOptions, image, type Style } from '../../src/ui';

let app: HeadlessApp | undefined;
let host: HTMLElement | undefined;

afterEach(() => {
  app?.dispose();
  host?.remove();
});

const NATURAL = [60, 40] as const;

type Case = readonly [name: string, around: Style, own: ImageOptions];

const plain = { width: 300, height: 200 } as const;

const cases: Case[] = [
  ['at the start of a row', { ...plain, alignItems: 'flex-start' }, {}],
  ['stretched in a row', plain, {}],
  ['stretched in a column', { ...plain, flexDirection: 'column' }, {}],
  ['at the start of a column', { ...plain, flexDirection: 'column', alignItems: 'flex-start' }, {}],
  ['with a width', { ...plain, alignItems: 'flex-start' }, { width: 90 }],
  ['with a height', { ...plain, alignItems: 'flex-start' }, { height: 90 }],
  [
    'with a height in a column',
    { ...plain, flexDirection: 'column', alignItems: 'center' },
    { height: 90 },
  ],
  ['with both', { ...plain, alignItems: 'flex-start' }, { width: 20, height: 90 }],
  ['with a share of the width', { ...plain, alignItems: 'flex-start' }, { width: '50%' }],
  ['with a largest width', { ...plain, alignItems: 'flex-start' }, { maxWidth: 30 }],
  ['with a largest height', { ...plain, alignItems: 'flex-start' }, { maxHeight: 20 }],
  ['with a least width', { ...plain, alignItems: 'flex-start' }, { minWidth: 120 }],
  ['with a least height', { ...plain, alignItems: 'flex-start' }, { minHeight: 80 }],
  ['that grows', { ...plain, alignItems: 'flex-start' }, { flexGrow: 1 }],
  [
    'that grows in a column',
    { ...plain, flexDirection: 'column', alignItems: 'flex-start' },
    { flexGrow: 1 },
  ],
  ['that may shrink', { width: 40, height: 200, alignItems: 'flex-start' }, {}],
  [
    'that shrinks without a least size',
    { width: 40, height: 200, alignItems: 'flex-start' },
    { minWidth: 0 },
  ],
  [
    'with padding and border',
    { ...plain, alignItems: 'flex-start' },
    { padding: 7, borderWidth: 3 },
  ],
  ['with padding and a width', { ...plain, alignItems: 'flex-start' }, { padding: 7, width: 90 }],
  [
    'with a ratio of its own',
    { ...plain, alignItems: 'flex-start' },
    { width: 90, aspectRatio: 1 },
  ],
  ['placed', plain, { position: 'absolute', left: 10, top: 10 }],
  ['placed with a width', plain, { position: 'absolute', left: 10, width: 90 }],
  ['placed with a height', plain, { position: 'absolute', left: 10, top: 5, height: 90 }],
  ['placed between', plain, { position: 'absolute', left: 10, right: 10, top: 5, bottom: 5 }],
  ['placed with both', plain, { position: 'absolute', left: 10, width: 20, height: 30 }],
  [
    'stretched in a grid',
    { ...plain, display: 'grid', alignItems: 'stretch', justifyItems: 'stretch' },
    {},
  ],
  ['in a grid with a width', { ...plain, display: 'grid' }, { width: 90 }],
  ['in a grid with a height', { ...plain, display: 'grid' }, { height: 90 }],
  ['in a grid that is as large as it', { display: 'grid', alignSelf: 'flex-start' }, {}],
  ['in a grid', { ...plain, display: 'grid' }, {}],
  [
    'at the start of a grid',
    { ...plain, display: 'grid', alignItems: 'start', justifyItems: 'start' },
    {},
  ],
  [
    'in a grid of fractions',
    { ...plain, display: 'grid', gridTemplateColumns: '1fr 2fr', alignItems: 'start' },
    {},
  ],
  ['in a box that is as large as it', { alignSelf: 'flex-start' }, {}],
];

describe('an image has the box that Chromium gives it', () => {
  it.each(cases)('%s', async (_, around, own) => {
    expect(await ours(around, own)).toEqual(theirs(around, own));
  });
});

async function ours(around: Style, own: ImageOptions): Promise<number[]> {
  app = createHeadlessApp({ width: 400, height: 300 });
  const page = box(app.world, { width: 400, height: 300 });
  const parent = box(app.world, { parent: page, flexShrink: 0, ...around });
  const element = image(app.world, { parent, source: 'a.png', ...own });
  app.frames(1);
  await app.imageFiles.requests[0]!.arrive(...NATURAL);
  app.frames(1);
  const boxes = columns(app.world, Box);
  return [boxes.x, boxes.y, boxes.width, boxes.height].map((column) =>
    rounded(column[element & ROW_MASK]!),
  );
}

function theirs(around: Style, own: ImageOptions): number[] {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = NATURAL;
  // Canvases are replaced content as images are, and are there at once.
  host = document.createElement('div');
  host.style.cssText = 'position:absolute;left:0;top:0;width:400px;height:300px;display:flex';
  const parent = document.createElement('div');
  parent.style.cssText = `position:relative;display:flex;box-sizing:border-box;flex-shrink:0;${cssOf(around)}`;
  canvas.style.cssText = `box-sizing:border-box;border:0 solid;${cssOf(own)}`;
  parent.append(canvas);
  host.append(parent);
  document.body.append(host);
  const at = host.getBoundingClientRect();
  const { x, y, width, height } = canvas.getBoundingClientRect();
  return [x - at.x, y - at.y, width, height].map(rounded);
}

function cssOf(style: object): string {
  const unitless = ['flexGrow', 'aspectRatio'];
  return Object.entries(style)
    .map(([name, value]) => {
      const css = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      return `${css}:${typeof value === 'number' && !unitless.includes(name) ? `${value}px` : value}`;
    })
    .join(';');
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
