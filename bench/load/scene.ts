import type { Entity, World } from '../../src/ecs';
import { box, button, text } from '../../src/ui';
import { addFlightList, paint } from '../app/list-scene';
import type { LoadPart } from './parts';

/** Rows of the list that is flung. */
export const LIST_ROWS = 1_000_000;
/** Where there is nothing but what is named, CSS pixels of the surface: for the input to aim at. */
export const AIM = {
  button: { x: 40, y: 20 },
  list: { x: 200, y: 300 },
  elements: { x: 900, y: 300 },
} as const;

const BAR_HEIGHT = 40;
const LINE = 40;
const CHANGED_SHARE = 0.01;

export type LoadPage = {
  /** Everything lies in it: what no part handles reaches it. */
  readonly page: Entity;
  readonly button: Entity;
  /** Shows what came last over the network. */
  readonly status: Entity;
  readonly elements: readonly Entity[];
};

/** Adds a page: a bar with a button and a text, a list of a million rows on the left, lines of `count` elements on the right. */
export function addLoadPage(world: World, count: number): LoadPage {
  const page = box(world, { overflow: 'hidden' });
  const bar = { parent: page, position: 'absolute', left: 0, top: 0, width: 1280 } as const;
  const top = box(world, { ...bar, height: BAR_HEIGHT });
  const press = button(world, { parent: top, label: 'Press', width: 80 });
  const status = text(world, { parent: top, width: 300 });
  const frame = { parent: page, position: 'absolute', top: BAR_HEIGHT, height: 680 } as const;
  const left = box(world, { ...frame, left: 0, width: 640, overflow: 'hidden' });
  addFlightList(world, LIST_ROWS, left);
  const right = { ...frame, left: 640, width: 640, flexDirection: 'column' } as const;
  const area = box(world, { ...right, overflow: 'hidden' });
  const elements: Entity[] = [];
  let line = area;
  for (let i = 0; i < count; i++) {
    if (i % LINE === 0) line = box(world, { parent: area, flexShrink: 0 });
    elements.push(box(world, { parent: line, width: 15, height: 8, fill: '#204060' }));
  }
  return { page, button: press, status, elements };
}

/** Gives one in a hundred elements another colour in every frame. */
export function changeElements(world: World, { elements }: LoadPage): LoadPart {
  const changed = Math.ceil(elements.length * CHANGED_SHARE);
  return {
    frame(index) {
      for (let i = 0; i < changed; i++) {
        const at = (index * 7919 + i * 101) % elements.length;
        paint(world, elements[at]!, (index * 2654435761) & 0xffffff);
      }
    },
  };
}
