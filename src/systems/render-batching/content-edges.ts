import { columns, findResource, resource, type World } from '../../ecs';
import {
  Box,
  type Edges,
  EdgesOf,
  LAYER_FLAGS,
  LAYER_SNAPPED,
  LAYER_WORDS,
  LayerRows,
  SNAP_HALF,
  Viewport,
} from '../../ecs/stores';

/** Where the content of an element is drawn: within its border and padding. */
export type ContentEdges = {
  /** Of the element placed last: left, top, right, bottom, CSS pixels. */
  readonly content: Float64Array;
  /** Its border and padding. */
  readonly edges: Edges;
  place(row: number, layer: number): void;
  /** Rounds four edges to whole device pixels, as those of boxes are, where a layer stands on them. */
  snap(rect: Float64Array, layer: number): void;
};

export function createContentEdges(world: World): ContentEdges {
  const view = resource(world, Viewport);
  const layers = resource(world, LayerRows);
  const content = new Float64Array(4);
  const edges: Edges = {
    ...{ marginLeft: 0, marginTop: 0, marginRight: 0, marginBottom: 0 },
    ...{ left: 0, top: 0, right: 0, bottom: 0 },
  };

  function snap(rect: Float64Array, layer: number): void {
    if ((layers.words[layer * LAYER_WORDS + LAYER_FLAGS]! & LAYER_SNAPPED) === 0) return;
    const { dpr } = view;
    // As `snapToPixel` does: what a function that is not inlined returns would be a heap object.
    for (let i = 0; i < 4; i++) rect[i] = Math.floor(rect[i]! * dpr + SNAP_HALF) / dpr;
  }

  return {
    content,
    edges,
    snap,
    place(row, layer) {
      const box = columns(world, Box);
      findResource(world, EdgesOf)?.(row, edges);
      content[0] = box.x[row]! + edges.left;
      content[1] = box.y[row]! + edges.top;
      content[2] = Math.max(content[0]!, box.x[row]! + box.width[row]! - edges.right);
      content[3] = Math.max(content[1]!, box.y[row]! + box.height[row]! - edges.bottom);
      snap(content, layer);
    },
  };
}
