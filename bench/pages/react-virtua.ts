import { createElement, memo } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { VList } from 'virtua';
import { flingContender, type Scene } from './contender';
import { addRowStyle } from './dom-rows';
import {
  badgeColorOf,
  barColorOf,
  COLUMN_X,
  cssColor,
  delayText,
  distanceText,
  numberText,
  ROW_HEIGHT,
  routeText,
  VIEW_HEIGHT,
  VIEW_WIDTH,
} from './rows';

const COLUMN_STYLES = COLUMN_X.map((left) => ({ left }));
const COLUMN_TEXTS = [numberText, routeText, distanceText, delayText] as const;
const BAR_STYLES = stylesByColor();
const BADGE_STYLES = stylesByColor();

let scroller: HTMLElement;

const scene: Scene = {
  async mount(rows, fling) {
    addRowStyle();
    const host = document.createElement('div');
    document.body.append(host);
    const list = createElement(VList<undefined>, {
      className: 'scroller',
      style: { width: VIEW_WIDTH, height: VIEW_HEIGHT },
      itemSize: ROW_HEIGHT,
      data: { length: rows },
      // biome-ignore lint/correctness/noChildrenProp: declared as a property that must be given
      children: (_, index) => createElement(Row, { key: index, index }),
    });
    flushSync(() => createRoot(host).render(list));
    const found = document.querySelector<HTMLElement>('.scroller');
    if (!found) throw new Error('react-virtua: the list is not in the page');
    scroller = found;
    // The list finds its size and answers the scroll event in frames of its own.
    await nextFrame();
    scroller.scrollTop = fling.offset;
    await nextFrame();
    await nextFrame();
  },
  frame(fling) {
    scroller.scrollTop = fling.offset;
  },
};

/** React with virtua's list component, rows as components of their own. */
export const contender = flingContender(scene);

const Row = memo(({ index }: { index: number }) =>
  createElement(
    'div',
    { className: index & 1 ? 'row inline odd' : 'row inline' },
    COLUMN_TEXTS.map((textOf, column) =>
      createElement('span', { key: column, style: COLUMN_STYLES[column] }, textOf(index)),
    ),
    createElement('i', { style: BAR_STYLES(barColorOf(index)) }),
    createElement('b', { style: BADGE_STYLES(badgeColorOf(index)) }),
  ),
);

function stylesByColor(): (color: number) => { background: string } {
  const styles = new Map<number, { background: string }>();
  return (color) => {
    let style = styles.get(color);
    if (!style) {
      style = { background: cssColor(color) };
      styles.set(color, style);
    }
    return style;
  };
}

function nextFrame(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}
