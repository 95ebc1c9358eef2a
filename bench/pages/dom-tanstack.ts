import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
} from '@tanstack/virtual-core';
import { flingContender, type Scene } from './contender';
import { bindRow, createRow, createScroller, type DomRow } from './dom-rows';
import { ROW_HEIGHT, VIEW_HEIGHT, VIEW_WIDTH } from './rows';

// A frame of the fling enters two rows and the scroll event comes a frame late: fewer would leave blank rows.
const OVERSCAN = 3;

const shown = new Map<number, DomRow>();
const parked: DomRow[] = [];
let scroller: HTMLElement;
let spacer: HTMLElement;
let virtualizer: Virtualizer<HTMLElement, HTMLElement>;

const scene: Scene = {
  mount(rows, fling) {
    ({ scroller, spacer } = createScroller(rows, { opaque: false }));
    scroller.scrollTop = fling.offset;
    virtualizer = new Virtualizer<HTMLElement, HTMLElement>({
      count: rows,
      estimateSize: () => ROW_HEIGHT,
      overscan: OVERSCAN,
      getScrollElement: () => scroller,
      initialRect: { width: VIEW_WIDTH, height: VIEW_HEIGHT },
      initialOffset: fling.offset,
      observeElementRect,
      observeElementOffset,
      scrollToFn: elementScroll,
      onChange: render,
    });
    virtualizer._didMount();
    virtualizer._willUpdate();
    render();
  },
  frame(fling) {
    scroller.scrollTop = fling.offset;
  },
};

/** TanStack's core as its vanilla adapter wires it, over the same pooled rows. */
export const contender = flingContender(scene);

function render(): void {
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items[items.length - 1]?.index ?? -1;
  for (const [index, row] of shown) {
    if (index < first || index > last) {
      shown.delete(index);
      parked.push(row);
    }
  }
  for (const item of items) {
    if (shown.has(item.index)) continue;
    const row = parked.pop() ?? createRow(spacer);
    bindRow(row, item.index);
    shown.set(item.index, row);
  }
}
