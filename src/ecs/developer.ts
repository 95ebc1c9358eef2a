import { StaleHandleError, ValueError } from './errors';
import { packEntity } from './handle';
import { type Internals, internals, ROW_ALIVE, ROW_DOOMED, type World } from './internals';

/** Rows with numbers that have been told of and are still there. */
const told = new WeakMap<Internals, Set<number>>();

/** True if the world was made with `developer`: for checks that cost, or tell of what may be meant. */
export function isDeveloper(world: World): boolean {
  return internals(world).developer;
}

/** What a `developer` world looks at when a row is touched, where the code that wrote it is still to be seen in the error. */
export function checkTouched(state: Internals, row: number): void {
  const life = state.life[row];
  if (life !== ROW_ALIVE && life !== ROW_DOOMED) {
    throw new StaleHandleError(
      `row ${row} was touched and holds no element; keep handles, not rows, across frames, and drop rows in onFree`,
    );
  }
  const rows = told.get(state);
  if (isSound(state, row)) {
    rows?.delete(row);
    return;
  }
  // Once, and not to everyone who touches the row after the one who wrote it.
  if (rows?.has(row)) return;
  told.set(state, (rows ?? new Set()).add(row));
  throw errorOf(state, row);
}

/** Allocates nothing, and so knows no names. */
function isSound({ stores }: Internals, row: number): boolean {
  const { f32, f64 } = stores.finite;
  // 0 for finite numbers alone. Of what infinities give, NaN, a sum stays one.
  let sum = 0;
  for (let i = 0; i < f32.length; i++) sum += f32[i]![row]! * 0;
  for (let i = 0; i < f64.length; i++) sum += f64[i]![row]! * 0;
  return sum === 0;
}

function errorOf({ stores, generation }: Internals, row: number): ValueError {
  let name = '';
  let value: number | undefined;
  for (const { store, columns } of stores.list) {
    for (const field in store.finite ? columns : {}) {
      if (value !== undefined || Number.isFinite(columns[field]![row])) continue;
      name = `${store.name}.${field}`;
      value = columns[field]![row];
    }
  }
  const entity = packEntity(row, generation[row]!);
  return new ValueError(
    `${name} of element ${entity} (row ${row}) is ${value}; write a finite number before you touch the row`,
  );
}
