import type { Counters } from '../definition';

/** Calls that reached the graphics contexts and the frame source of a page since it began to count. */
export type GraphicsCounters = Counters & {
  /** Draw calls, clears and blits. */
  readonly draws: number;
  /** Bytes of the arrays and images handed to buffers and textures, an upper bound. */
  readonly uploadedBytes: number;
  /** Calls of `requestAnimationFrame`. */
  readonly animationFrames: number;
};

const DRAWS = [
  ...['clear', 'drawArrays', 'drawElements', 'drawArraysInstanced'],
  ...['drawElementsInstanced', 'drawRangeElements', 'blitFramebuffer'],
];
const UPLOADS = [
  ...['bufferData', 'bufferSubData', 'texImage2D', 'texSubImage2D'],
  ...['texImage3D', 'texSubImage3D'],
];

let totals: { draws: number; uploadedBytes: number; animationFrames: number } | undefined;

/**
 * Gives running totals of what the page drew. The first call begins to count, at the WebGL contexts and the window themselves, which
 * makes each of their calls dearer: call it in `setup`, before a context is created, and only where it is counted.
 */
export function graphicsCounters(): GraphicsCounters {
  totals ??= install();
  return { ...totals };
}

function install(): NonNullable<typeof totals> {
  const counted = { draws: 0, uploadedBytes: 0, animationFrames: 0 };
  const countDraw = () => {
    counted.draws++;
  };
  const countUpload = (args: unknown[]) => {
    for (const argument of args) counted.uploadedBytes += bytesOf(argument);
  };
  for (const context of contextPrototypes()) {
    for (const name of DRAWS) wrap(context, name, countDraw);
    for (const name of UPLOADS) wrap(context, name, countUpload);
  }
  wrap(globalThis, 'requestAnimationFrame', () => {
    counted.animationFrames++;
  });
  return counted;
}

function contextPrototypes(): object[] {
  const { WebGLRenderingContext: first, WebGL2RenderingContext: second } = globalThis;
  return [first, second]
    .filter((context) => context !== undefined)
    .map(({ prototype }) => prototype);
}

function bytesOf(argument: unknown): number {
  if (argument instanceof ArrayBuffer || ArrayBuffer.isView(argument)) return argument.byteLength;
  if (typeof argument !== 'object' || argument === null || !('width' in argument)) return 0;
  const { width, height } = argument as ImageBitmap;
  return width * height * 4;
}

function wrap(target: object, name: string, count: (args: unknown[]) => void): void {
  const original = Reflect.get(target, name) as ((...args: unknown[]) => unknown) | undefined;
  if (!original) return;
  Reflect.set(target, name, function (this: unknown, ...args: unknown[]) {
    count(args);
    return original.apply(this, args);
  });
}
