import { GRADIENT_RADIAL, type Gradient } from '../../ecs/stores';

/** Places at which the colour of a gradient is looked for. */
const PLACES = 32;
/** Stops are no closer, as a share of the line, so that nothing is divided by 0. */
const CLOSEST = 1e-3;

const mean = new Float64Array(4);

/** Colour of a gradient in the mean, as it is mixed: premultiplied. `stops` are the places of its colours, as shares of its line. */
export function meanOf({ colors, kind, repeats }: Gradient, stops: Float64Array): number {
  const last = colors.length - 1;
  const span = Math.max(CLOSEST, stops[last]! - stops[0]!);
  let weights = 0;
  mean.fill(0);
  for (let i = 0; i < PLACES; i++) {
    const place = (i + 0.5) / PLACES;
    // There are more pixels farther from the middle.
    const weight = kind === GRADIENT_RADIAL ? place : 1;
    let t = place;
    if (repeats) t -= Math.floor((t - stops[0]!) / span) * span;
    let stop = 0;
    while (stop < last && stops[stop + 1]! <= t) stop++;
    const other = Math.min(last, stop + 1);
    const step = Math.max(CLOSEST, stops[other]! - stops[stop]!);
    const share = Math.min(1, Math.max(0, (t - stops[stop]!) / step));
    for (let channel = 0; channel < 4; channel++) {
      const from = channelOf(colors[stop]!, channel);
      const to = channelOf(colors[other]!, channel);
      mean[channel] = mean[channel]! + (from + (to - from) * share) * weight;
    }
    weights += weight;
  }
  const alpha = mean[3]! / weights;
  let color = Math.round(alpha * 255) << 24;
  for (let channel = 0; channel < 3 && alpha > 0; channel++) {
    color |= Math.round((mean[channel]! / weights / alpha) * 255) << (channel * 8);
  }
  return color;
}

/** A channel of a colour, 0 to 1, premultiplied; the fourth is alpha. */
function channelOf(color: number, channel: number): number {
  const alpha = (color >>> 24) / 255;
  return channel === 3 ? alpha : (((color >>> (channel * 8)) & 255) / 255) * alpha;
}
