/** Tiles as elements of a page, beside a canvas that they lie over. Numbers are device pixels unless said otherwise. */
export type PageTiles = {
  /** Whether the canvas still is where it was. */
  readonly inPlace: boolean;
  /** Lays tiles over a part of the canvas. Returns false if that is not shown pixel by pixel, or is under something. */
  show(
    x: number,
    y: number,
    width: number,
    height: number,
    tileHeight: number,
    count: number,
    dpr: number,
  ): boolean;
  /** Gives a tile its picture and its place. */
  take(tile: number, y: number, picture: ImageBitmap): void;
  scroll(y: number): void;
  hide(): void;
  /** Pixels of the pictures that tiles show. */
  pixels(): number;
  dispose(): void;
};

/** CSS pixels by which the page may miss a device pixel. */
const NOISE = 1 / 64;
/** What of a canvas's look its tiles have not, and must be as it is initially. */
const PLAIN: readonly (readonly [string, string])[] = [
  ['opacity', '1'],
  ['transform', 'none'],
  ['translate', 'none'],
  ['rotate', 'none'],
  ['scale', 'none'],
  ['filter', 'none'],
  ['clip-path', 'none'],
  ['mask-image', 'none'],
  ['mix-blend-mode', 'normal'],
  ['visibility', 'visible'],
  ['border-top-left-radius', '0px'],
  ['border-top-right-radius', '0px'],
  ['border-bottom-left-radius', '0px'],
  ['border-bottom-right-radius', '0px'],
  ['padding-top', '0px'],
  ['padding-left', '0px'],
];

/** Makes tiles that are not on the page yet; `canvasOf` gives the canvas as of now. */
export function createPageTiles(canvasOf: () => HTMLCanvasElement): PageTiles {
  const port = document.createElement('div');
  const mover = document.createElement('div');
  port.append(mover);
  port.setAttribute('aria-hidden', 'true');
  const tiles: HTMLCanvasElement[] = [];
  const contexts: ImageBitmapRenderingContext[] = [];
  let ratio = 1;
  // From the canvas to the port, CSS pixels, where it should be.
  let offsetX = 0;
  let offsetY = 0;
  // Where the canvas was when it was looked at last.
  let seenLeft = Number.NaN;
  let seenTop = Number.NaN;
  let isShown = false;

  function isPlain(canvas: HTMLCanvasElement): boolean {
    const style = getComputedStyle(canvas);
    return PLAIN.every(([name, value]) => {
      const found = style.getPropertyValue(name);
      return found === '' || found === value;
    });
  }

  /** Whether each pixel of the canvas is one of the screen. */
  function isExact(canvas: HTMLCanvasElement, box: DOMRect): boolean {
    if (ratio !== devicePixelRatio) return false;
    const { clientWidth, clientHeight, clientLeft, clientTop } = canvas;
    const isScaled =
      Math.abs(box.width - canvas.offsetWidth) > NOISE ||
      Math.abs(box.height - canvas.offsetHeight) > NOISE ||
      Math.abs(clientWidth * ratio - canvas.width) > NOISE ||
      Math.abs(clientHeight * ratio - canvas.height) > NOISE;
    return !isScaled && isWhole(box.left + clientLeft) && isWhole(box.top + clientTop);
  }

  function isWhole(position: number): boolean {
    const device = position * ratio;
    return Math.abs(Math.round(device) - device) < NOISE;
  }

  /** Whether the middle and the corners of the port, as far as they are in sight, lie over the canvas and nothing else. */
  function isFree(canvas: HTMLCanvasElement, width: number, height: number): boolean {
    const { left, top } = port.getBoundingClientRect();
    const root = canvas.getRootNode() as Document | ShadowRoot;
    for (const [shareX, shareY] of [
      [0.5, 0.5],
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ] as const) {
      const x = left + 1 + shareX * (width - 2);
      const y = top + 1 + shareY * (height - 2);
      if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) continue;
      if (root.elementFromPoint(x, y) !== canvas) return false;
    }
    return true;
  }

  function place(): DOMRect {
    const canvas = canvasOf();
    const box = canvas.getBoundingClientRect();
    port.style.left = '0px';
    port.style.top = '0px';
    const start = port.getBoundingClientRect();
    port.style.left = `${box.left + offsetX - start.left}px`;
    port.style.top = `${box.top + offsetY - start.top}px`;
    return box;
  }

  function makeTiles(width: number, height: number, count: number): void {
    while (tiles.length > count) {
      tiles.pop()!.remove();
      contexts.pop();
    }
    while (tiles.length < count) {
      const tile = document.createElement('canvas');
      mover.append(tile);
      tiles.push(tile);
      contexts.push(tile.getContext('bitmaprenderer', { alpha: false })!);
    }
    for (const tile of tiles) {
      tile.width = width;
      tile.height = height;
      tile.style.cssText = `position:absolute;display:none;left:0;top:0;width:${width / ratio}px;height:${height / ratio}px;image-rendering:pixelated`;
    }
  }

  function hide(): void {
    if (!isShown) return;
    isShown = false;
    port.style.display = 'none';
    for (const context of contexts) context.transferFromImageBitmap(null);
  }

  return {
    get inPlace() {
      if (!isShown || !port.isConnected) return false;
      const canvas = canvasOf().getBoundingClientRect();
      // The tiles' own place is asked for only when the canvas has another.
      if (canvas.left === seenLeft && canvas.top === seenTop) return true;
      seenLeft = canvas.left;
      seenTop = canvas.top;
      const { left, top } = port.getBoundingClientRect();
      return (
        Math.abs(left - canvas.left - offsetX) < NOISE &&
        Math.abs(top - canvas.top - offsetY) < NOISE
      );
    },
    show(x, y, width, height, tileHeight, count, dpr) {
      const canvas = canvasOf();
      ratio = dpr;
      if (!canvas.isConnected || !isPlain(canvas)) return false;
      if (port.previousSibling !== canvas) canvas.after(port);
      offsetX = canvas.clientLeft + x / ratio;
      offsetY = canvas.clientTop + y / ratio;
      const across = width / ratio;
      const down = height / ratio;
      const { zIndex } = getComputedStyle(canvas);
      port.style.cssText = `position:absolute;margin:0;width:${across}px;height:${down}px;z-index:${zIndex};overflow:hidden;contain:strict;pointer-events:none`;
      mover.style.cssText = 'position:absolute;left:0;top:0;will-change:transform';
      isShown = true;
      seenLeft = Number.NaN;
      const box = place();
      const isRight = isExact(canvas, box) && isFree(canvas, across, down);
      if (isRight) makeTiles(width, tileHeight, count);
      else hide();
      return isRight;
    },
    take(tile, y, picture) {
      contexts[tile]!.transferFromImageBitmap(picture);
      const { style } = tiles[tile]!;
      style.transform = `translateY(${y / ratio}px)`;
      style.display = 'block';
    },
    scroll(y) {
      mover.style.transform = `translateY(${-y / ratio}px)`;
    },
    hide,
    pixels() {
      let sum = 0;
      for (const { width, height } of isShown ? tiles : []) sum += width * height;
      return sum;
    },
    dispose() {
      hide();
      port.remove();
      tiles.length = 0;
      contexts.length = 0;
    },
  };
}
