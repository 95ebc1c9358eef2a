import type { Clipboard } from '../ecs/stores';

/** The page's clipboard, for one canvas. */
export type BrowserClipboard = Clipboard & {
  /** Answers the page when it asks what to copy while the canvas has focus; returns how to stop. */
  attach(canvas: HTMLCanvasElement, copied: () => string): () => void;
};

/** For so long the key that made the page ask may still arrive as a record of input, ms. */
const SAME_COPY = 500;

/**
 * Copies as the page does: its `copy` event is answered, which needs no permission and serves the menu too. What the page did not
 * ask for is written to `navigator.clipboard`, where there is one: programmatic copies, and text selected in the same frame.
 */
export function createBrowserClipboard(): BrowserClipboard {
  let answered = '';
  let answeredAt = Number.NEGATIVE_INFINITY;

  return {
    write(text) {
      const isSame = text === answered && performance.now() - answeredAt < SAME_COPY;
      answeredAt = Number.NEGATIVE_INFINITY;
      if (isSame) return;
      // Refused without a gesture or permission, missing on pages without TLS: the clipboard then stays as it is.
      navigator.clipboard?.writeText(text).catch(() => {});
    },
    attach(canvas, copied) {
      const page = canvas.ownerDocument;
      const listeners = new AbortController();
      const onCopy = (event: ClipboardEvent): void => {
        const { activeElement } = canvas.getRootNode() as Document | ShadowRoot;
        if (event.defaultPrevented || !event.clipboardData || activeElement !== canvas) return;
        const text = copied();
        if (text === '') return;
        event.clipboardData.setData('text/plain', text);
        event.preventDefault();
        answered = text;
        answeredAt = performance.now();
      };
      page.addEventListener('copy', onCopy, { signal: listeners.signal });
      return () => listeners.abort();
    },
  };
}
