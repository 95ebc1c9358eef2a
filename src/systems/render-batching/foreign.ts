import { columns, findResource, isRowAlive, PAINT, resource, touch } from '../../ecs';
import {
  Failures,
  Foreign,
  type ForeignEntry,
  ForeignTable,
  LAYER_A,
  LAYER_WORDS,
  LayerRows,
} from '../../ecs/stores';
import type { ForeignDrawer, LayerPictures, RenderBackend } from './backend';
import type { Canvas } from './canvas';
import { createContentEdges } from './content-edges';
import { countForeign } from './offscreen';

const NAME = 'render-batching/foreign';

/** Foreign content of a world: drawn into pictures, and again when it shows another thing. */
export type ForeignContents = {
  /** Before dirt is taken: has what is live drawn again. */
  update(): void;
  /** Draws what an element shows, which is the root of a layer, into the picture that was begun. */
  draw(row: number, layer: number): void;
  dispose(): void;
};

/** Loads it. Without a backend that draws any it is told of, once, and elements show what they show without. */
export async function openForeign(
  canvas: Canvas,
  backend: RenderBackend,
  pictures: LayerPictures | undefined,
): Promise<ForeignContents | undefined> {
  const { world } = canvas;
  const drawer = await pictures?.loadForeign?.((entry) => redraw(canvas, entry));
  if (!drawer) {
    const error = new Error(`Pixi objects among elements are not drawn by ${backend.name}`);
    findResource(world, Failures)?.report(error, NAME, 0);
    return undefined;
  }
  for (const entry of resource(world, ForeignTable).entries.values()) redraw(canvas, entry);
  return createForeign(canvas, drawer);
}

/** An entry of an element that is gone may still be told to have changed. */
function redraw({ world }: Canvas, { row }: ForeignEntry): void {
  if (isRowAlive(world, row) && columns(world, Foreign).held[row] !== 0) touch(world, row, PAINT);
}

function createForeign(canvas: Canvas, drawer: ForeignDrawer): ForeignContents {
  const { world } = canvas;
  const table = resource(world, ForeignTable);
  const rows = resource(world, LayerRows);
  const { content, place } = createContentEdges(world);
  const matrix = new Float64Array(8);
  const drawn = { draws: 0, passes: 0 };
  let live: readonly ForeignEntry[] = [];
  // Nothing is taken yet.
  let version = -1;
  // Content that cannot be drawn is told of once.
  const failed = new WeakSet<object>();

  function take(): void {
    ({ version } = table);
    live = [...table.entries.values()].filter(({ isLive }) => isLive);
    drawer.keep(table.entries);
  }

  return {
    update() {
      if (version !== table.version) take();
      for (let i = 0; i < live.length; i++) redraw(canvas, live[i]!);
    },
    dispose: drawer.dispose,
    draw(row, layer) {
      const entry = table.entries.get(row);
      if (!entry) return;
      place(row, layer);
      const at = layer * LAYER_WORDS + LAYER_A;
      for (let i = 0; i < 6; i++) matrix[i] = rows.floats[at + i]!;
      matrix[4]! += matrix[0]! * content[0]! + matrix[2]! * content[1]!;
      matrix[5]! += matrix[1]! * content[0]! + matrix[3]! * content[1]!;
      matrix[6] = content[2]! - content[0]!;
      matrix[7] = content[3]! - content[1]!;
      if (!(matrix[6] > 0 && matrix[7] > 0)) return;
      drawn.draws = 0;
      drawn.passes = 0;
      try {
        drawer.draw(entry, matrix, drawn);
      } catch (error) {
        if (failed.has(entry.content)) return;
        failed.add(entry.content);
        findResource(world, Failures)?.report(error, NAME, row);
      } finally {
        countForeign(canvas.stats, drawn.draws, drawn.passes);
      }
    },
  };
}
