import { afterEach, beforeEach, expect, it } from 'vitest';
import { columns, despawn, type Entity, ROW_MASK, resource } from '../../../../src/ecs';
import {
  HitTester,
  LAYER_CLIP,
  LAYER_WORDS,
  LayerOf,
  LayerRows,
  LayerTable,
} from '../../../../src/ecs/stores';
import { createHeadlessApp, type HeadlessApp } from '../../../../src/testing/headless-app';
import { box, setStyle, text } from '../../../../src/ui';
import { moveLayer } from '../../../move-layer';

let app: HeadlessApp;
let clip: Entity;
let child: Entity;

beforeEach(() => {
  app = createHeadlessApp();
  const page = box(app.world, {});
  clip = box(app.world, {
    parent: page,
    position: 'absolute',
    left: 100,
    top: 100,
    width: 60,
    height: 50,
    borderWidth: [1, 2, 3, 4],
    overflow: 'hidden',
  });
  child = box(app.world, { parent: clip, position: 'absolute', left: -50, width: 200, height: 99 });
  app.frames(1);
});

afterEach(() => app.dispose());

it('of an element stays, and what is in it is cut to the padding box', () => {
  expect(clipOf(clip)[0]).toBeLessThan(0);
  expect(clipOf(child)).toEqual([104, 101, 158, 147]);
});

it('is hit as the element, and only inside of it what is in the element', () => {
  const hits = (x: number, y: number) => resource(app.world, HitTester).hit(x, y);
  expect([hits(104, 101), hits(157, 146)]).toEqual([row(child), row(child)]);
  expect([hits(103, 101), hits(104, 100), hits(158, 146), hits(157, 147)]).toEqual(
    Array(4).fill(row(clip)),
  );
  expect(hits(99, 120)).not.toBe(row(clip));
});

it('takes one row more, which it gives back', () => {
  const table = resource(app.world, LayerTable);
  const used = () => table.used.reduce((sum, each) => sum + each, 0);
  const withIt = used();
  setStyle(app.world, clip, { borderWidth: 0 });
  app.frames(1);
  expect(used()).toBe(withIt - 1);
  expect(clipOf(clip)).toEqual([100, 100, 160, 150]);
  expect(clipOf(child)).toEqual([100, 100, 160, 150]);
  setStyle(app.world, clip, { borderLeftWidth: 7 });
  app.frames(1);
  expect(used()).toBe(withIt);
  expect(clipOf(child)).toEqual([107, 100, 160, 150]);
  despawn(app.world, clip);
  app.frames(2);
  expect(used()).toBe(withIt - 2);
});

it('moves with its layer, with layers inside it', () => {
  const inner = box(app.world, { parent: clip, opacity: 0.5, width: 10, height: 10 });
  app.frames(1);
  const own = columns(app.world, LayerOf).own[row(clip)]!;
  moveLayer(app.world, resource(app.world, LayerTable), own, 10, 20);
  app.frames(1);
  expect(clipOf(child)).toEqual([114, 121, 168, 167]);
  expect(clipOf(inner)).toEqual([114, 121, 168, 167]);
});

it('of an element without children is left to the clip, which letters of its own are cut by', () => {
  const label = text(app.world, {
    content: 'word',
    position: 'absolute',
    width: 20,
    height: 9,
    borderWidth: 3,
    overflow: 'hidden',
  });
  app.frames(1);
  expect(clipOf(label)).toEqual([0, 0, 20, 9]);
});

function row(entity: Entity): number {
  return entity & ROW_MASK;
}

/** What cuts the records of an element: left, top, right, bottom. */
function clipOf(entity: Entity): number[] {
  const at = columns(app.world, LayerOf).id[row(entity)]! * LAYER_WORDS + LAYER_CLIP;
  return [...resource(app.world, LayerRows).floats.slice(at, at + 4)];
}
