import { removeEntity } from 'bitecs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { columns, despawn, type Entity, move, ROW_MASK, resource } from '../../../../src/ecs';
import {
  DISPLAY_NONE,
  hideLayer,
  INPUT_KEY_UP,
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
  LayerTable,
  LayoutStyle,
  MODIFIER_ALT,
  MODIFIER_CONTROL,
  MODIFIER_META,
  MODIFIER_SHIFT,
  STATE_DISABLED,
  STATE_FOCUSABLE,
  STATE_FOCUSED,
  STATE_HIDDEN,
  STATE_INTERACTIVE,
  STATE_SCROLLABLE,
} from '../../../../src/ecs/stores';
import { on } from '../../../../src/ui';
import { createStage, rowsWith, type Stage } from './stage';

const WIDGET = STATE_INTERACTIVE | STATE_FOCUSABLE;

let stage: Stage;
let root: Entity;
let first: Entity;
let label: Entity;
let group: Entity;
let second: Entity;
let third: Entity;

beforeEach(() => {
  stage = createStage();
  root = stage.box(stage.box(0, [0, 0, 400, 400]), [0, 0, 400, 400]);
  first = stage.box(root, [0, 0, 100, 20], WIDGET);
  label = stage.box(first, [10, 5, 30, 10]);
  group = stage.box(root, [0, 20, 200, 40]);
  second = stage.box(group, [0, 20, 100, 20], WIDGET);
  third = stage.box(group, [0, 40, 100, 20], WIDGET);
  stage.frame();
});

afterEach(() => {
  expect(stage.systemFailures).toEqual([]);
  expect(stage.failures).toEqual([]);
  stage.dispose();
});

describe('focus', () => {
  it('goes to the nearest focusable row of a press, and from there with a press on nothing', () => {
    logFocus();
    stage.down(15, 8);
    stage.frame();
    expect(focused()).toEqual([first]);
    stage.down(50, 30);
    stage.frame();
    expect(focused()).toEqual([second]);
    stage.down(300, 300);
    stage.frame();
    expect(focused()).toEqual([]);
    expect(stage.taken()).toEqual(['focus first', 'blur first', 'focus second', 'blur second']);
  });

  it('stays where it is when the press is handled, or made with another button', () => {
    stage.down(50, 30);
    stage.frame();
    on(stage.world, label, 'pointerdown', (event) => {
      event.handled = true;
    });
    stage.down(15, 8);
    stage.up(15, 8);
    stage.down(50, 50, 1, 0, 2);
    stage.frame();
    expect(focused()).toEqual([second]);
  });

  it('walks in tree order with Tab and back with Shift+Tab, and wraps', () => {
    const seen: Entity[] = [];
    for (const modifiers of [0, 0, 0, 0, MODIFIER_SHIFT, MODIFIER_SHIFT]) {
      stage.key(KEY_TAB, modifiers);
      stage.frame();
      seen.push(...focused());
    }
    expect(seen).toEqual([first, second, third, first, third, second]);
    stage.key(KEY_ESCAPE);
    stage.key(KEY_TAB, MODIFIER_SHIFT);
    stage.frame();
    expect(focused()).toEqual([third]);
  });

  it.each([
    ['hidden', () => stage.set(group, STATE_HIDDEN)],
    ['disabled', () => stage.set(group, STATE_DISABLED)],
    [
      'not displayed',
      () => {
        columns(stage.world, LayoutStyle).display[group & ROW_MASK] = DISPLAY_NONE;
      },
    ],
    [
      'parked',
      () =>
        hideLayer(stage.world, resource(stage.world, LayerTable), stage.layer(group, 0, 20), true),
    ],
    ['despawned', () => despawn(stage.world, group)],
  ])('leaves and skips what is in something %s', (_, shut) => {
    stage.down(50, 30);
    stage.frame();
    expect(focused()).toEqual([second]);
    shut();
    stage.frame();
    expect(focused()).toEqual([]);
    for (let i = 0; i < 3; i++) {
      stage.key(KEY_TAB, i === 2 ? MODIFIER_SHIFT : 0);
      stage.frame();
      expect(focused()).toEqual([first]);
    }
  });

  it('is on nothing where nothing takes it', () => {
    for (const entity of [first, second, third]) stage.unset(entity, STATE_FOCUSABLE);
    stage.key(KEY_TAB);
    stage.key(KEY_TAB, MODIFIER_SHIFT);
    stage.key(KEY_ENTER);
    stage.frame();
    expect(focused()).toEqual([]);
  });

  it('is cleared by Escape', () => {
    logFocus();
    stage.key(KEY_TAB);
    stage.key(KEY_ESCAPE);
    stage.frame();
    expect(focused()).toEqual([]);
    expect(stage.taken()).toEqual(['focus first', 'blur first']);
  });

  it('dies with its element: the next owner of the row does not have it', () => {
    stage.key(KEY_TAB);
    stage.frame();
    despawn(stage.world, first);
    const heirs = [
      stage.box(root, [0, 0, 10, 10], WIDGET),
      stage.box(root, [0, 0, 10, 10], WIDGET),
    ];
    expect(heirs.map((heir) => heir & ROW_MASK)).toContain(first & ROW_MASK);
    for (const heir of heirs) stage.log(heir, 'heir', 'activate', 'keydown', 'blur');
    stage.frame();
    stage.key(KEY_ENTER);
    stage.frame();
    expect(stage.taken()).toEqual([]);
    expect(focused()).toEqual([]);
  });

  it('survives handlers that despawn what it comes from and goes to', () => {
    stage.key(KEY_TAB);
    stage.frame();
    on(stage.world, first, 'blur', () => despawn(stage.world, second));
    stage.key(KEY_TAB);
    stage.frame();
    expect(focused()).toEqual([]);
    stage.key(KEY_TAB);
    stage.frame();
    expect(focused()).toEqual([first]);
  });

  it('does not fall to whoever gets the row it was going to', () => {
    stage.key(KEY_TAB);
    stage.frame();
    on(stage.world, first, 'blur', () => {
      removeEntity(stage.world.bit, second & ROW_MASK);
      const heir = stage.box(root, [0, 300, 10, 10], WIDGET);
      expect(heir & ROW_MASK).toBe(second & ROW_MASK);
    });
    stage.key(KEY_TAB);
    stage.frame();
    expect(focused()).toEqual([]);
  });
});

