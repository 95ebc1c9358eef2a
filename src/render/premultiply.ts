const TEXEL_BYTES = 4;

let scratch = new Uint8Array(0);

/** The first `bytes` bytes of RGBA pixels with their colours multiplied by alpha, in an array that the next call writes again. */
export function premultiplied(pixels: Uint8ClampedArray, bytes: number): Uint8Array<ArrayBuffer> {
  if (scratch.length < bytes) scratch = new Uint8Array(bytes * 2);
  for (let at = 0; at < bytes; at += TEXEL_BYTES) {
    const alpha = pixels[at + 3]!;
    for (let channel = at; channel < at + 3; channel++) {
      // Adding half before the division truncates: rounded.
      scratch[channel] = (pixels[channel]! * alpha + 127) / 255;
    }
    scratch[at + 3] = alpha;
  }
  return scratch;
}
