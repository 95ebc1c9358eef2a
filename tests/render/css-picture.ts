import { averaged } from '../averaged';

const SAMPLES = 8;

export type PictureOptions = {
  width: number;
  height: number;
  dpr: number;
  /** Samples a device pixel, along each side. Chromium blurs no wider than 135 of them. @default 8 */
  samples?: number;
};

/**
 * A picture that Chromium itself draws of HTML, on white: an SVG's `foreignObject` put on a canvas. It is drawn 8 times as large
 * and averaged, for Chromium's edges stray from the area they cover by up to 67 of 255. Sizes are CSS pixels, pixels those of
 * the device. Styles of the page do not reach in.
 */
export async function cssPicture(
  html: string,
  { width, height, dpr, samples = SAMPLES }: PictureOptions,
): Promise<Uint8ClampedArray> {
  const scale = dpr * samples;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width * scale}" height="${height * scale}" viewBox="0 0 ${width} ${height}">` +
    `<foreignObject width="${width}" height="${height}">` +
    `<div xmlns="http://www.w3.org/1999/xhtml" style="position:relative;width:${width}px;height:${height}px">${html}</div>` +
    '</foreignObject></svg>';
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const context = new OffscreenCanvas(width * scale, height * scale).getContext('2d', {
    willReadFrequently: true,
  })!;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width * scale, height * scale);
  context.drawImage(image, 0, 0);
  const big = context.getImageData(0, 0, width * scale, height * scale).data;
  return averaged(big, width * dpr, height * dpr, samples);
}

export type Distance = {
  /** Largest difference of a channel, of 255. */
  max: number;
  /** Mean difference of the channels that are not white in both. */
  mean: number;
  /** Pixels that differ by more than 8: on edges, where coverage is by distance here and by area there. */
  far: number;
};

/** How far two pictures are apart. */
export function distance(left: Uint8ClampedArray, right: Uint8ClampedArray): Distance {
  if (left.length !== right.length) throw new Error(`sizes: ${left.length} and ${right.length}`);
  let max = 0;
  let far = 0;
  let sum = 0;
  let count = 0;
  for (let at = 0; at < left.length; at += 4) {
    let most = 0;
    for (let channel = at; channel < at + 4; channel++) {
      if (left[channel] === 255 && right[channel] === 255) continue;
      const here = Math.abs(left[channel]! - right[channel]!);
      most = Math.max(most, here);
      sum += here;
      count++;
    }
    max = Math.max(max, most);
    if (most > 8) far++;
  }
  return { max, mean: count === 0 ? 0 : sum / count, far };
}
