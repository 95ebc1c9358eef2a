/** A canvas that lies over another one and lets everything through to it. */
export type OverlayCanvas = {
  /** In device pixels of the canvas below. */
  readonly context: CanvasRenderingContext2D;
  /** Empties it and lays it over the canvas, at its resolution. */
  clear(): void;
  /** Takes away what was drawn over the panel that turns it on: the overlay lies over all of the page. Last, untransformed. */
  spare(): void;
  /** Takes it away until it is cleared again. */
  remove(): void;
};

/** The canvas below: a new one where that lost its context for good; and what lies over it, which nothing may be drawn over. */
export type Below = { canvas: HTMLCanvasElement; readonly spared: Element };

/** Makes one that is not on the page yet. */
export function createOverlayCanvas(below: Below): OverlayCanvas {
  const overlay = document.createElement('canvas');
  const context = overlay.getContext('2d')!;
  Object.assign(overlay.style, { position: 'fixed', pointerEvents: 'none', zIndex: '2147483646' });
  return {
    context,
    clear() {
      const { canvas } = below;
      const { left, top, width, height } = canvas.getBoundingClientRect();
      Object.assign(overlay.style, {
        left: `${left}px`,
        top: `${top}px`,
        width: `${width}px`,
        height: `${height}px`,
      });
      if (!overlay.isConnected) document.body.append(overlay);
      overlay.width = canvas.width;
      overlay.height = canvas.height;
    },
    spare() {
      const { canvas, spared } = below;
      const { left, top, width } = canvas.getBoundingClientRect();
      const hole = spared.getBoundingClientRect();
      const scale = canvas.width / width;
      context.clearRect(
        (hole.left - left) * scale,
        (hole.top - top) * scale,
        hole.width * scale,
        hole.height * scale,
      );
    },
    remove: () => overlay.remove(),
  };
}
