import { columns, type World } from '../../ecs';
import {
  KIND_GLYPH,
  RECORD_GLYPH_ORIGIN,
  RECORD_GLYPH_PAGE,
  RECORD_KIND_LAYER,
  RECORD_WORDS,
} from './record-format';
import type { RecordStore } from './record-store';
import { Runs } from './runs';

/**
 * Reports the atlas page and v of every bitmap that a record shows, for `GlyphCache.marker`. Records of hidden rows count: they
 * are not written again when the row is shown.
 */
export function markShownGlyphs(
  world: World,
  store: RecordStore,
  mark: (page: number, v: number) => void,
): void {
  const { start, count } = columns(world, Runs);
  const { words } = store;
  for (let row = 1; row < start.length; row++) {
    if (start[row]! < 0) continue;
    const end = (start[row]! + count[row]!) * RECORD_WORDS;
    for (let at = start[row]! * RECORD_WORDS; at < end; at += RECORD_WORDS) {
      if ((words[at + RECORD_KIND_LAYER]! & 255) !== KIND_GLYPH) continue;
      mark(words[at + RECORD_GLYPH_PAGE]! & 65535, words[at + RECORD_GLYPH_ORIGIN]! >>> 16);
    }
  }
}
