export type Difference = {
  /** The largest of a channel, of 255. */
  readonly max: number;
  /** Share of the pixels that differ at all. */
  readonly share: number;
};

/** How two pictures of one size differ. */
export function differences(left: Uint8ClampedArray, right: Uint8ClampedArray): Difference {
  if (left.length !== right.length) throw new Error(`sizes: ${left.length} and ${right.length}`);
  let max = 0;
  let pixels = 0;
  for (let i = 0; i < left.length; i += 4) {
    let most = 0;
    for (let channel = i; channel < i + 4; channel++) {
      most = Math.max(most, Math.abs(left[channel]! - right[channel]!));
    }
    max = Math.max(max, most);
    if (most > 0) pixels++;
  }
  return { max, share: pixels / (left.length / 4) };
}
