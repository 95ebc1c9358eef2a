import { type Kind, kindOf, type Row, resolve, type Target, ValueError, type World } from '../ecs';
import { TextKind } from '../ecs/stores';

/** The row of a text; 0 for a stale handle inside a frame. Throws `ValueError` for another kind of element. */
export function textRow(world: World, target: Target): Row {
  const row = resolve(world, target);
  if (row !== 0 && kindOf(world, row) !== TextKind) throw noText(world, row);
  return row;
}

function noText(world: World, row: Row): ValueError {
  const { kind } = kindOf(world, row) as Partial<Kind>;
  const shown = kind === undefined ? 'no text' : `of kind '${kind}', not 'text'`;
  return new ValueError(
    `row ${row} is ${shown}; give an element made by text(), or use setLabel for a button`,
  );
}
