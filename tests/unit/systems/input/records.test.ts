import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { despawn, type Entity, isAlive, move, ROW_MASK, resource } from '../../../../src/ecs';
import {
  Handlers,
  KEY_ENTER,
  KEY_ESCAPE,
  KEY_TAB,
  ScrollRequests,
  STATE_DISABLED,
  STATE_FOCUSABLE,
  STATE_FOCUSED,
  STATE_HIDDEN,
  STATE_HOVERED,
  STATE_INTERACTIVE,
  STATE_PRESSED,
  STATE_SCROLLABLE,
} from '../../../../src/ecs/stores';
import { POINTER_MOUSE, POINTER_TOUCH } from '../../../../src/systems/input';
import { createStage, rowsWith, type Stage } from './stage';

const RUNS = process.env.RAFTER_LONG ? 20_000 : 60;
const POINTERS = [1, 2, 3];
/** Elements are squares of this size on a grid of this many columns. */
const SIZE = 20;
const COLUMNS = 4;
const COUNT = 12;

type Point = { id: number; x: number; y: number };
type Operation =
  | ({ op: 'move' | 'down' | 'up' } & Point)
  | { op: 'cancel' | 'leave'; id: number }
  | { op: 'wheel'; x: number; y: number }
  | { op: 'key'; code: number }
  | { op: 'despawn' | 'spawn' | 'disable' | 'enable' | 'hide' | 'show' | 'reparent'; at: number }
  | { op: 'despawnInHandler'; at: number }
  | { op: 'blur' | 'frame' };

describe('any stream of records', () => {
  it('leaves no hover or press behind, and calls no handler of what is dead', () => {
    fc.assert(
      fc.property(operations(), (stream) => {
        const scene = createScene();
        for (const operation of stream) {
          scene.apply(operation);
          if (operation.op === 'frame') scene.checkFocus();
        }
        for (const id of POINTERS) {
          if (id % 2 === 0) scene.stage.leave(id);
          else scene.stage.cancel(id);
        }
        scene.stage.frame();
        expect(rowsWith(scene.stage.world, STATE_HOVERED | STATE_PRESSED)).toEqual([]);
        expect(scene.deadCalls).toBe(0);
        scene.finish();
      }),
      { numRuns: RUNS },
    );
  });

  it('leaves no hover or press behind after a blur', () => {
    fc.assert(
      fc.property(operations(), (stream) => {
        const scene = createScene();
        for (const operation of stream) scene.apply(operation);
        scene.apply({ op: 'blur' });
        scene.apply({ op: 'frame' });
        expect(rowsWith(scene.stage.world, STATE_HOVERED | STATE_PRESSED)).toEqual([]);
        scene.finish();
      }),
      { numRuns: RUNS },
    );
  });

  it('activates what a simple model activates, in its order', () => {
    fc.assert(
      fc.property(operations(['move', 'down', 'up', 'cancel', 'leave', 'blur']), (stream) => {
        const scene = createScene({ scrolls: false });
        const pressed = new Map<number, Entity | undefined>();
        const wanted: (Entity | undefined)[] = [];
        for (const operation of stream) {
          scene.apply(operation);
          if (operation.op === 'down') pressed.set(operation.id, scene.under(operation));
          if (operation.op === 'blur') pressed.clear();
          if (operation.op === 'cancel' || operation.op === 'leave') pressed.delete(operation.id);
          if (operation.op !== 'up') continue;
          const began = pressed.get(operation.id);
          pressed.delete(operation.id);
          if (began !== undefined && began === scene.under(operation)) wanted.push(began);
        }
        scene.apply({ op: 'frame' });
        expect(scene.activated).toEqual(wanted);
        const held = new Set([...pressed.values()].filter((entity) => entity !== undefined));
        expect(rowsWith(scene.stage.world, STATE_PRESSED)).toEqual(
          [...held].map((entity) => entity & ROW_MASK).sort((a, b) => a - b),
        );
        scene.finish();
      }),
      { numRuns: RUNS },
    );
  });

  it('hovers exactly the path of what lies under the last pointer seen', () => {
    fc.assert(
      fc.property(operations(['move', 'leave', 'hide', 'show', 'disable', 'enable']), (stream) => {
        const scene = createScene();
        let last: Point | undefined;
        for (const operation of stream) {
          scene.apply(operation);
          if (operation.op === 'move') last = operation;
          if (operation.op === 'leave' && operation.id === last?.id) last = undefined;
        }
        // Whether something is enabled is looked at when the pointer or the scene moves.
        if (last) scene.apply({ op: 'move', ...last });
        scene.apply({ op: 'frame' });
        const over = last && scene.under(last);
        const path = over === undefined ? [] : [over & ROW_MASK];
        const isOverAny = last !== undefined && scene.isOnPage(last);
        expect(rowsWith(scene.stage.world, STATE_HOVERED).slice(isOverAny ? 2 : 0)).toEqual(path);
        scene.finish();
      }),
      { numRuns: RUNS },
    );
  });
});

