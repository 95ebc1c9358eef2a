import 'pixi.js/unsafe-eval';
import { type Matrix, RenderContainer, type WebGLRenderer } from 'pixi.js';
import { BLEND_NORMAL } from '../ecs/stores';
import type { DrawProgram, RenderBackend } from '../systems/render-batching';
import { createListeners } from './listeners';
import { createQuadPipeline } from './quad-pipeline';
import {
  FRAME_PROJECTION,
  FRAME_SCALE,
  FRAME_SNAP,
  FRAME_TINT,
  FRAME_TURNED,
  FRAME_UNPROJECT,
  FRAME_VIEW,
} from './shaders';

/** Scales glyphs are rasterised at; the host's scale is rounded up to one of them. */
const GLYPH_SCALES = [1, 1.5, 2, 3] as const;
/** Host scales this close count as equal: transforms gather rounding errors. */
const SCALE_SLACK = 1e-3;
const DRAW_NUMBERS = 4;
const PROGRAMS: readonly DrawProgram[] = [
  'solid',
  'simple',
  'blended',
  'images',
  'lines',
  'effects',
];

/** What `createEmbeddedBackend` needs: the host's renderer, which must be Pixi's WebGL 2 one. */
export type EmbeddedBackendOptions = { renderer: WebGLRenderer };

/** A backend that draws inside a host's own stage. */
export type EmbeddedBackend = RenderBackend & {
  /** Add this to the host's stage. It follows transform, alpha, tint and masks of where it stands. */
  readonly view: RenderContainer;
};

class SurfaceView extends RenderContainer {
  boundsChanged(): void {
    this.onViewUpdate();
  }
}

/**
 * Creates a backend whose draws are recorded and replayed whenever the host renders `view`. Nothing is cleared: the host's
 * picture shows through. The host owns the renderer, its frames and its size.
 */
