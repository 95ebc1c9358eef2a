import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Target } from '../../../../src/ecs';
import {
  INPUT_KEY_DOWN,
  INPUT_POINTER_DOWN,
  KEY_DOWN,
  KEY_END,
  KEY_ENTER,
  KEY_ESCAPE,
  KEY_HOME,
  KEY_LEFT,
  KEY_OTHER,
  KEY_PAGE_DOWN,
  KEY_PAGE_UP,
  KEY_SPACE,
  KEY_TAB,
  KEY_UP,
} from '../../../../src/ecs/stores';
import { createHeadlessApp, type HeadlessApp } from '../../../../src/testing/headless-app';
import { box, button, type VirtualList, virtualList } from '../../../../src/ui';

const TOWARDS_START = [KEY_UP, KEY_PAGE_UP, KEY_HOME];
const TOWARDS_END = [KEY_DOWN, KEY_PAGE_DOWN, KEY_END];

let app: HeadlessApp;

beforeEach(() => {
  app = createHeadlessApp();
});

afterEach(() => app.dispose());

describe('a wheel over a list', () => {
  it('is taken while the list can move its way, and is the page’s at its ends', () => {
    const list = addList(100);
    expect(turns()).toEqual({ up: false, down: true });
    list.scrollTo(500);
    app.frames(2);
    expect(turns()).toEqual({ up: true, down: true });
    list.scrollTo(Number.MAX_VALUE);
    app.frames(2);
    expect(list.scrollTop).toBe(100 * 20.5 - 300);
    expect(turns()).toEqual({ up: true, down: false });
    list.scrollBy(-1);
    app.frames(2);
    expect(turns()).toEqual({ up: true, down: true });
    expect(app.input.takesWheel(50, 50, 7, 0)).toBe(false);
    expect(app.input.takesWheel(700, 500, 0, 1)).toBe(false);
  });

  it('is taken by the one around a list that cannot move, as it is moved by it', () => {
    let inner: VirtualList | undefined;
    const root = box(app.world, { alignItems: 'flex-start' });
    const outer = listIn(root, 100, (row) => {
      inner ??= virtualList(app.world, {
        parent: row,
        position: 'absolute',
        width: 200,
        height: 100,
        count: 3,
        estimatedSize: 20,
        template: () => [],
        bind() {},
      });
    });
    app.frames(3);
    expect(app.input.takesWheel(50, 10, 0, 1)).toBe(true);
    expect(app.input.takesWheel(50, 10, 0, -1)).toBe(false);
    app.input.wheel(50, 10, 0, 30, 0, 0);
    app.frames(2);
    expect(outer.scrollTop).toBe(30);
    expect(inner!.scrollTop).toBe(0);
  });

  it('turned by pages goes by what is seen of the list there, less a row', () => {
    addList(100);
    app.frames(2);
    expect(app.input.pageAt(50, 50, 0, 1)).toBe(300 - 21);
    expect(app.input.pageAt(50, 50, 1, 0)).toBe(200);
    expect(app.input.pageAt(700, 500, 0, 1)).toBe(0);
  });

  it('is the page’s while the list is too short to move, or empty', () => {
    const list = addList(14);
    expect(turns()).toEqual({ up: false, down: false });
    list.setCount(0);
    app.frames(2);
    expect(turns()).toEqual({ up: false, down: false });
    list.setCount(15);
    app.frames(2);
    expect(turns()).toEqual({ up: false, down: true });
  });
});

describe('a key', () => {
  it('is taken where it scrolls what can move', () => {
    expect(taken()).toEqual([]);
    const list = addList(100);
    expect(taken()).toEqual([...TOWARDS_END, KEY_TAB]);
    list.scrollTo(500);
    app.frames(2);
    expect(taken()).toEqual([...TOWARDS_START, ...TOWARDS_END, KEY_TAB]);
    list.setCount(3);
    app.frames(2);
    expect(taken()).toEqual([KEY_TAB]);
  });

  it('is taken where there is an element in focus to activate or leave', () => {
    button(app.world, { label: 'Go' });
    app.frames(1);
    expect(taken()).toEqual([KEY_TAB]);
    app.input.key(INPUT_KEY_DOWN, KEY_TAB, 0, 0);
    app.frames(1);
    expect(taken()).toEqual([KEY_TAB, KEY_ENTER, KEY_SPACE, KEY_ESCAPE]);
    app.input.pointer(INPUT_POINTER_DOWN, 1, 799, 599, 0, 0, 0);
    app.input.key(INPUT_KEY_DOWN, KEY_ESCAPE, 0, 0);
    app.frames(1);
    expect(taken()).toEqual([KEY_TAB]);
  });
});

function addList(count: number): VirtualList {
  const root = box(app.world, { alignItems: 'flex-start' });
  return listIn(root, count);
}

function listIn(root: Target, count: number, template?: (row: Target) => void): VirtualList {
  const list = virtualList(app.world, {
    parent: root,
    width: 200,
    height: 300,
    count,
    estimatedSize: 20.5,
    fixedSize: true,
    template: (row) => {
      template?.(row);
      return [];
    },
    bind() {},
  });
  app.frames(2);
  return list;
}

function turns() {
  return {
    up: app.input.takesWheel(50, 50, 0, -1),
    down: app.input.takesWheel(50, 50, 0, 1),
  };
}

function taken(): number[] {
  const keys = [KEY_TAB, KEY_ENTER, KEY_SPACE, KEY_ESCAPE, KEY_LEFT, KEY_OTHER];
  return [...TOWARDS_START, ...TOWARDS_END, ...keys].filter((code) => app.input.takesKey(code));
}
