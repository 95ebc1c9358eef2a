import { describe, expect, it } from 'vitest';
import { createGpuClock } from '../../../src/render/gpu-clock';

const TIME_ELAPSED = 0x88bf;
const DISJOINT = 0x8fbb;

type Query = { answer: number | undefined };

/** A context whose queries are answered by hand. */
function fakeContext(renderer = 'A real one', has = true) {
  const asked: Query[] = [];
  let current: Query | null = null;
  const state = { asked, created: 0, deleted: 0, disturbed: false, foreign: false };
  const gl = {
    QUERY_RESULT: 1,
    QUERY_RESULT_AVAILABLE: 2,
    CURRENT_QUERY: 3,
    RENDERER: 4,
    getExtension: (name: string) =>
      name === 'EXT_disjoint_timer_query_webgl2' && has
        ? { TIME_ELAPSED_EXT: TIME_ELAPSED, GPU_DISJOINT_EXT: DISJOINT }
        : null,
    getParameter(name: number) {
      if (name === 4) return renderer;
      const { disturbed } = state;
      state.disturbed = false;
      return disturbed;
    },
    getQuery: () => (state.foreign ? {} : current),
    createQuery() {
      state.created++;
      return { answer: undefined };
    },
    deleteQuery: () => state.deleted++,
    beginQuery(target: number, query: Query) {
      expect(target).toBe(TIME_ELAPSED);
      expect(current).toBeNull();
      query.answer = undefined;
      current = query;
    },
    endQuery() {
      expect(current).not.toBeNull();
      asked.push(current!);
      current = null;
    },
    getQueryParameter: (query: Query, name: number) =>
      name === 2 ? query.answer !== undefined : query.answer,
  };
  return { ...state, gl: gl as unknown as WebGL2RenderingContext, state };
}

function frame(clock: ReturnType<typeof createGpuClock>): void {
  clock.begin();
  clock.end();
}

describe('the clock of the graphics processor', () => {
  it('asks nothing while it is off', () => {
    const { gl, state } = fakeContext();
    const clock = createGpuClock(gl);
    frame(clock);
    expect(state.created).toBe(0);
    expect(clock.ms).toBeNaN();
  });

  it('says which frame it times, and of which it tells', () => {
    const { gl, asked, state } = fakeContext();
    const clock = createGpuClock(gl);
    frame(clock);
    expect(clock.timed).toBe(0);
    clock.on = true;
    frame(clock);
    expect([clock.timed, clock.told]).toEqual([1, 0]);
    frame(clock);
    asked[0]!.answer = 1e6;
    frame(clock);
    expect([clock.timed, clock.told]).toEqual([3, 1]);
    // What was disturbed is told of by nothing.
    asked[1]!.answer = 1e6;
    state.disturbed = true;
    frame(clock);
    expect([clock.timed, clock.told]).toEqual([4, 1]);
    state.foreign = true;
    frame(clock);
    expect(clock.timed).toBe(0);
    clock.forget();
    expect(clock.told).toBe(0);
  });

  it('tells of a frame when its answer has come, and of later ones after it', () => {
    const { gl, asked } = fakeContext();
    const clock = createGpuClock(gl);
    clock.on = true;
    frame(clock);
    frame(clock);
    expect(clock.ms).toBeNaN();
    asked[0]!.answer = 2_500_000;
    frame(clock);
    expect(clock.ms).toBe(2.5);
    // The third answers before the second: they are taken in order.
    asked[2]!.answer = 7e6;
    frame(clock);
    expect(clock.ms).toBe(2.5);
    asked[1]!.answer = 1e6;
    frame(clock);
    expect(clock.ms).toBe(7);
  });

  it('has four frames under way at most, with as many queries', () => {
    const { gl, asked, state } = fakeContext();
    const clock = createGpuClock(gl);
    clock.on = true;
    for (let i = 0; i < 9; i++) frame(clock);
    expect(asked).toHaveLength(4);
    for (const query of asked) query.answer = 1e6;
    for (let i = 0; i < 9; i++) frame(clock);
    expect(asked).toHaveLength(8);
    expect(state.created).toBe(4);
    clock.dispose();
    expect(state.deleted).toBe(4);
    expect(clock.ms).toBeNaN();
  });

  it('leaves out what was disturbed', () => {
    const { gl, asked, state } = fakeContext();
    const clock = createGpuClock(gl);
    clock.on = true;
    frame(clock);
    asked[0]!.answer = 3e6;
    state.disturbed = true;
    frame(clock);
    expect(clock.ms).toBeNaN();
    asked[1]!.answer = 4e6;
    frame(clock);
    expect(clock.ms).toBe(4);
  });

  it('leaves a query of someone else alone', () => {
    const { gl, asked, state } = fakeContext();
    const clock = createGpuClock(gl);
    clock.on = true;
    state.foreign = true;
    frame(clock);
    expect(asked).toHaveLength(0);
    state.foreign = false;
    frame(clock);
    expect(asked).toHaveLength(1);
  });

  it('tells nothing where there is no such query, or no processor but the main one', () => {
    for (const { gl, asked } of [fakeContext('A real one', false), fakeContext('SwiftShader')]) {
      const clock = createGpuClock(gl);
      clock.on = true;
      frame(clock);
      expect(asked).toHaveLength(0);
      expect(clock.ms).toBeNaN();
    }
  });

  it('starts over with a new context', () => {
    const { gl, asked, state } = fakeContext();
    const clock = createGpuClock(gl);
    clock.on = true;
    frame(clock);
    clock.forget();
    frame(clock);
    expect(state.created).toBe(2);
    asked[1]!.answer = 5e6;
    frame(clock);
    expect(clock.ms).toBe(5);
  });
});
