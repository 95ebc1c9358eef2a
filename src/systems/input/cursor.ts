import { columns, findResource, type World } from '../../ecs';
import {
  CURSOR_AUTO,
  CURSOR_DEFAULT,
  CURSOR_POINTER,
  Cursor,
  CursorPort,
  cursorNames,
  TextInput,
} from '../../ecs/stores';
import type { Hover } from './hover';

/** Makes what shows the mouse cursor that the element under the pointer asks for. The host hears of changes only. */
export function createCursor(world: World, hover: Hover): () => void {
  let shown = CURSOR_AUTO;

  function wanted(): number {
    const { rows, start, length } = hover.path;
    if (!hover.isResting || length === 0) return CURSOR_AUTO;
    // What is disabled has no links, and nothing of it is selected.
    const texts = start === 0 ? findResource(world, TextInput) : undefined;
    const own = texts?.cursorAt(rows[0]!, hover.place) ?? CURSOR_AUTO;
    // As on a page a link has a cursor of its own, whatever it is in.
    if (own === CURSOR_POINTER) return own;
    const { shape } = columns(world, Cursor);
    for (let i = 0; i < length; i++) {
      const asked = rows[i] === 0 ? CURSOR_AUTO : shape[rows[i]!]!;
      if (asked === CURSOR_AUTO) continue;
      // A disabled button is not one to press.
      return asked === CURSOR_POINTER && i < start ? CURSOR_DEFAULT : asked;
    }
    return own;
  }

  return () => {
    const port = findResource(world, CursorPort);
    if (!port) return;
    const next = wanted();
    if (next === shown) return;
    shown = next;
    port.show(cursorNames[next] ?? 'auto');
  };
}
