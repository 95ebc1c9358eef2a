import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Entity } from '../../../../src/ecs';
import { INPUT_POINTER_DOWN, INPUT_POINTER_UP } from '../../../../src/ecs/stores';
import { createHeadlessApp, type HeadlessApp } from '../../../../src/testing/headless-app';
import { box, on, setText, type TextContent, text } from '../../../../src/ui';

const GOOD = 'https://good.example/';
const EVIL = 'https://evil.example/';

let app: HeadlessApp;
let note: Entity;
let followed: string[];

beforeEach(() => {
  app = createHeadlessApp();
  const root = box(app.world, { flexDirection: 'column', alignItems: 'flex-start' });
  note = text(app.world, { parent: root, content: leadingTo(GOOD), fontSize: 10 });
  followed = [];
  on(app.world, root, 'link', ({ href }) => followed.push(href));
  app.frames(1);
});

afterEach(() => app.dispose());

describe('a link that is set anew between press and release', () => {
  it('is not followed when it leads elsewhere then', () => {
    pressAndRelease(() => setText(app.world, note, leadingTo(EVIL)));
    expect(followed).toEqual([]);
    pressAndRelease(() => {});
    expect(followed).toEqual([EVIL]);
  });

  it('is not followed when another one is there', () => {
    const two: TextContent = [{ text: 'x', link: EVIL }, ...leadingTo(GOOD)];
    pressAndRelease(() => setText(app.world, note, two));
    expect(followed).toEqual([]);
  });

  it('is not followed when the text under the pointer has none any more', () => {
    pressAndRelease(() => setText(app.world, note, 'link'));
    expect(followed).toEqual([]);
  });

  it('is followed when it leads where it did', () => {
    pressAndRelease(() => setText(app.world, note, [...leadingTo(GOOD), ' (new)']));
    expect(followed).toEqual([GOOD]);
  });
});

function leadingTo(link: string): { text: string; link: string }[] {
  return [{ text: 'link', link }];
}

function pressAndRelease(between: () => void): void {
  app.input.pointer(INPUT_POINTER_DOWN, 1, 10, 5, 0, 0, 0);
  app.frames(1);
  between();
  app.frames(1);
  app.input.pointer(INPUT_POINTER_UP, 1, 10, 5, 0, 0, 0);
  app.frames(1);
}
