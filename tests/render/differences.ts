export type Difference = {
  /** The largest of a channel, of 255. */
  readonly max: number;
  /** Share of the pixels that differ, by more than was asked for. */
  readonly share: number;
};

/** How two pictures of one size differ; pixels count that differ by more than `beyond` of 255. */
export function differences(
  left: Uint8ClampedArray,
  right: Uint8ClampedArray,
  beyond = 0,
): Difference {
  if (left.length !== right.length) throw new Error(`sizes: ${left.length} and ${right.length}`);
  let max = 0;
  let pixels = 0;
  for (let i = 0; i < left.length; i += 4) {
    let most = 0;
    for (let channel = i; channel < i + 4; channel++) {
      most = Math.max(most, Math.abs(left[channel]! - right[channel]!));
    }
    max = Math.max(max, most);
    if (most > beyond) pixels++;
  }
  return { max, share: pixels / (left.length / 4) };
}
