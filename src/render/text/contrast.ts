import { createTextContext, setFont } from './canvas-font';

const SAMPLE = 'Hamburgefonstiv 0123';
const FONT = { family: 'sans-serif', size: 16, weight: 400, italic: false };
const WIDTH = 192;
const LINE = 24;
const BASELINE = 17;
/** Greys that are tried: browsers that correct for lightness do it in eight steps. */
const STEPS = 16;
const STEP = 256 / STEPS;
/** Parts of one in which k and s are held, and the bits of s. */
const K_UNIT = 128;
const S_UNIT = 64;
const S_BITS = 6;

/**
 * Measures how the host's text gets heavier or lighter with the lightness of its colour, for `GlyphRasteriser.contrast`. Browsers
 * built on Skia draw dark text with less coverage than white, depending on platform and settings; others draw all alike.
 */
export function measureContrast(): Int16Array {
  const context = createTextContext(WIDTH, LINE * (STEPS + 1));
  setFont(context, FONT, FONT.size);
  context.fillStyle = '#fff';
  context.fillText(SAMPLE, 2, BASELINE);
  for (let step = 0; step < STEPS; step++) {
    const grey = step * STEP + STEP / 2;
    context.fillStyle = `rgb(${grey},${grey},${grey})`;
    context.fillText(SAMPLE, 2, (step + 1) * LINE + BASELINE);
  }
  const { data } = context.getImageData(0, 0, WIDTH, LINE * (STEPS + 1));
  const contrast = new Int16Array(256);
  for (let step = 0; step < STEPS; step++) {
    const bits = curveTo(data, (step + 1) * LINE * WIDTH);
    contrast.fill(bits, step * STEP, (step + 1) * STEP);
  }
  return contrast;
}

/** The curve, as `GlyphRasteriser.contrast` holds it, that leads from the coverage of the first line nearest to that from `at` on. */
function curveTo(data: Uint8ClampedArray, at: number): number {
  // Least squares: sums of the products of the two terms and of the difference.
  let kk = 0;
  let ks = 0;
  let ss = 0;
  let kd = 0;
  let sd = 0;
  for (let i = 0; i < WIDTH * LINE; i++) {
    const white = data[i * 4 + 3]! / 255;
    const difference = data[(at + i) * 4 + 3]! / 255 - white;
    const k = white * (1 - white);
    const s = k * (1 - 2 * white);
    kk += k * k;
    ks += k * s;
    ss += s * s;
    kd += k * difference;
    sd += s * difference;
  }
  const scale = kk * ss - ks * ks;
  // A host that draws nothing here tells nothing.
  if (!(scale > 0)) return 0;
  const k = whole(((kd * ss - sd * ks) / scale) * K_UNIT, K_UNIT);
  const s = whole(((kk * sd - ks * kd) / scale) * S_UNIT, 1 << (S_BITS - 1));
  return (k << S_BITS) | (s & ((1 << S_BITS) - 1));
}

function whole(value: number, limit: number): number {
  return Math.max(1 - limit, Math.min(limit - 1, Math.round(value)));
}
