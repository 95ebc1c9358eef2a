/** What moves in `render/moving-50k`, the same for all contenders: small quads, one in ten of them larger and with a number on it. */
export const QUADS = 50_000;
export const FONT_SIZE = 8;

const WIDTH = 1280;
const HEIGHT = 720;
const PLAIN = { width: 8, height: 6 } as const;
const LABELLED = { width: 16, height: 10 } as const;
const EVERY = 10;
const NUMBERS = 100;
/** CSS pixels a frame, in either direction: fractions, so that edges and glyphs come to stand anywhere between pixels. */
const FASTEST = 3;
const COLORS = [0x4c6a94, 0xe5616b, 0x7fb069, 0xf6ae2d] as const;
/** Quads moved in one call: engines compile what is called often better than what runs long. */
const BLOCK = 1000;

/** Velocities, and how far a quad's corner may go. */
export type Quads = {
  readonly vx: Float32Array;
  readonly vy: Float32Array;
  readonly limitX: Float32Array;
  readonly limitY: Float32Array;
};

/** Where all of them begin. */
export type Places = { readonly x: Float32Array; readonly y: Float32Array };

/** What quad `index` shows; no label is ''. The colour is 0xRRGGBB. */
export function quadAt(index: number): {
  width: number;
  height: number;
  color: number;
  label: string;
} {
  const isLabelled = index % EVERY === 0;
  const size = isLabelled ? LABELLED : PLAIN;
  const label = isLabelled ? String((index / EVERY) % NUMBERS) : '';
  return { ...size, color: COLORS[index % COLORS.length]!, label };
}

/** So many quads in places and with velocities that look random and are always the same. */
export function startQuads(count: number): Quads & Places {
  let seed = 1;
  const random = (): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
  const column = (): Float32Array => new Float32Array(count);
  const quads = {
    ...{ x: column(), y: column(), vx: column(), vy: column() },
    ...{ limitX: column(), limitY: column() },
  };
  for (let i = 0; i < count; i++) {
    const { width, height } = quadAt(i);
    quads.limitX[i] = WIDTH - width;
    quads.limitY[i] = HEIGHT - height;
    quads.x[i] = random() * quads.limitX[i]!;
    quads.y[i] = random() * quads.limitY[i]!;
    quads.vx[i] = (random() * 2 - 1) * FASTEST;
    quads.vy[i] = (random() * 2 - 1) * FASTEST;
  }
  return quads;
}

/** Moves all quads by one frame in columns of places, quad i at `rows[i]`; those that have left the surface turn back. */
export function moveQuads(quads: Quads, rows: Int32Array, x: Float32Array, y: Float32Array): void {
  for (let from = 0; from < rows.length; from += BLOCK) {
    moveBlock(quads, rows, x, y, from, Math.min(from + BLOCK, rows.length));
  }
}

function moveBlock(
  { vx, vy, limitX, limitY }: Quads,
  rows: Int32Array,
  x: Float32Array,
  y: Float32Array,
  from: number,
  end: number,
): void {
  for (let i = from; i < end; i++) {
    const row = rows[i]!;
    const nextX = x[row]! + vx[i]!;
    const nextY = y[row]! + vy[i]!;
    if (nextX < 0 || nextX > limitX[i]!) vx[i] = -vx[i]!;
    if (nextY < 0 || nextY > limitY[i]!) vy[i] = -vy[i]!;
    x[row] = nextX;
    y[row] = nextY;
  }
}
