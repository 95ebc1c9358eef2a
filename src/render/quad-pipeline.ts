import {
  Buffer,
  BufferUsage,
  Geometry,
  type Shader,
  State,
  Texture,
  type TextureSource,
  UniformGroup,
  type WebGLRenderer,
} from 'pixi.js';
import {
  type DrawProgram,
  LAYERS_PER_LINE,
  RECORDS_PER_LINE,
  type RenderBackend,
} from '../systems/render-batching';
import { createAtlasTexture } from './atlas-texture';
import { programOn } from './frame-view';
import { createImageTexture } from './image-texture';
import {
  createProgramSet,
  destroyPrograms,
  PROGRAM_SOURCES,
  type ProgramSet,
  type ProgramSources,
  unsync,
} from './program-set';
import { FRAME_FLOATS } from './shaders';
import { createWordsTexture } from './words-texture';

const ROW_TEXELS = 4;
const INDEX_BYTES = 4;
const RECORD_UNIT = 0;
const LAYER_UNIT = 1;
const ATLAS_UNIT = 2;
const IMAGE_UNIT = 3;
/** Pixi's names, by `BLEND_...`: what each draws is what CSS has it draw on what is opaque. */
const BLEND_NAMES = ['normal', 'multiply', 'screen', 'add'] as const;

/** Everything both backends share on the GPU: textures, index buffer, programs. Knows nothing of targets and frames. */
export type QuadPipeline = {
  readonly maxTextureSize: number;
  readonly maxRecords: number;
  /** Values of the `uFrame` uniform; call `frameChanged` after writing. */
  readonly frame: Float32Array;
  frameChanged(): void;
  /** Goes up with every `frameChanged`. */
  readonly frameVersion: number;
  /** What programs beside its own read: the uniform, records and layers, which take the first two units. */
  readonly resources: Readonly<Record<string, unknown>>;
  /** Draws into whatever is bound by a shader whose uniforms are synced, which reads a texture at `unit`. */
  drawBy(
    shader: Shader,
    source: TextureSource,
    unit: number,
    first: number,
    count: number,
    blend: number,
  ): void;
  uploadRecords(words: Uint32Array, first: number, count: number): number;
  uploadLayers(words: Uint32Array, first: number, count: number): number;
  uploadIndices(indices: Uint32Array, first: number, count: number): number;
  resizeAtlas(size: number, pages: number): void;
  readonly uploadGlyphs: RenderBackend['uploadGlyphs'];
  resizeImages(size: number, pages: number): void;
  readonly uploadImage: RenderBackend['uploadImage'];
  /** Draws into whatever is bound. */
  draw(program: DrawProgram, first: number, count: number, blend: number): void;
  /** Draws with programs of other sources from now on, or with those that draw all as specified. */
  drawWith(sources: ProgramSources | undefined): void;
  /** Makes programs of other sources, for `use`. */
  openPrograms(sources: ProgramSources): ProgramSet;
  closePrograms(set: ProgramSet): void;
  /** Draws with a set of those until the next call, or with what it draws with in general. */
  use(set: ProgramSet | undefined): void;
  /** Forgets what the GPU held, after a context loss. */
  forget(): void;
  dispose(): void;
};

