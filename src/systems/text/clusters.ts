import { ValueError } from '../../ecs';
import { isRtl, isWordShaped } from './scripts';

/** Longest string a text element takes, in UTF-16 units. */
export const MAX_TEXT_UNITS = 100_000;

/** Glyph ids below this are UTF-16 units; from here on they name clusters of several units. */
export const FIRST_CLUSTER = 0x10000;
/** Glyph ids end here: they share 32 bits with font and sub-pixel position in the glyph cache's keys. */
const GLYPH_LIMIT = 0x100000;
const MAX_CLUSTER_UNITS = 64;
/** Words at positions finer than quarters of a pixel that get ids; later ones are drawn at the quarter before. */
const SHIFTED_LIMIT = 65_536;
/** Units given to the segmenter at a time. */
const WINDOW = 64;

const TAB = 0x09;
const LINE_FEED = 0x0a;
const SPACE = 0x20;
const SOFT_HYPHEN = 0xad;
const REPLACEMENT = 0xfffd;

class ClusterTable {
  /** Glyph ids of the last `decode`, in its first places. */
  glyphs = new Uint32Array(256);
  /** Whether the last `decode` met letters that are shaped as words or read from right to left. */
  complex = false;
  /** Whether the ids of the last `decode` are the string's units, one for one. */
  verbatim = false;

  private count = 0;
  private keepsLines = false;
  private readonly names: string[] = [];
  // Single unit that a cluster is composed to, 0 if none.
  private readonly composed: number[] = [];
  private readonly words: boolean[] = [];
  // Where each cluster of a word after the first starts, by glyph id.
  private readonly inWord = new Map<number, Uint16Array>();
  private readonly shiftedIds = new Map<number, number>();
  private readonly shifts = new Map<number, number>();
  private readonly ids = new Map<string, number>();
  private readonly locale: string | undefined;
  private segmenter: Intl.Segmenter | undefined;

  constructor(locale: string | undefined) {
    this.locale = locale;
  }

  /** How many clusters of several units are known. */
  get size(): number {
    return this.names.length;
  }

  /**
   * Writes the glyph ids of a string's grapheme clusters to `glyphs` and returns their number. White space of any kind becomes a
   * space, other control characters vanish, lone surrogates become U+FFFD. With `keepsLines` line ends become line feeds, and
   * tabs and soft hyphens stay. Throws `ValueError` over `MAX_TEXT_UNITS`.
   */
  decode(content: string, keepsLines = false): number {
    const length = checkedLength(content);
    this.complex = false;
    this.keepsLines = keepsLines;
    let verbatim = true;
    if (length > this.glyphs.length) {
      this.glyphs = new Uint32Array(2 ** Math.ceil(Math.log2(length)));
    }
    const { glyphs } = this;
    let count = 0;
    // Start of the unit's cluster, were it joined by the next one; a joined cluster that ends here is closed already.
    let open = 0;
    for (let i = 0; i < length; i++) {
      const code = content.charCodeAt(i);
      if (code >= SPACE && code < 0x7f) {
        glyphs[count++] = code;
      } else if (standsAlone(code)) {
        if (code === 0x0d && content.charCodeAt(i + 1) === 0x0a) continue;
        const glyph = glyphOfUnit(code, keepsLines);
        if (glyph >= 0) glyphs[count++] = glyph;
        if (glyph !== code) verbatim = false;
      } else {
        verbatim = false;
        // The unit before may belong to this one's cluster: take it back.
        const from = Math.max(open, i - 1);
        if (from < i && glyphOfUnit(content.charCodeAt(from), keepsLines) >= 0) count--;
        this.count = count;
        open = this.segment(content, from);
        count = this.count;
        i = open - 1;
      }
    }
    this.verbatim = verbatim && count === length;
    return count;
  }

  /** Glyph id of a word that is drawn as one, with where its clusters after the first start. */
  wordOf(word: string, starts: readonly number[]): number {
    const id = this.glyphOf(word);
    if (starts.length > 0 && !this.inWord.has(id)) {
      this.inWord.set(id, Uint16Array.from(starts));
      this.words[id - FIRST_CLUSTER] = true;
    }
    return id;
  }

  /** Whether a glyph is a word, or a cluster of a script whose clusters are made of several shapes. */
  isWord(glyph: number): boolean {
    return this.words[glyph - FIRST_CLUSTER] === true;
  }

  /**
   * Glyph id of a word drawn so many 64ths of a pixel further to the right, 0 to 15. Letters inside of a word stand at quarters of
   * a pixel, so where the word itself is rounded to quarters some come to stand elsewhere than in the browser's own text. The
   * first to ask has it drawn at exactly `exact[0]` 64ths.
   */
  shifted(glyph: number, shift: number, exact: Float64Array): number {
    const known = this.shiftedIds.get(glyph * 16 + shift);
    if (known !== undefined) return known;
    const id = FIRST_CLUSTER + this.names.length;
    if (this.shifts.size >= SHIFTED_LIMIT || id >= GLYPH_LIMIT) return glyph;
    this.names.push(this.textOf(glyph));
    this.composed.push(0);
    this.words.push(true);
    this.shiftedIds.set(glyph * 16 + shift, id);
    this.shifts.set(id, exact[0]!);
    return id;
  }

  /** 64ths of a pixel that a glyph is drawn further to the right. */
  shiftOf(glyph: number): number {
    return this.shifts.get(glyph) ?? 0;
  }

  /** Where the clusters of a word after its first start, in units; undefined for what is one cluster. */
  startsIn(glyph: number): Uint16Array | undefined {
    return this.inWord.get(glyph);
  }

