import {
  createTunables,
  type Frame,
  findResource,
  keepAwake,
  onFree,
  PROJECTION,
  STACK,
  type System,
  setResource,
  treeOf,
  type World,
  watchDirt,
} from '../../ecs';
import {
  Box,
  Cursor,
  CursorPort,
  Failures,
  Handlers,
  HitTester,
  INPUT_BLUR,
  INPUT_KEY_DOWN,
  INPUT_POINTER_CANCEL,
  INPUT_POINTER_DOWN,
  INPUT_POINTER_LEAVE,
  INPUT_POINTER_MOVE,
  INPUT_POINTER_UP,
  INPUT_WHEEL,
  InputQueue,
  LayerOf,
  LayerRows,
  LayerTable,
  LayoutStyle,
  MODIFIER_CONTROL,
  MODIFIER_SHIFT,
  ScrollRequests,
  STATE_SCROLLABLE,
  State,
  StateColors,
  TextInput,
  TextMarks,
} from '../../ecs/stores';
import { createCursor } from './cursor';
import { createDispatcher } from './dispatch';
import { createEmitter } from './emit';
import { createFocus } from './focus';
import { createHandlers } from './handlers';
import { createHover } from './hover';
import { createKeys } from './keys';
import { createPath, fillPath, forgetInPath, nearest } from './path';
import { createPointers, POINTER_MOUSE } from './pointers';
import { createPresses } from './presses';
import { createInputWriter } from './queue';
import { createRecord, readRecord } from './record';
import {
  canMove,
  createScrollRequests,
  forgetRequest,
  movesAcross,
  pageIn,
  requestOf,
  scrollerOf,
} from './scroll-requests';
import { inputTunables } from './tunables';

export type InputOptions = { world: World };

/** The input of a world: its systems, and the records a host hands in. Positions are surface CSS pixels, times host clock ms. */
export type Input = {
  /** Serves the records of the frame. */
  readonly input: System;
  /** Hovers again when something moved under a resting pointer. */
  readonly hover: System;
  /**
   * A pointer record. `leave` says that the pointer is gone: it takes a press away as `cancel` does, so a host that can should
   * capture the pointer while it is down.
   * @param kind an `INPUT_POINTER` constant
   * @param id the host's, the same from down to up
   * @param button 0 primary, 1 middle, 2 secondary; any for moves
   * @param modifiers `MODIFIER` bits
   * @param pointerType a `POINTER` constant. @default POINTER_MOUSE
   */
  pointer(
    kind: number,
    id: number,
    x: number,
    y: number,
    button: number,
    modifiers: number,
    time: number,
    pointerType?: number,
  ): void;
  /** Turns of a wheel in CSS pixels. */
  wheel(
    x: number,
    y: number,
    deltaX: number,
    deltaY: number,
    modifiers: number,
    time: number,
  ): void;
  /**
   * @param kind `INPUT_KEY_DOWN` or `INPUT_KEY_UP`
   * @param code a `KEY` constant
   * @param key the host's `KeyboardEvent.key`. @default ''
   */
  key(kind: number, code: number, modifiers: number, time: number, key?: string): void;
  /** The host lost the user's attention: all pointers are taken away. */
  blur(time: number): void;
  /** True if a wheel there would move something, so that a host can keep its page from moving too. As of the last frame. */
  takesWheel(x: number, y: number, deltaX: number, deltaY: number): boolean;
  /** CSS pixels of a page of what a wheel there would move, for wheels that turn by pages; 0 where nothing scrolls. As of the last frame. */
  pageAt(x: number, y: number, deltaX: number, deltaY: number): number;
  /** True if the framework would do something by itself on this key, as of the last frame. Modifiers are not looked at. */
  takesKey(code: number): boolean;
  /** True if the framework would do something by itself on a key with control or command, such as select all of a text. */
  takesShortcut(key: string, modifiers: number): boolean;
  /** Stops listening to the world. Safe to call twice. */
  dispose(): void;
};

const NO_TESTER: HitTester = {
  hit: () => 0,
  toLocal() {},
  wayToLocal() {},
  localX: 0,
  localY: 0,
};

