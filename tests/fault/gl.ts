import { atEnd } from '../app/page';

const KINDS = [
  'Buffer',
  'Framebuffer',
  'Program',
  'Query',
  'Renderbuffer',
  'Sampler',
  'Shader',
  'Texture',
  'VertexArray',
] as const;

type Context = WebGL2RenderingContext;
type Method = (...given: unknown[]) => unknown;

/** Objects that a context made since it was made or came back, less those it deleted, by kind. */
export type GlObjects = (canvas: HTMLCanvasElement) => Record<string, number>;

/** Counts objects of every context from now on, until the test ends. */
export function countGlObjects(): GlObjects {
  const open = new WeakMap<Context, Map<object, string>>();
  const watched = new Set<Context>();
  /** Nothing is left of what a lost context made. */
  function watch(context: Context): void {
    if (watched.has(context)) return;
    watched.add(context);
    const forget = (): unknown => open.delete(context);
    context.canvas.addEventListener('webglcontextlost', forget);
    atEnd(() => context.canvas.removeEventListener('webglcontextlost', forget));
  }
  for (const kind of KINDS) {
    patch(`create${kind}`, (context, original, given) => {
      const made = original.apply(context, given) as object | null;
      watch(context);
      const own = open.get(context) ?? new Map<object, string>();
      open.set(context, own);
      // What a lost context gives is nothing on any device.
      if (made && !context.isContextLost()) own.set(made, kind);
      return made;
    });
    patch(`delete${kind}`, (context, original, given) => {
      open.get(context)?.delete(given[0] as object);
      return original.apply(context, given);
    });
  }
  return (canvas) => {
    const counts: Record<string, number> = {};
    for (const kind of open.get(contextOf(canvas))?.values() ?? [])
      counts[kind] = (counts[kind] ?? 0) + 1;
    return counts;
  };
}

/** Puts something around a method of all contexts, until the test ends. */
export function patch(
  name: string,
  around: (context: Context, original: Method, given: unknown[]) => unknown,
): void {
  const prototype = WebGL2RenderingContext.prototype as unknown as Record<string, Method>;
  const original = prototype[name]!;
  prototype[name] = function (this: Context, ...given: unknown[]) {
    return around(this, original, given);
  };
  atEnd(() => {
    prototype[name] = original;
  });
}

/** What a context has to say against its calls, asked after each draw and each clear until the test ends. */
export function watchErrors(canvas: HTMLCanvasElement): () => number[] {
  const errors: number[] = [];
  const take = (): void => {
    const error = contextOf(canvas).getError();
    if (error !== 0) errors.push(error);
  };
  for (const name of ['drawElements', 'clear', 'viewport', 'scissor']) {
    patch(name, (context, original, given) => {
      original.apply(context, given);
      if (context.canvas === canvas) take();
    });
  }
  return () => {
    take();
    return errors;
  };
}

export function contextOf(canvas: HTMLCanvasElement): Context {
  return canvas.getContext('webgl2') as Context;
}

// Extensions are not handed out while the context is lost.
const extensions = new WeakMap<HTMLCanvasElement, WEBGL_lose_context>();

/** What takes the context away and gives it back; for the first time while it is there. */
export function loserOf(canvas: HTMLCanvasElement): WEBGL_lose_context {
  const known = extensions.get(canvas) ?? contextOf(canvas).getExtension('WEBGL_lose_context')!;
  extensions.set(canvas, known);
  return known;
}

/** Loses the contexts of these canvases at once. Resolves when the page has been told, and a restore is allowed. */
export async function lose(...canvases: HTMLCanvasElement[]): Promise<void> {
  const told = canvases.map((canvas) => once(canvas, 'webglcontextlost'));
  for (const canvas of canvases) loserOf(canvas).loseContext();
  await Promise.all(told);
  // The browser allows a restore only when the event is over.
  await turn();
}

/** Gives a lost context back. */
export async function restore(canvas: HTMLCanvasElement): Promise<void> {
  const told = once(canvas, 'webglcontextrestored');
  loserOf(canvas).restoreContext();
  await told;
}

/** Lets events of the browser pass, without timers, which a test may have replaced. */
export function turn(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}

export function once(target: EventTarget, type: string): Promise<void> {
  return new Promise((resolve) => {
    target.addEventListener(type, () => resolve(), { once: true });
  });
}
