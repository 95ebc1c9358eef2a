import { addComponent, entityExists, removeComponent } from 'bitecs';
import { COMMAND_ADD, COMMAND_FREE, COMMAND_JOIN } from './commands';
import { adoptRemoval, freeRow } from './entity';
import { type Internals, internals, ROW_ALIVE, ROW_DOOMED, type World } from './internals';
import { endBurst } from './renew';
import { refreshTree } from './tree';

/**
 * Applies what was recorded, in order, and brings the depth-first arrays up to date. Called at the end of every phase. An edit
 * that throws (a listener or observer of the app) is reported and keeps no other from being applied.
 */
export function flushCommands(world: World, report: (error: unknown) => void): void {
  const state = internals(world);
  const buffer = state.commands;
  // An observer may record more while this runs, so the length is read every time.
  for (let i = 0; i < buffer.length; i++) {
    try {
      apply(world, state, i);
    } catch (error) {
      report(error);
    }
  }
  buffer.length = 0;
  endBurst(state);
  refreshTree(state);
}

function apply(world: World, state: Internals, at: number): void {
  const { ops, rows, generations, components } = state.commands;
  const row = rows[at]!;
  const component = components[at];
  components[at] = undefined;
  if (generations[at] !== state.generation[row]) return;
  const op = ops[at];
  if (op === COMMAND_FREE) {
    if (state.life[row] === ROW_DOOMED) freeRow(world, row);
    return;
  }
  if (state.life[row] !== ROW_ALIVE) return;
  if (op === COMMAND_ADD) addComponent(world.bit, row, component!);
  else if (op !== COMMAND_JOIN) removeComponent(world.bit, row, component!);
  else if (entityExists(world.bit, row)) {
    addComponent(world.bit, row, state.kinds[state.kindOf[row]!]!);
  } else {
    adoptRemoval(world, row);
  }
}
