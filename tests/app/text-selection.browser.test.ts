import {
  clearSelection,
  copySelection,
  type Entity,
  on,
  select,
  selectionOf,
  setText,
  text,
  textUnitAt,
  virtualList,
} from 'rafter-ui';
import { expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { click, drag, mouse } from './mouse';
import { atEnd, frames, mount, pixelsOf, until } from './page';

const MONO = { fontFamily: '"Liberation Mono", "DejaVu Sans Mono", monospace', fontSize: 20 };

it('selects by mouse, copies what is selected with the keyboard, and nothing of the page', async () => {
  const { app, canvas } = await mount({ cssWidth: 400 });
  const copied = copies();
  text(app.world, { content: 'one two three', selectable: true, ...MONO });
  app.start();
  await frames(3);
  const plain = pixelsOf(canvas);
  const letter = widthOf('one two three') / 13;
  await drag(4 * letter + 1, 12, 7 * letter + 1, 12);
  await until(() => selectionOf(app.world)?.text === 'two');
  await frames(2);
  const marked = pixelsOf(canvas);
  // What is marked is where the letters are, and only there.
  const changed = [...marked.keys()].filter((at) => marked[at] !== plain[at]);
  const columns = changed.map((at) => at % canvas.width);
  expect(Math.min(...columns)).toBe(Math.round(4 * letter));
  expect(Math.max(...columns)).toBe(Math.round(7 * letter) - 1);
  expect(document.activeElement).toBe(canvas);
  await userEvent.keyboard('{Control>}c{/Control}');
  await until(() => copied.length > 0);
  await frames(3);
  expect(copied).toEqual(['text/plain two']);
  await userEvent.keyboard('{Control>}a{/Control}');
  await until(() => selectionOf(app.world)?.text === 'one two three');
  expect(getSelection()!.toString()).toBe('');
  await userEvent.keyboard('{Control>}c{/Control}');
  await until(() => copied.length > 1);
  await userEvent.keyboard('{Escape}');
  await until(() => selectionOf(app.world) === undefined);
  await frames(3);
  expect(pixelsOf(canvas)).toEqual(plain);
  await userEvent.keyboard('{Control>}c{/Control}');
  await frames(3);
  expect(copied).toEqual(['text/plain two', 'text/plain one two three']);
});

it('takes a word with a double click and extends it with shift and the arrows', async () => {
  const { app } = await mount({ cssWidth: 400 });
  text(app.world, { content: 'one two three', selectable: true, ...MONO });
  app.start();
  await frames(3);
  const letter = widthOf('one two three') / 13;
  await click(5 * letter, 12, 1);
  await click(5 * letter, 12, 2);
  await until(() => selectionOf(app.world)?.text === 'two');
  await userEvent.keyboard('{Shift>}{ArrowRight}{ArrowRight}{/Shift}');
  await until(() => selectionOf(app.world)?.text === 'two t');
});

it('follows a link by mouse and by keyboard, and shows where the keyboard is', async () => {
  const { app, canvas } = await mount({ cssWidth: 400 });
  const note = text(app.world, {
    content: [
      'see ',
      { text: 'here', link: 'https://a.example/' },
      ' or ',
      { text: 'there', link: 'https://b.example/' },
    ],
    selectable: true,
    ...MONO,
  });
  const followed: string[] = [];
  on(app.world, note, 'link', ({ href }) => followed.push(href));
  app.start();
  await frames(3);
  const plain = pixelsOf(canvas);
  const letter = widthOf('one two three') / 13;
  await click(5 * letter, 12, 1);
  await until(() => followed.length === 1);
  await userEvent.keyboard('{Tab}');
  await frames(3);
  const ringed = pixelsOf(canvas);
  const columns = [...ringed.keys()]
    .filter((at) => ringed[at] !== plain[at])
    .map((at) => at % canvas.width);
  expect(Math.abs(Math.min(...columns) - (12 * letter - 2))).toBeLessThanOrEqual(1);
  expect(Math.abs(Math.max(...columns) - (17 * letter + 1))).toBeLessThanOrEqual(1);
  await userEvent.keyboard('{Enter}');
  await until(() => followed.length === 2);
  expect(followed).toEqual(['https://a.example/', 'https://b.example/']);
});

it('scrolls the list that a drag leaves, at rest too, and selects what comes into sight', async () => {
  const { app, canvas } = await mount({ cssWidth: 300, cssHeight: 260 });
  let note: Entity | undefined;
  const list = virtualList(app.world, {
    width: 300,
    height: 120,
    count: 1,
    estimatedSize: 100,
    template: (parent) => [
      text(app.world, { parent, whiteSpace: 'pre', selectable: true, ...MONO }),
    ],
    bind: (world, [entity]) => {
      note = entity;
      setText(world, entity!, Array.from({ length: 60 }, (_, i) => `line ${i}`).join('\n'));
    },
  });
  app.start();
  await frames(3);
  const letter = widthOf('one two three') / 13;
  await mouse({ type: 'mouseMoved', x: 2 * letter, y: 12 });
  await mouse({ type: 'mousePressed', x: 2 * letter, y: 12, clickCount: 1 });
  await mouse({ type: 'mouseMoved', x: 4 * letter, y: 60, clickCount: 1 });
  await mouse({ type: 'mouseMoved', x: 4 * letter, y: 200, clickCount: 1 });
  await until(() => list.scrollTop > 200);
  expect(canvas.style.cursor).toBe('text');
  expect(selectionOf(app.world)!.from).toBe(2);
  // Out of the canvas, which the pointer is captured by.
  await mouse({ type: 'mouseMoved', x: 4 * letter, y: 400, clickCount: 1 });
  await until(() => app.asleep);
  const end = list.scrollTop;
  expect(end).toBeGreaterThan(1000);
  expect(selectionOf(app.world)!.to).toBe(textUnitAt(app.world, note!, 4 * letter, 119));
  await mouse({ type: 'mouseMoved', x: 4 * letter, y: 60, clickCount: 1 });
  await mouse({ type: 'mouseMoved', x: 4 * letter, y: -5, clickCount: 1 });
  await until(() => list.scrollTop < end - 50);
  await mouse({ type: 'mouseReleased', x: 4 * letter, y: -5, clickCount: 1 });
  await until(() => app.asleep);
  const { scrollTop } = list;
  expect(scrollTop).toBeGreaterThan(0);
  await frames(5);
  expect(list.scrollTop).toBe(scrollTop);
});

it('writes to the clipboard by itself what the page did not ask for in time', async () => {
  const { app, canvas } = await mount({ cssWidth: 400 });
  const copied = copies();
  const written: string[] = [];
  const { writeText } = navigator.clipboard;
  navigator.clipboard.writeText = async (content) => {
    written.push(content);
    if (written.length === 2) throw new Error('refused');
  };
  atEnd(() => {
    navigator.clipboard.writeText = writeText;
  });
  const note = text(app.world, { content: 'one two three', selectable: true, ...MONO });
  app.step();
  canvas.focus();
  select(app.world, note, 0, 3);
  // Between two frames: when the page asks, three letters are selected still.
  await userEvent.keyboard('{Control>}ac{/Control}');
  expect(copied).toEqual(['text/plain one']);
  expect(written).toEqual([]);
  app.step();
  expect(written).toEqual(['one two three']);
  expect(copySelection(app.world)).toBe(true);
  expect(written).toHaveLength(2);
  clearSelection(app.world);
  expect(copySelection(app.world)).toBe(false);
  app.dispose();
  await userEvent.keyboard('{Control>}c{/Control}');
  expect(copied).toHaveLength(1);
});

/** Texts that the page was given to copy. */
function copies(): string[] {
  const texts: string[] = [];
  const onCopy = (event: ClipboardEvent) => {
    if (!event.defaultPrevented) return;
    const { types } = event.clipboardData!;
    texts.push(...types.map((type) => `${type} ${event.clipboardData!.getData(type)}`));
  };
  const listener = new AbortController();
  // After the app's own, which answers on the document.
  window.addEventListener('copy', onCopy, { signal: listener.signal });
  atEnd(() => listener.abort());
  return texts;
}

/** Width of a string as the page draws it, CSS pixels. */
function widthOf(content: string): number {
  const context = new OffscreenCanvas(1, 1).getContext('2d')!;
  context.font = `${MONO.fontSize}px ${MONO.fontFamily}`;
  return context.measureText(content).width;
}
