import type { ContenderContext } from 'rafter-ui/benchmark';
import { describe, expect, it } from 'vitest';
import { bare, moved, painted } from '../../../bench/render/moving';
import { moveQuads, quadAt, startQuads } from '../../../bench/render/moving-quads';

const FRAMES = 40;
const QUADS = 500;
const CONTEXT = { parameters: { quads: QUADS } } as unknown as ContenderContext;
const WORDS = 16;
/** By which the app moves a glyph, and the bare loop does not. */
const FOR_MOVING = new Set([8, 9, 13, 14, 15]);

describe('what moves in render/moving-50k', () => {
  it('is small quads, one in ten of them with a number, that stay on the surface', () => {
    const labels = Array.from({ length: 1000 }, (_, i) => quadAt(i).label);
    expect(labels.filter((label) => label !== '').length).toBe(100);
    expect(new Set(labels).size).toBe(101);
    const quads = startQuads(QUADS);
    const rows = Int32Array.from(quads.x, (_, i) => i);
    const from = quads.x.slice();
    for (let frame = 0; frame < 1000; frame++) moveQuads(quads, rows, quads.x, quads.y);
    expect(quads.x.every((x, i) => x > -4 && x < quads.limitX[i]! + 4)).toBe(true);
    expect(quads.y.every((y, i) => y > -4 && y < quads.limitY[i]! + 4)).toBe(true);
    expect(quads.x.filter((x, i) => x === from[i]).length).toBe(0);
  });

  it('leaves the same records in the app, however it is told, and in the bare loop', async () => {
    const ours = await runApp(moved);
    const others = await runApp(painted);
    const state = await bare.setup!(CONTEXT);
    // It has run one frame more to read the records.
    for (let frame = 1; frame < FRAMES; frame++) bare.frame(state, frame, 0, CONTEXT);
    bare.teardown?.(state, CONTEXT);
    // 450 quads, and 50 with a digit or, from the tenth label on, two.
    expect(state.recordCount).toBe(QUADS + 10 + 2 * 40);
    const from = WORDS;
    const end = (state.recordCount + 1) * WORDS;
    const differing = (words: Uint32Array): number =>
      words
        .subarray(from, end)
        .findIndex((word, i) => word !== ours.words[from + i] && !FOR_MOVING.has(i % WORDS));
    expect(differing(others.words)).toBe(-1);
    expect(differing(state.words)).toBe(-1);
    expect(ours.recordsWritten).toBe(FRAMES * state.recordCount);
  });
});

/** Runs an app for so many frames; returns the records it has sent, and how many it has written. */
async function runApp(contender: typeof moved) {
  const stage = await contender.setup!(CONTEXT);
  const { backend, renderer } = stage.app;
  const upload = backend.uploadRecords;
  let words = new Uint32Array(0);
  backend.uploadRecords = (all, first, count) => {
    words = new Uint32Array(all);
    return upload(all, first, count);
  };
  const before = renderer.stats().totalRecordsWritten;
  for (let frame = 0; frame < FRAMES; frame++) contender.frame(stage, frame, 0, CONTEXT);
  const recordsWritten = renderer.stats().totalRecordsWritten - before;
  await contender.teardown?.(stage, CONTEXT);
  return { words, recordsWritten };
}
