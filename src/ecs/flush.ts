import { addComponent, removeComponent } from 'bitecs';
import { COMMAND_ADD, COMMAND_FREE, COMMAND_JOIN } from './commands';
import { freeRow } from './entity';
import { internals, ROW_ALIVE, ROW_DOOMED, type World } from './internals';
import { refreshTree } from './tree';

/** Applies what was recorded and brings the depth-first arrays up to date. Called at the end of every phase. */
export function flushCommands(world: World): void {
  const state = internals(world);
  const buffer = state.commands;
  // An observer may record more while this runs, so the length is read every time.
  for (let i = 0; i < buffer.length; i++) {
    const row = buffer.rows[i]!;
    const component = buffer.components[i];
    buffer.components[i] = undefined;
    if (buffer.generations[i] !== state.generation[row]) continue;
    const op = buffer.ops[i];
    if (op === COMMAND_FREE) {
      if (state.life[row] === ROW_DOOMED) freeRow(world, row);
    } else if (state.life[row] === ROW_ALIVE) {
      if (op === COMMAND_JOIN) addComponent(world.bit, row, state.kinds[state.kindOf[row]!]!);
      else if (op === COMMAND_ADD) addComponent(world.bit, row, component!);
      else removeComponent(world.bit, row, component!);
    }
  }
  buffer.length = 0;
  refreshTree(state);
}