describe('keys', () => {
  it('go to the focused row and up its parents, and to nobody without one', () => {
    stage.log(first, 'first', 'keydown');
    stage.log(root, 'root', 'keydown');
    stage.key(KEY_LEFT);
    stage.frame();
    expect(stage.taken()).toEqual([]);
    stage.down(15, 8);
    stage.key(KEY_LEFT);
    stage.input.key(INPUT_KEY_UP, KEY_LEFT, 0, 0);
    stage.frame();
    expect(stage.taken()).toEqual(['keydown first', 'keydown root']);
  });

  it('bring the host’s own name of the key, and no other event does', () => {
    const seen: unknown[] = [];
    for (const type of ['keydown', 'activate', 'pointerup'] as const) {
      on(stage.world, first, type, ({ code, key }) => {
        seen.push([type, code, key]);
      });
    }
    stage.key(KEY_TAB, 0, 'Tab');
    stage.key(KEY_OTHER, 0, 'ö');
    stage.key(KEY_ENTER, 0, 'Enter');
    stage.key(KEY_OTHER);
    stage.down(15, 8);
    stage.up(15, 8);
    stage.frame();
    expect(seen).toEqual([
      ['keydown', KEY_OTHER, 'ö'],
      ['keydown', KEY_ENTER, 'Enter'],
      ['activate', KEY_ENTER, 'Enter'],
      ['keydown', KEY_OTHER, ''],
      ['pointerup', 0, ''],
      ['activate', 0, ''],
    ]);
  });

  it('activate the focused row with Enter and Space, once each', () => {
    stage.log(first, 'first', 'activate');
    stage.log(root, 'root', 'activate');
    stage.key(KEY_TAB);
    stage.key(KEY_ENTER);
    stage.input.key(INPUT_KEY_UP, KEY_ENTER, 0, 0);
    stage.frame();
    expect(stage.taken()).toEqual(['activate first', 'activate root']);
    stage.key(KEY_SPACE);
    stage.frame();
    expect(stage.taken()).toEqual(['activate first', 'activate root']);
    stage.key(KEY_OTHER);
    stage.key(KEY_LEFT);
    stage.frame();
    expect(stage.taken()).toEqual([]);
  });

  it('do nothing by themselves when they are handled or part of a shortcut', () => {
    stage.log(first, 'first', 'activate');
    const list = stage.box(root, [0, 100, 100, 100], STATE_SCROLLABLE);
    stage.key(KEY_TAB);
    stage.frame();
    for (const modifier of [MODIFIER_CONTROL, MODIFIER_ALT, MODIFIER_META]) {
      for (const code of [KEY_ENTER, KEY_TAB, KEY_ESCAPE, KEY_HOME]) stage.key(code, modifier);
    }
    stage.frame();
    expect(stage.requests()).toEqual([]);
    on(stage.world, root, 'keydown', (event) => {
      event.handled = true;
    });
    for (const code of [KEY_ENTER, KEY_TAB, KEY_ESCAPE, KEY_HOME]) stage.key(code);
    stage.frame();
    expect(stage.taken()).toEqual([]);
    expect(stage.requests()).toEqual([]);
    expect(focused()).toEqual([first]);
    expect(stage.has(list, STATE_SCROLLABLE)).toBe(true);
  });

  it('activate nothing once a handler of the key has disabled or despawned the row', () => {
    stage.log(first, 'first', 'activate');
    stage.log(second, 'second', 'activate');
    on(stage.world, first, 'keydown', () => stage.set(first, STATE_DISABLED));
    on(stage.world, second, 'keydown', () => despawn(stage.world, second));
    stage.key(KEY_TAB);
    stage.key(KEY_ENTER);
    stage.frame();
    stage.down(50, 30);
    stage.key(KEY_ENTER);
    stage.frame();
    expect(stage.taken()).toEqual([]);
    expect(focused()).toEqual([]);
  });

  it('scroll the nearest scrollable of the focused row, else of the pointer, else the first', () => {
    const lists = [0, 1].map((i) => stage.box(root, [i * 100, 100, 100, 100], STATE_SCROLLABLE));
    const [one, two] = lists as [Entity, Entity];
    const inner = stage.box(two, [100, 100, 50, 50], WIDGET);
    const hidden = stage.box(root, [300, 300, 50, 50], STATE_HIDDEN);
    stage.box(hidden, [300, 300, 50, 50], STATE_SCROLLABLE);
    move(stage.world, hidden, root, one);
    stage.frame();
    for (const code of [KEY_UP, KEY_DOWN, KEY_PAGE_UP, KEY_PAGE_DOWN, KEY_HOME, KEY_END]) {
      stage.key(code);
      stage.frame();
      expect(stage.requests()).toEqual([keyRequest(one, code)]);
    }
    stage.move(180, 180);
    stage.key(KEY_HOME);
    stage.frame();
    expect(stage.requests()).toEqual([keyRequest(two, KEY_HOME)]);
    stage.down(110, 110);
    stage.up(110, 110);
    stage.move(50, 150);
    stage.frame();
    expect(stage.has(inner, STATE_FOCUSED)).toBe(true);
    stage.key(KEY_HOME);
    stage.key(KEY_END);
    stage.frame();
    expect(stage.requests()).toEqual([keyRequest(two, KEY_END)]);
    stage.key(KEY_TAB);
    stage.key(KEY_END);
    stage.frame();
    expect(focused()).toEqual([first]);
    expect(stage.requests()).toEqual([keyRequest(one, KEY_END)]);
  });
});

function focused(): Entity[] {
  const byRow = new Map([first, second, third].map((entity) => [entity & ROW_MASK, entity]));
  return rowsWith(stage.world, STATE_FOCUSED).map((row) => byRow.get(row) ?? (row as Entity));
}

function keyRequest(entity: Entity, key: number) {
  return { row: entity & ROW_MASK, deltaX: 0, deltaY: 0, key, drag: 0, release: 0 };
}

function logFocus(): void {
  stage.log(first, 'first', 'focus', 'blur');
  stage.log(second, 'second', 'focus', 'blur');
  stage.log(root, 'root', 'focus', 'blur');
}
