import {
  columns,
  findResource,
  isRowAlive,
  keepAwake,
  onFree,
  parentOf,
  resource,
  type System,
  setResource,
  touch,
  type World,
} from '../../ecs';
import {
  Border,
  Box,
  BoxShadow,
  DISPLAY_CONTENTS,
  Failures,
  Fill,
  FillGradient,
  LayerOf,
  LayerTable,
  LayoutStyle,
  Radius,
  State,
  StateColors,
  type StyleClass,
  StyleClasses,
  StyledBy,
  type StyleWrite,
  Text,
  Viewport,
} from '../../ecs/stores';
import {
  breakpointsAt,
  changesBetween,
  createRoot,
  type Look,
  lookOf,
  type StyleSet,
  withClass,
} from './style-sets';
import { createStyledElements, REFUSED, REFUSED_AGAIN } from './styled-elements';

export type StylingOptions = { world: World };

/** The style classes of a world and the systems that follow what their variants go by. */
export type Styling = {
  /** State bits and the surface's width. */
  readonly states: System;
  /** Widths of containers, after each layout pass that another one follows. */
  readonly containers: System;
  readonly containersAgain: System;
  /** Elements with classes, those with defaults included. */
  readonly count: number;
  readonly bytes: number;
};

/**
 * What the changes of an element in frames in a row may cost together, that its container's width asks for. One whose change is what
 * changes the container would never rest: it may for less than four frames. What comes from outside may for longer, but as the two
 * cannot be told apart for sure, not for ever.
 */
const MOST_TURNS = 64;
const TURN = 1;
/** A change that may follow from the one before, in the same frame. */
const OWN_TURN = 16;

