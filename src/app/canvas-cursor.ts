import type { CursorPort } from '../ecs/stores';

/** The mouse cursor of a canvas, for one app on it. */
export type CanvasCursor = CursorPort & {
  /** Gives the canvas its own cursor back, for good. */
  release(): void;
};

/** The cursor that a canvas had of its own, and what the apps on it show, last one last: several surfaces may share it. */
type Shared = { own: string; names: Map<CursorPort, string> };

const sharedByCanvas = new WeakMap<HTMLElement, Shared>();

/** Shows cursors on a canvas through its style, and the canvas's own where no app has one. */
export function createCanvasCursor(canvas: HTMLElement): CanvasCursor {
  const { style } = canvas;
  let released = false;

  const cursor: CanvasCursor = {
    show(name) {
      if (released) return;
      const shared = sharedByCanvas.get(canvas) ?? { own: style.cursor, names: new Map() };
      const { own, names } = shared;
      names.delete(cursor);
      if (name !== 'auto') names.set(cursor, name);
      // Read again next time: it is the page's to change.
      if (names.size === 0) sharedByCanvas.delete(canvas);
      else sharedByCanvas.set(canvas, shared);
      style.cursor = [...names.values()].at(-1) ?? own;
    },
    release() {
      cursor.show('auto');
      released = true;
    },
  };
  return cursor;
}
