import {
  columns,
  isRowAlive,
  onFree,
  PAINT,
  resource,
  type System,
  setResource,
  touch,
  treeOf,
  type World,
} from '../../ecs';
import {
  acquireLayer,
  HitTester,
  LAYER_FLAGS,
  LAYER_SNAPPED,
  LAYER_WORDS,
  LayerOf,
  LayerRows,
  LayerTable,
  PaintOrders,
  releaseLayer,
  Viewport,
} from '../../ecs/stores';
import { createBitSet } from '../../structures';
import { clearLayerRow, flattenClip, flattenLayer, needsClipRow } from './flatten';
import { createHitTester } from './hit-test';
import { createPaintOrders } from './paint-order';

export type ProjectionOptions = { world: World };

/** What a layer's children have to follow: its row, or its clip row, which their own rows only name. */
const ROW_CHANGED = 1;
const CLIP_CHANGED = 2;

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
  setResource(world, PaintOrders, createPaintOrders(world));
  setResource(world, HitTester, createHitTester(world, table, rows));
  // Layers parents first, as the tree has them.
  let layerOrder: Int32Array = new Int32Array(64);
  let layerCount = 1;
  // The row reserved for a layer's clip, 0 for none; indexed by layer.
  let clipRows: Int32Array = new Int32Array(table.capacity);
  // What changed of each layer in this run.
  let changes: Uint8Array = new Uint8Array(table.capacity);
  let treeVersion = -1;
  let tableVersion = -1;
  let viewVersion = -1;

  const stopFree = onFree(world, (row) => {
    const own = columns(world, LayerOf).own[row]!;
    if (own === 0) return;
    const clipRow = clipRows[own] ?? 0;
    if (clipRow !== 0) {
      clipRows[own] = 0;
      releaseLayer(table, clipRow);
    }
    if (table.content[own] !== 0) releaseLayer(table, table.content[own]!);
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
    if (changes.length < table.capacity) {
      changes = copied(changes, new Uint8Array(table.capacity));
      clipRows = copied(clipRows, new Int32Array(table.capacity));
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
      const outer = above === 0 ? 0 : table.content[layers.own[above]!]! || layers.id[above]!;
      const own = layers.own[row]!;
      if (own !== 0) {
        if (layerCount === layerOrder.length) {
          layerOrder = copied(layerOrder, new Int32Array(layerOrder.length * 2));
        }
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
        repaint(row);
      }
    }
    clearReturned();
  }

  /** Rows of returned layers must not make the renderer believe that something needs its dearest program. */
  function clearReturned(): void {
    for (let id = 1; id < table.count; id++) {
      if (table.used[id] === 0 && clearLayerRow(rows, id)) changed(id);
    }
  }

  function changed(id: number): void {
    rows.dirty.set(id);
    rows.version = (rows.version + 1) | 0;
  }

  /** Gives what is in elements a row of its own where the elements' borders lie outside of their clips. */
  function fitContents(): void {
    table.insetsChanged = false;
    for (let id = 1; id < table.count; id++) {
      const has = table.content[id] !== 0;
      if (table.used[id] === 0 || (table.insets[id] !== 0) === has) continue;
      if (has) {
        releaseLayer(table, table.content[id]!);
        table.content[id] = 0;
      } else {
        const content = acquireLayer(table, table.owner[id]!);
        table.content[id] = content;
      }
      table.dirty[id] = 1;
      table.anyDirty = true;
    }
    fitTables();
  }

  function fitClipRow(id: number): void {
    const has = clipRows[id] !== 0;
    const needs = needsClipRow(table, rows, id);
    if (needs === has) return;
    if (needs) {
      const clipRow = acquireLayer(table, 0);
      fitTables();
      clipRows[id] = clipRow;
    } else {
      const clipRow = clipRows[id]!;
      clipRows[id] = 0;
      releaseLayer(table, clipRow);
      if (clearLayerRow(rows, clipRow)) changed(clipRow);
    }
  }

  function flatten(everything: boolean): void {
    for (let i = 0; i < layerCount; i++) {
      const id = layerOrder[i]!;
      const above = id === 0 ? 0 : changes[table.parent[id]!]!;
      const content = table.content[id]!;
      changes[id] = 0;
      if (content !== 0) changes[content] = 0;
      if (!everything && table.dirty[id] === 0 && above === 0) continue;
      const isOwn = table.dirty[id] !== 0;
      table.dirty[id] = 0;
      fitClipRow(id);
      const wasSnapped = rows.words[id * LAYER_WORDS + LAYER_FLAGS]! & LAYER_SNAPPED;
      let change = above & CLIP_CHANGED;
      if (flattenLayer(table, rows, view, id, clipRows[id]!)) change |= ROW_CHANGED;
      let clipChange = 0;
      if (clipRows[id] !== 0 && flattenClip(table, rows, id, clipRows[id]!)) {
        clipChange = CLIP_CHANGED;
        changed(clipRows[id]!);
      }
      if (content === 0) change |= clipChange;
      else {
        clipChange |= above & CLIP_CHANGED;
        if (flattenLayer(table, rows, view, id, clipRows[id]!, content)) clipChange |= ROW_CHANGED;
        take(content, clipChange);
      }
      take(id, change);
      if (isOwn && (change | clipChange) !== 0) table.edits[id]!++;
      const isSnapped = rows.words[id * LAYER_WORDS + LAYER_FLAGS]! & LAYER_SNAPPED;
      if (isSnapped !== wasSnapped) {
        repaintLayer(id);
        if (content !== 0) repaintLayer(content);
      }
    }
    table.anyDirty = false;
  }

  function take(id: number, change: number): void {
    if (change === 0) return;
    changes[id] = change;
    changed(id);
  }

  /** Edges snap to device pixels in snapped layers only: what is in this one must be written again. */
  function repaintLayer(id: number): void {
    const tree = treeOf(world);
    const layers = columns(world, LayerOf).id;
    const at = id === 0 ? -1 : tree.indexOf[table.owner[id]!]!;
    if (at < 0) return;
    for (let i = at; i < tree.subtreeEnd[at]!; i++) {
      if (layers[tree.order[i]!] === id) repaint(tree.order[i]!);
    }
  }

  /** The order may still list a row that the app removed through bitECS in this phase. */
  function repaint(row: number): void {
    if (isRowAlive(world, row)) touch(world, row, PAINT);
  }

  return {
    name: 'projection/layers',
    phase: 'project',
    reads: [Viewport],
    writes: [LayerOf, LayerTable, LayerRows],
    update() {
      const tree = treeOf(world);
      fitTables();
      if (table.insetsChanged) fitContents();
      if (tree.version !== treeVersion || table.version !== tableVersion) {
        treeVersion = tree.version;
        assignLayers();
      }
      const everything = view.version !== viewVersion;
      if (everything || table.anyDirty) {
        viewVersion = view.version;
        flatten(everything);
      }
      // Clip rows taken and returned by ourselves included.
      tableVersion = table.version;
    },
    dispose() {
      stopFree();
    },
  };
}

function copied<A extends Int32Array | Uint8Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