export function createEmbeddedBackend({ renderer }: EmbeddedBackendOptions): EmbeddedBackend {
  if (renderer.name !== 'webgl' || renderer.context.webGLVersion !== 2) {
    throw new Error(`Cannot embed into a ${renderer.name} renderer: WebGL 2 is needed`);
  }
  const pipeline = createQuadPipeline(renderer);
  const listeners = createListeners();
  const { frame } = pipeline;
  let draws = new Int32Array(16 * DRAW_NUMBERS);
  let drawCount = 0;
  let width = 0;
  let height = 0;
  let disposed = false;

  const view = new SurfaceView({
    label: 'rafter',
    addBounds(bounds) {
      bounds.minX = 0;
      bounds.minY = 0;
      bounds.maxX = width;
      bounds.maxY = height;
    },
    render: replay,
  });

  const restorer = {
    contextChange() {
      pipeline.forget();
      drawCount = 0;
      listeners.emit();
    },
  };
  renderer.runners.contextChange.add(restorer);

  function isLost(): boolean {
    return disposed || renderer.context.isLost;
  }

  function replay(): void {
    if (drawCount === 0 || isLost() || !(width > 0 && height > 0)) return;
    writeFrame();
    // Another surface on this renderer shares the programs and has written its own values into them.
    pipeline.frameChanged();
    for (let at = 0; at < drawCount * DRAW_NUMBERS; at += DRAW_NUMBERS) {
      pipeline.draw(PROGRAMS[draws[at]!]!, draws[at + 1]!, draws[at + 2]!, draws[at + 3]!);
    }
  }

  function writeFrame(): void {
    const { renderTarget, viewport, projectionMatrix } = renderer.renderTarget;
    const { resolution } = renderTarget;
    const data = renderer.globalUniforms.globalUniformData;
    writeView(data.worldTransformMatrix, data.offset.x, data.offset.y, resolution);
    frame[FRAME_PROJECTION] = projectionMatrix.a / resolution;
    frame[FRAME_PROJECTION + 1] = projectionMatrix.d / resolution;
    frame[FRAME_PROJECTION + 2] = projectionMatrix.tx;
    frame[FRAME_PROJECTION + 3] = projectionMatrix.ty;
    // The root's rows run bottom up in gl_FragCoord, and Pixi's viewport runs top down.
    const bottom = renderTarget.isRoot
      ? renderTarget.pixelHeight - viewport.height - viewport.y
      : viewport.y;
    writeUnproject(viewport.x, bottom, viewport.width, viewport.height);
    writeTint(view.groupColorAlpha, data.worldColor);
  }

  /** Surface to device pixels: where the view stands in its render group, then where the group stands in the target. */
  function writeView(world: Matrix, offsetX: number, offsetY: number, resolution: number): void {
    const group = view.groupTransform;
    const a = (world.a * group.a + world.c * group.b) * resolution;
    const b = (world.b * group.a + world.d * group.b) * resolution;
    const c = (world.a * group.c + world.c * group.d) * resolution;
    const d = (world.b * group.c + world.d * group.d) * resolution;
    frame[FRAME_VIEW] = a;
    frame[FRAME_VIEW + 1] = b;
    frame[FRAME_VIEW + 2] = c;
    frame[FRAME_VIEW + 3] = d;
    frame[FRAME_VIEW + 4] =
      (world.a * group.tx + world.c * group.ty + world.tx - offsetX) * resolution;
    frame[FRAME_VIEW + 5] =
      (world.b * group.tx + world.d * group.ty + world.ty - offsetY) * resolution;
    const scale = Math.sqrt(Math.abs(a * d - b * c));
    const isTurned = Math.abs(b) > SCALE_SLACK * scale || Math.abs(c) > SCALE_SLACK * scale;
    const isWhole =
      Math.abs(a - Math.round(scale)) < SCALE_SLACK &&
      Math.abs(d - Math.round(scale)) < SCALE_SLACK;
    const isRasterised = Math.abs(scale - glyphScale()) < SCALE_SLACK;
    frame[FRAME_SNAP] = !isTurned && isWhole && isRasterised ? 1 : 0;
    frame[FRAME_SCALE] = scale;
    frame[FRAME_TURNED] = isTurned ? 1 : 0;
  }

  /** From `gl_FragCoord` through clip space and device pixels back to the surface. */
  function writeUnproject(left: number, bottom: number, across: number, up: number): void {
    const scaleX = 2 / across / frame[FRAME_PROJECTION]!;
    const scaleY = 2 / up / frame[FRAME_PROJECTION + 1]!;
    const deviceX = (-1 - frame[FRAME_PROJECTION + 2]!) / frame[FRAME_PROJECTION]! - left * scaleX;
    const deviceY =
      (-1 - frame[FRAME_PROJECTION + 3]!) / frame[FRAME_PROJECTION + 1]! - bottom * scaleY;
    const a = frame[FRAME_VIEW]!;
    const b = frame[FRAME_VIEW + 1]!;
    const c = frame[FRAME_VIEW + 2]!;
    const d = frame[FRAME_VIEW + 3]!;
    const determinant = a * d - b * c;
    const inverse = determinant === 0 ? 0 : 1 / determinant;
    const x = deviceX - frame[FRAME_VIEW + 4]!;
    const y = deviceY - frame[FRAME_VIEW + 5]!;
    frame[FRAME_UNPROJECT] = d * inverse * scaleX;
    frame[FRAME_UNPROJECT + 1] = -b * inverse * scaleX;
    frame[FRAME_UNPROJECT + 2] = -c * inverse * scaleY;
    frame[FRAME_UNPROJECT + 3] = a * inverse * scaleY;
    frame[FRAME_UNPROJECT + 4] = (d * x - c * y) * inverse;
    frame[FRAME_UNPROJECT + 5] = (a * y - b * x) * inverse;
  }

  /** Product of two premultiplied colours, given as alpha, blue, green, red from the high byte down. */
  function writeTint(left: number, right: number): void {
    const alpha = ((left >>> 24) / 255) * ((right >>> 24) / 255);
    for (let channel = 0; channel < 3; channel++) {
      const shift = channel * 8;
      const color = (((left >>> shift) & 255) / 255) * (((right >>> shift) & 255) / 255);
      frame[FRAME_TINT + channel] = color * alpha;
    }
    frame[FRAME_TINT + 3] = alpha;
  }

  function glyphScale(): number {
    const { a, b, c, d } = view.worldTransform;
    const scale = Math.sqrt(Math.abs(a * d - b * c)) * renderer.resolution;
    for (const step of GLYPH_SCALES) if (scale <= step + SCALE_SLACK) return step;
    return 3;
  }

  return {
    name: 'webgl2 embedded',
    view,
    maxTextureSize: pipeline.maxTextureSize,
    maxRecords: pipeline.maxRecords,
    preserves: false,
    get lost() {
      return isLost();
    },
    get glyphScale() {
      return glyphScale();
    },
    onRestored: listeners.add,
    resize(nextWidth, nextHeight) {
      if (disposed) return;
      width = nextWidth > 0 && nextWidth < Number.POSITIVE_INFINITY ? nextWidth : 0;
      height = nextHeight > 0 && nextHeight < Number.POSITIVE_INFINITY ? nextHeight : 0;
      view.boundsChanged();
    },
    uploadRecords: (words, first, count) =>
      isLost() ? 0 : pipeline.uploadRecords(words, first, count),
    uploadLayers: (words, first, count) =>
      isLost() ? 0 : pipeline.uploadLayers(words, first, count),
    uploadIndices: (indices, first, count) =>
      isLost() ? 0 : pipeline.uploadIndices(indices, first, count),
    resizeAtlas(size, pages) {
      if (!isLost()) pipeline.resizeAtlas(size, pages);
    },
    uploadGlyphs: (page, x, y, across, down, pixels) =>
      isLost() ? 0 : pipeline.uploadGlyphs(page, x, y, across, down, pixels),
    resizeImages(size, pages) {
      if (!isLost()) pipeline.resizeImages(size, pages);
    },
    uploadImage: (...part) => (isLost() ? 0 : pipeline.uploadImage(...part)),
    beginFrame() {
      drawCount = 0;
    },
    // The host keeps no picture, so that every frame is one rectangle.
    nextRect() {},
    draw(program, first, count, blend = BLEND_NORMAL) {
      if (isLost()) return;
      if ((drawCount + 1) * DRAW_NUMBERS > draws.length) {
        const longer = new Int32Array(draws.length * 2);
        longer.set(draws);
        draws = longer;
      }
      const at = drawCount++ * DRAW_NUMBERS;
      draws[at] = PROGRAMS.indexOf(program);
      draws[at + 1] = first;
      draws[at + 2] = count;
      draws[at + 3] = blend;
    },
    endFrame() {},
    async loadSoftShadows() {
      const { SOFT_SOURCES } = await import('./soft-shadows');
      return (on) => {
        if (!disposed) pipeline.drawWith(on ? SOFT_SOURCES : undefined);
      };
    },
    dispose() {
      if (disposed) return;
      disposed = true;
      drawCount = 0;
      listeners.clear();
      view.destroy();
      pipeline.dispose();
      // A renderer that the host destroyed first has let go of its runners.
      if (renderer.renderPipes) renderer.runners.contextChange.remove(restorer);
    },
  };
}