/** Creates the pipeline for a WebGL 2 renderer. */
export function createQuadPipeline(renderer: WebGLRenderer): QuadPipeline {
  const { gl } = renderer;
  const maxTextureSize = gl.getParameter(gl.MAX_TEXTURE_SIZE) as number;
  const records = createWordsTexture({
    renderer,
    label: 'Records',
    width: RECORDS_PER_LINE * ROW_TEXELS,
    unit: RECORD_UNIT,
    maxTextureSize,
  });
  const layers = createWordsTexture({
    renderer,
    label: 'Layers',
    width: LAYERS_PER_LINE * ROW_TEXELS,
    unit: LAYER_UNIT,
    maxTextureSize,
  });
  const atlas = createAtlasTexture(renderer, ATLAS_UNIT);
  const images = createImageTexture(renderer, IMAGE_UNIT);

  const frame = new Float32Array(FRAME_FLOATS);
  const uniforms = new UniformGroup(
    { uFrame: { value: frame, type: 'vec4<f32>', size: FRAME_FLOATS / 4 } },
    { isStatic: true },
  );
  // Order gives the texture units: the sync of a shader binds its textures from unit 0 up.
  const resources = { uniforms, uRecords: records.source, uLayers: layers.source };
  const glyphResources = { ...resources, uAtlas: atlas.source };
  const imageResources = { ...glyphResources, uImages: images.source };
  const read = { solid: resources, glyphs: glyphResources, images: imageResources };
  const specified = createProgramSet(PROGRAM_SOURCES, read);
  let other: ProgramSet | undefined;
  let programs = specified;
  // The frame that the programs of a set have the uniforms of, once each was drawn with.
  const syncedAt = new Map<ProgramSet, number>();

  const indexBuffer = new Buffer({
    data: new Uint32Array(6),
    label: 'draw list',
    usage: BufferUsage.INDEX | BufferUsage.COPY_DST,
    shrinkToFit: false,
  });
  const geometry = new Geometry({ attributes: {}, indexBuffer });
  indexBuffer.autoGarbageCollect = false;
  geometry.autoGarbageCollect = false;
  const opaqueState = new State();
  opaqueState.blend = false;
  opaqueState.depthMask = false;
  const blendedStates = BLEND_NAMES.map((name) => {
    const state = State.for2d();
    state.blendMode = name;
    return state;
  });
  let frameVersion = 0;

  // Reused by every draw, so that a frame allocates nothing here.
  const options = {
    geometry,
    shader: specified.solid.shader,
    state: opaqueState,
    size: 0,
    start: 0,
    skipSync: false,
  };

  function uploadIndices(indices: Uint32Array, first: number, count: number): number {
    if (!(first >= 0 && count >= 0 && first + count <= indices.length)) {
      throw new RangeError(
        `Indices ${first} to ${first + count} do not lie in an array of ${indices.length}`,
      );
    }
    let bytes = count * INDEX_BYTES;
    if (indexBuffer.data !== indices) {
      // Pixi keeps a buffer that is long enough: one of no length is made anew, as long as the array.
      if (indices.length < indexBuffer.data.length) {
        renderer.buffer.getGlBuffer(indexBuffer).byteLength = 0;
      }
      indexBuffer.data = indices;
      bytes = indices.byteLength;
    } else if (count > 0) {
      // `update` keeps one range only; binding the geometry sends it at once, into this vertex array's own index buffer.
      indexBuffer.update(bytes, first * INDEX_BYTES);
    }
    renderer.geometry.bind(geometry, specified.solid.shader.glProgram);
    return bytes;
  }

  function draw(program: DrawProgram, first: number, count: number, blend: number): void {
    if (!(first >= 0 && first + count <= indexBuffer.data.length)) {
      throw new RangeError(
        `Draw of indices ${first} to ${first + count}, but only ${indexBuffer.data.length} were sent`,
      );
    }
    // Pixi takes a size of 0 for "all of it".
    if (!(count > 0)) return;
    const chosen = programs[programOn(frame, program)];
    options.shader = chosen.shader;
    options.state = chosen === programs.solid ? opaqueState : blendedStates[blend]!;
    options.size = count;
    options.start = first;
    // A sync walks objects with integer keys and so allocates; uniforms and samplers only change with `frame`.
    options.skipSync = chosen.synced;
    chosen.synced = true;
    renderer.texture.bindSource(records.source, RECORD_UNIT);
    renderer.texture.bindSource(layers.source, LAYER_UNIT);
    if (chosen !== programs.solid) renderer.texture.bindSource(atlas.source, ATLAS_UNIT);
    if (chosen !== programs.solid && chosen !== programs.simple && chosen !== programs.blended)
      renderer.texture.bindSource(images.source, IMAGE_UNIT);
    renderer.encoder.draw(options);
  }

  function drawBy(
    shader: Shader,
    source: TextureSource,
    unit: number,
    first: number,
    count: number,
    blend: number,
  ): void {
    options.shader = shader;
    options.state = blendedStates[blend]!;
    options.size = count;
    options.start = first;
    options.skipSync = true;
    renderer.texture.bindSource(records.source, RECORD_UNIT);
    renderer.texture.bindSource(layers.source, LAYER_UNIT);
    renderer.texture.bindSource(source, unit);
    renderer.encoder.draw(options);
  }

  function frameChanged(): void {
    frameVersion++;
    uniforms.update();
    unsync(programs);
  }

  return {
    maxTextureSize,
    maxRecords: maxTextureSize * RECORDS_PER_LINE,
    frame,
    frameChanged,
    get frameVersion() {
      return frameVersion;
    },
    resources,
    drawBy,
    uploadRecords: records.upload,
    uploadLayers: layers.upload,
    uploadIndices,
    resizeAtlas: atlas.resize,
    uploadGlyphs: atlas.upload,
    resizeImages: images.resize,
    uploadImage: images.upload,
    draw,
    drawWith(sources) {
      if (other) destroyPrograms(other);
      other = sources && createProgramSet(sources, read);
      programs = other ?? specified;
      unsync(programs);
    },
    openPrograms: (sources) => createProgramSet(sources, read),
    closePrograms(set) {
      syncedAt.delete(set);
      destroyPrograms(set);
    },
    use(set) {
      programs = set ?? other ?? specified;
      if (!set || syncedAt.get(set) === frameVersion) return;
      syncedAt.set(set, frameVersion);
      unsync(set);
    },
    forget() {
      // After a loss Pixi leaves out units on which nothing was drawn since the one before, and takes the unit that was active for
      // active: the next textures would go to the wrong one. This goes through all units.
      renderer.texture.unbind(Texture.EMPTY);
      records.forget();
      layers.forget();
      frameChanged();
    },
    dispose() {
      // Shaders first: Pixi warns when a texture goes while a shader still holds it. Programs stay, shared by source.
      destroyPrograms(specified);
      if (other) destroyPrograms(other);
      geometry.destroy(true);
      records.dispose();
      layers.dispose();
      atlas.dispose();
      images.dispose();
    },
  };
}
