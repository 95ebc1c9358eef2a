import {
  Container,
  Graphics,
  Matrix,
  Rectangle,
  type RenderGroup,
  type RenderOptions,
  type Sprite,
  type TextureSource,
  type WebGLRenderer,
} from 'pixi.js';
import type { ForeignEntry } from '../ecs/stores';
import type { ForeignDrawer } from '../systems/render-batching';
import { unwatch, watch } from './pixi-changes';
import { createPixiCounts, type PixiCounts } from './pixi-counts';
import type { PixiRenderer } from './pixi-parts';

/** The picture that was begun last: what it is drawn on, and where its left and top pixel lies on the surface, device pixels. */
export type PictureTarget = { source: TextureSource; x: number; y: number };

export type PixiContentsOptions = {
  /** The renderer that is drawn with by now; none while it is being opened. */
  renderer(): PixiRenderer | undefined;
  /** Device pixels per CSS pixel. */
  dpr(): number;
  target(): PictureTarget | undefined;
  /** Leaves the picture to Pixi. */
  pause(): void;
  /** Goes on with it after Pixi has drawn on it, or tried to. */
  resume(): void;
  /** Whether the renderer is one of ours, which has no more of Pixi than we need. */
  isOwn: boolean;
  changed(entry: ForeignEntry): void;
};

/** What holds the content of an entry: `root` is all that is drawn, and is a render group, `frame` what is cut. */
type Held = {
  root: Container;
  frame: Container;
  mask: Graphics | undefined;
  /** Of the mask. */
  width: number;
  height: number;
};

