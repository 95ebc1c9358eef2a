import { columns, keepAwake, resource } from '../../ecs';
import {
  BLEND_NORMAL,
  Box,
  CLIP_NEXT,
  LAYER_CLIP,
  LAYER_CLIP_ROW,
  LAYER_WORDS,
  LayerOf,
  LayerRows,
  LayerTable,
  type ListState,
  ListTable,
  STATE_HIDDEN,
  State,
  Viewport,
} from '../../ecs/stores';
import { createBitSet } from '../../structures';
import type { ScrollTiles } from './backend';
import type { Canvas } from './canvas';
import type { DrawPlan } from './draw-plan';
import { isSolidLayer } from './layer-programs';
import { countOffscreen, resetOffscreen } from './offscreen';
import { isEmptyPixels, pixelsOverlap, projectPixels } from './pixel-rects';
import { createScrollGround } from './scroll-ground';
import { createScrollPlaces } from './scroll-places';
import { QUAD_INDICES } from './segments';
import type { ScrollLayersState } from './stats';
import { createTileChunks } from './tile-chunks';

/** Height of a tile, CSS pixels: half a picture a frame at 60 px; a lower one costs as much, and less at once. */
export const TILE_HEIGHT = 128;
/** Frames in which a list is scrolled until the page moves it. */
const MOVING_FRAMES = 2;
/** Frames without scrolling until it does no more: two notches of a wheel are 8 to 10 frames apart. */
const STILL_FRAMES = 15;
/** Frames until what could not be done is tried again, and until what did not pay is. */
const RETRY_FRAMES = 30;
const LOSS_FRAMES = 120;
/** Share of the area that is drawn anew in a frame, in the mean, above which the page's moving does not pay. */
const DEAR = 0.6;
/** What the last frame counts in that mean. */
const RECENT = 1 / 16;
/** Fewest device pixels that are worth the tiles. */
const LEAST_PIXELS = 128 * 128;
/** Device pixels after which numbers get too large for styles to hold them exactly. */
const FARTHEST = 2 ** 20;
/** Device pixels by which an edge may miss a whole one. */
const NOISE = 1 / 256;
/** Room in rows of layers that is sent along: a range costs more than what lies between. */
const UPLOAD_GAP = 32;
const NONE = -(2 ** 30);

/** Lists whose rows are drawn into tiles, which the page moves while the list is scrolled. */
export type ScrollLayers = {
  /** Phase batch, once damage is known: which list, whether it still may, what has changed. */
  update(): void;
  /** Phase render, once all is sent: draws tiles that are new or have changed, and moves all. */
  draw(plan: DrawPlan, general: boolean): void;
  /** Has the surface show all again from its next drawing on. Returns false if it does. */
  leave(): boolean;
  /** Bytes of the tiles and of what their device was sent. */
  bytes(): number;
  dispose(): void;
};

