import { createIntMap } from '../../structures';
import { isRtl, isWordShaped } from './scripts';
import { endsSegment, glyphOfUnit, isFormatting, standsAlone } from './single-units';
import { checkedLength, shortened, shortKey } from './text-limits';

/** Glyph ids below this are UTF-16 units; from here on they name clusters of several units. */
export const FIRST_CLUSTER = 0x10000;
/** Glyph ids end here: they share 32 bits with font and sub-pixel position in the glyph cache's keys. */
const GLYPH_LIMIT = 0x100000;
/** Of all ids; the rest is for clusters, as a word without an id can be shown as clusters but these as nothing. */
const WORD_SHARE = 7 / 8;
/** How many are known before those that nothing shows are forgotten, which takes some 10 ms then. About 6 MB. */
const SWEEP_AT = 16_384;
/** Bytes of a word beside its units, as V8 keeps them: its string, its place in the map and in the arrays. */
const ENTRY_BYTES = 160;
const SHIFTED_BYTES = 120;
const NO_ID = -2;
/** Units given to the segmenter at a time. */
const WINDOW = 64;

const UNSEEN_AFTER_LETTER = /^(\p{L})(?:\u034f|\u200c|\u200d|[\ufe00-\ufe0f])+$/u;

const LINE_FEED = 0x0a;
const SPACE = 0x20;
const REPLACEMENT = 0xfffd;
/** Browsers raise the digits before it and lower those after it. */
export const FRACTION_SLASH = 0x2044;

class ClusterTable {
  /** Glyph ids of the last `decode`, in its first places. */
  glyphs = new Uint32Array(256);
  /** Whether the last `decode` met letters that are shaped as words or read from right to left. */
  complex = false;
  /** Whether the ids of the last `decode` are the string's units, one for one. */
  verbatim = false;

  private count = 0;
  private keepsLines = false;
  // By id from FIRST_CLUSTER on; the name of one that is free is ''.
  private readonly names: string[] = [];
  // Single unit that a cluster is composed to, 0 if none.
  private readonly composed: number[] = [];
  private readonly words: boolean[] = [];
  // Of which word a shifted one is, 0 for others.
  private readonly bases: number[] = [];
  // Where each cluster of a word after the first starts.
  private readonly inWord: (Uint16Array | undefined)[] = [];
  private readonly free: number[] = [];
  private ids = new Map<string, number>();
  // Of words of few ASCII units, by these.
  private shortIds = createIntMap();
  private shiftedIds = new Map<number, number>();
  private readonly shifts = new Map<number, number>();
  // Most words share where their clusters start with many others.
  private readonly patterns = new Map<string, Uint16Array>();
  // During a sweep: by id, what stays.
  private live = new Uint8Array(0);
  private units = 0;
  private isStarved = false;
  private sweepAt: number;
  private readonly firstSweepAt: number;
  private readonly limit: number;
  private readonly locale: string | undefined;
  private segmenter: Intl.Segmenter | undefined;

  constructor(locale: string | undefined, sweepAt: number, limit: number) {
    this.locale = locale;
    this.sweepAt = sweepAt;
    this.firstSweepAt = sweepAt;
    this.limit = limit;
  }

  /** Ids from `FIRST_CLUSTER` on that were given out so far, those that are free again included. */
  get size(): number {
    return this.names.length;
  }

  /** How many clusters of several units, words and shifted words are known. */
  get known(): number {
    return this.names.length - this.free.length;
  }

  /** Roughly what is held. */
  get bytes(): number {
    const { known, units, shifts, glyphs, names } = this;
    const entries = known * ENTRY_BYTES + shifts.size * SHIFTED_BYTES + names.length * 40;
    return glyphs.byteLength + this.shortIds.bytes + units * 2 + entries;
  }

