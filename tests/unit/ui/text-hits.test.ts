import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { columns, type Entity, ROW_MASK } from '../../../src/ecs';
import {
  INPUT_POINTER_DOWN,
  INPUT_POINTER_UP,
  numberFormat,
  STATE_INTERACTIVE,
  STATE_PRESSED,
  State,
} from '../../../src/ecs/stores';
import { createHeadlessApp, type HeadlessApp } from '../../../src/testing/headless-app';
import { box, on, setNumber, setSelectable, setText, text } from '../../../src/ui';

const LINKED = [{ text: 'link', link: 'https://a.example/' }];

let app: HeadlessApp;
let card: Entity;
let label: Entity;

beforeEach(() => {
  app = createHeadlessApp();
  card = box(app.world, { flexDirection: 'column', alignItems: 'flex-start' });
  label = text(app.world, { parent: card, content: 'words', fontSize: 10 });
  on(app.world, card, 'activate', () => {});
  app.frames(1);
});

afterEach(() => app.dispose());

describe('a text takes a press itself', () => {
  it('while it is selectable', () => {
    expect(pressed()).toBe('card');
    setSelectable(app.world, label, true);
    expect(pressed()).toBe('label');
    setSelectable(app.world, label, false);
    expect(pressed()).toBe('card');
  });

  it('while it has links', () => {
    setText(app.world, label, LINKED);
    expect(pressed()).toBe('label');
    setText(app.world, label, 'plain');
    expect(pressed()).toBe('card');
    setText(app.world, label, LINKED);
    setNumber(app.world, label, 12_345, numberFormat());
    expect(pressed()).toBe('card');
  });

  it('while it has handlers of pointers', () => {
    const stop = on(app.world, label, 'pointermove', () => {});
    expect(pressed()).toBe('label');
    stop();
    expect(pressed()).toBe('card');
  });

  it('as long as any reason is left, whichever came first', () => {
    const gains = {
      handlers: () => on(app.world, label, 'pointerdown', () => {}),
      selectable: () => {
        setSelectable(app.world, label, true);
        return () => setSelectable(app.world, label, false);
      },
      links: () => {
        setText(app.world, label, LINKED);
        return () => setText(app.world, label, 'words');
      },
    };
    const all = Object.values(gains);
    for (const order of orders(all.length)) {
      for (const ends of orders(all.length)) {
        const stops = all.map(() => () => {});
        for (const i of order) {
          stops[i] = all[i]!();
          expect(pressed()).toBe('label');
        }
        for (const [left, i] of [...ends.entries()].reverse()) {
          stops[i]!();
          expect(pressed()).toBe(left === 0 ? 'card' : 'label');
        }
      }
    }
  });

  it('always if the app has made it interactive', () => {
    columns(app.world, State).bits[label & ROW_MASK]! |= STATE_INTERACTIVE;
    const stop = on(app.world, label, 'pointerdown', () => {});
    setSelectable(app.world, label, true);
    setText(app.world, label, LINKED);
    stop();
    setSelectable(app.world, label, false);
    setText(app.world, label, 'words');
    expect(pressed()).toBe('label');
  });
});

/** What is pressed by a press on the label. */
function pressed(): string {
  app.frames(1);
  app.input.pointer(INPUT_POINTER_DOWN, 1, 8, 5, 0, 0, 0);
  app.frames(1);
  const { bits } = columns(app.world, State);
  const names = { card, label };
  const found = Object.entries(names).filter(
    ([, entity]) => (bits[entity & ROW_MASK]! & STATE_PRESSED) !== 0,
  );
  app.input.pointer(INPUT_POINTER_UP, 1, 8, 5, 0, 0, 0);
  app.frames(1);
  return found.map(([name]) => name).join(' ');
}

function orders(count: number): number[][] {
  if (count === 0) return [[]];
  return orders(count - 1).flatMap((order) =>
    Array.from({ length: count }, (_, at) => [
      ...order.slice(0, at),
      count - 1,
      ...order.slice(at),
    ]),
  );
}
