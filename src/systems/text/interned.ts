import { CapacityError, ValueError } from '../../ecs';
import { createIntList, createIntMap, type IntList, type IntMap } from '../../structures';
import type { ClusterTable } from './clusters';
import type { FontTable } from './font-table';
import { keepKeys } from './glyph-queue';
import type { RunLayout, Spaced } from './run-layout';
import type { createTextRows } from './text-rows';

const FONT_BITS = 10;
const FONT_MASK = (1 << FONT_BITS) - 1;
const MAX_INTERNED = 2 ** (32 - FONT_BITS);
/** Estimate of what V8 keeps for a string and its entries, less its units. */
const STRING_BYTES = 80;
const UNSPACED: Spaced = { letterSpacing: 0 };

export type InternedTexts = {
  /** Roughly what is held, less the runs. */
  readonly bytes: number;
  /** Id of a string, the same for the same one. Throws `ValueError` or `CapacityError`. */
  intern(content: string): number;
  /** Throws `ValueError` for an id that `intern` never gave. */
  contentOf(id: number): string;
  /** Whether a string needs more than its clusters side by side. */
  isComplex(id: number): boolean;
  /** Shows a string that is not complex, copying clusters that were laid out once in its font. */
  show(row: number, id: number, font: number): void;
  /** Places in `cached` of what was laid out: the start of its run, then its length. */
  readonly places: IntMap;
  readonly cached: IntList;
  /** Visits the start and length of every run that was laid out. */
  eachRun(visit: (start: number, length: number) => void): void;
  /** Forgets what was laid out in fonts that are there no more, or have other measures. */
  forgetFonts(isKnown: (font: number) => boolean): void;
};

export type InternedTextsOptions = {
  clusters: ClusterTable;
  fonts: FontTable;
  layout: RunLayout;
  rows: ReturnType<typeof createTextRows>;
};

/** Keeps strings that are shown over and over, and their runs in each font. */
export function createInternedTexts({
  clusters,
  fonts,
  layout,
  rows,
}: InternedTextsOptions): InternedTexts {
  const { slots, arrays: runs } = rows.runArena;
  const contents: string[] = [];
  const complex: boolean[] = [];
  const ids = new Map<string, number>();
  // Place in `cached` of a string's run in a font: its start, then its length.
  const places = createIntMap();
  const cached = createIntList();
  const freePlaces: number[] = [];
  let units = 0;

  function contentOf(id: number): string {
    const content = contents[id];
    if (content !== undefined) return content;
    throw new ValueError(`there is no interned text ${id}; use an id from TextPort.intern`);
  }

  function runOf(id: number, font: number): number {
    const key = ((id << FONT_BITS) | font) >>> 0;
    const known = places.get(key);
    if (known >= 0) return known;
    const count = clusters.decode(contentOf(id));
    layout.layOut(fonts.get(font), clusters.glyphs, 0, count, UNSPACED);
    const start = slots.allocate(count + 1);
    runs.glyphs.set(clusters.glyphs.subarray(0, count), start);
    runs.x.set(layout.x.subarray(0, count + 1), start);
    let place = freePlaces.pop();
    if (place === undefined) {
      place = cached.length;
      cached.push(start);
      cached.push(count);
    } else {
      cached.rows[place] = start;
      cached.rows[place + 1] = count;
    }
    places.set(key, place);
    return place;
  }

  return {
    ...{ places, cached },
    get bytes() {
      return cached.bytes + places.bytes + contents.length * STRING_BYTES + units * 2;
    },
    intern(content) {
      const known = ids.get(content);
      if (known !== undefined) return known;
      // Decoded once here, so that a bad string throws where it comes from.
      clusters.decode(content);
      if (contents.length >= MAX_INTERNED) {
        throw new CapacityError(
          `the world has ${MAX_INTERNED} interned strings; use setText for strings that do not repeat`,
        );
      }
      const id = contents.push(content) - 1;
      complex.push(clusters.complex);
      ids.set(content, id);
      units += content.length;
      return id;
    },
    contentOf,
    isComplex(id) {
      return complex[id] === true;
    },
    show(row, id, font) {
      const place = runOf(id, font);
      rows.showCopy(row, cached.rows[place]!, cached.rows[place + 1]!);
    },
    eachRun(visit) {
      for (let at = places.nextSlot(0); at >= 0; at = places.nextSlot(at + 1)) {
        const place = places.valueAt(at);
        visit(cached.rows[place]!, cached.rows[place + 1]!);
      }
    },
    forgetFonts(isKnown) {
      keepKeys(places, (key) => {
        if (isKnown(key & FONT_MASK)) return true;
        const place = places.get(key);
        slots.release(cached.rows[place]!, cached.rows[place + 1]! + 1);
        freePlaces.push(place);
        return false;
      });
    },
  };
}
