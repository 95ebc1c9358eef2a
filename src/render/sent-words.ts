import { RECORD_WORDS } from '../systems/render-batching';

const RECT_WORDS = 4;
const EXPONENT = 0x7f800000;
const RECT_NAMES = ['x', 'y', 'width', 'height'];

/** Returns how many rows an array has. Throws if a range does not lie in it. */
export function checkRows(label: string, words: Uint32Array, first: number, count: number): number {
  const rows = Math.floor(words.length / RECORD_WORDS);
  if (!(first >= 0 && count >= 0 && first + count <= rows)) {
    throw new RangeError(
      `${label}: rows ${first} to ${first + count} do not lie in an array of ${rows} rows`,
    );
  }
  return rows;
}

/** Throws if the rectangle of a record in a range is not finite. */
export function checkRectangles(words: Uint32Array, from: number, end: number): void {
  for (let record = from; record < end; record++) {
    for (let word = 0; word < RECT_WORDS; word++) {
      const bits = words[record * RECORD_WORDS + word]!;
      if ((bits & EXPONENT) !== EXPONENT) continue;
      const value = new Float32Array(Uint32Array.of(bits).buffer)[0];
      throw new RangeError(
        `Record ${record}: ${RECT_NAMES[word]} is ${value}; nothing but finite numbers may be sent`,
      );
    }
  }
}

/** Throws if a device whose textures are so large at most cannot have so many pages of a size. */
export function checkPages(label: string, pages: number, size: number, most: number): void {
  if (size >= 1 && size <= most && pages >= 1) return;
  throw new RangeError(
    `${label} ${pages} pages of ${size} texels: this device allows pages of ${most}`,
  );
}

/** Throws if a device whose textures are so large at most cannot have a picture of a size. */
export function checkPicture(slot: number, width: number, height: number, most: number): void {
  if (width > 0 && height > 0 && width <= most && height <= most) return;
  throw new RangeError(`Picture ${slot} of ${width}x${height}; this device allows ${most}`);
}

/** Throws if a bitmap has no such part. */
export function checkPart(
  bitmap: { readonly width: number; readonly height: number },
  left: number,
  top: number,
  width: number,
  height: number,
): void {
  if (left + width <= bitmap.width && top + height <= bitmap.height) return;
  throw new RangeError(
    `Part ${left},${top} ${width}x${height} leaves a bitmap of ${bitmap.width}x${bitmap.height}`,
  );
}

/** Copies a range to its place in the target, or in a new array if lengths differ, and returns that. */
export function copyRange(
  target: Uint32Array<ArrayBuffer>,
  source: Uint32Array,
  from: number,
  end: number,
): Uint32Array<ArrayBuffer> {
  const copy = target.length === source.length ? target : new Uint32Array(source.length);
  copy.set(source.subarray(from, end), from);
  return copy;
}
