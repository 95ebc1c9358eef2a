/** Times what the graphics processor does for each frame of a pass. */
export type GpuTimer = {
  /** Makes room for a pass of so many frames. False where this page cannot be timed; nothing is begun then. */
  arm(frames: number): boolean;
  /** Around each frame; does nothing unless armed. */
  begin(): void;
  end(): void;
  /**
   * Ends the pass: milliseconds of each frame begun since `arm`. Undefined where it was not armed, the clock was disturbed or an answer
   * did not come in time; never a made-up value.
   */
  take(): Promise<number[] | undefined>;
};

/** What is needed of `EXT_disjoint_timer_query_webgl2`. */
type TimerExtension = { readonly TIME_ELAPSED_EXT: number; readonly GPU_DISJOINT_EXT: number };

export type GpuTimerOptions = {
  /** The context to time, asked at every pass; undefined for none. */
  context(): WebGL2RenderingContext | undefined;
  /** Waits before answers are looked for again. */
  pause?(): Promise<void>;
};

/** Has no other processor to time: SwiftShader answers 0.001 ms for each frame and the whole pass for the last. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;
const NS_PER_MS = 1e6;
const MOST_TRIES = 100;
const PAUSE_MS = 10;

/** Makes a timer over a pool of queries that grows with the longest pass; a frame within it allocates nothing. */
export function createGpuTimer({ context, pause = waitABit }: GpuTimerOptions): GpuTimer {
  const pool: WebGLQuery[] = [];
  let gl: WebGL2RenderingContext | undefined;
  let extension: TimerExtension | undefined;
  let target = 0;
  let armed = false;
  let open = false;
  let used = 0;
  let capacity = 0;

  function adopt(found: WebGL2RenderingContext | undefined): void {
    if (found === gl) return;
    gl = found;
    pool.length = 0;
    extension = found && !isSoftware(found) ? timerOf(found) : undefined;
  }

  /** Answers come in order: the last one tells of all. */
  async function answered(): Promise<boolean> {
    const last = pool[used - 1]!;
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      if (gl!.isContextLost()) return false;
      if (gl!.getQueryParameter(last, gl!.QUERY_RESULT_AVAILABLE)) return true;
      await pause();
    }
    return false;
  }

  return {
    arm(frames) {
      adopt(context());
      if (!gl || !extension || gl.isContextLost()) return false;
      target = extension.TIME_ELAPSED_EXT;
      // One query of a target at a time: a contender that times itself is left alone.
      if (gl.getQuery(target, gl.CURRENT_QUERY) !== null) return false;
      while (pool.length < frames) {
        const query = gl.createQuery();
        if (!query) return false;
        pool.push(query);
      }
      // Reading it also resets it.
      gl.getParameter(extension.GPU_DISJOINT_EXT);
      used = 0;
      capacity = frames;
      armed = true;
      return true;
    },
    begin() {
      if (!armed || used === capacity) return;
      gl!.beginQuery(target, pool[used]!);
      used++;
      open = true;
    },
    end() {
      if (!open) return;
      gl!.endQuery(target);
      open = false;
    },
    async take() {
      if (!armed) return undefined;
      armed = false;
      if (used === 0 || !(await answered())) return undefined;
      if (gl!.getParameter(extension!.GPU_DISJOINT_EXT)) return undefined;
      const times: number[] = [];
      for (let i = 0; i < used; i++) {
        const elapsed: unknown = gl!.getQueryParameter(pool[i]!, gl!.QUERY_RESULT);
        if (typeof elapsed !== 'number' || !Number.isFinite(elapsed)) return undefined;
        times.push(elapsed / NS_PER_MS);
      }
      return times;
    },
  };
}

function timerOf(gl: WebGL2RenderingContext): TimerExtension | undefined {
  return gl.getExtension('EXT_disjoint_timer_query_webgl2') ?? undefined;
}

function isSoftware(gl: WebGL2RenderingContext): boolean {
  const names = gl.getExtension('WEBGL_debug_renderer_info');
  return SOFTWARE.test(String(gl.getParameter(names?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER)));
}

/**
 * Notes every WebGL2 context that is created from now on, and gives the last one that is not lost. Costs a call when a context is
 * created and nothing afterwards.
 */
export function watchContexts(): () => WebGL2RenderingContext | undefined {
  let seen: WebGL2RenderingContext[] = [];
  const { HTMLCanvasElement: element, OffscreenCanvas: offscreen } = globalThis;
  for (const canvas of [element, offscreen]) {
    if (canvas === undefined) continue;
    const target = canvas.prototype as { getContext(...args: unknown[]): unknown };
    const original = target.getContext;
    target.getContext = function (...args) {
      const context = original.apply(this, args);
      if (args[0] === 'webgl2' && context !== null) note(context as WebGL2RenderingContext);
      return context;
    };
  }
  function note(context: WebGL2RenderingContext): void {
    // The last one first.
    seen = [context, ...seen.filter((other) => other !== context)];
  }
  return () => seen.find((context) => !context.isContextLost());
}

function waitABit(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
}
