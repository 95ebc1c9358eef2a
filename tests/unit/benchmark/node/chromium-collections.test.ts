import { describe, expect, it } from 'vitest';
import {
  findCollections,
  findLongestSlice,
  flagCollections,
} from '../../../../src/benchmark/node/chromium-collections';
import { PASS_MARK, SLICE_BEGIN, SLICE_END } from '../../../../src/benchmark/page/pass-mark';
import { COLLECTION, type RoundSamples, TIMER } from '../../../../src/benchmark/station/protocol';

describe('collections of a trace', () => {
  it('are those of the page that marked its pass, in ms and in order', () => {
    const events = [
      { name: 'v8.callFunction', pid: 1, ts: 0 },
      { name: PASS_MARK, pid: 2, ts: 1 },
      { name: 'MinorGC', pid: 2, ts: 9_000, dur: 500 },
      { name: 'MajorGC', pid: 2, ts: 3_000, dur: 2_000 },
      { name: 'V8.GCScavenger', pid: 2, ts: 9_000, dur: 400 },
      { name: 'MinorGC', pid: 1, ts: 4_000, dur: 100 },
    ];
    expect(findCollections(events)).toEqual([
      { start: 3, end: 5 },
      { start: 9, end: 9.5 },
    ]);
  });

  it('are not guessed when no page marked the pass', () => {
    expect(findCollections([{ name: 'MinorGC', pid: 1, ts: 1_000 }])).toEqual([]);
  });

  it('flag the samples that they overlap and the intervals that they lie in', () => {
    const samples: RoundSamples = {
      quantities: { script: [1, 1, 1], interval: [16, 16], task: [1] },
      flags: { script: [0, TIMER, 0], interval: [0, 0], task: [0] },
    };
    const spans = { starts: [0, 16, 32], ends: [1, 17, 33] };
    // On the page's clock: one that ends in frame 1, one between frames 1 and 2.
    const collections = [
      { start: 1015, end: 1016.5 },
      { start: 1020, end: 1021 },
    ];
    flagCollections(samples, spans, collections, 1000);
    expect(samples.flags).toEqual({
      script: [0, TIMER | COLLECTION, 0],
      interval: [COLLECTION, COLLECTION],
      task: [0],
    });
  });
});

describe('the longest slice of a trace', () => {
  const mark = (name: string, ts: number, tts: number, pid = 2) => ({ name, pid, ts, tts });
  const pass = { name: PASS_MARK, pid: 2, ts: 0, tts: 0 };

  it('is that of most processor time, in ms, whatever the clock and the order of the events say', () => {
    const events = [
      pass,
      mark(SLICE_END, 90_000, 12_500),
      mark(SLICE_BEGIN, 10_000, 1_000),
      mark(SLICE_BEGIN, 95_000, 13_000),
      mark(SLICE_END, 105_000, 19_000),
      mark(SLICE_BEGIN, 110_000, 20_000),
      mark(SLICE_END, 111_000, 20_500),
    ];
    expect(findLongestSlice(events)).toBe(11.5);
  });

  it('is none where the page of the pass marked none, or only an end', () => {
    expect(findLongestSlice([pass])).toBeUndefined();
    expect(findLongestSlice([pass, mark(SLICE_END, 9, 9)])).toBeUndefined();
    const elsewhere = [pass, mark(SLICE_BEGIN, 1, 1, 3), mark(SLICE_END, 9, 9, 3)];
    expect(findLongestSlice(elsewhere)).toBeUndefined();
    const unknown = [pass, { name: SLICE_BEGIN, pid: 2, ts: 1 }, mark(SLICE_END, 9, 9)];
    expect(findLongestSlice(unknown)).toBeUndefined();
  });
});
