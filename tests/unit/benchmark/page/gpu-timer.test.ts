import { afterEach, describe, expect, it, vi } from 'vitest';
import { createGpuTimer, watchContexts } from '../../../../src/benchmark/page';

const TIME_ELAPSED = 0x88bf;
const DISJOINT = 0x8fbb;
const AVAILABLE = 0x8867;
const RESULT = 0x8866;
const RENDERER = 0x1f01;

describe('the GPU timer', () => {
  it('gives the span of every frame in ms, in order', async () => {
    const gl = fakeContext();
    const timer = timerOf(gl);
    expect(timer.arm(3)).toBe(true);
    runFrames(timer, 3);
    gl.answer([1_000_000, 2_500_000, 500_000]);
    expect(await timer.take()).toEqual([1, 2.5, 0.5]);
  });

  it('makes queries for the longest pass once and none within a pass', async () => {
    const gl = fakeContext();
    const timer = timerOf(gl);
    timer.arm(4);
    expect(gl.created).toBe(4);
    runFrames(timer, 4);
    gl.answer([1, 2, 3, 4]);
    await timer.take();
    timer.arm(4);
    runFrames(timer, 4);
    gl.answer([1, 2, 3, 4]);
    await timer.take();
    expect(gl.created).toBe(4);
  });

  it('times no more frames than there is room for and closes every query', async () => {
    const gl = fakeContext();
    const timer = timerOf(gl);
    timer.arm(2);
    runFrames(timer, 5);
    gl.answer([1e6, 1e6]);
    expect(gl.begun).toBe(2);
    expect(gl.ended).toBe(2);
    expect(await timer.take()).toEqual([1, 1]);
  });

  it('waits for answers that come late', async () => {
    const gl = fakeContext();
    let pauses = 0;
    const timer = createGpuTimer({
      context: () => gl.context,
      async pause() {
        pauses++;
        if (pauses === 3) gl.answer([3e6]);
      },
    });
    timer.arm(1);
    runFrames(timer, 1);
    expect(await timer.take()).toEqual([3]);
    expect(pauses).toBe(3);
  });

  it('gives nothing when the clock was disturbed, the context lost or the answer never comes', async () => {
    const disturbed = fakeContext();
    const first = timerOf(disturbed);
    first.arm(1);
    runFrames(first, 1);
    disturbed.answer([1e6]);
    disturbed.disjoint = true;
    expect(await first.take()).toBeUndefined();

    const lost = fakeContext();
    const second = timerOf(lost);
    second.arm(1);
    runFrames(second, 1);
    lost.lost = true;
    expect(await second.take()).toBeUndefined();

    const silent = fakeContext();
    const third = timerOf(silent);
    third.arm(1);
    runFrames(third, 1);
    expect(await third.take()).toBeUndefined();
  });

  it('forgets what disturbed the clock before the pass', async () => {
    const gl = fakeContext();
    const timer = timerOf(gl);
    gl.disjoint = true;
    timer.arm(1);
    runFrames(timer, 1);
    gl.answer([1e6]);
    expect(await timer.take()).toEqual([1]);
  });

  it.each([
    ['no context', undefined],
    ['no extension', fakeContext({ extension: false })],
    ['a software rasteriser', fakeContext({ renderer: 'ANGLE (Google, SwiftShader driver)' })],
    ['a query of the contender’s own', fakeContext({ busy: true })],
  ])('does nothing with %s', async (_, gl) => {
    const timer = createGpuTimer({ context: () => gl?.context });
    expect(timer.arm(2)).toBe(false);
    runFrames(timer, 2);
    expect(gl?.begun ?? 0).toBe(0);
    expect(await timer.take()).toBeUndefined();
  });

  it('does nothing between passes', () => {
    const gl = fakeContext();
    const timer = timerOf(gl);
    runFrames(timer, 2);
    expect(gl.begun).toBe(0);
  });

  it('makes new queries for a new context', async () => {
    const [old, young] = [fakeContext(), fakeContext()];
    let current = old;
    const timer = createGpuTimer({ context: () => current.context, pause: async () => {} });
    timer.arm(2);
    runFrames(timer, 2);
    old.answer([1, 1]);
    await timer.take();
    current = young;
    timer.arm(2);
    runFrames(timer, 2);
    young.answer([2e6, 2e6]);
    expect(await timer.take()).toEqual([2, 2]);
    expect(young.created).toBe(2);
  });
});

describe('watching contexts', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('gives the newest WebGL2 context that is not lost', () => {
    const made = [fakeContext(), fakeContext(), fakeContext()];
    let next = 0;
    class Canvas {
      getContext(kind: string) {
        return kind === '2d' ? {} : (made[next++]?.context ?? null);
      }
    }
    vi.stubGlobal('HTMLCanvasElement', Canvas);
    const newest = watchContexts();
    expect(newest()).toBeUndefined();
    const canvas = new Canvas();
    expect(canvas.getContext('webgl2')).toBe(made[0]!.context);
    canvas.getContext('webgl');
    canvas.getContext('2d');
    expect(newest()).toBe(made[0]!.context);
    canvas.getContext('webgl2');
    expect(newest()).toBe(made[2]!.context);
    made[2]!.lost = true;
    expect(newest()).toBe(made[0]!.context);
    expect(canvas.getContext('webgl2')).toBeNull();
  });
});

type FakeOptions = { extension?: boolean; renderer?: string; busy?: boolean };

/** A context that answers queries when it is told to. */
function fakeContext({ extension = true, renderer = 'Fine GPU', busy = false }: FakeOptions = {}) {
  const answers = new Map<object, number>();
  const used: object[] = [];
  const fake = {
    created: 0,
    begun: 0,
    ended: 0,
    disjoint: false,
    lost: false,
    answer(values: number[]) {
      for (const [i, value] of values.entries()) answers.set(used[i]!, value);
    },
    context: undefined as unknown as WebGL2RenderingContext,
  };
  fake.context = {
    CURRENT_QUERY: 0x8865,
    QUERY_RESULT: RESULT,
    QUERY_RESULT_AVAILABLE: AVAILABLE,
    RENDERER,
    getExtension: (name: string) =>
      extension && name === 'EXT_disjoint_timer_query_webgl2'
        ? { TIME_ELAPSED_EXT: TIME_ELAPSED, GPU_DISJOINT_EXT: DISJOINT }
        : null,
    getParameter(name: number) {
      if (name === RENDERER) return renderer;
      const was = fake.disjoint;
      fake.disjoint = false;
      return was;
    },
    getQuery: () => (busy ? {} : null),
    isContextLost: () => fake.lost,
    createQuery: () => ({ id: fake.created++ }),
    beginQuery(target: number, query: object) {
      if (target !== TIME_ELAPSED || fake.begun !== fake.ended) throw new Error('bad begin');
      fake.begun++;
      used[fake.begun - 1] = query;
      answers.delete(query);
    },
    endQuery() {
      if (fake.begun === fake.ended) throw new Error('bad end');
      fake.ended++;
    },
    getQueryParameter: (query: object, name: number) =>
      name === AVAILABLE ? answers.has(query) : answers.get(query),
  } as unknown as WebGL2RenderingContext;
  return fake;
}

function timerOf(gl: ReturnType<typeof fakeContext>) {
  return createGpuTimer({ context: () => gl.context, pause: async () => {} });
}

function runFrames(timer: { begin(): void; end(): void }, count: number): void {
  for (let i = 0; i < count; i++) {
    timer.begin();
    timer.end();
  }
}
