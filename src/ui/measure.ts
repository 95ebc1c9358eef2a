import {
  CONTENT,
  columns,
  findResource,
  LAYOUT,
  onFree,
  resolve,
  setResource,
  type Target,
  touch,
  ValueError,
  type World,
} from '../ecs';
import { ContentMeasures, LayoutStyle, type Measure } from '../ecs/stores';

/**
 * Gives an element content of its own kind, whose size layout asks `measure` for; undefined takes it away. The element then has no
 * children that are laid out. When the content takes another size, `touch(world, resolve(world, element), CONTENT)`. A measure that throws or writes what is
 * no size leaves the element empty and is told as an `error` of the app.
 */
export function setMeasure(world: World, target: Target, measure: Measure | undefined): void {
  if (measure !== undefined && typeof measure !== 'function') {
    throw new ValueError(
      `measure is ${String(measure)}; give a function (width, size) => void, or undefined`,
    );
  }
  const row = resolve(world, target);
  if (row === 0) return;
  const measures = findResource(world, ContentMeasures) ?? createMeasures(world);
  if (measure) measures.set(row, measure);
  else measures.delete(row);
  columns(world, LayoutStyle).measured[row] = measure ? 1 : 0;
  touch(world, row, LAYOUT | CONTENT);
}

function createMeasures(world: World): ContentMeasures {
  const measures: ContentMeasures = new Map();
  setResource(world, ContentMeasures, measures);
  onFree(world, (row) => measures.delete(row));
  return measures;
}
