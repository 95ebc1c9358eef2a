import type { FontSpec, GlyphBitmap, GlyphRasteriser } from '../../ecs/stores';
import { createTextContext, setFont, type TextContext } from './canvas-font';
import { measureContrast } from './contrast';
import { type Cell, cutInk } from './ink';

const SHEET_WIDTH = 1024;
const SHEET_HEIGHT = 512;
/** Largest side of a drawing outside the sheet. */
const MAX_SIDE = 4096;
const MARGIN = 2;
/** Browsers draw no larger fonts. */
const MAX_FONT_SIZE = 10_000;

type Request = { font: FontSpec; cluster: string; sub: number; scale: number };

/** A drawing on the sheet. Kept and used again, as is the list of them. */
type Drawn = Request & Cell & { alone: boolean };

/** Draws clusters by canvas 2D at their device size, on a page or in a worker. */
export function createCanvasRasteriser(): GlyphRasteriser {
  const sheet = createPen(SHEET_WIDTH, SHEET_HEIGHT);
  let single: ReturnType<typeof createPen> | undefined;
  const drawn: Drawn[] = [];
  let count = 0;
  let nextX = 0;
  let lineY = 0;
  let lineHeight = 0;
  let limit = MAX_SIDE - MARGIN * 2;
  const bitmap: GlyphBitmap = {
    width: 0,
    height: 0,
    bearingX: 0,
    bearingY: 0,
    pixels: new Uint8ClampedArray(0),
    offset: 0,
    stride: 0,
    colored: false,
    stretch: 1,
  };

  /** Finds a place for the next drawing; false if the sheet has none. */
  function place(cell: Cell): boolean {
    const { width, height } = cell;
    const turns = nextX + width > SHEET_WIDTH;
    const y = turns ? lineY + lineHeight : lineY;
    if (y + height > SHEET_HEIGHT) return false;
    cell.x = turns ? 0 : nextX;
    cell.y = y;
    lineHeight = turns ? height : Math.max(lineHeight, height);
    lineY = y;
    nextX = cell.x + width;
    return true;
  }

  /** Draws what does not fit its place or no sheet at all, smaller if need be. */
  function drawAlone({ font, cluster, sub, scale }: Request): void {
    single ??= createPen(64, 64);
    const cell = createCell();
    const size = font.size * scale;
    let stretch = Math.max(1, size / MAX_FONT_SIZE);
    for (let margin = MARGIN; ; margin = margin * 2 + Math.ceil(size / stretch / 4)) {
      single.use(font, scale / stretch);
      single.measure(cluster, sub / 4 / stretch, margin, cell);
      const wanted = Math.max(cell.width, cell.height) - margin * 2;
      if (wanted > limit) {
        stretch *= wanted / (limit - 2);
        single.use(font, scale / stretch);
        single.measure(cluster, sub / 4 / stretch, margin, cell);
      }
      cell.width = Math.min(MAX_SIDE, cell.width);
      cell.height = Math.min(MAX_SIDE, cell.height);
      single.makeRoom(cell.width, cell.height);
      const { context } = single;
      single.clear(cell.width, cell.height);
      single.fill(cluster, sub / 4 / stretch, cell);
      const whole = cutInk(context.getImageData(0, 0, cell.width, cell.height), cell, bitmap);
      const over = Math.max(bitmap.width, bitmap.height) / limit;
      if (over > 1) stretch *= over * 1.02;
      else if (whole || cell.width === MAX_SIDE || cell.height === MAX_SIDE) break;
    }
    bitmap.stretch = stretch;
    bitmap.bearingX = Math.round(bitmap.bearingX * stretch);
    bitmap.bearingY = Math.round(bitmap.bearingY * stretch);
  }

  return {
    contrast: measureContrast(),
    limitTo(side) {
      limit = Math.min(side, MAX_SIDE - MARGIN * 2);
    },
    draw(font, cluster, sub, scale) {
      if (count > 0 && drawn[count - 1]!.alone) return false;
      if (count === drawn.length)
        drawn.push({ ...createCell(), font, cluster, sub, scale, alone: false });
      const next = drawn[count]!;
      next.font = font;
      next.cluster = cluster;
      next.sub = sub;
      next.scale = scale;
      sheet.use(font, scale);
      sheet.measure(cluster, sub / 4, MARGIN, next);
      const most = limit + MARGIN * 2;
      next.alone =
        next.width > Math.min(most, SHEET_WIDTH) || next.height > Math.min(most, SHEET_HEIGHT);
      if (next.alone) {
        if (count > 0) return false;
      } else {
        if (!place(next)) return false;
        sheet.fill(cluster, sub / 4, next);
      }
      count++;
      return true;
    },
    read(visit) {
      if (count === 0) return;
      const width = lineY > 0 ? SHEET_WIDTH : Math.max(1, nextX);
      const height = Math.max(1, lineY + lineHeight);
      try {
        const image = sheet.context.getImageData(0, 0, width, height);
        for (let i = 0; i < count; i++) {
          const each = drawn[i]!;
          bitmap.stretch = 1;
          if (each.alone || !cutInk(image, each, bitmap)) drawAlone(each);
          visit(bitmap, i);
        }
      } finally {
        sheet.clear(width, height);
        count = 0;
        nextX = 0;
        lineY = 0;
        lineHeight = 0;
      }
    },
  };
}

