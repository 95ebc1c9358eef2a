import {
  columns,
  PAINT,
  PLACE,
  resolve,
  type System,
  touch,
  touchRows,
  type World,
} from '../../src/ecs';
import { Box } from '../../src/ecs/stores';
import { box, text } from '../../src/ui';
import { cssColor } from '../pages/rows';
import { FONT_SIZE, moveQuads, type Places, type Quads, quadAt } from './moving-quads';

const TEXT_COLOR = '#ffffff';

/** Adds an element for each quad, one of them a text where it is labelled; returns their rows. */
export function addQuads(world: World, { x, y }: Places): Int32Array {
  const page = box(world, { overflow: 'hidden' });
  return Int32Array.from(x, (left, i) => {
    const { width, height, color, label } = quadAt(i);
    const place = { parent: page, position: 'absolute', left, top: y[i]!, width, height } as const;
    const fill = cssColor(color);
    if (label === '') return resolve(world, box(world, { ...place, fill }));
    const words = { content: label, fontSize: FONT_SIZE, color: TEXT_COLOR, fill };
    return resolve(world, text(world, { ...place, ...words }));
  });
}

/** Moves the elements by one frame in every frame, as a hot loop does: in the columns of their boxes. */
export function movingSystem(world: World, quads: Quads, rows: Int32Array): System {
  return system(() => {
    const { x, y } = columns(world, Box);
    moveQuads(quads, rows, x, y);
    touchRows(world, rows, rows.length, PLACE);
  });
}

/** The same, of elements that are to be painted anew. */
export function paintingSystem(world: World, quads: Quads, rows: Int32Array): System {
  return system(() => {
    const { x, y } = columns(world, Box);
    moveQuads(quads, rows, x, y);
    for (let i = 0; i < rows.length; i++) touch(world, rows[i]!, PAINT);
  });
}

function system(update: () => void): System {
  return { name: 'moving', phase: 'update', reads: [], writes: [Box], update, dispose() {} };
}