function operations(only?: Operation['op'][]): fc.Arbitrary<Operation[]> {
  const id = fc.constantFrom(...POINTERS);
  const position = fc.integer({ min: -10, max: COLUMNS * SIZE + 10 });
  const at = fc.integer({ min: 0, max: COUNT - 1 });
  const all: fc.Arbitrary<Operation>[] = [
    ...(['move', 'down', 'up'] as const).map((op) =>
      fc.record({ op: fc.constant(op), id, x: position, y: position }),
    ),
    ...(['cancel', 'leave'] as const).map((op) => fc.record({ op: fc.constant(op), id })),
    fc.record({ op: fc.constant('wheel' as const), x: position, y: position }),
    fc.record({
      op: fc.constant('key' as const),
      code: fc.constantFrom(KEY_TAB, KEY_ENTER, KEY_ESCAPE),
    }),
    ...(
      [
        'despawn',
        'spawn',
        'disable',
        'enable',
        'hide',
        'show',
        'reparent',
        'despawnInHandler',
      ] as const
    ).map((op) => fc.record({ op: fc.constant(op), at })),
    ...(['blur', 'frame'] as const).map((op) => fc.record({ op: fc.constant(op) })),
  ];
  const operation = fc
    .oneof(...all)
    .filter(({ op }) => !only || op === 'frame' || only.includes(op));
  return fc.array(operation, { maxLength: 60 });
}

/** A page of squares in a grid, half of them inside the one before, whose handlers check that they may be called. */
function createScene({ scrolls = true } = {}) {
  const stage = createStage();
  const root = stage.box(0, [0, 0, 1, 1]);
  const page = stage.box(
    root,
    [0, 0, COLUMNS * SIZE, COLUMNS * SIZE],
    scrolls ? STATE_SCROLLABLE : 0,
  );
  const squares: Entity[] = [];
  const activated: Entity[] = [];
  const doomed = new Set<Entity>();
  let deadCalls = 0;

  function add(at: number): void {
    const rect = [(at % COLUMNS) * SIZE, Math.floor(at / COLUMNS) * SIZE, SIZE, SIZE] as const;
    const square = stage.box(page, rect, STATE_INTERACTIVE | STATE_FOCUSABLE);
    squares[at] = square;
    const handlers = resource(stage.world, Handlers);
    const types = [
      'pointerdown',
      'pointermove',
      'pointerup',
      'focus',
      'blur',
      'keydown',
      'wheel',
    ] as const;
    const check = (): void => {
      if (!isAlive(stage.world, square)) deadCalls++;
    };
    for (const type of types) {
      handlers.add(stage.world, square & ROW_MASK, type, check);
      handlers.add(stage.world, square & ROW_MASK, type, () => {
        check();
        if (doomed.delete(square)) despawn(stage.world, square);
      });
      handlers.add(stage.world, square & ROW_MASK, type, check);
    }
    handlers.add(stage.world, square & ROW_MASK, 'activate', (event) => {
      check();
      if (event.target === square) activated.push(square);
    });
  }

  for (let at = 0; at < COUNT; at++) add(at);
  stage.frame();

  const living = (at: number): Entity | undefined =>
    isAlive(stage.world, squares[at]!) ? squares[at] : undefined;
  const typeOf = (id: number): number => (id === 1 ? POINTER_MOUSE : POINTER_TOUCH);

  function apply(operation: Operation): void {
    switch (operation.op) {
      case 'move':
      case 'down':
      case 'up':
        stage[operation.op](operation.x, operation.y, operation.id, typeOf(operation.id));
        return;
      case 'cancel':
      case 'leave':
        stage[operation.op](operation.id);
        return;
      case 'wheel':
        stage.input.wheel(operation.x, operation.y, 0, 10, 0, 0);
        return;
      case 'key':
        stage.key(operation.code);
        return;
      case 'blur':
        stage.input.blur(0);
        return;
      case 'frame':
        stage.frame();
        return;
    }
    applyToSquare(operation.op, operation.at);
  }

  function applyToSquare(op: string, at: number): void {
    const square = living(at);
    if (square === undefined) {
      if (op === 'spawn') add(at);
      return;
    }
    if (op === 'despawn') despawn(stage.world, square);
    else if (op === 'disable') stage.set(square, STATE_DISABLED);
    else if (op === 'enable') stage.unset(square, STATE_DISABLED);
    else if (op === 'hide') stage.set(square, STATE_HIDDEN);
    else if (op === 'show') stage.unset(square, STATE_HIDDEN);
    else if (op === 'despawnInHandler') doomed.add(square);
    else if (op === 'reparent') {
      const other = living((at + 1) % COUNT);
      // Below another it would make a cycle with what is below it already.
      if (other !== undefined && other !== square) tryMove(stage, square, other);
    }
  }

  return {
    stage,
    activated,
    get deadCalls() {
      return deadCalls;
    },
    apply,
    /** The square that takes input at a point, found by arithmetic. */
    under({ x, y }: Point): Entity | undefined {
      if (!isOnPage({ x, y })) return undefined;
      const at = Math.floor(y / SIZE) * COLUMNS + Math.floor(x / SIZE);
      const square = at < COUNT ? living(at) : undefined;
      if (square === undefined) return undefined;
      return stage.has(square, STATE_HIDDEN | STATE_DISABLED) ? undefined : square;
    },
    isOnPage,
    checkFocus(): void {
      expect(rowsWith(stage.world, STATE_FOCUSED).length).toBeLessThanOrEqual(1);
    },
    finish(): void {
      expect(stage.systemFailures).toEqual([]);
      expect(stage.failures).toEqual([]);
      expect(resource(stage.world, ScrollRequests).length).toBeLessThanOrEqual(1);
      stage.dispose();
    },
  };

  function isOnPage({ x, y }: Pick<Point, 'x' | 'y'>): boolean {
    return x >= 0 && y >= 0 && x < COLUMNS * SIZE && y < COLUMNS * SIZE;
  }
}

function tryMove(stage: Stage, square: Entity, parent: Entity): void {
  try {
    move(stage.world, square, parent);
  } catch {
    // A cycle: it stays.
  }
}
