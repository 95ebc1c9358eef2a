import {
  columns,
  onFree,
  PAINT,
  resource,
  type System,
  setResource,
  touch,
  treeOf,
  type World,
} from '../../ecs';
import { acquireLayer, Box, HitTester, LAYER_WORDS, LayerOf, LayerRows, LayerTable, releaseLayer, State, Viewport } from '../../ecs/stores';
import { createBitSet } from '../../structures';
import { flattenLayer, needsClipRow } from './flatten';
import { createHitTester } from './hit-test';

export type ProjectionOptions = { world: World };

/**
 * Flattens layers into the rows the shader reads and keeps every element's layer. Work follows what moved: a scroll frame
 * flattens the layers below the scroller and looks at no element.
 */
export function createProjectionSystem({ world }: ProjectionOptions): System {
  const table = resource(world, LayerTable);
  const view = resource(world, Viewport);
  const buffer = new ArrayBuffer(table.capacity * LAYER_WORDS * 4);
  const rows: LayerRows = {
    words: new Uint32Array(buffer),
    floats: new Float32Array(buffer),
    dirty: createBitSet(table.capacity),
    count: 1,
    version: 0,
  };
  setResource(world, LayerRows, rows);
  setResource(world, HitTester, createHitTester(world, table, rows));
  // Layers parents first, as the tree has them.
  let layerOrder: Int32Array = new Int32Array(64);
  let layerCount = 1;
  // The row reserved for a layer's clip, 0 for none; indexed by layer.
  let clipRows = new Int32Array(table.capacity);
  // Layers flattened in this run, indexed by layer: their children must follow.
  let moved = new Uint8Array(table.capacity);
  let treeVersion = -1;
  let viewVersion = -1;

  const stopFree = onFree(world, (row) => {
    const own = columns(world, LayerOf).own[row]!;
    if (own === 0) return;
    if (clipRows[own] !== undefined && clipRows[own] !== 0) releaseLayer(table, clipRows[own]!);
    clipRows[own] = 0;
    releaseLayer(table, own);
  });

  function fitTables(): void {
    if (rows.words.length < table.capacity * LAYER_WORDS) {
      const grown = new ArrayBuffer(table.capacity * LAYER_WORDS * 4);
      const words = new Uint32Array(grown);
      words.set(rows.words);
      rows.words = words;
      rows.floats = new Float32Array(grown);
    }
    if (moved.length < table.capacity) {
      moved = new Uint8Array(table.capacity);
      const grown = new Int32Array(table.capacity);
      grown.set(clipRows);
      clipRows = grown;
    }
    rows.count = table.count;
  }

  function assignLayers(): void {
    const tree = treeOf(world);
    const layers = columns(world, LayerOf);
    layerCount = 1;
    for (let i = 0; i < tree.length; i++) {
      const row = tree.order[i]!;
      const above = tree.parent[row]!;
      const outer = above === 0 ? 0 : layers.id[above]!;
      const own = layers.own[row]!;
      if (own !== 0) {
        if (layerCount === layerOrder.length) layerOrder = doubled(layerOrder);
        layerOrder[layerCount++] = own;
        if (table.parent[own] !== outer) {
          table.parent[own] = outer;
          table.dirty[own] = 1;
          table.anyDirty = true;
        }
      }
      const id = own !== 0 ? own : outer;
      if (layers.id[row] !== id) {
        layers.id[row] = id;
        touch(world, row, PAINT);
      }
    }
  }

  function flatten(everything: boolean): void {
    fitTables();
    for (let i = 0; i < layerCount; i++) {
      const id = layerOrder[i]!;
      const own = everything || table.dirty[id] !== 0;
      if (!own && (id === 0 || moved[table.parent[id]!] === 0)) continue;
      moved[id] = 1;
      if (needsClipRow(table, rows, id)) {
        if (clipRows[id] === 0) {
          clipRows[id] = acquireLayer(table, 0);
          fitTables();
        }
      } else if (clipRows[id] !== 0) {
        releaseLayer(table, clipRows[id]!);
        clipRows[id] = 0;
      }
      flattenLayer(table, rows, view, id, clipRows[id]!);
      rows.dirty.set(id);
      if (clipRows[id] !== 0) rows.dirty.set(clipRows[id]!);
      table.dirty[id] = 0;
    }
    for (let i = 0; i < layerCount; i++) moved[layerOrder[i]!] = 0;
    table.anyDirty = false;
    rows.version++;
  }

  return {
    name: 'projection/layers',
    phase: 'project',
    reads: [Box, State, Viewport],
    writes: [LayerOf, LayerTable, LayerRows],
    update() {
      const tree = treeOf(world);
      if (tree.version !== treeVersion) {
        treeVersion = tree.version;
        assignLayers();
      }
      const everything = view.version !== viewVersion;
      if (!everything && !table.anyDirty) return;
      viewVersion = view.version;
      flatten(everything);
    },
    dispose() {
      stopFree();
    },
  };
}

function doubled(list: Int32Array): Int32Array {
  const next = new Int32Array(list.length * 2);
  next.set(list);
  return next;
}
