import { describe, expect, it } from 'vitest';
import { columns, resource } from '../../../../src/ecs';
import {
  Box,
  INPUT_POINTER_DOWN,
  INPUT_POINTER_MOVE,
  LAYER_A,
  LAYER_B,
  LAYER_C,
  LAYER_D,
  LAYER_TX,
  LAYER_TY,
  LAYER_WORDS,
  LayerOf,
  LayerRows,
  STATE_HIDDEN,
  State,
} from '../../../../src/ecs/stores';
import { setStyle } from '../../../../src/ui';
import { createListApp, type ListApp } from './list-app';

const THUMB_X = 294;

describe('the thumb', () => {
  it.each([15, 1000, 10_000_000])('of %i rows stands at both ends when the list does', (count) => {
    const { app, list, state } = createListApp({ count });
    app.frames(2);
    expect(state.thumbTop).toBe(0);
    list.scrollTo(Number.MAX_VALUE);
    app.frames(2);
    expect(state.thumbTop).toBeCloseTo(400 - state.thumbHeight, 6);
    expect(columns(app.world, Box).height[state.thumb]).toBeCloseTo(state.thumbHeight, 3);
    app.dispose();
  });

  it.each([15, 1000, 10_000_000])('dragged to an end of %i rows takes the list there', (count) => {
    const { app, list, state, ...stage } = createListApp({
      count,
      heightOf: (index) => 30 + (index % 3) * 10,
    });
    app.frames(2);
    dragThumb({ app, list, state, ...stage }, 1000);
    app.frames(2);
    expect(list.lastVisible).toBe(count - 1);
    expect(list.scrollTop).toBeCloseTo(state.total - 400, 6);
    dragThumb({ app, list, state, ...stage }, -1000);
    app.frames(2);
    expect(list.scrollTop).toBe(0);
    app.dispose();
  });

  it('stays under the pointer half-way, though rows get other sizes while it moves', () => {
    const { app, list, state, pointer } = createListApp({ count: 500, heightOf: () => 70 });
    app.frames(2);
    pointer('down', THUMB_X, 5);
    app.frames(1);
    for (let y = 10; y <= 205; y += 5) {
      pointer('move', THUMB_X, y);
      app.frames(1);
      expect(Math.abs(state.thumbTop - (y - 5))).toBeLessThan(1e-3);
    }
    // What it shows is where it stands, but for what was measured in the last frame.
    const share = () => list.scrollTop / (state.total - state.viewport);
    const room = state.viewport - state.thumbHeight;
    expect(Math.abs(share() * room - 200)).toBeLessThan(2);
    pointer('up', THUMB_X, 205);
    app.frames(1);
    expect(state.thumbTop).toBeCloseTo(share() * room, 6);
    app.dispose();
  });

  it('is where it is held to a thousandth of a pixel, of any number of rows, until the list is moved otherwise', () => {
    const { app, list, state, pointer } = createListApp({ count: 10_000_000, fixedSize: true });
    app.frames(2);
    pointer('down', THUMB_X, 5);
    for (let y = 6; y < 300; y += 13) {
      pointer('move', THUMB_X, y);
      app.frames(1);
      const room = state.viewport - state.thumbHeight;
      expect(state.thumbTop).toBeCloseTo(y - 5, 6);
      expect(list.scrollTop).toBeCloseTo(((y - 5) / room) * (400_000_000 - 400), 4);
    }
    const { thumbTop } = state;
    list.scrollBy(-20_000_000);
    app.frames(1);
    expect(state.thumbTop).toBeCloseTo(thumbTop - 18.6, 1);
    pointer('move', THUMB_X, 40);
    app.frames(1);
    expect(state.thumbTop).toBeCloseTo(35, 6);
    pointer('move', THUMB_X, -50);
    app.frames(1);
    expect([state.thumbTop, list.scrollTop]).toEqual([0, 0]);
    pointer('move', THUMB_X, 40);
    app.frames(1);
    list.scrollToIndex(0);
    app.frames(1);
    expect(state.thumbTop).toBe(0);
    pointer('move', THUMB_X, 200);
    app.frames(1);
    app.resize(300, 100);
    app.frames(1);
    expect(state.thumbTop).toBeLessThanOrEqual(state.viewport - state.thumbHeight);
    app.dispose();
  });

  it.each([
    ['scaled by 2', { scale: 2 }, [0, 20], 10],
    ['turned around', { rotate: 180 }, [0, -20], 20],
    ['turned to the right', { rotate: 90 }, [-20, 0], 20],
  ])('of a list %s stays under the pointer', (_, look, [dx, dy], way) => {
    const { app, page, state, list } = createListApp();
    setStyle(app.world, page, look);
    app.frames(2);
    // Wherever the thumb is seen.
    const seen = resource(app.world, LayerRows).floats;
    const at = columns(app.world, LayerOf).own[state.thumb]! * LAYER_WORDS;
    const inside = (a: number, b: number, c: number) =>
      seen[at + a]! * 4 + seen[at + b]! * 5 + seen[at + c]!;
    const from = { x: inside(LAYER_A, LAYER_C, LAYER_TX), y: inside(LAYER_B, LAYER_D, LAYER_TY) };
    const send = (kind: number, by: number) =>
      app.input.pointer(kind, 1, from.x + dx! * by, from.y + dy! * by, 0, 0, app.clock.now());
    send(INPUT_POINTER_DOWN, 0);
    app.frames(1);
    send(INPUT_POINTER_MOVE, 1);
    app.frames(1);
    expect(state.thumbTop).toBeCloseTo(way, 3);
    expect(list.scrollTop).toBeGreaterThan(0);
    app.dispose();
  });

  it('is gone with its track while everything fits, and comes back', () => {
    const { app, list, state } = createListApp({ count: 5 });
    const isHidden = (): boolean =>
      (columns(app.world, State).bits[state.track]! & STATE_HIDDEN) !== 0;
    app.frames(2);
    expect(isHidden()).toBe(true);
    list.setCount(500);
    app.frames(2);
    expect(isHidden()).toBe(false);
    expect(state.thumbHeight).toBeGreaterThanOrEqual(28);
    list.setCount(5);
    app.frames(2);
    expect(isHidden()).toBe(true);
    app.dispose();
  });

  it('is never higher than a viewport lower than itself', () => {
    const { app, list, state } = createListApp();
    app.frames(2);
    app.resize(300, 12);
    app.frames(2);
    list.scrollTo(Number.MAX_VALUE);
    app.frames(2);
    expect(state.thumbHeight).toBe(12);
    expect(state.thumbTop).toBe(0);
    app.dispose();
  });
});

describe('a press on the track', () => {
  it('pages towards the pointer', () => {
    const { app, list, pointer } = createListApp();
    app.frames(2);
    pointer('down', THUMB_X, 350);
    pointer('up', THUMB_X, 350);
    app.frames(2);
    expect(list.scrollTop).toBe(360);
    list.scrollTo(20_000);
    app.frames(2);
    pointer('down', THUMB_X, 5);
    pointer('up', THUMB_X, 5);
    app.frames(2);
    expect(list.scrollTop).toBe(20_000 - 360);
    app.dispose();
  });
});

function dragThumb({ app, state, pointer }: ListApp, distance: number): void {
  const y = state.thumbTop + 5;
  pointer('down', THUMB_X, y);
  app.frames(1);
  pointer('move', THUMB_X, y + distance);
  app.frames(1);
  pointer('up', THUMB_X, y + distance);
  app.frames(1);
}
