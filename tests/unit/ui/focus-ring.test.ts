import { afterEach, beforeEach, expect, it } from 'vitest';
import { columns, type Entity, ROW_MASK, resource } from '../../../src/ecs';
import {
  Box,
  INPUT_KEY_DOWN,
  INPUT_POINTER_DOWN,
  INPUT_POINTER_UP,
  KEY_DOWN,
  KEY_ESCAPE,
  KEY_RIGHT,
  KEY_TAB,
  STATE_FOCUS_VISIBLE,
  STATE_FOCUSED,
  State,
} from '../../../src/ecs/stores';
import {
  RECORD_BORDER_COLOR,
  RECORD_BORDER_WIDTH,
  RECORD_WORDS,
} from '../../../src/systems/render-batching';
import { createHeadlessApp, type HeadlessApp } from '../../../src/testing/headless-app';
import { box, button, parseColor, setStyle, Theme } from '../../../src/ui';

type Border = { color: number; width: number };

let app: HeadlessApp;
let first: Entity;
let plain: Entity;
let accent: number;
let border: number;
/** Border of every box record sent in the last frames. */
let sent: Border[];

beforeEach(() => {
  app = createHeadlessApp();
  const { uploadRecords } = app.backend;
  app.backend.uploadRecords = (words, from, count) => {
    const floats = new Float32Array(words.buffer, words.byteOffset);
    for (let at = from * RECORD_WORDS; at < (from + count) * RECORD_WORDS; at += RECORD_WORDS) {
      sent.push({
        color: words[at + RECORD_BORDER_COLOR]!,
        width: floats[at + RECORD_BORDER_WIDTH]!,
      });
    }
    return uploadRecords(words, from, count);
  };
  sent = [];
  const parent = box(app.world, { flexDirection: 'column', alignItems: 'flex-start' });
  first = button(app.world, { parent, label: '', width: 80 });
  button(app.world, { parent, label: '', width: 80, borderWidth: 5 });
  plain = box(app.world, { parent, width: 20, height: 20 });
  const theme = resource(app.world, Theme);
  accent = parseColor(theme.accent);
  border = parseColor(theme.border);
  frame();
});

afterEach(() => app.dispose());

it('is drawn for what Tab reaches, two pixels wide or as wide as its border, and nothing else changes', () => {
  const before = layoutOf(first);
  key(KEY_TAB);
  expect(sent).toEqual([{ color: accent, width: 2 }]);
  expect(layoutOf(first)).toEqual(before);
  key(KEY_TAB);
  expect(sent).toHaveLength(2);
  expect(sent).toContainEqual({ color: border, width: 1 });
  expect(sent).toContainEqual({ color: accent, width: 5 });
  key(KEY_ESCAPE);
  expect(sent).toEqual([{ color: border, width: 5 }]);
});

it('is not drawn after a press, comes with an arrow key and goes with the next press', () => {
  press(first);
  expect(bits(first) & (STATE_FOCUSED | STATE_FOCUS_VISIBLE)).toBe(STATE_FOCUSED);
  expect(sent.filter(({ color }) => color === accent)).toEqual([]);
  key(KEY_DOWN);
  expect(sent).toEqual([{ color: accent, width: 2 }]);
  press(first);
  expect(bits(first) & (STATE_FOCUSED | STATE_FOCUS_VISIBLE)).toBe(STATE_FOCUSED);
  expect(sent.at(-1)).toEqual({ color: border, width: 1 });
  key(KEY_RIGHT);
  expect(sent).toEqual([{ color: accent, width: 2 }]);
});

it('is what makes a bare element visible, and is taken away by a transparent colour', () => {
  columns(app.world, State).bits[plain & ROW_MASK]! |= columns(app.world, State).bits[
    first & ROW_MASK
  ]!;
  for (let i = 0; i < 3; i++) key(KEY_TAB);
  expect(bits(plain) & STATE_FOCUS_VISIBLE).not.toBe(0);
  expect(sent.filter(({ width }) => width === 2)).toEqual([]);
  sent = [];
  setStyle(app.world, plain, { focusColor: '#ff0000' });
  frame();
  expect(sent).toEqual([{ color: 0xff0000ff, width: 2 }]);
  key(KEY_TAB);
  setStyle(app.world, first, { focusColor: 'transparent' });
  frame();
  expect(sent.at(-1)).toEqual({ color: border, width: 1 });
});

function frame(): void {
  sent = [];
  app.frames(1);
}

function key(code: number): void {
  app.input.key(INPUT_KEY_DOWN, code, 0, 0);
  frame();
}

function press(entity: Entity): void {
  const { x, y } = layoutOf(entity);
  app.input.pointer(INPUT_POINTER_DOWN, 1, x + 5, y + 5, 0, 0, 0);
  app.input.pointer(INPUT_POINTER_UP, 1, x + 5, y + 5, 0, 0, 0);
  frame();
}

function bits(entity: Entity): number {
  return columns(app.world, State).bits[entity & ROW_MASK]!;
}

function layoutOf(entity: Entity) {
  const { x, y, width, height } = columns(app.world, Box);
  const row = entity & ROW_MASK;
  return { x: x[row]!, y: y[row]!, width: width[row]!, height: height[row]! };
}