/** Makes the input of a world and installs `InputQueue`, `Handlers` and `ScrollRequests`. */
export function createInput({ world }: InputOptions): Input {
  const writer = createInputWriter(world);
  const { queue } = writer;
  const handlers = createHandlers();
  const requests = createScrollRequests();
  setResource(world, InputQueue, queue);
  setResource(world, ScrollRequests, requests);
  const tunables = createTunables(inputTunables);
  const record = createRecord();
  // Projection is made after input, so the tester is looked up when it is needed.
  const tester = (): HitTester => findResource(world, HitTester) ?? NO_TESTER;
  const dispatcher = createDispatcher(world, handlers, record, tester);
  const emitter = createEmitter(world, handlers, tester);
  setResource(world, Handlers, { ...handlers, emit: emitter.emit });
  const hover = createHover(world, record, tester);
  const showCursor = createCursor(world, hover);
  const focus = createFocus(world, dispatcher);
  const pointers = createPointers();
  const shared = { world, record, dispatcher, hover, focus, pointers, requests, tunables, tester };
  const presses = createPresses(shared);
  const keys = createKeys(shared);
  const probe = createPath();
  const dragged = new Float64Array(2);
  const moved = watchDirt(world, PROJECTION | STACK);
  let layerVersion = -1;
  let treeVersion = -1;

  const stopFree = onFree(world, (row) => {
    handlers.forget(row);
    hover.forget(row);
    focus.forget(row);
    pointers.forget(row);
    forgetInPath(dispatcher.path, row);
    emitter.forget(row);
    forgetRequest(requests, row);
  });

  /** What a wheel there would move. */
  function under(x: number, y: number, deltaX: number, deltaY: number): number {
    fillPath(world, probe, tester().hit(x, y));
    return scrollerOf(world, nearest(world, probe, STATE_SCROLLABLE), deltaX, deltaY);
  }

  function turnWheel(): void {
    const { path } = dispatcher;
    fillPath(world, path, tester().hit(record.point[0]!, record.point[1]!));
    if (dispatcher.bubble('wheel', path.start, false)) return;
    // A wheel with control zooms the page.
    if ((record.modifiers & MODIFIER_CONTROL) !== 0) return;
    const row = nearest(world, path, STATE_SCROLLABLE);
    const { deltaX, deltaY } = record;
    // A wheel with one axis turns the other with shift; some systems have done so already.
    const turned = (record.modifiers & MODIFIER_SHIFT) !== 0 && deltaX === 0;
    if (turned && movesAcross(world, row)) {
      wheelTo(row, deltaY, 0);
      return;
    }
    // Each axis moves what can move that way.
    if (deltaX !== 0) wheelTo(row, deltaX, 0);
    if (deltaY !== 0 || deltaX === 0) wheelTo(row, 0, deltaY);
  }

  function wheelTo(row: number, deltaX: number, deltaY: number): void {
    const at = requestOf(world, requests, scrollerOf(world, row, deltaX, deltaY));
    if (at < 0) return;
    requests.deltaX[at]! += deltaX;
    requests.deltaY[at]! += deltaY;
    requests.time[at] = record.time;
  }

  function serve(): void {
    const { kind } = record;
    if (kind === INPUT_POINTER_MOVE) presses.move();
    else if (kind === INPUT_POINTER_DOWN) presses.down();
    else if (kind === INPUT_POINTER_UP) presses.up();
    else if (kind === INPUT_POINTER_CANCEL || kind === INPUT_POINTER_LEAVE) presses.end();
    else if (kind === INPUT_WHEEL) turnWheel();
    else if (kind === INPUT_KEY_DOWN) keys.down();
    else if (kind === INPUT_BLUR) presses.endAll();
  }

  function serveAll(): void {
    const count = writer.open();
    let done = 0;
    try {
      while (done < count) {
        readRecord(record, queue, done++);
        serve();
      }
    } finally {
      // What is left after a failure waits for the next frame.
      writer.close(done);
    }
  }

  /** Scrolls for a selection that is dragged out of what scrolls, as long as the pointer is there. */
  function followDrag(frame: Frame): void {
    const row = findResource(world, TextInput)?.drag(frame, dragged) ?? 0;
    const at = requestOf(world, requests, row);
    if (at < 0) return;
    requests.drag[at] = 1;
    requests.deltaX[at]! += dragged[0]!;
    requests.deltaY[at]! += dragged[1]!;
    requests.time[at] = frame.now;
    keepAwake(world);
  }

  const hitStores = [HitTester, Box, LayerOf, LayerTable, LayerRows, LayoutStyle] as const;
  const reads = [...hitStores, State, StateColors];

  return {
    input: {
      name: 'input',
      phase: 'input',
      reads: [...reads, Handlers, Failures],
      writes: [InputQueue, ScrollRequests, State, TextMarks],
      tunables,
      update(frame) {
        requests.length = 0;
        focus.check();
        findResource(world, TextInput)?.check();
        serveAll();
        // An up among the lost would leave its press behind for ever.
        if (writer.takeLost()) presses.endAll();
        followDrag(frame);
        dispatcher.rethrow();
      },
      dispose: stopFree,
    },
    hover: {
      name: 'input/hover-again',
      phase: 'project',
      reads: [...reads, Cursor],
      writes: [State, CursorPort],
      after: ['projection/layers'],
      update() {
        const layers = findResource(world, LayerRows)?.version ?? 0;
        const tree = treeOf(world).version;
        const isStill =
          moved.length === moved.taken && layers === layerVersion && tree === treeVersion;
        moved.take();
        layerVersion = layers;
        treeVersion = tree;
        // While it is down a pointer hovers what it pressed.
        if (!isStill && hover.isResting && pointers.find(hover.pointer) < 0) {
          hover.set(hover.hit());
        }
        if (hover.takeMove() || !isStill) showCursor();
      },
      dispose: () => moved.dispose(),
    },
    pointer(kind, id, x, y, button, modifiers, time, pointerType = POINTER_MOUSE) {
      writer.pointer(kind, id, x, y, button, modifiers, time, pointerType);
    },
    wheel: writer.wheel,
    key: writer.key,
    blur: writer.blur,
    takesWheel: (x, y, deltaX, deltaY) =>
      canMove(world, under(x, y, deltaX, deltaY), deltaX, deltaY),
    pageAt: (x, y, deltaX, deltaY) => pageIn(world, under(x, y, deltaX, deltaY), deltaX !== 0),
    takesKey: keys.takes,
    takesShortcut: (key, modifiers) =>
      findResource(world, TextInput)?.takesShortcut(focus.row, key, modifiers) ?? false,
    dispose() {
      stopFree();
      moved.dispose();
    },
  };
}
