import type { World } from '../../ecs';
import type { Handlers, HitTester } from '../../ecs/stores';
import { createDispatcher, type Dispatcher } from './dispatch';
import type { HandlerTable } from './handlers';
import { fillPath, forgetInPath } from './path';
import { createRecord, type InputRecord } from './record';

/** Tells handlers of what elements do, also while they are being told of input: it has an event object of its own. */
export type Emitter = { emit: Handlers['emit']; forget(row: number): void };

/** Makes the emitter of a world. */
export function createEmitter(
  world: World,
  handlers: HandlerTable,
  tester: () => HitTester,
): Emitter {
  type Teller = { record: InputRecord; dispatcher: Dispatcher };
  const tellers: Teller[] = [];
  // A handler may do what is told of again: each level tells with its own.
  let depth = 0;

  function tellerOf(level: number): Teller {
    const known = tellers[level];
    if (known) return known;
    const record = createRecord();
    const made = { record, dispatcher: createDispatcher(world, handlers, record, tester) };
    tellers.push(made);
    return made;
  }

  return {
    emit(row, type, href = '', from) {
      const { record, dispatcher } = tellerOf(depth);
      record.href = href;
      record.x = from?.x ?? 0;
      record.y = from?.y ?? 0;
      record.point[0] = record.x;
      record.point[1] = record.y;
      record.pointer = from?.pointer ?? 0;
      record.code = from?.code ?? 0;
      record.modifiers = from?.modifiers ?? 0;
      record.time = from?.time ?? 0;
      record.key = from?.key ?? '';
      fillPath(world, dispatcher.path, row);
      depth++;
      try {
        dispatcher.bubble(type, 0, false);
      } finally {
        depth--;
      }
      dispatcher.rethrow();
    },
    forget(row) {
      for (const { dispatcher } of tellers) forgetInPath(dispatcher.path, row);
    },
  };
}