  /** First unit of a glyph's string. */
  leadOf(glyph: number): number {
    return glyph < FIRST_CLUSTER ? glyph : this.textOf(glyph).charCodeAt(0);
  }

  /** The single unit that a letter with marks is composed to; 0 for other clusters. */
  composedOf(glyph: number): number {
    return glyph < FIRST_CLUSTER ? glyph : (this.composed[glyph - FIRST_CLUSTER] ?? 0);
  }

  /** The string a glyph id stands for; U+FFFD for ids never given out. */
  textOf(glyph: number): string {
    if (glyph < FIRST_CLUSTER) return String.fromCharCode(glyph);
    return this.names[glyph - FIRST_CLUSTER] ?? '\ufffd';
  }

  /** Appends the clusters from a boundary on, up to one before a unit that stands alone, and returns that boundary. */
  private segment(content: string, from: number): number {
    const { glyphs } = this;
    let start = from;
    let span = WINDOW;
    while (start < content.length) {
      // In pieces: engines copy the whole input into every segment, which makes long strings quadratic.
      const end = Math.min(content.length, start + span);
      let place = start;
      for (const cluster of this.clustersOf(content.slice(start, end))) {
        const next = place + cluster.length;
        // Cut by the end of the piece: it may go on.
        if (next === end && end < content.length) break;
        const glyph = this.glyphOf(cluster);
        if (glyph >= 0) glyphs[this.count++] = glyph;
        if (!this.complex) {
          const lead = cluster.charCodeAt(0);
          this.complex = isWordShaped(lead) || isRtl(lead);
        }
        place = next;
        if (standsAlone(content.charCodeAt(place))) return place;
      }
      span = place === start ? span * 2 : WINDOW;
      start = place;
    }
    return start;
  }

  private *clustersOf(text: string): Iterable<string> {
    // Firefox before 125 has no segmenter; code points then stand for clusters.
    if (Intl.Segmenter === undefined) {
      yield* text;
      return;
    }
    this.segmenter ??= new Intl.Segmenter(this.locale, { granularity: 'grapheme' });
    for (const { segment } of this.segmenter.segment(text)) yield segment;
  }

  private glyphOf(cluster: string): number {
    if (cluster.length === 1) return glyphOfUnit(cluster.charCodeAt(0), this.keepsLines);
    if (cluster === '\r\n') return this.keepsLines ? LINE_FEED : SPACE;
    const name = cluster.length > MAX_CLUSTER_UNITS ? shortened(cluster) : cluster;
    const known = this.ids.get(name);
    if (known !== undefined) return known;
    const id = FIRST_CLUSTER + this.names.length;
    if (id >= GLYPH_LIMIT) return REPLACEMENT;
    this.names.push(name);
    this.ids.set(name, id);
    const composed = name.normalize();
    this.composed.push(composed.length === 1 ? composed.charCodeAt(0) : 0);
    this.words.push(isWordShaped(name.charCodeAt(0)));
    return id;
  }
}

export type { ClusterTable };

/** Gives an empty table of grapheme clusters. The locale is a BCP 47 tag for `Intl.Segmenter`, by default the host's. */
export function createClusterTable(locale?: string): ClusterTable {
  return new ClusterTable(locale);
}

/**
 * Whether a unit is a cluster of its own wherever it stands among others of its kind, so that a string of such units needs no
 * segmenter. Covers Latin, Greek, Cyrillic, punctuation, symbols, CJK and Hangul syllables.
 */
export function standsAlone(code: number): boolean {
  if (code < 0x300) return true;
  if (code < 0x2010) return (code >= 0x370 && code < 0x483) || (code >= 0x48a && code < 0x591);
  if (code < 0x2e80) {
    if (code < 0x20d0) return code < 0x202a || (code >= 0x202f && code < 0x2060) || code >= 0x2070;
    return code >= 0x2100 && code < 0x2c00;
  }
  if (code < 0xa4d0)
    return (code & ~7) !== 0x3028 ? code !== 0x3099 && code !== 0x309a : code < 0x302a;
  return (
    (code >= 0xac00 && code < 0xd7a4) || (code >= 0xff01 && code < 0xff9e) || code === REPLACEMENT
  );
}

/** Glyph id of a single unit, -1 where it shows nothing. */
function glyphOfUnit(code: number, keepsLines: boolean): number {
  if (code > 0x9f) {
    if (code === SOFT_HYPHEN) return keepsLines ? code : -1;
    if (code === 0x2028 || code === 0x2029) return keepsLines ? LINE_FEED : SPACE;
    return code >= 0xd800 && code < 0xe000 ? REPLACEMENT : code;
  }
  if (code >= SPACE && code < 0x7f) return code;
  // Tab, line feed, vertical tab, form feed, carriage return, next line: white space on a single line.
  if (!((code >= TAB && code <= 0x0d) || code === 0x85)) return -1;
  if (!keepsLines) return SPACE;
  return code === TAB ? TAB : LINE_FEED;
}

function shortened(cluster: string): string {
  const last = cluster.charCodeAt(MAX_CLUSTER_UNITS - 1);
  return cluster.slice(
    0,
    last >= 0xd800 && last < 0xdc00 ? MAX_CLUSTER_UNITS - 1 : MAX_CLUSTER_UNITS,
  );
}

function checkedLength(content: string): number {
  if (typeof content !== 'string') {
    throw new ValueError(`text is ${String(content)}, not a string; convert it, or use setNumber`);
  }
  if (content.length > MAX_TEXT_UNITS) {
    throw new ValueError(
      `text has ${content.length} units, more than ${MAX_TEXT_UNITS}; divide it among elements`,
    );
  }
  return content.length;
}
