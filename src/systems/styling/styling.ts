import {
  columns,
  findResource,
  isRowAlive,
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
import { createStyledElements } from './styled-elements';

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
 * Times an element may change in frames in a row because its container's width did. One whose change is what makes the container
 * change would never rest: two times a frame, so this is two frames.
 */
const MOST_TURNS = 4;

/** Makes the styling of a world and installs `StyleClasses`. */
export function createStyling({ world }: StylingOptions): Styling {
  const table = createStyledElements();
  const { byState, bySurface, byContainer } = table;
  const noClasses = createRoot();
  const plain = lookOf(noClasses, 0, 0);
  const roots = new WeakMap<StyleClass, StyleSet>();
  let surfaceWidth = -1;
  let failed: { error: unknown; row: number }[] = [];

  setResource(world, StyleClasses, { set: setClasses });
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
      const width = widthOfSurface();
      breakpoints |= breakpointsAt(set, width, false);
      // The surface may have gone back by the next frame.
      if (width !== surfaceWidth) surfaceWidth = -1;
    }
    if (set.ofContainer !== 0) {
      const width = widthAround(row);
      table.widths[slot] = width;
      breakpoints |= breakpointsAt(set, width, true);
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
    const { own0, own1 } = columns(world, StyledBy);
    let dirt = 0;
    for (let i = 0; i < changes.length; i++) {
      const { leaf, value } = changes[i]!;
      const own = leaf.index < 32 ? own0[row]! : own1[row]!;
      if ((own & (1 << (leaf.index & 31))) !== 0) continue;
      leaf.write(world, row, value);
      dirt |= leaf.dirt;
    }
    if (dirt !== 0) touch(world, row, dirt);
  }

  function widthOfSurface(): number {
    return Math.fround(resource(world, Viewport).width);
  }

  /** Width of the nearest box around an element, or of the surface, as of the last layout pass. */
  function widthAround(row: number): number {
    const { display } = columns(world, LayoutStyle);
    let above = parentOf(world, row);
    while (above !== 0 && display[above] === DISPLAY_CONTENTS) above = parentOf(world, above);
    return above === 0 ? widthOfSurface() : columns(world, Box).width[above]!;
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
    const width = widthOfSurface();
    if (width === surfaceWidth) return;
    surfaceWidth = width;
    for (let i = 0; i < bySurface.list.length; i++) {
      const slot = bySurface.list.rows[i]!;
      const { set } = table.looks[slot]!;
      const kept = table.breakpoints[slot]! & set.ofContainer;
      table.breakpoints[slot] = kept | breakpointsAt(set, width, false);
      turn(slot);
    }
  }

  function followContainers(frame: number): void {
    for (let i = 0; i < byContainer.list.length; i++) {
      const slot = byContainer.list.rows[i]!;
      const width = widthAround(table.rows[slot]!);
      if (width === table.widths[slot]) continue;
      table.widths[slot] = width;
      const { set } = table.looks[slot]!;
      const kept = table.breakpoints[slot]! & set.ofSurface;
      const breakpoints = kept | breakpointsAt(set, width, true);
      if (breakpoints === table.breakpoints[slot] || !mayTurn(slot, frame)) continue;
      table.breakpoints[slot] = breakpoints;
      turn(slot);
    }
  }

  /** False for an element that does not come to rest; it keeps its look until its container has another width. */
  function mayTurn(slot: number, frame: number): boolean {
    const isInRow = frame - table.turned[slot]! <= 1;
    const turns = isInRow ? Math.min(table.turns[slot]! + 1, MOST_TURNS + 1) : 1;
    table.turned[slot] = frame;
    table.turns[slot] = turns;
    return turns <= MOST_TURNS;
  }

  const reads = [State, Viewport, Box, LayoutStyle, StyledBy];
  const looks = [LayoutStyle, Fill, StateColors, Border, BoxShadow, Radius, State];
  const writes = [...looks, LayerTable, LayerOf, StyledBy, StyleClasses];

  function containers(name: string, after: string, before: string): System {
    return {
      name,
      phase: 'settle',
      reads,
      writes,
      after: [after],
      before: [before],
      update(frame) {
        followContainers(frame.index);
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
    containers: containers('styling/containers', 'virtualization/measure', 'layout/settle'),
    containersAgain: containers(
      'styling/containers-again',
      'virtualization/measure-again',
      'layout/settle-again',
    ),
    get count() {
      return table.count;
    },
    get bytes() {
      return table.bytes;
    },
  };
}