/** Draws Pixi objects into pictures of layers. */
export async function createPixiContents(options: PixiContentsOptions): Promise<ForeignDrawer> {
  const { changed } = options;
  const all = new Map<ForeignEntry, Held>();
  const matrix = new Matrix();
  // The part of the picture that is drawn on, in CSS pixels.
  const part = new Rectangle();
  const parts = await import('./pixi-parts');
  if (options.isOwn) await parts.loadPixiParts();
  let completed: PixiRenderer | undefined;
  let counts: PixiCounts | undefined;
  let ratio = 0;
  // Another object once a context was lost and has come back.
  let context: object | undefined;
  // What Pixi notes of it while it draws is no change.
  let drawing: ForeignEntry | undefined;

  /** Takes its content from wherever it was. None, where it is gone. */
  function hold(entry: ForeignEntry): Held | undefined {
    const known = all.get(entry);
    if (known || (entry.content as Container).destroyed) return known;
    const root = new Container({ isRenderGroup: true });
    const frame = new Container();
    root.addChild(frame);
    frame.addChild(entry.content as Container);
    watch(root.renderGroup, () => {
      if (drawing !== entry) changed(entry);
    });
    const held = { root, frame, mask: undefined, width: 0, height: 0 };
    all.set(entry, held);
    return held;
  }

  function release(held: Held): void {
    unwatch(held.root.renderGroup);
    mask(held, false, 0, 0);
    held.frame.removeChildren();
    held.root.destroy({ children: true });
  }

  /** Cuts what stands straight by what is drawn on, and what is turned by a mask. Gives false if nothing of it is in the picture. */
  function cut(held: Held, place: Float64Array, { source, x, y }: PictureTarget): boolean {
    const dpr = options.dpr();
    const isTurned = place[1] !== 0 || place[2] !== 0;
    let left = 0;
    let top = 0;
    let right = source.pixelWidth;
    let bottom = source.pixelHeight;
    if (!isTurned) {
      const across = place[4]! + place[0]! * place[6]!;
      const down = place[5]! + place[3]! * place[7]!;
      left = Math.max(left, Math.round(Math.min(place[4]!, across) * dpr) - x);
      top = Math.max(top, Math.round(Math.min(place[5]!, down) * dpr) - y);
      right = Math.min(right, Math.round(Math.max(place[4]!, across) * dpr) - x);
      bottom = Math.min(bottom, Math.round(Math.max(place[5]!, down) * dpr) - y);
    }
    if (left >= right || top >= bottom) return false;
    part.x = left / dpr;
    part.y = top / dpr;
    part.width = (right - left) / dpr;
    part.height = (bottom - top) / dpr;
    matrix.set(place[0]!, place[1]!, place[2]!, place[3]!, place[4]!, place[5]!);
    matrix.translate(-(x + left) / dpr, -(y + top) / dpr);
    mask(held, isTurned, isTurned ? place[6]! : 0, isTurned ? place[7]! : 0);
    return true;
  }

  function mask(held: Held, on: boolean, width: number, height: number): void {
    if (on === (held.mask !== undefined) && held.width === width && held.height === height) return;
    held.width = width;
    held.height = height;
    held.frame.mask = null;
    held.mask?.destroy();
    held.mask = on
      ? held.root.addChild(new Graphics().rect(0, 0, width, height).fill(0xffffff))
      : undefined;
    held.frame.mask = held.mask ?? null;
  }

  /** `frame` is in no declaration of Pixi's, but given to what binds the target. */
  function argumentsOf(container: Container, target: TextureSource): RenderOptions {
    const given = { container, target, clear: false, transform: matrix, frame: part };
    return given as RenderOptions;
  }

  /** All that is kept of the renderer that draws: where another has taken its place, it has to be completed. */
  function fitRenderer(): PixiRenderer | undefined {
    const renderer = options.renderer();
    if (!renderer) return undefined;
    const dpr = options.dpr();
    if (renderer !== completed) counts = createPixiCounts(renderer);
    if (renderer !== completed && options.isOwn) {
      parts.completeRenderer(renderer, options.dpr);
      ratio = dpr;
    }
    completed = renderer;
    if (dpr !== ratio && options.isOwn) renderer.runners.resolutionChange.emit(dpr);
    ratio = dpr;
    // A device of WebGPU that is lost takes its renderer with it.
    const { extensions } = (renderer as WebGLRenderer).context ?? {};
    if (context && context !== (extensions ?? renderer)) {
      for (const { root } of all.values()) {
        forgetCaches(root.renderGroup);
        if (!extensions) unload(root);
      }
    }
    context = extensions ?? renderer;
    return renderer;
  }

  return {
    draw(entry, place, drawn) {
      const target = options.target();
      if (!target || (entry.content as Container).destroyed) return;
      const held = hold(entry);
      const renderer = fitRenderer();
      if (!held || !renderer) return;
      const dpr = options.dpr();
      const { source } = target;
      const before = source.resolution;
      if (!cut(held, place, target)) return;
      source.resolution = dpr;
      drawing = entry;
      options.pause();
      counts!.begin();
      try {
        renderer.render(argumentsOf(held.root, source));
      } catch (error) {
        // What it was about to draw is half made.
        remake(held.root.renderGroup);
        throw error;
      } finally {
        counts!.end();
        drawn.draws += counts!.draws;
        drawn.passes += counts!.passes;
        drawing = undefined;
        source.resolution = before;
        options.resume();
      }
    },
    keep(entries) {
      for (const [entry, held] of all) {
        if (entries.get(entry.row) === entry) continue;
        all.delete(entry);
        release(held);
      }
      for (const entry of entries.values()) hold(entry);
    },
    dispose() {
      for (const held of all.values()) release(held);
      all.clear();
    },
  };
}

/** Has Pixi list anew what it draws of a group and of those in it. */
function remake(group: RenderGroup): void {
  group.structureDidChange = true;
  for (const child of group.renderGroupChildren) remake(child);
}

/** Pixi draws again what a lost context held, but what it cached as a texture. */
function forgetCaches(group: RenderGroup): void {
  if (group.isCachedAsTexture) group.updateCacheTexture();
  for (const child of group.renderGroupChildren) forgetCaches(child);
}

/** Has all given up that another renderer made for it. */
function unload(container: Container): void {
  (container as unknown as Partial<Sprite>).unload?.();
  if (container.renderGroup) container.renderGroup.structureDidChange = true;
  for (const child of container.children) unload(child);
}