/** Makes the styling of a world and installs `StyleClasses`. */
export function createStyling({ world }: StylingOptions): Styling {
  const table = createStyledElements();
  const { byState, bySurface, byContainer } = table;
  const noClasses = createRoot();
  const plain = lookOf(noClasses, 0, 0);
  const roots = new WeakMap<StyleClass, StyleSet>();
  // Widths are handed on in an array: of one that is returned or given, engines make an object. First what was just read, then the
  // surface's for which looks were made.
  const widths = new Float32Array([0, -1]);
  let failed: { error: unknown; row: number }[] = [];

  setResource(world, StyleClasses, { set: setClasses, setDefaults });
  const stopFree = onFree(world, (row) => {
    const { slot } = columns(world, StyledBy);
    if (slot[row] !== 0) table.release(slot[row]!);
    slot[row] = 0;
  });

  function setClasses(row: number, classes: readonly StyleClass[], defaults?: StyleClass): void {
    const slots = columns(world, StyledBy).slot;
    const from = slots[row] === 0 ? plain : table.looks[slots[row]!]!;
    let set = slots[row] === 0 ? rootOf(defaults) : from.set.root;
    for (let i = 0; i < classes.length; i++) set = withClass(set, classes[i]!);
    // What the variants go by is followed elsewhere.
    if (set === from.set) return;
    let to = plain;
    if (set === noClasses) {
      table.release(slots[row]!);
      slots[row] = 0;
    } else {
      if (slots[row] === 0) slots[row] = table.take(row);
      to = enter(slots[row]!, row, set);
    }
    write(row, changesBetween(from, to));
  }

  function setDefaults(row: number, defaults: StyleClass): void {
    const slot = columns(world, StyledBy).slot[row]!;
    if (slot === 0) return;
    const from = table.looks[slot]!;
    const { classes, root } = from.set;
    let set = rootOf(defaults);
    for (let i = root.classes.length; i < classes.length; i++) set = withClass(set, classes[i]!);
    if (set !== from.set) write(row, changesBetween(from, enter(slot, row, set)));
  }

  function rootOf(defaults: StyleClass | undefined): StyleSet {
    if (!defaults) return noClasses;
    let root = roots.get(defaults);
    if (!root) {
      root = createRoot(defaults);
      roots.set(defaults, root);
    }
    return root;
  }

  /** Gives a slot the look that a set has now. */
  function enter(slot: number, row: number, set: StyleSet): Look {
    const states = columns(world, State).bits[row]! & set.states;
    let breakpoints = 0;
    if (set.ofSurface !== 0) {
      readSurface();
      breakpoints |= breakpointsAt(set, widths, false);
      // The surface may have gone back by the next frame.
      if (widths[0] !== widths[1]) widths[1] = -1;
    }
    if (set.ofContainer !== 0) {
      readAround(row);
      table.widths[slot] = widths[0]!;
      breakpoints |= breakpointsAt(set, widths, true);
    }
    table.masks[slot] = set.states;
    table.states[slot] = states;
    table.breakpoints[slot] = breakpoints;
    byState.set(slot, set.states !== 0);
    bySurface.set(slot, set.ofSurface !== 0);
    byContainer.set(slot, set.ofContainer !== 0);
    const look = lookOf(set, states, breakpoints);
    table.looks[slot] = look;
    return look;
  }

  /** Brings a slot to the look of its states and breakpoints. A property that cannot be written is left, and told later. */
  function turn(slot: number): void {
    const row = table.rows[slot]!;
    const from = table.looks[slot]!;
    const to = lookOf(from.set, table.states[slot]!, table.breakpoints[slot]!);
    if (to === from) return;
    table.looks[slot] = to;
    // Despawned in this phase: the row may be looked at, but nobody's look changes any more.
    if (!isRowAlive(world, row)) return;
    try {
      write(row, changesBetween(from, to));
    } catch (error) {
      failed.push({ error, row });
    }
  }

  /** Not before the end: listeners of the app may change the world. */
  function report(system: string): void {
    if (failed.length === 0) return;
    const told = failed;
    failed = [];
    const failures = findResource(world, Failures);
    if (!failures) throw told[0]!.error;
    for (const { error, row } of told) failures.report(error, system, row);
  }

  function write(row: number, changes: readonly StyleWrite[]): void {
    const { own0, own1, own2 } = columns(world, StyledBy);
    let dirt = 0;
    for (let i = 0; i < changes.length; i++) {
      const { leaf, value } = changes[i]!;
      const own = leaf.index < 32 ? own0 : leaf.index < 64 ? own1 : own2;
      if ((own[row]! & (1 << (leaf.index & 31))) !== 0) continue;
      leaf.write(world, row, value);
      dirt |= leaf.dirt;
    }
    if (dirt !== 0) touch(world, row, dirt);
  }

  function readSurface(): void {
    widths[0] = resource(world, Viewport).width;
  }

  /** Reads the width of the nearest box around an element, or of the surface, as of the last layout pass. */
  function readAround(row: number): void {
    const { display } = columns(world, LayoutStyle);
    let above = parentOf(world, row);
    while (above !== 0 && display[above] === DISPLAY_CONTENTS) above = parentOf(world, above);
    if (above === 0) readSurface();
    else widths[0] = columns(world, Box).width[above]!;
  }

  function followStates(): void {
    const { bits } = columns(world, State);
    const { rows: slots, length } = byState.list;
    const { rows, masks, states } = table;
    for (let i = 0; i < length; i++) {
      const slot = slots[i]!;
      const now = bits[rows[slot]!]! & masks[slot]!;
      if (now === states[slot]) continue;
      states[slot] = now;
      turn(slot);
    }
  }

  function followSurface(): void {
    readSurface();
    if (widths[0] === widths[1]) return;
    widths[1] = widths[0]!;
    for (let i = 0; i < bySurface.list.length; i++) {
      const slot = bySurface.list.rows[i]!;
      const { set } = table.looks[slot]!;
      const kept = table.breakpoints[slot]! & set.ofContainer;
      table.breakpoints[slot] = kept | breakpointsAt(set, widths, false);
      turn(slot);
    }
  }

  function followContainers(frame: number, isAgain: boolean): void {
    for (let i = 0; i < byContainer.list.length; i++) {
      const slot = byContainer.list.rows[i]!;
      readAround(table.rows[slot]!);
      if (widths[0] === table.widths[slot]) {
        // Refused in a frame before, and nothing has moved since.
        if (table.refused[slot] !== REFUSED || table.turned[slot] === frame) continue;
        table.refused[slot] = REFUSED_AGAIN;
        table.turns[slot] = MOST_TURNS - OWN_TURN;
      }
      table.widths[slot] = widths[0]!;
      const { set } = table.looks[slot]!;
      const kept = table.breakpoints[slot]! & set.ofSurface;
      const breakpoints = kept | breakpointsAt(set, widths, true);
      if (breakpoints === table.breakpoints[slot]) continue;
      const cost = isAgain && table.turned[slot] === frame ? OWN_TURN : TURN;
      if (!mayTurn(slot, frame, cost)) continue;
      table.breakpoints[slot] = breakpoints;
      turn(slot);
    }
  }

  /**
   * False for an element that does not come to rest: it is tried once more when its container does, and then keeps its look until the
   * container has another width.
   */
  function mayTurn(slot: number, frame: number, cost: number): boolean {
    const isInRow = frame - table.turned[slot]! <= 1;
    if (!isInRow) {
      table.turns[slot] = 0;
      table.refused[slot] = 0;
    }
    const turns = table.turns[slot]! + cost;
    table.turned[slot] = frame;
    if (turns <= MOST_TURNS) {
      table.turns[slot] = turns;
      return true;
    }
    if (table.refused[slot] === 0) table.refused[slot] = REFUSED;
    if (table.refused[slot] === REFUSED) keepAwake(world);
    return false;
  }

  const reads = [State, Viewport, Box, LayoutStyle, StyledBy];
  const looks = [
    LayoutStyle,
    Fill,
    StateColors,
    Border,
    BoxShadow,
    FillGradient,
    Radius,
    State,
    Text,
  ];
  const writes = [...looks, LayerTable, LayerOf, StyledBy, StyleClasses];

  function containers(name: string, after: string, before: string, isAgain: boolean): System {
    return {
      name,
      phase: 'settle',
      reads,
      writes,
      after: [after],
      before: [before],
      update(frame) {
        followContainers(frame.index, isAgain);
        report(name);
      },
      dispose() {},
    };
  }

  return {
    states: {
      name: 'styling/states',
      // Not in update: systems of the app write looks there, in any order, and states that these must follow.
      phase: 'virtualize',
      reads,
      writes,
      before: ['virtualization/window'],
      update() {
        followSurface();
        followStates();
        report('styling/states');
      },
      dispose: stopFree,
    },
    containers: containers('styling/containers', 'virtualization/measure', 'layout/settle', false),
    containersAgain: containers(
      'styling/containers-again',
      'virtualization/measure-again',
      'layout/settle-again',
      true,
    ),
    get count() {
      return table.count;
    },
    get bytes() {
      return table.bytes;
    },
  };
}
