import type { CursorName, CursorPort } from '../ecs/stores';

/** The mouse cursor of a canvas, for one app on it. */
export type CanvasCursor = CursorPort & {
  /** Gives the canvas its own cursor back and goes on on another; on none until the next call. */
  moveTo(canvas: HTMLElement | undefined): void;
  /** Gives the canvas its own cursor back, for good. */
  release(): void;
};

/** The cursor that a canvas had of its own, and what the apps on it show, last one last: several surfaces may share it. */
type Shared = { own: string; names: Map<CursorPort, string> };

const sharedByCanvas = new WeakMap<HTMLElement, Shared>();

/** Shows cursors on a canvas through its style, and the canvas's own where no app has one. */
export function createCanvasCursor(first: HTMLElement): CanvasCursor {
  let canvas: HTMLElement | undefined = first;
  let shown: CursorName = 'auto';
  let released = false;

  const cursor: CanvasCursor = {
    show(name) {
      if (released) return;
      shown = name;
      if (!canvas) return;
      const { style } = canvas;
      const shared = sharedByCanvas.get(canvas) ?? { own: style.cursor, names: new Map() };
      const { own, names } = shared;
      names.delete(cursor);
      if (name !== 'auto') names.set(cursor, name);
      // Read again next time: it is the page's to change.
      if (names.size === 0) sharedByCanvas.delete(canvas);
      else sharedByCanvas.set(canvas, shared);
      style.cursor = [...names.values()].at(-1) ?? own;
    },
    moveTo(next) {
      const name = shown;
      cursor.show('auto');
      canvas = next;
      cursor.show(name);
    },
    release() {
      cursor.show('auto');
      released = true;
    },
  };
  return cursor;
}
