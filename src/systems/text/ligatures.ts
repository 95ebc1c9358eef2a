const MEN = 0x574;
const NOW = 0x576;
const ECH = 0x565;
const INI = 0x56b;
const XEH = 0x56d;
const VEW = 0x57e;

const LETTER = 1;
const SIGN = 2;

// What may begin a ligature or go on with one, by ASCII unit.
const firsts = new Uint8Array(128);
const seconds = new Uint8Array(128);

for (const letter of 'fFTtscQJ') firsts[letter.charCodeAt(0)] = LETTER;
for (const letter of 'fijlhtburkyz') seconds[letter.charCodeAt(0)] = LETTER;
for (const sign of '-=<>!&|+:;*/\\.#~_?^%$@w') {
  firsts[sign.charCodeAt(0)]! |= SIGN;
  seconds[sign.charCodeAt(0)]! |= SIGN;
}

/**
 * Whether fonts are known to draw these two units as one: letters after f, T, t, s and c, five pairs of Armenian, and signs next
 * to signs in fonts for programmers. Only such pairs are looked at closer, as that takes drawing them.
 */
export function mayLigate(first: number, second: number): boolean {
  if ((first | second) < 0x80) return (firsts[first]! & seconds[second]!) !== 0;
  if (first === MEN) return second === NOW || second === ECH || second === INI || second === XEH;
  return first === VEW && second === NOW;
}
