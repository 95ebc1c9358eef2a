import { removeEntity } from 'bitecs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { despawn, type Entity, ROW_MASK, resource, spawn } from '../../../../src/ecs';
import {
  BoxKind,
  type ElementEvent,
  Handlers,
  LayerTable,
  STATE_INTERACTIVE,
  STATE_LISTENING,
} from '../../../../src/ecs/stores';
import { on } from '../../../../src/ui';
import { moveLayer } from '../../../move-layer';
import { createStage, type Stage } from './stage';

let stage: Stage;
let root: Entity;
let card: Entity;
let button: Entity;
let label: Entity;

beforeEach(() => {
  stage = createStage();
  root = stage.box(0, [0, 0, 400, 400]);
  card = stage.box(root, [100, 100, 200, 200]);
  button = stage.box(card, [120, 120, 100, 40], STATE_INTERACTIVE);
  label = stage.box(button, [130, 125, 60, 20]);
  stage.frame();
});

afterEach(() => {
  expect(stage.systemFailures).toEqual([]);
  stage.dispose();
});

describe('handlers', () => {
  it('are called from the topmost row up to the root', () => {
    for (const [entity, name] of all()) stage.log(entity, name, 'pointermove');
    stage.move(135, 130);
    stage.frame();
    expect(stage.taken()).toEqual([
      'pointermove label',
      'pointermove button',
      'pointermove card',
      'pointermove root',
    ]);
    stage.move(110, 110);
    stage.frame();
    expect(stage.taken()).toEqual(['pointermove card', 'pointermove root']);
    stage.move(500, 500);
    stage.frame();
    expect(stage.taken()).toEqual([]);
  });

  it('are not called on the parents once one has handled the event; the others of the row still are', () => {
    for (const [entity, name] of all()) stage.log(entity, name, 'pointerdown');
    on(stage.world, button, 'pointerdown', (event) => {
      event.handled = true;
    });
    stage.log(button, 'button again', 'pointerdown');
    stage.down(135, 130);
    stage.frame();
    expect(stage.taken()).toEqual([
      'pointerdown label',
      'pointerdown button',
      'pointerdown button again',
    ]);
  });

  it('get one event object with surface and local positions, told anew for each element', () => {
    const table = resource(stage.world, LayerTable);
    const pane = stage.box(root, [0, 0, 50, 50]);
    const id = stage.layer(pane, 300.5, 20);
    table.scaleX[id] = 2;
    table.scaleY[id] = 2;
    const dot = stage.box(pane, [10, 10, 20, 20]);
    stage.frame();
    const seen: Partial<ElementEvent>[] = [];
    const objects = new Set<ElementEvent>();
    for (const entity of [dot, pane, root]) {
      on(stage.world, entity, 'pointerdown', (event) => {
        objects.add(event);
        seen.push({ ...event });
      });
    }
    stage.input.pointer(2, 7, 340.5, 60, 0, 5, 99, 2);
    stage.frame();
    const same = { x: 340.5, y: 60, pointer: 7, button: 0, modifiers: 5, time: 99, code: 2 };
    expect(seen).toMatchObject([
      { ...same, target: dot, localX: 10, localY: 10 },
      { ...same, target: pane, localX: 20, localY: 20 },
      { ...same, target: root, localX: 340.5, localY: 60 },
    ]);
    expect(objects.size).toBe(1);
  });

  it('that throw or reject are reported with their row, and the rest go on', async () => {
    const thrown = new Error('thrown');
    const rejected = new Error('rejected');
    on(stage.world, label, 'pointerdown', () => {
      throw thrown;
    });
    on(stage.world, label, 'pointerdown', async () => {
      throw rejected;
    });
    stage.log(label, 'label', 'pointerdown');
    stage.log(root, 'root', 'pointerdown', 'pointerup');
    stage.down(135, 130);
    stage.up(135, 130);
    stage.frame();
    await Promise.resolve();
    expect(stage.taken()).toEqual(['pointerdown label', 'pointerdown root', 'pointerup root']);
    const row = label & ROW_MASK;
    expect(stage.failures).toEqual([
      { error: thrown, system: 'input/handlers', row },
      { error: rejected, system: 'input/handlers', row },
    ]);
  });

  it('that remove others or themselves while they are called take effect at once', () => {
    const stops: (() => void)[] = [];
    const called: string[] = [];
    stops.push(
      on(stage.world, label, 'pointerdown', () => {
        called.push('first');
        for (const stop of stops) stop();
        on(stage.world, label, 'pointerdown', () => called.push('late'));
      }),
    );
    stops.push(on(stage.world, label, 'pointerdown', () => called.push('second')));
    stops.push(on(stage.world, root, 'pointerdown', () => called.push('root')));
    stage.down(135, 130);
    stage.frame();
    expect(called).toEqual(['first']);
    stage.down(135, 130);
    stage.frame();
    expect(called).toEqual(['first', 'late']);
  });

  it('of an element despawned by one before are not called, those of its parents are', () => {
    on(stage.world, label, 'pointerdown', () => despawn(stage.world, button));
    stage.log(label, 'label', 'pointerdown');
    stage.log(button, 'button', 'pointerdown');
    stage.log(card, 'card', 'pointerdown', 'pointerup', 'activate');
    stage.down(135, 130);
    stage.up(135, 130);
    stage.frame();
    expect(stage.taken()).toEqual(['pointerdown card', 'pointerup card']);
  });

  it('of whoever gets the row of a parent that was removed through bitECS are not called', () => {
    const heirs: Entity[] = [];
    on(stage.world, label, 'pointerdown', () => {
      removeEntity(stage.world.bit, card & ROW_MASK);
      heirs.push(spawn(stage.world, BoxKind, root));
      stage.log(heirs[0]!, 'heir', 'pointerdown');
    });
    stage.log(root, 'root', 'pointerdown');
    stage.down(135, 130);
    stage.frame();
    expect(heirs.map((heir) => heir & ROW_MASK)).toEqual([card & ROW_MASK]);
    expect(stage.taken()).toEqual(['pointerdown root']);
  });

  it('go with their element, and the next owner of the row has none', () => {
    const handlers = resource(stage.world, Handlers);
    let calls = 0;
    const count = (): void => {
      calls++;
    };
    const stop = on(stage.world, button, 'pointerdown', count);
    stage.log(label, 'label', 'pointerdown');
    expect(handlers.count()).toBe(2);
    despawn(stage.world, button);
    expect(handlers.count()).toBe(0);
    const heirs = [spawn(stage.world, BoxKind, card), spawn(stage.world, BoxKind, card)];
    expect(heirs.map((heir) => heir & ROW_MASK)).toContain(button & ROW_MASK);
    for (const heir of heirs) {
      stage.place(heir, [120, 120, 100, 40]);
      on(stage.world, heir, 'pointermove', count);
    }
    stop();
    expect(handlers.count()).toBe(2);
    stage.frame();
    stage.down(135, 130);
    stage.move(135, 131);
    stage.frame();
    expect(calls).toBe(1);
    expect(stage.taken()).toEqual([]);
  });

  it('make an element stop hits while there are any for pointers', () => {
    const stops = [
      on(stage.world, card, 'pointermove', () => {}),
      on(stage.world, card, 'activate', () => {}),
    ];
    expect(stage.has(card, STATE_LISTENING)).toBe(true);
    stops[0]!();
    stops[0]!();
    expect(stage.has(card, STATE_LISTENING)).toBe(true);
    stops[1]!();
    expect(stage.has(card, STATE_LISTENING)).toBe(false);
    on(stage.world, card, 'keydown', () => {});
    expect(stage.has(card, STATE_LISTENING)).toBe(false);
    on(stage.world, button, 'activate', () => {})();
    expect(stage.has(button, STATE_LISTENING)).toBe(false);
    expect(stage.has(button, STATE_INTERACTIVE)).toBe(true);
  });

  it('of an element that moved with its layer get positions from where it is now', () => {
    const table = resource(stage.world, LayerTable);
    const pane = stage.box(root, [0, 0, 50, 50]);
    const id = stage.layer(pane, 10, 10);
    stage.frame();
    const seen: number[] = [];
    on(stage.world, pane, 'pointermove', (event) => seen.push(event.localX, event.localY));
    moveLayer(stage.world, table, id, 5, 5);
    stage.frame();
    stage.move(20, 30);
    stage.frame();
    expect(seen).toEqual([5, 15]);
  });
});

function all(): [Entity, string][] {
  return [
    [root, 'root'],
    [card, 'card'],
    [button, 'button'],
    [label, 'label'],
  ];
}
