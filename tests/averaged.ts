/** A picture of `samples` times the size along each side, RGBA, as one of `width` x `height` pixels: each is the mean of its samples. */
export function averaged(
  big: Uint8ClampedArray,
  width: number,
  height: number,
  samples: number,
): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(width * height * 4);
  const sums = new Uint32Array(width * 4);
  const words = new Uint32Array(big.buffer, big.byteOffset, big.length >> 2);
  let from = 0;
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    for (let j = 0; j < samples; j++) {
      for (let x = 0; x < sums.length; x += 4) {
        let [red, green, blue, alpha] = [0, 0, 0, 0];
        for (let i = 0; i < samples; i++) {
          const word = words[from++]!;
          red += word & 255;
          green += (word >>> 8) & 255;
          blue += (word >>> 16) & 255;
          alpha += word >>> 24;
        }
        sums[x] = sums[x]! + red;
        sums[x + 1] = sums[x + 1]! + green;
        sums[x + 2] = sums[x + 2]! + blue;
        sums[x + 3] = sums[x + 3]! + alpha;
      }
    }
    const to = y * width * 4;
    const share = samples * samples;
    for (let at = 0; at < sums.length; at++) pixels[to + at] = Math.round(sums[at]! / share);
  }
  return pixels;
}
