import type { FrameContender } from 'rafter-ui/benchmark';
import { cssColor, FONT_FAMILY, TEXT_COLOR, VIEW_HEIGHT, VIEW_WIDTH } from '../pages/rows';
import { placeOf, SMALL_FONT_SIZE, shortStrings, TEXTS, turnOf } from './strings';

type State = { page: HTMLElement; texts: readonly Text[]; pool: readonly string[] };

/** Elements at fixed places. Their layout is asked for, or it would be done after the frame callback and not be counted. */
export const contender: FrameContender<State> = {
  setup({ random }) {
    const pool = shortStrings(random);
    const page = document.createElement('div');
    page.style.cssText =
      `position: relative; width: ${VIEW_WIDTH}px; height: ${VIEW_HEIGHT}px; overflow: hidden; contain: strict; ` +
      `color: ${cssColor(TEXT_COLOR)}; font: ${SMALL_FONT_SIZE}px ${FONT_FAMILY}; white-space: pre`;
    const texts = Array.from({ length: TEXTS }, (_, i) => {
      const { left, top } = placeOf(i);
      const span = document.createElement('span');
      span.style.cssText = `position: absolute; left: ${left}px; top: ${top}px`;
      const text = document.createTextNode('');
      span.append(text);
      page.append(span);
      return text;
    });
    document.body.append(page);
    return { page, texts, pool };
  },
  frame({ page, texts, pool }, index, _, { keep }) {
    for (let i = 0; i < TEXTS; i++) texts[i]!.data = pool[turnOf(pool, index, i)]!;
    keep(page.lastElementChild!.getBoundingClientRect().width);
  },
};
