/** What is needed of `EXT_disjoint_timer_query_webgl2`. */
type TimerExtension = { readonly TIME_ELAPSED_EXT: number; readonly GPU_DISJOINT_EXT: number };

/** Times what the graphics processor does for each frame, some frames later, without waiting for it. */
export type FrameClock = {
  on: boolean;
  /** Milliseconds of the last frame that is known; NaN while none is, and where it cannot be told. */
  readonly ms: number;
  /** Number of the frame that was begun last, from 1 on, 0 if that one is not timed; and of the one that `ms` tells of. */
  readonly timed: number;
  readonly told: number;
  dispose(): void;
};

/** One by queries of WebGL. */
export type GpuClock = FrameClock & {
  /** Around the drawing of a frame. */
  begin(): void;
  end(): void;
  /** Forgets all queries: those of a lost context are gone. */
  forget(): void;
};

/** Frames under way at once: answers come two or three frames later. */
export const RING = 4;
export const NS_PER_MS = 1e6;
/** Have no other processor to time: SwiftShader answers 0.001 ms for each frame by WebGL 2, and by WebGPU not at all. */
export const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** Makes one that is off. */
export function createGpuClock(gl: WebGL2RenderingContext): GpuClock {
  const queries: (WebGLQuery | null)[] = [];
  let extension: TimerExtension | null | undefined;
  let ms = Number.NaN;
  // Frames begun and answered; the difference is how many are under way.
  let begun = 0;
  let answered = 0;
  let open = false;
  let timed = 0;
  let told = 0;

  /** Looks for the extension when it is first needed: asking for it may cost. */
  function isAvailable(): boolean {
    if (extension === undefined) {
      extension = isSoftware(gl)
        ? null
        : (gl.getExtension('EXT_disjoint_timer_query_webgl2') as TimerExtension | null);
    }
    return extension !== null;
  }

  function collect(): void {
    while (answered < begun) {
      const query = queries[answered % RING]!;
      if (!gl.getQueryParameter(query, gl.QUERY_RESULT_AVAILABLE)) return;
      // Read first: what is asked for after a disturbance tells of it.
      const elapsed = gl.getQueryParameter(query, gl.QUERY_RESULT) as number;
      const isDisturbed = gl.getParameter(extension!.GPU_DISJOINT_EXT) as boolean;
      answered++;
      if (isDisturbed) continue;
      ms = elapsed / NS_PER_MS;
      told = answered;
    }
  }

  const clock: GpuClock = {
    on: false,
    get ms() {
      return clock.on ? ms : Number.NaN;
    },
    get timed() {
      return timed;
    },
    get told() {
      return told;
    },
    begin() {
      if (!open) timed = 0;
      if (!clock.on || open || !isAvailable()) return;
      collect();
      if (begun - answered === RING) return;
      const target = extension!.TIME_ELAPSED_EXT;
      // One query of a target at a time: whoever else times is left alone.
      if (gl.getQuery(target, gl.CURRENT_QUERY) !== null) return;
      const at = begun % RING;
      queries[at] ??= gl.createQuery();
      if (!queries[at]) return;
      gl.beginQuery(target, queries[at]);
      begun++;
      timed = begun;
      open = true;
    },
    end() {
      if (!open) return;
      gl.endQuery(extension!.TIME_ELAPSED_EXT);
      open = false;
    },
    forget() {
      queries.length = 0;
      begun = 0;
      answered = 0;
      timed = 0;
      told = 0;
      open = false;
      extension = undefined;
      ms = Number.NaN;
    },
    dispose() {
      for (const query of queries) if (query) gl.deleteQuery(query);
      clock.forget();
      clock.on = false;
    },
  };
  return clock;
}

function isSoftware(gl: WebGL2RenderingContext): boolean {
  const names = gl.getExtension('WEBGL_debug_renderer_info');
  return SOFTWARE.test(String(gl.getParameter(names?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER)));
}
