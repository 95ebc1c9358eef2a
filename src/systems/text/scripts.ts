const COMMON = 0;
const LATIN = 1;
const GREEK = 2;
const CYRILLIC = 3;
const ARMENIAN = 4;
const OTHER = 5;

/**
 * Whether fonts may kern a unit from U+0590 on that is a cluster of its own: Georgian, Ethiopic, Cherokee, Canadian syllables,
 * additions to Latin, Greek and Cyrillic, and general punctuation.
 */
export function isKernedLetter(code: number): boolean {
  if (code < 0x10a0 || code >= 0x2060) return false;
  if (code < 0x1100) return true;
  if (code < 0x1680) return code >= 0x1200 && (code < 0x135d || code > 0x135f);
  if (code < 0x1c80) return false;
  if (code < 0x1dc0) return code < 0x1cc0 || code >= 0x1d00;
  return code >= 0x1e00 && (code < 0x200b || (code > 0x200f && code < 0x2028) || code > 0x202f);
}

/** Whether a glyph is a Chinese character or Hangul syllable: beside another of them it is not kerned. */
export function isNeverKerned(glyph: number): boolean {
  return (glyph >= 0x4e00 && glyph < 0xa000) || (glyph >= 0xac00 && glyph < 0xd7a4);
}

/**
 * Whether a unit belongs to a script whose words are shaped whole: its letters, digits and punctuation, but not the signs that
 * join the cluster after them.
 */
export function isOfShapedScript(code: number): boolean {
  if (code < 0x590) return false;
  if (code < 0x1100) return code < 0x600 || code > 0x605;
  return code < 0x2000 ? code > 0x11ff : isWordShaped(code);
}

/**
 * Whether the cluster at `index` is shaped together with the one before it. Spaces and punctuation go with the script before
 * them, so in "We Τα" the space is shaped with "We" and never kerned against the tau.
 */
export function isShapedTogether(
  glyphs: Uint32Array,
  index: number,
  clusters: { leadOf(glyph: number): number },
): boolean {
  const own = scriptOf(clusters.leadOf(glyphs[index]!));
  if (own === COMMON) return true;
  for (let i = index - 1; i >= 0; i--) {
    const before = scriptOf(clusters.leadOf(glyphs[i]!));
    if (before !== COMMON) return before === own;
  }
  return true;
}

/**
 * Whether a unit is a letter of Latin, Greek or Cyrillic, or punctuation. Browsers take these from the same font wherever they stand,
 * while of signs that the font lacks it depends on those around.
 */
export function isPlainLetter(code: number): boolean {
  if (code < 0x530) return code < 0x300 || (code >= 0x370 && code < 0x483) || code >= 0x48a;
  if (code < 0x2010) return code >= 0x1e00 && code < 0x2000;
  return code < 0x202a || (code >= 0x202f && code < 0x2060);
}

/** Script of a unit, as far as kerning needs it. */
function scriptOf(glyph: number): number {
  if (glyph < 0x80) return isAsciiLetter(glyph) ? LATIN : COMMON;
  if (glyph < 0x370) {
    const letter = glyph >= 0xc0 && glyph < 0x2b0 && glyph !== 0xd7 && glyph !== 0xf7;
    return letter ? LATIN : COMMON;
  }
  if (glyph < 0x400) return GREEK;
  if (glyph < 0x530) return CYRILLIC;
  if (glyph < 0x590) return ARMENIAN;
  if (glyph >= 0x1c80 && glyph < 0x2000) {
    if (glyph < 0x1c90) return CYRILLIC;
    if (glyph >= 0x1d00) return glyph < 0x1f00 ? LATIN : GREEK;
  }
  // Their blocks tell scripts of shaped words apart.
  if (isWordShaped(glyph)) return glyph < 0x900 ? glyph >> 8 : glyph >> 7;
  const punctuation = (glyph >= 0x2000 && glyph < 0x2e80) || (glyph >= 0x3000 && glyph < 0x3040);
  return punctuation || glyph > 0xfeff ? COMMON : OTHER;
}