/** Makes them; `surface` is the rectangle of the surface, `onLost` is called when the tiles' device is lost. */
export function createScrollLayers(
  canvas: Canvas,
  tiles: ScrollTiles,
  surface: Int32Array,
  onLost: () => void,
): ScrollLayers {
  const { world, list: drawList, damage, stats } = canvas;
  const { chunks } = drawList;
  const { lists } = resource(world, ListTable);
  const table = resource(world, LayerTable);
  const rows = resource(world, LayerRows);
  const view = resource(world, Viewport);
  const ground = createScrollGround(canvas);
  const places = createScrollPlaces(canvas, markStale);
  let active: ListState | undefined;
  let candidate: ListState | undefined;
  let movingFrames = 0;
  let stillFrames = 0;
  let pause = 0;
  let builds = 0;
  let color = 0;
  // Mean share drawn; in an array, for a fraction in a variable of a closure is an object.
  const load = new Float64Array(1);
  let scrollTop = new Float64Array(4);
  const bar = new Int32Array(4);
  const area = new Int32Array(4);
  const found = new Int32Array(4);
  const bounds = new Float32Array(4);
  let tileHeight = 0;
  let tileOf = new Int32Array(0);
  let isStale = new Uint8Array(0);
  const tileChunks = createTileChunks(chunks, places);
  const sent = createBitSet();

  function markStale(top: number, bottom: number): void {
    for (let slot = 0; slot < tileOf.length; slot++) {
      const start = tileOf[slot]! * tileHeight;
      if (start < bottom && start + tileHeight > top) isStale[slot] = 1;
    }
  }

  /** Finds the pixels of a list that tiles may show, without those of its scrollbar. */
  function findArea(list: ListState): ScrollLayersState | undefined {
    const layer = columns(world, LayerOf).id[list.content]!;
    const at = layer * LAYER_WORDS;
    if (rows.words[at + LAYER_CLIP_ROW] !== 0) return 'clip';
    if (!isSolidLayer(rows, layer)) return 'transform';
    for (let side = 0; side < 4; side++) {
      const edge = rows.floats[at + LAYER_CLIP + side]! * view.dpr;
      found[side] = Math.round(edge);
      if (side < 2) found[side] = Math.max(found[side]!, surface[side]!);
      else found[side] = Math.min(found[side]!, surface[side]!);
      if (Math.abs(Math.round(edge) - edge) > NOISE) return 'clip';
    }
    takeScrollbar(list);
    const pixels = (found[2]! - found[0]!) * (found[3]! - found[1]!);
    return isEmptyPixels(found, 0) || pixels < LEAST_PIXELS ? 'small' : undefined;
  }

  function takeScrollbar({ track }: ListState): void {
    if ((columns(world, State).bits[track]! & STATE_HIDDEN) !== 0) return;
    const { x, y, width, height } = columns(world, Box);
    bounds[0] = x[track]!;
    bounds[1] = y[track]!;
    bounds[2] = x[track]! + width[track]!;
    bounds[3] = y[track]! + height[track]!;
    projectPixels(rows, view, columns(world, LayerOf).id[track]!, bounds, 0, bar, 0);
    if (!isEmptyPixels(bar, 0)) found[2] = Math.min(found[2]!, bar[0]!);
  }

  /** Whether a list was scrolled since this was asked before. */
  function hasMoved(index: number): boolean {
    if (index >= scrollTop.length) {
      const longer = new Float64Array(lists.length * 2);
      longer.set(scrollTop);
      scrollTop = longer;
    }
    const moved = scrollTop[index] !== lists[index]!.scrollTop;
    scrollTop[index] = lists[index]!.scrollTop;
    return moved;
  }

  /** Looks for a list that is being scrolled. */
  function seek(): void {
    let moving: ListState | undefined;
    let asks = false;
    for (let i = 0; i < lists.length; i++) {
      const list = lists[i]!;
      if (!list.scrollLayers) continue;
      asks = true;
      list.ahead = Math.max(list.ahead, TILE_HEIGHT + 1);
      if (hasMoved(i)) moving ??= list;
    }
    movingFrames = moving !== undefined && moving === candidate ? movingFrames + 1 : 0;
    candidate = moving;
    if (pause > 0) pause--;
    else if (!moving) stats.scrollLayers = asks ? 'still' : 'off';
    else if (movingFrames >= MOVING_FRAMES && !canvas.everything) {
      const fault = enter(moving);
      stats.scrollLayers = fault ?? 'used';
      if (fault) pause = pauseAfter(fault);
    }
  }

  function enter(list: ListState): ScrollLayersState | undefined {
    const fault = findArea(list);
    if (fault) return fault;
    area.set(found);
    places.start(list);
    if (isGrouped()) return 'groups';
    const cover = ground.check(area, places.isContent);
    if (cover) return cover;
    tileHeight = Math.round(TILE_HEIGHT * view.dpr);
    const high = area[3]! - area[1]!;
    const count = Math.ceil(high / tileHeight) + 1;
    const wide = area[2]! - area[0]!;
    if (!tiles.show(area[0]!, area[1]!, wide, high, tileHeight, count)) return 'page';
    active = list;
    color = ground.color;
    builds = drawList.builds;
    stillFrames = 0;
    load[0] = 0;
    tileOf = new Int32Array(count).fill(NONE);
    isStale = new Uint8Array(count);
    hold();
    return undefined;
  }

  /** Tiles are drawn chunk by chunk, and have no pictures of what is put together first. */
  function isGrouped(): boolean {
    return canvas.baking?.groupsAny(places.isContent) === true;
  }

  /** What scrolls is no damage of the surface any more, but for what is beside the area. */
  function hold(): void {
    const { capacity } = table;
    if (damage.held?.length !== capacity) damage.held = new Int32Array(capacity);
    damage.held.fill(0);
    const { layers } = places;
    for (let i = 0; i < layers.length; i++) damage.held[layers.rows[i]!] = area[2]!;
  }

  function leave(why: ScrollLayersState): void {
    if (!active) return;
    active = undefined;
    candidate = undefined;
    pause = pauseAfter(why);
    stats.scrollLayers = why;
    damage.held = undefined;
    damage.add(area, 0);
    tiles.hide();
  }

  /** Whether something but what scrolls is drawn again in the area. */
  function isDamaged(): boolean {
    if (damage.isMost()) return true;
    for (let i = 0; i < damage.count(); i++) {
      if (pixelsOverlap(damage.rects, i * 4, area, 0)) return true;
    }
    return false;
  }

  /** Keeps up with the list and what is around it. Gives why that is not possible any more. */
  function follow(list: ListState): ScrollLayersState | undefined {
    const at = lists.indexOf(list);
    if (at < 0) return 'off';
    if (canvas.everything) return 'still';
    const fault = findArea(list);
    if (fault) return fault;
    for (let i = 0; i < 4; i++) if (found[i] !== area[i]) return 'still';
    const isRelisted = builds !== drawList.builds;
    if (isRelisted) {
      builds = drawList.builds;
      places.relist();
      hold();
    }
    if (isRelisted || isDamaged()) {
      const cover = ground.check(area, places.isContent);
      if (cover) return cover;
      if (ground.color !== color) isStale.fill(1);
      color = ground.color;
    }
    places.follow();
    stillFrames = hasMoved(at) ? 0 : stillFrames + 1;
    if (stillFrames > STILL_FRAMES || Math.abs(places.moved) > FARTHEST) return 'still';
    if (load[0]! > DEAR) return 'changing';
    return tiles.inPlace ? undefined : 'page';
  }

  function drawTiles(plan: DrawPlan, general: boolean): void {
    const { moved } = places;
    const first = Math.floor((area[1]! + moved) / tileHeight);
    const end = Math.ceil((area[3]! + moved) / tileHeight);
    let drawn = 0;
    for (let tile = first; tile < end; tile++) {
      const slot = ((tile % tileOf.length) + tileOf.length) % tileOf.length;
      if (tileOf[slot] === tile && isStale[slot] === 0) continue;
      if (drawn === 0) sendLayers();
      tileOf[slot] = tile;
      isStale[slot] = 0;
      drawn++;
      drawTile(tile * tileHeight, slot, plan, general);
    }
    tiles.scroll(area[1]! + moved);
    const share = (drawn * tileHeight) / (area[3]! - area[1]!);
    load[0] = load[0]! + (share - load[0]!) * RECENT;
    stats.tilesDrawn = drawn;
    stats.totalTilesDrawn += drawn;
  }

  /** Sends the rows of all layers in sight and near, and of the rounded clips in them. */
  function sendLayers(): void {
    const { layers, top, bottom, words } = places;
    const around = columns(world, LayerOf).id[active!.content]!;
    sent.clearAll();
    send(around);
    for (let i = 0; i < layers.length; i++) {
      const layer = layers.rows[i]!;
      if (top[layer]! < bottom[layer]!) send(layer);
    }
    for (let from = 0; sent.nextRange(from, UPLOAD_GAP); from = sent.end) {
      tiles.uploadLayers(words, sent.start, sent.end - sent.start);
    }
  }

  function send(layer: number): void {
    places.patch(layer);
    sent.set(layer);
    const { words } = places;
    for (let clip = words[layer * LAYER_WORDS + LAYER_CLIP_ROW]!; clip !== 0; ) {
      const at = clip * LAYER_WORDS;
      for (let word = 0; word < LAYER_WORDS; word++) words[at + word] = rows.words[at + word]!;
      sent.set(clip);
      clip = words[at + CLIP_NEXT]!;
    }
  }

  function drawTile(y: number, slot: number, plan: DrawPlan, general: boolean): void {
    tiles.begin(area[0]!, y - places.moved, color);
    stats.offscreenPasses++;
    tileChunks.find(y, y + tileHeight);
    const inOrder = tileChunks.overlap;
    if (!inOrder) {
      for (let i = 0; i < tileChunks.ids.length; i = tileChunks.runEnd(i)) {
        drawSolids(tileChunks.ids.rows[i]!, tileChunks.ids.rows[tileChunks.runEnd(i) - 1]!);
      }
    }
    for (let i = 0; i < tileChunks.ids.length; ) {
      const end = inOrder ? i + 1 : tileChunks.runEnd(i);
      const first = tileChunks.ids.rows[i]!;
      const last = tileChunks.ids.rows[end - 1]!;
      if (inOrder) drawSolids(first, last);
      plan.makeChunks(first, last + 1, general, false);
      for (let range = 0; range < plan.count; range++) {
        const start = plan.first[range]!;
        const quads = plan.end[range]! - start;
        countOffscreen(stats, quads);
        tiles.draw(
          plan.programOf(range),
          start * QUAD_INDICES,
          quads * QUAD_INDICES,
          plan.blend[range]!,
        );
      }
      i = end;
    }
    tiles.end(slot, y);
  }

  function drawSolids(first: number, last: number): void {
    const start = chunks.solidStart[first]!;
    const quads = chunks.solidStart[last]! + chunks.solidCount[last]! - start;
    if (quads === 0) return;
    countOffscreen(stats, quads);
    tiles.draw('solid', start * QUAD_INDICES, quads * QUAD_INDICES, BLEND_NORMAL);
  }

  return {
    update() {
      stats.tilesDrawn = 0;
      resetOffscreen(stats);
      if (tiles.lost) {
        leave('lost');
        stats.scrollLayers = 'lost';
        onLost();
        return;
      }
      if (active) {
        const fault = follow(active);
        if (fault) leave(fault);
        else keepAwake(world);
      } else seek();
      if (!canvas.baking) drawList.touched.clearAll();
    },
    draw(plan, general) {
      // By now it is known what is one.
      if (active && isGrouped()) leave('groups');
      if (active) drawTiles(plan, general);
    },
    leave() {
      if (!active) return false;
      leave('still');
      return true;
    },
    dispose() {
      leave('off');
      tiles.dispose();
    },
    bytes: tiles.bytes,
  };
}

function pauseAfter(why: ScrollLayersState): number {
  if (why === 'still' || why === 'off') return 0;
  return why === 'changing' ? LOSS_FRAMES : RETRY_FRAMES;
}
