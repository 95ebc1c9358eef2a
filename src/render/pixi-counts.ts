import type { WebGLRenderer, WebGPURenderer } from 'pixi.js';
import type { PixiRenderer } from './pixi-parts';

/** What a renderer of Pixi's has drawn since `begin`. */
export type PixiCounts = {
  readonly draws: number;
  /** Times another texture than the one before was drawn on, the first one apart. */
  readonly passes: number;
  /** Begins to count; `end` must be called, and leaves all as it was. */
  begin(): void;
  end(): void;
};

type Given = unknown;
/** Any of those below: none takes more. */
type Method = (...given: [Given?, Given?, Given?, Given?, Given?, Given?]) => unknown;
type Methods = Record<string, Method>;

/** All by which a context of WebGL draws, and a pass of WebGPU. */
const CONTEXT_DRAWS = [
  'drawElements',
  'drawArrays',
  'drawElementsInstanced',
  'drawArraysInstanced',
];
const PASS_DRAWS = ['draw', 'drawIndexed', 'drawIndirect', 'drawIndexedIndirect'];

/** A method with something around it for the time being. A host may have put something around it too. */
type Swap = {
  readonly methods: Methods;
  readonly name: string;
  readonly around: Method;
  own: Method;
  isOwn: boolean;
};

/** Counts what a renderer draws by whatever it draws with: it counts nothing by itself, and kinds of objects draw in several places. */
export function createPixiCounts(renderer: PixiRenderer): PixiCounts {
  const { adaptor } = renderer.renderTarget;
  let draws = 0;
  let passes = 0;
  let target: Given;
  // Made once, not in every frame.
  const pass = swapOf(adaptor, 'startRenderPass', countPass);
  let context: object | undefined;
  let swaps: Swap[] = [];

  function countDraw(): void {
    draws++;
  }

  function countPass(next: Given): void {
    if (target !== undefined && next !== target) passes++;
    target = next;
  }

  /** Those of a context, or of an encoder whose passes are objects of their own. */
  function swapsOf(gl: object | undefined): Swap[] {
    if (gl) return [pass, ...CONTEXT_DRAWS.map((name) => swapOf(gl, name, countDraw))];
    const { encoder } = renderer as WebGPURenderer;
    const begun = swapOf(encoder, 'beginRenderPass', undefined, (made) => {
      for (const name of PASS_DRAWS) put(swapOf(made as object, name, countDraw));
    });
    return [pass, begun];
  }

  return {
    get draws() {
      return draws;
    },
    get passes() {
      return passes;
    },
    begin() {
      draws = 0;
      passes = 0;
      const gl = (renderer as WebGLRenderer).gl as object | undefined;
      if (swaps.length === 0 || gl !== context) swaps = swapsOf(gl);
      context = gl;
      for (let i = 0; i < swaps.length; i++) put(swaps[i]!);
    },
    end() {
      target = undefined;
      for (let i = swaps.length - 1; i >= 0; i--) takeBack(swaps[i]!);
    },
  };
}

/** Calls `before` with what a method is given first, and `after` with what it gives back. */
function swapOf(
  of: object,
  name: string,
  before?: (first: Given) => void,
  after?: (made: Given) => void,
): Swap {
  const methods = of as Methods;
  const swap: Swap = {
    ...{ methods, name, own: methods[name]!, isOwn: false },
    around(a, b, c, d, e, f) {
      before?.(a);
      const made = swap.own.call(of, a, b, c, d, e, f);
      after?.(made);
      return made;
    },
  };
  return swap;
}

function put(swap: Swap): void {
  const { methods, name } = swap;
  swap.isOwn = Object.hasOwn(methods, name);
  swap.own = methods[name]!;
  methods[name] = swap.around;
}

function takeBack({ methods, name, own, isOwn }: Swap): void {
  if (isOwn) methods[name] = own;
  else delete methods[name];
}
