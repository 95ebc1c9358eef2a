import { columns, PAINT, touch } from '../../../../src/ecs';
import { Filter, type FilterFunction, filterTable, markLayer } from '../../../../src/ecs/stores';
import { atEnd } from '../../../endings';
import { createStage, GREEN, RED, type Stage, type StageOptions } from './stage';

/** A stage that has loaded what puts layers together. */
export async function start(options: StageOptions = {}) {
  const stage = createStage({ keep: true, ...options });
  atEnd(() => stage.dispose());
  await stage.batching.loadBaking();
  return stage;
}

/** A layer of a box and one on it; `fade` runs a frame with another opacity. */
export async function open(options: StageOptions = {}) {
  const stage = await start(options);
  const row = stage.layer(10, 10, 100, 80, RED);
  const inner = stage.box(20, 20, 30, 30, GREEN, row);
  stage.frame();
  const fade = (opacity: number): void => {
    setOpacity(stage, row, opacity);
    stage.frame();
  };
  return { stage, row, inner, fade };
}

export function setOpacity(stage: Stage, row: number, opacity: number): void {
  stage.table.opacity[stage.layerOf(row)] = opacity;
  markLayer(stage.world, stage.table, stage.layerOf(row));
}

export function setFilter(stage: Stage, row: number, filter: FilterFunction[]): void {
  const text = filter.length === 0 ? 'none' : JSON.stringify(filter);
  columns(stage.world, Filter).id[row] = filterTable(stage.world).idOf(text, () => filter);
  touch(stage.world, row, PAINT);
}

export function clip(stage: Stage, row: number, ...edges: [number, number, number, number]): void {
  const layer = stage.layerOf(row);
  const { clips, clipLeft, clipTop, clipRight, clipBottom } = stage.table;
  clips[layer] = 1;
  [clipLeft[layer], clipTop[layer], clipRight[layer], clipBottom[layer]] = edges;
  markLayer(stage.world, stage.table, layer);
}
