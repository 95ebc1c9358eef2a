import { type App, box, button, defineStyle, image, sparkline, text, virtualList } from 'rafter-ui';

/** CSS pixels of the pictures. */
export const WIDTH = 200;
export const HEIGHT = 150;

type World = App['world'];

/** Pictures with everything that a renderer keeps on the GPU: records, layers and clips, glyphs, images. */
export const scenes: Record<string, (world: World) => void> = {
  panels,
  words,
  pictures,
  list,
  effects,
};

/** A box and a word, which are soon drawn: for what does not hang on the picture. */
export function plain(world: World): void {
  const page = box(world, { padding: 12, fill: '#203040' });
  text(world, { parent: page, content: 'A picture', color: '#88ccff' });
}

/** Round corners, borders of all kinds, gradients, shadows. */
function panels(world: World): void {
  const page = box(world, {
    padding: 12,
    gap: 12,
    flexWrap: 'wrap',
    fill: '#e8ecf2',
    gradient: 'linear-gradient(160deg, #e8ecf2, #b9c6da)',
  });
  const card = defineStyle({ width: 50, height: 40, borderRadius: 9, fill: '#ffffff' });
  box(world, { parent: page, styles: [card], boxShadow: '0 4px 12px rgb(0 0 0 / 0.4)' });
  box(world, { parent: page, styles: [card], boxShadow: 'inset 2px 2px 6px #204060' });
  box(world, {
    parent: page,
    styles: [card],
    borderWidth: [1, 6, 3, 2],
    borderColor: ['#c04020', '#40a060'],
  });
  const turned = box(world, { parent: page, width: 60, height: 40, rotate: 12, opacity: 0.7 });
  box(world, {
    parent: turned,
    width: 60,
    height: 40,
    gradient: 'radial-gradient(circle at 30% 30%, #ffffff, #ffcc00 20%, #803300)',
  });
  const clip = box(world, {
    parent: page,
    width: 60,
    height: 44,
    overflow: 'hidden',
    borderRadius: 20,
    fill: '#304860',
  });
  box(world, { parent: clip, width: 80, height: 20, fill: '#ffd166' });
}

/** Scripts, sizes, colours of glyphs, lines. */
function words(world: World): void {
  const page = box(world, { flexDirection: 'column', padding: 6, gap: 5, fill: '#203040' });
  text(world, { parent: page, content: 'Hamburgefonstiv 0123 éßЖ', color: '#ffffff' });
  text(world, { parent: page, content: 'مرحبا שלום 你好 😀', fontSize: 17, color: '#ffd166' });
  text(world, {
    parent: page,
    content: 'A paragraph of several lines, which are divided where the browser divides them.',
    fontSize: 11,
    whiteSpace: 'normal',
    color: '#a0c8ff',
  });
  button(world, { parent: page, label: 'Press', borderRadius: 8 });
}

/** Filters, groups that fade, blend modes, sparklines. */
function effects(world: World): void {
  const page = box(world, {
    padding: 10,
    gap: 10,
    flexWrap: 'wrap',
    fill: '#f0e0c0',
    gradient: 'linear-gradient(160deg, #f0e0c0, #80a0c8)',
  });
  const card = defineStyle({ width: 50, height: 40, borderRadius: 9, fill: '#2a6fb0' });
  for (const filter of ['blur(3px)', 'drop-shadow(2px 4px 3px #0008)', 'grayscale(80%)'] as const) {
    const filtered = box(world, { parent: page, styles: [card], filter });
    text(world, { parent: filtered, content: 'Soft', color: '#ffd166', padding: 6 });
  }
  const faded = box(world, { parent: page, styles: [card], opacity: 0.5 });
  box(world, { parent: faded, width: 30, height: 60, fill: '#c04020' });
  for (const mixBlendMode of ['multiply', 'screen', 'plus-lighter'] as const) {
    const mixed = box(world, { parent: page, width: 26, height: 30, fill: '#39c', mixBlendMode });
    box(world, { parent: mixed, width: 14, height: 50, fill: '#a06020' });
  }
  const samples = Array.from({ length: 60 }, (_, i) => Math.sin(i / 4) * 5 + (i % 7));
  sparkline(world, { parent: page, width: 90, height: 30, samples, color: '#204060' });
}

/** Images as they are, stretched, cut in nine, tinted, and of vectors. */
function pictures(world: World): void {
  const page = box(world, { padding: 8, gap: 8, flexWrap: 'wrap', fill: '#ffffff' });
  const size = { parent: page, width: 54, height: 40 };
  image(world, { ...size, source: painting(54, 40) });
  image(world, { ...size, source: painting(30, 60), objectFit: 'cover', borderRadius: 12 });
  image(world, { ...size, source: painting(24, 24), slice: 8 });
  image(world, { ...size, source: painting(24, 24), tint: '#3060c0c0' });
  image(world, { ...size, source: drawing() });
  text(world, { parent: page, content: 'and words' });
}

/** Rows in layers, clipped and scrolled. */
function list(world: World): void {
  const page = box(world, { flexDirection: 'column', padding: 6, fill: '#101820' });
  const rows = virtualList(world, {
    parent: page,
    flexGrow: 1,
    borderRadius: 10,
    fill: '#1c2a3a',
    count: 1000,
    estimatedSize: 22,
    template: (row) =>
      [
        text(world, { parent: row, content: 'a row', color: '#88ccff', padding: 4 }),
        box(world, { parent: row, width: 14, height: 14, borderRadius: 7, fill: '#40a060' }),
      ] as const,
    bind: () => {},
  });
  rows.scrollToIndex(200);
  rows.scrollBy(7);
}

/** Smooth colours with a soft hole. */
function painting(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  const across = context.createLinearGradient(0, 0, width, height);
  across.addColorStop(0, '#ff2000');
  across.addColorStop(1, 'rgb(0 64 255 / 0.4)');
  context.fillStyle = across;
  context.fillRect(0, 0, width, height);
  return canvas;
}

function drawing(): Blob {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="8"><rect width="5" height="8" fill="#f00"/><circle cx="7" cy="4" r="3" fill="#00f"/></svg>';
  return new Blob([svg], { type: 'image/svg+xml' });
}
