import { resolve, resource, type Target, type World } from '../ecs';
import { type ElementEventName, type ElementHandler, Handlers } from '../ecs/stores';

/**
 * Calls the handler when the element or something in it is activated, pressed, scrolled or typed at; returns how to stop.
 * `activate` is a click, a tap, or Enter or Space on the focused element.
 */
export function on(world: World, target: Target, type: ElementEventName, handler: ElementHandler): () => void {
  const row = resolve(world, target);
  return row === 0 ? () => {} : resource(world, Handlers).add(world, row, type, handler);
}