  /** Whether it is time to forget what nothing shows: see `createClusterSweep`. */
  get crowded(): boolean {
    return this.isStarved || this.names.length - this.free.length >= this.sweepAt;
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
        this.complex ||= code === FRACTION_SLASH;
        if (code === 0x0d && content.charCodeAt(i + 1) === 0x0a) continue;
        const glyph = glyphOfUnit(code, keepsLines);
        if (glyph >= 0) glyphs[count++] = glyph;
        if (glyph !== code) verbatim = false;
      } else if (isFormatting(code)) {
        glyphs[count++] = code;
        this.complex ||= isRtl(code);
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

  /** Glyph id of a word that is drawn as one, with where its clusters after the first start; -1 where no id is left. */
  wordOf(word: string, starts: readonly number[]): number {
    const id = this.ids.get(word) ?? this.take(word, this.limit * WORD_SHARE);
    if (id < 0) return -1;
    const index = id - FIRST_CLUSTER;
    if (starts.length > 0 && this.inWord[index] === undefined) {
      this.inWord[index] = this.patternOf(starts);
      this.words[index] = true;
    }
    return id;
  }

  /** The same of the clusters from `from` to `to - 1`. Of four ASCII units at most no string is made where it is known. */
  wordOfGlyphs(glyphs: Uint32Array, from: number, to: number): number {
    const key = shortKey(glyphs, from, to);
    const known = key > 0 ? this.shortIds.get(key) : -1;
    if (known >= 0) return known;
    let word = '';
    const starts: number[] = [];
    for (let i = from; i < to; i++) {
      if (i > from) starts.push(word.length);
      word += this.textOf(glyphs[i]!);
    }
    const id = this.wordOf(word, starts);
    if (key > 0 && id >= 0) this.shortIds.set(key, id);
    return id;
  }

  /** Writes the glyph ids of a word's clusters, which begin at 0 and at `starts`, to places from `at` on. */
  spell(word: string, starts: ArrayLike<number>, glyphs: Uint32Array, at: number): void {
    for (let i = 0; i <= starts.length; i++) {
      const cluster = word.slice(i === 0 ? 0 : starts[i - 1]!, starts[i] ?? word.length);
      const glyph = this.glyphOf(cluster);
      glyphs[at + i] = glyph < 0 ? REPLACEMENT : glyph;
    }
  }

  /** Whether a glyph is a word, or a cluster of a script whose clusters are made of several shapes. */
  isWord(glyph: number): boolean {
    return glyph >= FIRST_CLUSTER && this.words[glyph - FIRST_CLUSTER] === true;
  }

  /**
   * Glyph id of a word drawn so many 64ths of a pixel further to the right, 0 to 15. Letters inside of a word stand at quarters of
   * a pixel, so where the word itself is rounded to quarters some come to stand elsewhere than in the browser's own text. The
   * first to ask has it drawn at exactly `exact[0]` 64ths; without `exact` nobody asks, and one that is not there is the word itself.
   */
  shifted(glyph: number, shift: number, exact?: Float64Array): number {
    const known = this.shiftedIds.get(glyph * 16 + shift);
    if (known !== undefined || !exact) return known ?? glyph;
    const id = this.newId(this.limit * WORD_SHARE);
    if (id < 0) return glyph;
    const index = id - FIRST_CLUSTER;
    this.names[index] = this.textOf(glyph);
    this.composed[index] = 0;
    this.words[index] = true;
    this.bases[index] = glyph;
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
    return glyph < FIRST_CLUSTER ? undefined : this.inWord[glyph - FIRST_CLUSTER];
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
    return this.names[glyph - FIRST_CLUSTER] || '\ufffd';
  }

  /** Begins to find out what is still used: `keep` and `keepsSlot` say what, then `endSweep` frees the ids of everything else. */
  beginSweep(): void {
    this.live = new Uint8Array(this.names.length);
  }

  /** During a sweep: the glyphs in these places are used. */
  keep(glyphs: Uint32Array, from: number, to: number): void {
    const { live } = this;
    for (let i = from; i < to; i++) {
      const glyph = glyphs[i]!;
      if (glyph >= FIRST_CLUSTER) live[glyph - FIRST_CLUSTER] = 1;
    }
  }

  /** During a sweep, after every `keep`: whether a bitmap's glyph stays. A shifted word stays with its word while it has a bitmap. */
  keepsSlot(glyph: number): boolean {
    if (glyph < FIRST_CLUSTER) return true;
    const index = glyph - FIRST_CLUSTER;
    const base = this.bases[index] ?? 0;
    if (base > 0 && this.live[base - FIRST_CLUSTER] === 1) this.live[index] = 1;
    return this.live[index] === 1;
  }

  /** Frees the ids that are not used, which will stand for other clusters and words. */
  endSweep(): void {
    const { names, live, shifts } = this;
    const { ids, shiftedIds } = this;
    this.ids = new Map();
    this.shortIds = createIntMap();
    this.shiftedIds = new Map();
    for (let i = 0; i < names.length; i++) {
      const name = names[i]!;
      if (name === '') continue;
      const id = FIRST_CLUSTER + i;
      if (live[i] === 1) {
        if (this.bases[i] === 0) this.ids.set(name, id);
        continue;
      }
      if (this.bases[i] === 0) this.units -= name.length;
      else shifts.delete(id);
      names[i] = '';
      this.words[i] = false;
      this.inWord[i] = undefined;
      this.free.push(id);
    }
    for (const [key, id] of shiftedIds) if (shifts.has(id)) this.shiftedIds.set(key, id);
    ids.clear();
    this.patterns.clear();
    this.live = new Uint8Array(0);
    this.isStarved = false;
    // What costs time here is what stays: the more that is, the rarer.
    this.sweepAt = Math.max(this.firstSweepAt, this.known * 2);
  }

  /** Whether a glyph id stands for something. */
  isKnown(glyph: number): boolean {
    return glyph < FIRST_CLUSTER || (this.names[glyph - FIRST_CLUSTER] ?? '') !== '';
  }

  /** Appends the clusters from a boundary on, up to one at which the segmenter may be left, and returns that boundary. */
  private segment(content: string, from: number): number {
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
        for (let rest = cluster; rest !== ''; ) {
          const part = shortened(rest);
          this.append(part);
          rest = rest.slice(part.length);
        }
        if (!this.complex) {
          const lead = cluster.charCodeAt(0);
          this.complex = isWordShaped(lead) || isRtl(lead);
        }
        place = next;
        if (endsSegment(content, place)) return place;
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
    const known = this.ids.get(cluster);
    if (known !== undefined) return known;
    return this.take(cluster, this.limit);
  }

  private append(cluster: string): void {
    const glyph = this.glyphOf(cluster);
    if (glyph >= 0) this.glyphs[this.count++] = glyph;
    else if (glyph === NO_ID) this.appendPoints(cluster);
  }

  /** Appends a cluster that no id is left for. */
  private appendPoints(cluster: string): void {
    for (const point of cluster) {
      this.glyphs[this.count++] = point.length === 1 ? point.charCodeAt(0) : REPLACEMENT;
    }
  }

  /** Gives a string an id, or `NO_ID` where so many are known. */
  private take(name: string, limit: number): number {
    const id = this.newId(limit);
    if (id < 0) return NO_ID;
    const index = id - FIRST_CLUSTER;
    // Joiners and selectors of variants that follow a letter leave it kerned as that.
    const composed = name.normalize().replace(UNSEEN_AFTER_LETTER, '$1');
    this.names[index] = name;
    this.composed[index] = composed.length === 1 ? composed.charCodeAt(0) : 0;
    this.words[index] = isWordShaped(name.charCodeAt(0));
    this.bases[index] = 0;
    this.inWord[index] = undefined;
    this.ids.set(name, id);
    this.units += name.length;
    return id;
  }

  private newId(limit: number): number {
    const free = this.free.pop();
    if (this.names.length - this.free.length - (free === undefined ? 0 : 1) >= limit) {
      if (free !== undefined) this.free.push(free);
      this.isStarved = true;
      return NO_ID;
    }
    return free ?? FIRST_CLUSTER + this.names.length;
  }

  private patternOf(starts: readonly number[]): Uint16Array {
    const key = String.fromCharCode(...starts);
    let pattern = this.patterns.get(key);
    if (!pattern) {
      pattern = Uint16Array.from(starts);
      this.patterns.set(key, pattern);
    }
    return pattern;
  }
}

export type { ClusterTable };

/**
 * Gives an empty table of grapheme clusters. The locale is a BCP 47 tag for `Intl.Segmenter`, by default the host's. It is
 * `crowded` with `sweepAt` entries, or with twice as many as were still used when it was last swept, and takes `limit`.
 */
export function createClusterTable(
  locale?: string,
  sweepAt = SWEEP_AT,
  limit = GLYPH_LIMIT - FIRST_CLUSTER,
): ClusterTable {
  return new ClusterTable(locale, sweepAt, limit);
}
