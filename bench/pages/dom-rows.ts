import {
  BACKGROUND,
  BADGE,
  BAR,
  badgeColorOf,
  barColorOf,
  COLUMN_X,
  cssColor,
  delayText,
  distanceText,
  numberText,
  ROW_HEIGHT,
  routeText,
  STRIPE,
  TEXT_COLOR,
  TEXT_TOP,
  VIEW_HEIGHT,
  VIEW_WIDTH,
} from './rows';

/** One pooled row of the DOM contenders. */
export type DomRow = {
  index: number;
  element: HTMLElement;
  texts: [Text, Text, Text, Text];
  bar: HTMLElement;
  badge: HTMLElement;
};

const STYLE = `
  .scroller { position: relative; width: ${VIEW_WIDTH}px; height: ${VIEW_HEIGHT}px; overflow: auto; scrollbar-width: none;
    color: ${cssColor(TEXT_COLOR)}; contain: strict; }
  .scroller.opaque { background: ${cssColor(BACKGROUND)}; }
  .spacer { position: relative; width: 100%; }
  .row { position: absolute; left: 0; top: 0; width: 100%; height: ${ROW_HEIGHT}px; contain: strict; }
  .row.inline { position: relative; }
  .row.odd { background: ${cssColor(STRIPE)}; }
  .row > span { position: absolute; top: ${TEXT_TOP}px; line-height: 16px; white-space: pre; }
  .row > i { position: absolute; left: ${BAR.x}px; top: ${BAR.y}px; width: ${BAR.width}px; height: ${BAR.height}px; }
  .row > b { position: absolute; left: ${BADGE.x}px; top: ${BADGE.y}px; width: ${BADGE.width}px; height: ${BADGE.height}px;
    border-radius: ${BADGE.radius}px; }
`;

/** Adds the style sheet of scroller and rows; a row that its list places by a wrapper is `inline` as well. */
export function addRowStyle(): void {
  const style = document.createElement('style');
  style.textContent = STYLE;
  document.head.append(style);
}

/**
 * Adds a native scroller with content of the list's full height. An `opaque` one has a background of its own, which lets
 * Chromium keep the content as tiles and move them: its raster costs a third.
 */
export function createScroller(
  rows: number,
  { opaque }: { opaque: boolean },
): { scroller: HTMLElement; spacer: HTMLElement } {
  addRowStyle();
  const scroller = document.createElement('div');
  scroller.className = opaque ? 'scroller opaque' : 'scroller';
  const spacer = document.createElement('div');
  spacer.className = 'spacer';
  spacer.style.height = `${rows * ROW_HEIGHT}px`;
  scroller.append(spacer);
  document.body.append(scroller);
  return { scroller, spacer };
}

/** Builds a row's elements, bound to nothing yet. */
export function createRow(parent: HTMLElement): DomRow {
  const element = document.createElement('div');
  element.className = 'row';
  const texts = COLUMN_X.map((x) => {
    const span = document.createElement('span');
    span.style.left = `${x}px`;
    const text = document.createTextNode('');
    span.append(text);
    element.append(span);
    return text;
  }) as DomRow['texts'];
  const bar = document.createElement('i');
  const badge = document.createElement('b');
  element.append(bar, badge);
  parent.append(element);
  return { index: -1, element, texts, bar, badge };
}

/** Shows list row `index` in a pooled row. */
export function bindRow(row: DomRow, index: number): void {
  row.index = index;
  row.element.className = index & 1 ? 'row odd' : 'row';
  row.element.style.transform = `translateY(${index * ROW_HEIGHT}px)`;
  row.texts[0].data = numberText(index);
  row.texts[1].data = routeText(index);
  row.texts[2].data = distanceText(index);
  row.texts[3].data = delayText(index);
  row.bar.style.background = cssColor(barColorOf(index));
  row.badge.style.background = cssColor(badgeColorOf(index));
}