/** A canvas that remembers its font, and what is done on it. Lengths are device pixels. */
function createPen(width: number, height: number) {
  let current: FontSpec | undefined;
  let currentScale = 0;
  // What a pixel of the font as it is set takes.
  let unit = 1;
  const pen = {
    context: createTextContext(width, height) as TextContext,
    use(font: FontSpec, scale: number) {
      if (font === current && scale === currentScale) return;
      // Set at its size in CSS pixels and scaled: fonts with optical sizes have other shapes at twice the size.
      const size = Math.min(font.size, MAX_FONT_SIZE);
      unit = (font.size * scale) / size;
      setFont(pen.context, font, size);
      pen.context.setTransform(unit, 0, 0, unit, 0, 0);
      pen.context.fillStyle = '#fff';
      current = font;
      currentScale = scale;
    },
    makeRoom(wide: number, high: number) {
      const { canvas } = pen.context;
      if (wide <= canvas.width && high <= canvas.height) return;
      // A new canvas: resizing drops the font, and some browsers keep the old buffer until later.
      pen.context = createTextContext(
        Math.max(canvas.width, nextPower(wide)),
        Math.max(canvas.height, nextPower(high)),
      );
      const font = current!;
      current = undefined;
      pen.use(font, currentScale);
    },
    /** Writes size and origin of the pixels that a cluster needs. */
    measure(cluster: string, offset: number, margin: number, cell: Cell) {
      const box = pen.context.measureText(cluster);
      cell.originX = Math.max(0, Math.ceil(box.actualBoundingBoxLeft * unit)) + margin;
      cell.originY = Math.max(0, Math.ceil(box.actualBoundingBoxAscent * unit)) + margin;
      const right = Math.max(0, Math.ceil(box.actualBoundingBoxRight * unit + offset)) + margin;
      const below = Math.max(0, Math.ceil(box.actualBoundingBoxDescent * unit)) + margin;
      cell.width = cell.originX + right;
      cell.height = cell.originY + below;
    },
    /** Draws a cluster in its cell. */
    fill(cluster: string, offset: number, cell: Cell) {
      cell.originX += cell.x;
      cell.originY += cell.y;
      pen.context.fillText(cluster, (cell.originX + offset) / unit, cell.originY / unit);
    },
    clear(width: number, height: number) {
      pen.context.clearRect(0, 0, width / unit, height / unit);
    },
  };
  return pen;
}

function createCell(): Cell {
  return { x: 0, y: 0, width: 0, height: 0, originX: 0, originY: 0 };
}

function nextPower(side: number): number {
  return 2 ** Math.ceil(Math.log2(side));
}
