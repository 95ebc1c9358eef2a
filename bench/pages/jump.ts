import {
  elementScroll,
  measureElement,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
} from '@tanstack/virtual-core';
import type { MeasureContender } from 'rafter-ui/benchmark';
import { createElement, createRef } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { VList, type VListHandle } from 'virtua';
import { ESTIMATE, messageOf, openMessages, PADDING, WIDTH } from './messages';
import { cssColor, FONT_FAMILY, FONT_SIZE, TEXT_COLOR, VIEW_HEIGHT } from './rows';

/** Frames that were not enough are a failure, and frames in which nothing moves are rest. */
const MOST_FRAMES = 300;
const STILL_FRAMES = 3;

type List = {
  /** Asks for the first or the last row. */
  jump(to: 'start' | 'end'): void;
  /** Runs a frame's work, if it is not the page that does. */
  frame(now: number): void;
  /** Where it stands, and whether it shows its last row at the lower edge. */
  read(): { state: string; isAtEnd: boolean };
};

/** From the call that asks for the last of many rows of unknown heights until it stands at the lower edge and nothing moves any more. */
function jumping(mount: (rows: number) => Promise<List>): MeasureContender<List> {
  return {
    setup: ({ parameters }) => mount(parameters.rows!),
    async measure(list, { now }) {
      list.jump('start');
      await rest(list);
      const start = now();
      list.jump('end');
      const { frames, end } = await rest(list, now);
      if (!list.read().isAtEnd) throw new Error(`it rests elsewhere: ${list.read().state}`);
      return { frames, time: end - start };
    },
  };
}

/** Runs frames until nothing moves; gives how many brought it there, and when the last of them was done. */
async function rest(list: List, now = () => 0): Promise<{ frames: number; end: number }> {
  let last = '';
  let still = 0;
  let end = now();
  for (let frame = 1; frame <= MOST_FRAMES; frame++) {
    const time = await nextFrame();
    list.frame(time);
    const { state } = list.read();
    if (state !== last) {
      still = 0;
      end = now();
    } else if (++still === STILL_FRAMES) return { frames: frame - STILL_FRAMES, end };
    last = state;
  }
  throw new Error('it does not come to rest');
}

export const rafter = jumping(async (rows) => {
  const { app, list } = await openMessages(rows);
  return {
    jump: (to) => list.scrollToIndex(to === 'start' ? 0 : rows - 1, to),
    frame: (now) => app.step(now),
    read: () => ({
      state: `${list.scrollTop} ${list.firstVisible} ${list.blank}`,
      isAtEnd: list.atEnd && list.lastVisible === rows - 1 && list.blank === 0,
    }),
  };
});

const STYLE = `
  .jump { position: relative; width: ${WIDTH}px; height: ${VIEW_HEIGHT}px; overflow: auto; scrollbar-width: none; contain: strict; }
  .message { padding: ${PADDING}px; box-sizing: border-box; width: 100%; font: ${FONT_SIZE}px ${FONT_FAMILY}; color: ${cssColor(TEXT_COLOR)}; }
  .jump .placed { position: absolute; left: 0; top: 0; }
`;

function addStyle(): void {
  const style = document.createElement('style');
  style.textContent = STYLE;
  document.head.append(style);
}

/** Whether the last row ends at the lower edge of the scroller. */
function isAtEnd(scroller: Element, row: Element | undefined): boolean {
  if (!row) return false;
  const gap = row.getBoundingClientRect().bottom - scroller.getBoundingClientRect().bottom;
  return Math.abs(gap) <= 1;
}

export const domTanstack = jumping(async (rows) => {
  addStyle();
  const scroller = document.createElement('div');
  scroller.className = 'jump';
  const spacer = document.createElement('div');
  scroller.append(spacer);
  document.body.append(scroller);
  const shown = new Map<number, HTMLElement>();
  const virtualizer = new Virtualizer<HTMLElement, HTMLElement>({
    count: rows,
    estimateSize: () => ESTIMATE,
    getScrollElement: () => scroller,
    initialRect: { width: WIDTH, height: VIEW_HEIGHT },
    observeElementRect,
    observeElementOffset,
    measureElement,
    scrollToFn: elementScroll,
    onChange: render,
  });
  function render(): void {
    const items = virtualizer.getVirtualItems();
    const live = new Set(items.map(({ index }) => index));
    for (const [index, row] of shown) {
      if (live.has(index)) continue;
      shown.delete(index);
      row.remove();
    }
    spacer.style.height = `${virtualizer.getTotalSize()}px`;
    for (const { index, start } of items) {
      let row = shown.get(index);
      if (!row) {
        row = document.createElement('div');
        row.className = 'message placed';
        row.dataset.index = String(index);
        row.textContent = messageOf(index);
        shown.set(index, row);
        spacer.append(row);
        virtualizer.measureElement(row);
      }
      row.style.transform = `translateY(${start}px)`;
    }
  }
  virtualizer._didMount();
  virtualizer._willUpdate();
  render();
  return {
    jump: (to) => virtualizer.scrollToIndex(to === 'start' ? 0 : rows - 1, { align: to }),
    frame() {},
    read: () => ({
      state: `${scroller.scrollTop} ${spacer.style.height} ${[...shown.values()].map((row) => row.style.transform)}`,
      isAtEnd: isAtEnd(scroller, shown.get(rows - 1)),
    }),
  };
});

export const reactVirtua = jumping(async (rows) => {
  addStyle();
  const host = document.createElement('div');
  document.body.append(host);
  const handle = createRef<VListHandle>();
  const list = createElement(VList<undefined>, {
    ref: handle,
    className: 'jump',
    style: { width: WIDTH, height: VIEW_HEIGHT },
    data: { length: rows },
    // biome-ignore lint/correctness/noChildrenProp: declared as a property that must be given
    children: (_, index) =>
      createElement('div', { key: index, className: 'message' }, messageOf(index)),
  });
  flushSync(() => createRoot(host).render(list));
  const scroller = document.querySelector('.jump')!;
  await nextFrame();
  await nextFrame();
  return {
    jump: (to) => handle.current!.scrollToIndex(to === 'start' ? 0 : rows - 1, { align: to }),
    frame() {},
    read: () => {
      const messages = [...document.querySelectorAll('.message')];
      const last = messages.find(({ textContent }) => textContent === messageOf(rows - 1));
      const places = messages.map((row) => Math.round(row.getBoundingClientRect().top));
      return {
        state: `${scroller.scrollTop} ${scroller.scrollHeight} ${places}`,
        isAtEnd: isAtEnd(scroller, last),
      };
    },
  };
});

function nextFrame(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}