function isAsciiLetter(glyph: number): boolean {
  const lower = glyph | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

/**
 * Whether a UTF-16 unit begins a word that the browser has to shape whole: letters and marks of Hebrew, Arabic, Indic and other
 * scripts with joined, stacked or reordered letters. Their digits and punctuation are not. Outside the BMP the high surrogate
 * decides for whole blocks.
 */
export function isWordShaped(code: number): boolean {
  if (code < 0x591) return false;
  if (code < 0x900) return isNearEasternLetter(code);
  // Indic blocks have 128 places each: dandas at 0x64, digits at 0x66.
  if (code < 0xe00) return ((code & 0x7f) - 0x64) >>> 0 > 0xb && code !== 0x970;
  if (code < 0x10a0) return isFurtherIndicLetter(code);
  if (code < 0x1700) return false;
  if (code < 0x1cfb) return isIslandLetter(code);
  if (code < 0xa800) return false;
  if (code < 0xac00) return isLateBmpLetter(code);
  if (code < 0xd802) return false;
  if (code < 0xe000) return code < 0xd808 || code === 0xd83a;
  if (code < 0xfb1d || code > 0xfefc) return false;
  return code < 0xfe00 ? code !== 0xfd3e && code !== 0xfd3f : code >= 0xfe70;
}

/** Whether a unit is of a script whose letters are joined: Arabic and its relatives, Mongolian. Letter spacing leaves them alone. */
export function isCursive(code: number): boolean {
  if (code < 0x600) return false;
  if (code < 0x900) return code < 0x780 || (code >= 0x7c0 && code < 0x800) || code >= 0x840;
  return (code >= 0x1800 && code < 0x18b0) || (code >= 0xfb50 && code < 0xfeff);
}

/**
 * Whether a glyph is a unit that is never seen, a zero-width space, soft hyphen or directional mark for example, or the filler of a
 * missing Hangul letter. Browsers put no letter spacing after it.
 */
export function isInvisible(glyph: number): boolean {
  if (glyph < 0x200b) {
    if (glyph < 0x115f) return glyph === 0xad || glyph === 0x34f;
    return glyph < 0x1161 || glyph === 0x17b4 || glyph === 0x17b5 || glyph === 0x180e;
  }
  if (glyph < 0x2070) return glyph < 0x2010 || (glyph > 0x2029 && glyph < 0x202f) || glyph > 0x205f;
  if (glyph < 0xfe00) return glyph === 0x3164;
  return glyph < 0xfe10 || glyph === 0xfeff || glyph === 0xffa0 || glyph === 0xfffc;
}

/** Whether a unit is a mark or joiner of no script of its own, which would join the cluster before it. */
export function joinsBefore(code: number): boolean {
  if (code < 0x370) return code >= 0x300;
  if (code < 0x2000) return (code >= 0x1ab0 && code < 0x1b00) || (code >= 0x1dc0 && code < 0x1e00);
  if (code < 0x2100) return code === 0x200c || code === 0x200d || code >= 0x20d0;
  if (code < 0xfe00) return code === 0x3099 || code === 0x309a;
  return code < 0xfe30 ? code < 0xfe10 || code >= 0xfe20 : code === 0xff9e || code === 0xff9f;
}

/**
 * Whether a unit can make text run from right to left: right-to-left letters and numbers, and the characters that set
 * directions. A string without one, in a left-to-right paragraph, needs no bidirectional algorithm.
 */
export function isRtl(code: number): boolean {
  if (code < 0x590) return false;
  if (code < 0x900) return true;
  if (code < 0x2068)
    return code === 0x200f || code === 0x202b || code === 0x202e || code === 0x2067;
  if (code < 0xe000)
    return code === 0xd802 || code === 0xd803 || code === 0xd83a || code === 0xd83b;
  return (code >= 0xfb1d && code < 0xfe00) || (code >= 0xfe70 && code < 0xfeff);
}

/** U+0591 to U+08FF: Hebrew, Arabic, Syriac, Thaana, N’Ko, Samaritan, Mandaic. */
function isNearEasternLetter(code: number): boolean {
  if (code < 0x610) {
    if (code < 0x5c8) return code !== 0x5be && code !== 0x5c0 && code !== 0x5c3 && code !== 0x5c6;
    return code >= 0x5d0 && code < 0x5f3;
  }
  if (code < 0x700) {
    if (code < 0x620) return code < 0x61b;
    if (code >= 0x660 && code < 0x66e) return false;
    if (code >= 0x6f0 && code < 0x6fa) return false;
    return code !== 0x6d4 && code !== 0x6dd && code !== 0x6de && code !== 0x6e9;
  }
  if (code < 0x7f6) return code >= 0x70f && (code < 0x7c0 || code > 0x7c9);
  if (code < 0x800) return code === 0x7fa || code === 0x7fd;
  return (code < 0x830 || code > 0x83e) && code !== 0x85e && code !== 0x890 && code !== 0x891;
}

/** U+0E00 to U+109F: Thai, Lao, Tibetan, Myanmar. */
function isFurtherIndicLetter(code: number): boolean {
  if (code < 0xe80) return code !== 0xe3f && code < 0xe4f;
  if (code < 0xf00) return code < 0xed0 || code > 0xed9;
  if (code < 0x1000) {
    if (code >= 0xf3e) return code < 0xfbe || code === 0xfc6;
    return (
      code === 0xf00 ||
      (code >= 0xf35 && (code & 1) === 1 && code < 0xf3a) ||
      code === 0xf18 ||
      code === 0xf19
    );
  }
  return code < 0x1040 || (code > 0x104f && (code < 0x1090 || (code > 0x1099 && code < 0x109e)));
}

/** U+1700 to U+1CFA: Philippine scripts, Khmer, Mongolian, Limbu, Tai, Buginese, Balinese, Sundanese, Batak, Lepcha, Vedic marks. */
function isIslandLetter(code: number): boolean {
  if (code < 0x1780) return code !== 0x1735 && code !== 0x1736;
  if (code < 0x1800) return code < 0x17d4 || code === 0x17d7 || code === 0x17dc || code === 0x17dd;
  if (code < 0x18b0) return code > 0x1819 || (code >= 0x180b && code < 0x1810);
  if (code < 0x1900) return false;
  if (code < 0x1a20) {
    if (code < 0x1950) return code < 0x1940;
    return (code < 0x19d0 || code >= 0x1a00) && code < 0x1a1c;
  }
  if (code < 0x1b00) return code < 0x1a80 || code === 0x1aa7;
  if (code < 0x1b80) return code < 0x1b4d || (code >= 0x1b6b && code < 0x1b74);
  if (code < 0x1bfc) return code < 0x1bb0 || code > 0x1bb9;
  if (code < 0x1c50) return code >= 0x1c00 && (code < 0x1c3b || code > 0x1c49);
  return code >= 0x1cd0 && code !== 0x1cd3;
}

/** U+A800 to U+ABFF: Syloti Nagri to Meetei Mayek. */
function isLateBmpLetter(code: number): boolean {
  if (code < 0xa900) {
    return (
      (code < 0xa828 || code >= 0xa82c) &&
      (code < 0xa874 || code > 0xa877) &&
      (code < 0xa8ce || code > 0xa8d9)
    );
  }
  if (code < 0xa980) return code >= 0xa90a && code < 0xa954 && code !== 0xa92e && code !== 0xa92f;
  if (code < 0xaa00)
    return (
      code < 0xa9c1 ||
      (code >= 0xa9cf && code < 0xa9d0) ||
      (code >= 0xa9e0 && (code < 0xa9f0 || code > 0xa9f9))
    );
  if (code < 0xab00) return code < 0xaa50 || code > 0xaa5f;
  return code >= 0xabc0 && code !== 0xabeb && code < 0xabf0;
}
