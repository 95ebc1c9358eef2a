import { type Canvas, createCanvas, fillRect, type Rect } from './canvas';

/** A layer as a test wants it: place in the parent layer, looks, clip in its own coordinates. */
export type ModelLayer = {
  x: number;
  y: number;
  scale: number;
  opacity: number;
  /** `BLEND_...`, that of the layer around if it is normal. */
  blend: number;
  hidden: boolean;
  clip: Rect | undefined;
  /** The least scale on screen that it was drawn in, if ever in another than 1. The model writes it. */
  least?: number;
};

/** An element as a test wants it. Its rectangle lies in its layer's coordinates, as `Box` does. */
export type ModelNode = {
  row: number;
  parent: ModelNode | undefined;
  children: ModelNode[];
  x: number;
  y: number;
  width: number;
  height: number;
  color: number;
  visible: boolean;
  layer: ModelLayer | undefined;
  /** Letters shown, for labels. */
  letters: number | undefined;
};

export type ModelView = { width: number; height: number; dpr: number; background: number };

type Drawing = { canvas: Canvas; dpr: number; unsure: Rect[] | undefined };
type Place = {
  scale: number;
  x: number;
  y: number;
  opacity: number;
  blend: number;
  clip: Rect;
  /** `ModelLayer.least`. */
  least: number | undefined;
};

/** Advance, ink width, ink height, baseline and left bearing of a letter of the deterministic font at 10 px, in CSS pixels. */
const LETTER = { advance: 6, width: 5, height: 7, baseline: 9.25, bearing: 1 };

/** Scales within which texts are drawn anew once their layer rests. */
const LEAST_SCALE = 1 / 8;
const MOST_SCALE = 8;

/**
 * Draws a tree in painter's order, all of whose layers rest: the obvious way. `unsure` is given what letters may cover of layers that
 * are scaled, or were: they look otherwise until those rest.
 */
export function drawModel(roots: readonly ModelNode[], view: ModelView, unsure?: Rect[]): Canvas {
  const width = Math.floor(view.width * view.dpr);
  const height = Math.floor(view.height * view.dpr);
  const canvas = createCanvas(width, height);
  const all: Rect = [0, 0, width, height];
  fillRect(canvas, all, all, view.background | 0xff000000, 1);
  const place: Place = { scale: 1, x: 0, y: 0, opacity: 1, blend: 0, clip: all, least: undefined };
  const drawing: Drawing = { canvas, dpr: view.dpr, unsure };
  for (const root of roots) drawNode(drawing, root, place);
  return canvas;
}

function drawNode(drawing: Drawing, node: ModelNode, outer: Place): void {
  if (!node.visible) return;
  const { canvas, dpr } = drawing;
  const place = node.layer ? placeIn(node.layer, outer, dpr) : outer;
  if (!place) return;
  if (
    [node.x, node.y, node.width, node.height].every((value) => Number.isFinite(Math.fround(value)))
  ) {
    if (node.width > 0 && node.height > 0) {
      fill(canvas, place, dpr, node.color, [
        node.x,
        node.y,
        node.x + node.width,
        node.y + node.height,
      ]);
    }
    for (let i = 0; i < (node.letters ?? 0); i++) drawLetter(drawing, node, i, place);
  }
  for (const child of node.children) drawNode(drawing, child, place);
}

/** Undefined for a layer that shows nothing. Layer rows hold float32 numbers, hence the rounding. */
function placeIn(layer: ModelLayer, outer: Place, dpr: number): Place | undefined {
  const scale = Math.fround(outer.scale * Math.fround(layer.scale));
  let x = outer.x + outer.scale * Math.fround(layer.x);
  let y = outer.y + outer.scale * Math.fround(layer.y);
  if (layer.hidden || !Number.isFinite(scale + x + y) || scale === 0) return undefined;
  if (scale === 1) {
    x = nearest(x * dpr) / dpr;
    y = nearest(y * dpr) / dpr;
  }
  x = Math.fround(x);
  y = Math.fround(y);
  if (scale !== 1 || layer.least) layer.least = Math.min(layer.least ?? 1, scale);
  const place: Place = {
    ...{ scale, x, y, clip: outer.clip, least: layer.least },
    opacity: outer.opacity * layer.opacity,
    blend: layer.blend || outer.blend,
  };
  if (layer.clip) {
    const own = onScreen(place, dpr, layer.clip).map(nearest) as Rect;
    const clip: Rect = [
      Math.max(outer.clip[0], own[0]),
      Math.max(outer.clip[1], own[1]),
      Math.min(outer.clip[2], own[2]),
      Math.min(outer.clip[3], own[3]),
    ];
    place.clip = clip;
  }
  return place;
}

/** Device pixels; whole ones unless the layer is scaled. */
function onScreen(place: Place, dpr: number, rect: Rect): Rect {
  if (place.scale === 1) {
    const left = nearest(place.x * dpr);
    const top = nearest(place.y * dpr);
    const [x0, y0, x1, y1] = rect.map((edge) => nearest(edge * dpr)) as Rect;
    return [left + x0, top + y0, left + x1, top + y1];
  }
  const { scale, x, y } = place;
  return [
    (rect[0] * scale + x) * dpr,
    (rect[1] * scale + y) * dpr,
    (rect[2] * scale + x) * dpr,
    (rect[3] * scale + y) * dpr,
  ];
}

function fill(canvas: Canvas, place: Place, dpr: number, color: number, rect: Rect): void {
  fillRect(canvas, onScreen(place, dpr, rect), place.clip, color, place.opacity, place.blend);
}

function drawLetter({ canvas, dpr, unsure }: Drawing, node: ModelNode, i: number, place: Place) {
  const { scale } = place;
  const isRasterised = scale >= LEAST_SCALE && scale <= MOST_SCALE;
  // Letters are placed on the surface's own grid, wherever their layer stands.
  const ratio = isRasterised ? dpr * scale : dpr;
  const fromX = scale !== 1 && isRasterised ? fraction(place.x * dpr) : 0;
  const fromY = scale !== 1 && isRasterised ? fraction(place.y * dpr) : 0;
  const quarters = Math.round(((node.x + i * LETTER.advance) * ratio + fromX) * 4);
  const left = (quarters >> 2) + LETTER.bearing;
  const bottom = Math.round((node.y + LETTER.baseline) * ratio + fromY);
  const right = left + Math.ceil(LETTER.width * ratio);
  const top = bottom - Math.ceil(LETTER.height * ratio);
  const rect: Rect = [
    (left - fromX) / ratio,
    (top - fromY) / ratio,
    (right - fromX) / ratio,
    (bottom - fromY) / ratio,
  ];
  fill(canvas, place, dpr, 0xffffffff, rect);
  if (!place.least || !unsure) return;
  const [x0, y0, x1, y1] = onScreen(place, dpr, rect);
  // Where it begins and what it covers is off by one pixel of either scale at most, each.
  const reach = 2 * (1 + scale / place.least);
  unsure.push([x0 - reach, y0 - reach, x1 + reach, y1 + reach]);
}

function fraction(value: number): number {
  return value - Math.floor(value);
}

/** Halves go up, and so does what float32 may have made of one. */
function nearest(value: number): number {
  return Math.floor(value + 0.5 + 1 / 512);
}
