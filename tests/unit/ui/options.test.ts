import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AppError } from '../../../src/app';
import { columns, resolve, treeOf } from '../../../src/ecs';
import { Box } from '../../../src/ecs/stores';
import { createHeadlessApp, type HeadlessApp } from '../../../src/testing/headless-app';
import {
  box,
  button,
  image,
  setMeasure,
  setText,
  sparkline,
  text,
  virtualList,
} from '../../../src/ui';

let app: HeadlessApp;

beforeEach(() => {
  app = createHeadlessApp({ developer: true });
});

afterEach(() => app.dispose());

it.each(
  [box, text, image, button, sparkline, virtualList].flatMap((factory) =>
    [null, 5, 'a', []].map((options) => [factory.name, factory, options] as const),
  ),
)('%s refuses options that are no object', (_, factory, options) => {
  expect(() => factory(app.world, options as never)).toThrow(
    `options is ${String(options)}; give an object`,
  );
  expect(treeOf(app.world).length).toBe(0);
});

it('tells developers of a child of a text, once, and names both', () => {
  const errors: AppError[] = [];
  app.on('error', (error) => errors.push(error));
  const page = box(app.world, {});
  const words = text(app.world, { parent: page, content: 'Departures' });
  const child = box(app.world, { parent: words, width: 10 });
  box(app.world, { parent: child });
  box(app.world, { parent: words, display: 'none' });
  app.frames(3);
  expect(errors.map(({ error }) => String(error))).toEqual([
    expect.stringMatching(`element ${child} .* is in element ${words} .*put both into a box`),
  ]);
  setMeasure(app.world, page, (_, size) => {
    size.width = 5;
  });
  app.frames(2);
  expect(String(errors[1]!.error)).toMatch(new RegExp(`element ${words} .* is in element ${page}`));
  expect(errors.length).toBe(2);
});

it('tells nothing of a child that is displayed by the end of the frame', () => {
  app.on('error', () => expect.unreachable());
  const words = text(app.world, { parent: box(app.world, {}), content: 'Departures' });
  app.frames(2);
  const child = box(app.world, { parent: words, width: 10, height: 10 });
  setText(app.world, words, '');
  app.frames(2);
  expect(columns(app.world, Box).height[resolve(app.world, child)]).toBe(10);
});

it('tells nobody else', () => {
  const quiet = createHeadlessApp();
  const words = text(quiet.world, { content: 'Departures' });
  box(quiet.world, { parent: words, width: 10 });
  quiet.on('error', () => expect.unreachable());
  quiet.frames(2);
  quiet.dispose();
});
