import { paragraphContender } from './paragraph-contender';
import { ALL_SCRIPTS, PARAGRAPH_FONT_SIZE, PARAGRAPHS, WIDTH } from './paragraphs';

/** Elements of the page. Reading a height makes the browser lay them out, and then each is read. */
export const contender = paragraphContender(() => {
  const page = document.createElement('div');
  page.style.cssText =
    `position: absolute; width: ${WIDTH}px; overflow-wrap: break-word; ` +
    `font: ${PARAGRAPH_FONT_SIZE}px ${ALL_SCRIPTS}`;
  const elements = Array.from({ length: PARAGRAPHS }, () => {
    const element = document.createElement('div');
    element.dir = 'auto';
    page.append(element);
    return element;
  });
  document.body.append(page);
  const heights = (): number => {
    let sum = 0;
    for (const element of elements) sum += element.offsetHeight;
    return sum;
  };
  return {
    clear() {
      for (const element of elements) element.textContent = '';
      heights();
    },
    show(paragraphs) {
      for (let i = 0; i < PARAGRAPHS; i++) elements[i]!.textContent = paragraphs[i]!;
      return heights();
    },
    rewrap(width) {
      page.style.width = `${width}px`;
      return heights();
    },
  };
});
