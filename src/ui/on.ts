import { resolve, resource, type Target, ValueError, type World } from '../ecs';
import { type ElementEventName, type ElementHandler, Handlers } from '../ecs/stores';

const names: readonly ElementEventName[] = [
  'activate',
  'pointerdown',
  'pointerup',
  'pointermove',
  'wheel',
  'keydown',
  'focus',
  'blur',
  'link',
  'selectionchange',
];

/**
 * Calls the handler when the element or something in it is activated, pressed, scrolled or typed at; returns how to stop.
 * `activate` is a click, a tap, or Enter or Space on the focused element; `link` one on a link of a text, whose address is `href`:
 * `on(world, note, 'link', ({ href }) => void window.open(href, '_blank', 'noopener'))`. Throws `ValueError` for an event that there is not.
 */
export function on(
  world: World,
  target: Target,
  type: ElementEventName,
  handler: ElementHandler,
): () => void {
  if (!names.includes(type)) {
    throw new ValueError(`there is no event '${type}'; give one of ${names.join(', ')}`);
  }
  if (typeof handler !== 'function') {
    throw new ValueError(`handler of '${type}' is ${String(handler)}; give a function`);
  }
  const row = resolve(world, target);
  return row === 0 ? () => {} : resource(world, Handlers).add(world, row, type, handler);
}
