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

/** Counts what a renderer draws by whatever it draws with: it counts nothing by itself, and kinds of objects draw in several places. */
export function createPixiCounts(renderer: PixiRenderer): PixiCounts {
  const undos: (() => void)[] = [];
  let draws = 0;
  let passes = 0;
  let target: Given;

  /** Puts something around a method for the time being. A host may have done so too. */
  function around(of: object, name: string, make: (own: Method) => Method): void {
    const methods = of as Methods;
    const isOwn = Object.hasOwn(methods, name);
    const before = methods[name]!;
    methods[name] = make(before);
    undos.push(() => {
      if (isOwn) methods[name] = before;
      else delete methods[name];
    });
  }

  function countDraws(of: object, names: readonly string[]): void {
    for (const name of names) {
      around(of, name, (own) => (a, b, c, d, e) => {
        draws++;
        return own.call(of, a, b, c, d, e);
      });
    }
  }

  function countPasses({ adaptor }: PixiRenderer['renderTarget']): void {
    around(adaptor, 'startRenderPass', (own) => (next, b, c, d, e, f) => {
      if (target !== undefined && next !== target) passes++;
      target = next;
      return own.call(adaptor, next, b, c, d, e, f);
    });
  }

  function countEach({ encoder }: WebGPURenderer): void {
    around(encoder, 'beginRenderPass', (own) => (described) => {
      const pass = own.call(encoder, described) as object;
      countDraws(pass, PASS_DRAWS);
      return pass;
    });
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
      countPasses(renderer.renderTarget);
      const { gl } = renderer as WebGLRenderer;
      if (gl) countDraws(gl, CONTEXT_DRAWS);
      else countEach(renderer as WebGPURenderer);
    },
    end() {
      target = undefined;
      for (const undo of undos.splice(0).reverse()) undo();
    },
  };
}
