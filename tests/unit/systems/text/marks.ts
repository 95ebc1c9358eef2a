import { columns, treeOf } from '../../../../src/ecs';
import {
  KIND_GLYPH,
  KIND_ROUND,
  KIND_SOLID,
  RECORD_BORDER_COLOR,
  RECORD_BORDER_WIDTH,
  RECORD_COLOR,
  RECORD_GLYPH_ORIGIN,
  RECORD_KIND_LAYER,
  RECORD_WORDS,
} from '../../../../src/systems/render-batching';
import { Runs } from '../../../../src/systems/render-batching/runs';
import type { HeadlessApp } from '../../../../src/testing/headless-app';

export type Rect = [x: number, y: number, width: number, height: number];

/** What the texts and boxes of an app have on the device, in order. */
export type ShownRecords = {
  kinds: ('solid' | 'round' | 'glyph')[];
  solids: { rect: Rect; color: number }[];
  rounds: { rect: Rect; border: number; width: number }[];
  glyphs: [...Rect, origin: number][];
};

const sent = new WeakMap<HeadlessApp, Uint32Array>();

/** Keeps what an app sends from now on, for `shownRecords`. */
export function watchRecords(app: HeadlessApp): void {
  const kept = new Uint32Array(1 << 20);
  sent.set(app, kept);
  const { uploadRecords } = app.backend;
  app.backend.uploadRecords = (words, from, count) => {
    const begin = from * RECORD_WORDS;
    kept.set(words.subarray(begin, begin + count * RECORD_WORDS), begin);
    return uploadRecords(words, from, count);
  };
}

/** The records of all elements, by kind. */
export function shownRecords(app: HeadlessApp): ShownRecords {
  const words = sent.get(app)!;
  const floats = new Float32Array(words.buffer);
  const shown: ShownRecords = { kinds: [], solids: [], rounds: [], glyphs: [] };
  const { order, length } = treeOf(app.world);
  const { start, count } = columns(app.world, Runs);
  for (const row of order.subarray(0, length)) {
    if (start[row]! < 0) continue;
    for (let record = start[row]!; record < start[row]! + count[row]!; record++) {
      const at = record * RECORD_WORDS;
      const rect = [...floats.subarray(at, at + 4)].map(
        (side) => Math.round(side * 1e3) / 1e3,
      ) as Rect;
      const kind = words[at + RECORD_KIND_LAYER]! & 255;
      if (kind === KIND_SOLID) {
        shown.kinds.push('solid');
        shown.solids.push({ rect, color: words[at + RECORD_COLOR]! });
      } else if (kind === KIND_ROUND) {
        shown.kinds.push('round');
        const border = words[at + RECORD_BORDER_COLOR]!;
        shown.rounds.push({ rect, border, width: floats[at + RECORD_BORDER_WIDTH]! });
      } else if (kind === KIND_GLYPH) {
        shown.kinds.push('glyph');
        shown.glyphs.push([...rect, words[at + RECORD_GLYPH_ORIGIN]!]);
      }
    }
  }
  return shown;
}
