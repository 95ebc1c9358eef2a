import {
  columns,
  findResource,
  keepAwake,
  resource,
  type System,
  treeOf,
  type World,
} from '../ecs';
import {
  Box,
  DISPLAY_NONE,
  type Edges,
  EdgesOf,
  LAYER_A,
  LAYER_B,
  LAYER_C,
  LAYER_D,
  LAYER_TX,
  LAYER_TY,
  LAYER_WORDS,
  LayerOf,
  LayerRows,
  LayerTable,
  LayoutStyle,
  Viewport,
} from '../ecs/stores';
import { type Below, createOverlayCanvas } from './overlay-canvas';

/** What an overlay shows. */
export type LayoutMarks = {
  boxes: boolean;
  /** An `auto` margin shows as 0. */
  margins: boolean;
  padding: boolean;
  /** Flashes of boxes that layout changed. */
  relayouts: boolean;
};

export type LayoutOverlay = {
  readonly marks: LayoutMarks;
  /** Draws, or takes the overlay away if nothing is to be shown. */
  draw(): void;
  readonly system: System;
  dispose(): void;
};

const FLASH_MS = 400;
const BOX = '#3d8bfd';
const MARGIN = 'rgba(246, 178, 107, 0.45)';
const PADDING = 'rgba(147, 196, 125, 0.45)';

/**
 * A canvas over an app's own that shows what layout did. It looks at every element while it is on, which a tool may and a frame must
 * not; off, it costs nothing.
 */
export function createLayoutOverlay(world: World, below: Below): LayoutOverlay {
  const overlay = createOverlayCanvas(below);
  const { context } = overlay;
  const marks: LayoutMarks = { boxes: false, margins: false, padding: false, relayouts: false };
  const edges: Edges = {
    marginLeft: 0,
    marginTop: 0,
    marginRight: 0,
    marginBottom: 0,
    left: 0,
    top: 0,
    right: 0,
    bottom: 0,
  };
  // Boxes as they were, four numbers a row, and when each changed.
  let before = new Float32Array(0);
  let flashedAt = new Float64Array(0);
  let now = 0;
  let flashing = false;

  function update(frame: { now: number }): void {
    now = frame.now;
    if (!isOn()) return;
    draw();
    if (flashing) keepAwake(world);
  }

  function isOn(): boolean {
    return marks.boxes || marks.margins || marks.padding || marks.relayouts;
  }

  function draw(): void {
    if (!isOn()) {
      overlay.remove();
      forget();
      return;
    }
    // Boxes that nobody looked at for a while would all flash.
    if (!marks.relayouts) forget();
    overlay.clear();
    flashing = false;
    const tree = treeOf(world);
    const { display } = columns(world, LayoutStyle);
    const fresh = before.length === 0;
    if (marks.relayouts) grow(tree.parent.length);
    for (let i = 0; i < tree.length; ) {
      const row = tree.order[i]!;
      if (display[row] === DISPLAY_NONE) {
        i = tree.subtreeEnd[i]!;
        continue;
      }
      if (marks.relayouts) noteChange(row, fresh);
      mark(row);
      i++;
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
    overlay.spare();
  }

  function forget(): void {
    if (before.length > 0) before = new Float32Array(0);
  }

  function grow(rows: number): void {
    if (before.length >= rows * 4) return;
    const boxes = new Float32Array(rows * 4);
    boxes.set(before);
    before = boxes;
    const times = new Float64Array(rows).fill(Number.NEGATIVE_INFINITY);
    times.set(flashedAt.subarray(0, rows));
    flashedAt = times;
  }

  function noteChange(row: number, fresh: boolean): void {
    const { x, y, width, height } = columns(world, Box);
    const { originX, originY } = resource(world, LayerTable)!;
    const at = row * 4;
    // The box of what has a layer of its own stays where it is: layout moves the layer. Layer 0 stands at 0.
    const layer = columns(world, LayerOf).own[row]!;
    const left = Math.fround(x[row]! + originX[layer]!);
    const top = Math.fround(y[row]! + originY[layer]!);
    const same =
      before[at] === left &&
      before[at + 1] === top &&
      before[at + 2] === width[row] &&
      before[at + 3] === height[row];
    if (same) return;
    before[at] = left;
    before[at + 1] = top;
    before[at + 2] = width[row]!;
    before[at + 3] = height[row]!;
    if (!fresh) flashedAt[row] = now;
  }

  function mark(row: number): void {
    const box = columns(world, Box);
    const width = box.width[row]!;
    const height = box.height[row]!;
    if (!(width > 0 || height > 0)) return;
    const { floats } = resource(world, LayerRows);
    const at = columns(world, LayerOf).id[row]! * LAYER_WORDS;
    const { dpr } = resource(world, Viewport);
    context.setTransform(
      floats[at + LAYER_A]! * dpr,
      floats[at + LAYER_B]! * dpr,
      floats[at + LAYER_C]! * dpr,
      floats[at + LAYER_D]! * dpr,
      floats[at + LAYER_TX]! * dpr,
      floats[at + LAYER_TY]! * dpr,
    );
    const x = box.x[row]!;
    const y = box.y[row]!;
    if (marks.margins || marks.padding) findResource(world, EdgesOf)?.(row, edges);
    if (marks.margins) {
      context.fillStyle = MARGIN;
      ring(
        x - edges.marginLeft,
        y - edges.marginTop,
        width + edges.marginLeft + edges.marginRight,
        height + edges.marginTop + edges.marginBottom,
        x,
        y,
        width,
        height,
      );
    }
    if (marks.padding) {
      context.fillStyle = PADDING;
      const { left, top, right, bottom } = edges;
      ring(x, y, width, height, x + left, y + top, width - left - right, height - top - bottom);
    }
    if (marks.relayouts) {
      const age = now - flashedAt[row]!;
      if (age < FLASH_MS) {
        flashing = true;
        context.fillStyle = `rgba(255, 64, 129, ${(0.5 * (1 - age / FLASH_MS)).toFixed(3)})`;
        context.fillRect(x, y, width, height);
      }
    }
    if (marks.boxes) {
      context.strokeStyle = BOX;
      context.lineWidth = 1 / dpr;
      context.strokeRect(x + 0.5 / dpr, y + 0.5 / dpr, width - 1 / dpr, height - 1 / dpr);
    }
  }

  /** Fills what lies between two rectangles. */
  function ring(
    x: number,
    y: number,
    width: number,
    height: number,
    innerX: number,
    innerY: number,
    innerWidth: number,
    innerHeight: number,
  ): void {
    context.beginPath();
    context.rect(x, y, width, height);
    context.rect(innerX, innerY, innerWidth, innerHeight);
    context.fill('evenodd');
  }

  return {
    marks,
    draw,
    system: {
      name: 'tuning/layout-overlay',
      phase: 'report',
      reads: [Box, LayerOf, LayerRows, LayerTable, LayoutStyle, Viewport],
      writes: [],
      update,
      dispose() {},
    },
    dispose() {
      overlay.remove();
    },
  };
}
