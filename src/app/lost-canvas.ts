/** How long a context may be away before it is taken for lost for good, ms: browsers give one back within a second or two. */
export const LOST_MS = 5000;
/**
 * Longest wait, ms, and how long a new canvas must last to count as well. Others double the wait: on a page with more canvases than the
 * browser has contexts for, each new one takes another's.
 */
const MOST_LOST_MS = 60_000;

export type LostCanvasOptions = {
  canvas: EventTarget;
  /** Called when the context has been away for too long; again, but not first, after another wait, as long as it gives false. */
  onLost(isFirst: boolean): Promise<boolean>;
};

/** Waits beside a canvas for its context to be lost for good. */
export type LostCanvas = {
  /** Waits beside another canvas from now on. */
  moveTo(canvas: EventTarget): void;
  dispose(): void;
};

/** Watches the context of a canvas. Time counts while the page is in sight: browsers take contexts from pages that are not. */
export function watchLostCanvas({ canvas, onLost }: LostCanvasOptions): LostCanvas {
  let target = canvas;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waitMs = LOST_MS;
  let isFirst = true;
  let movedAt = Number.NEGATIVE_INFINITY;

  function onGone(): void {
    isFirst = true;
    if (performance.now() - movedAt > MOST_LOST_MS) waitMs = LOST_MS;
    wait();
  }

  function wait(): void {
    clearTimeout(timer);
    timer = setTimeout(tell, waitMs);
  }

  function onBack(): void {
    clearTimeout(timer);
    timer = undefined;
    waitMs = LOST_MS;
  }

  async function tell(): Promise<void> {
    const mine = timer;
    if (globalThis.document?.hidden) return wait();
    waitMs = Math.min(waitMs * 2, MOST_LOST_MS);
    const told = onLost(isFirst);
    isFirst = false;
    const isOver = await told;
    // Back, lost once more, or disposed meanwhile.
    if (timer !== mine) return;
    timer = undefined;
    if (!isOver) wait();
  }

  function listen(): void {
    target.addEventListener('webglcontextlost', onGone);
    target.addEventListener('webglcontextrestored', onBack);
  }

  function leave(): void {
    target.removeEventListener('webglcontextlost', onGone);
    target.removeEventListener('webglcontextrestored', onBack);
  }

  listen();
  return {
    moveTo(next) {
      leave();
      target = next;
      movedAt = performance.now();
      listen();
    },
    dispose() {
      onBack();
      leave();
    },
  };
}
