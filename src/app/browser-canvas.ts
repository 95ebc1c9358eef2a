import type { BrowserClipboard } from './browser-clipboard';
import { attachBrowserInput } from './browser-input';
import type { HostEvents } from './host';
import { watchSize } from './watch-size';

/** What an app has on a canvas of the page, and how it gets onto another one. */
export type CanvasLink = {
  /** Goes on on a canvas. Undone first: everything on the one before, which gets its own attributes back. */
  attach(canvas: HTMLCanvasElement): void;
  detach(): void;
};

export type CanvasLinkOptions = {
  events: HostEvents;
  clipboard: BrowserClipboard;
  /** Device pixels per CSS pixel where they are given, and not the page's. */
  dpr: number | undefined;
};

/** Hands input, copied text, size and device pixel ratio of a canvas to an app. */
export function createCanvasLink({ events, clipboard, dpr }: CanvasLinkOptions): CanvasLink {
  let undo: (() => void)[] = [];

  function detach(): void {
    for (const each of undo) each();
    undo = [];
  }

  return {
    attach(canvas) {
      detach();
      const update = (): void =>
        events.resize(canvas.clientWidth, canvas.clientHeight, dpr ?? devicePixelRatio);
      undo = [
        attachBrowserInput(canvas, events.input),
        clipboard.attach(canvas, events.copied),
        watchSize(canvas, update),
        ...(dpr === undefined ? [watchDpr(update)] : []),
      ];
    },
    detach,
  };
}

/** Calls the listener whenever the page's device pixel ratio changes: zoom, another screen. */
function watchDpr(listener: () => void): () => void {
  let query: MediaQueryList;
  // A query matches one ratio only, so each change needs the next query.
  const arm = (): void => {
    query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    query.addEventListener('change', onChange, { once: true });
  };
  const onChange = (): void => {
    arm();
    listener();
  };
  arm();
  return () => query.removeEventListener('change', onChange);
}
