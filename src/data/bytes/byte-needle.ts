import type { FindQuery } from '../matcher';

/** A text that is looked for among bytes of UTF-8, which need not be decoded for it. */
export type ByteNeedle = {
  /** Where it is first from `from` on, before `to`; -1 if it is not. */
  find(bytes: Uint8Array, from: number, to: number): number;
  /** What `find` cannot know and decoded text would tell: of the letters K and S there are others that are the same without case. */
  isUnsure(bytes: Uint8Array): boolean;
  /** Whether what is beside a place where it is lets it be a word; undefined where that has to be decoded. */
  isWord(bytes: Uint8Array, at: number): boolean | undefined;
};

const NEWLINE = 10;
const UPPER_A = 65;
const UPPER_Z = 90;
const TO_LOWER = 32;
const ASCII = 128;
/** The last bytes of the long s, and of the sign of kelvin. */
const LONG_S = Uint8Array.of(0xc5, 0xbf);
const KELVIN = Uint8Array.of(0xe2, 0x84, 0xaa);
/** Letters that are others in another case. */
const HAS_CASE = /\p{Changes_When_Casemapped}|\p{Changes_When_Casefolded}/u;

/**
 * Makes it; undefined for what only decoded text can tell: expressions, letters beyond ASCII in either case, line ends, and what stands for bytes that are
 * no UTF-8.
 */
export function createByteNeedle(query: FindQuery): ByteNeedle | undefined {
  const { text = '', regexp, caseSensitive = false, wholeWord = false } = query;
  if (regexp || text === '' || /[\n\ufffd\ufeff]/.test(text)) return undefined;
  const needle = new TextEncoder().encode(text);
  // Halves of surrogates are none either.
  if (new TextDecoder().decode(needle) !== text) return undefined;
  const isAnyCase = !caseSensitive;
  if (isAnyCase && HAS_CASE.test(text.replace(/[a-z]/gi, ''))) return undefined;
  // Each byte as it is compared, the distance to go on by when it is below the last of the needle.
  const folded = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte++) {
    const isUpper = isAnyCase && byte >= UPPER_A && byte <= UPPER_Z;
    folded[byte] = isUpper ? byte + TO_LOWER : byte;
  }
  const wanted = needle.map((byte) => folded[byte]!);
  const last = wanted.length - 1;
  const skip = new Int32Array(256).fill(wanted.length);
  for (let i = 0; i < last; i++) {
    for (let byte = 0; byte < 256; byte++) if (folded[byte] === wanted[i]) skip[byte] = last - i;
  }
  const wordBytes = new Uint8Array(ASCII);
  for (let byte = 0; byte < ASCII; byte++)
    wordBytes[byte] = /\w/.test(String.fromCharCode(byte)) ? 1 : 0;
  const hasTwins = isAnyCase && /[ks]/i.test(text);

  return {
    find(bytes, from, to) {
      const lastWanted = wanted[last]!;
      for (let end = from + last; end < to; ) {
        const byte = bytes[end]!;
        if (folded[byte] === lastWanted) {
          let i = 0;
          while (i < last && folded[bytes[end - last + i]!] === wanted[i]) i++;
          if (i === last) return end - last;
        }
        end += skip[byte]!;
      }
      return -1;
    },
    isUnsure: (bytes) => hasTwins && (holds(bytes, LONG_S) || holds(bytes, KELVIN)),
    isWord(bytes, at) {
      if (!wholeWord) return true;
      const before = at > 0 ? bytes[at - 1]! : NEWLINE;
      const after = bytes[at + last + 1] ?? NEWLINE;
      if (before >= ASCII || after >= ASCII) return undefined;
      return wordBytes[before] === 0 && wordBytes[after] === 0;
    },
  };
}

function holds(bytes: Uint8Array, some: Uint8Array): boolean {
  for (let at = bytes.indexOf(some[0]!); at >= 0; at = bytes.indexOf(some[0]!, at + 1)) {
    if (some.every((byte, i) => bytes[at + i] === byte)) return true;
  }
  return false;
}
