import type { Entity } from '../../src/ecs';
import { box, button } from '../../src/ui';
import type { Stage } from './stage';

const LINE = 100;
const BUTTON_COLUMNS = 25;
/** Frames until nothing is left of what setup made. */
const SETTLING_FRAMES = 5;

/** Adds a page of lines of a hundred panels in the flow; returns its box. */
export function addPanels({ app: { world } }: Stage, count: number): Entity {
  const page = box(world, { flexDirection: 'column', overflow: 'hidden' });
  let line = page;
  for (let i = 0; i < count; i++) {
    if (i % LINE === 0) line = box(world, { parent: page });
    box(world, { parent: line, width: 12, height: 7, fill: i % 2 ? '#204060' : '#4c6a94' });
  }
  return page;
}

/** Adds a page of panels at fixed places, so that layout has nothing to do with the rest when one comes or goes. */
export function addPlaced({ app: { world } }: Stage, count: number) {
  const page = box(world, { flexDirection: 'column', overflow: 'hidden' });
  const panels = Array.from({ length: count }, (_, i) =>
    box(world, {
      parent: page,
      position: 'absolute',
      left: (i % LINE) * 12,
      top: Math.floor(i / LINE) * 7,
      width: 10,
      height: 5,
      fill: '#4c6a94',
    }),
  );
  return { page, panels };
}

/** Place of a button of `addButtons`, CSS pixels. */
export function buttonPlace(index: number): { left: number; top: number } {
  return { left: (index % BUTTON_COLUMNS) * 51, top: Math.floor(index / BUTTON_COLUMNS) * 18 };
}

/** Adds a page of buttons of 48 x 16, 25 a line. */
export function addButtons({ app: { world } }: Stage, count: number): Entity {
  const page = box(world, { overflow: 'hidden' });
  for (let i = 0; i < count; i++) {
    const place = { position: 'absolute', ...buttonPlace(i), width: 48, height: 16 } as const;
    button(world, { parent: page, label: 'ok', fontSize: 10, ...place });
  }
  return page;
}

/** Runs frames until the page stands still. */
export function settle({ step }: Stage): void {
  for (let i = 0; i < SETTLING_FRAMES; i++) step();
}
