import { BufferImageSource, Container, RenderContainer } from 'pixi.js';
import { createPixiBackend, type PixiBackend } from '../src/render';
import { LAYER_AXIS_ALIGNED } from '../src/systems/render-batching';
import { difference, exact, RED, reference, Scene } from '../tests/render/scene';

const WHITE = 0xffffffff;
const FONT = '600 13px sans-serif';

const runs = new Map<string, (at: number) => void>();

Object.assign(globalThis, { spike: { pictures, numbers, names: () => [...runs.keys()], repeat } });

/** Calls a measured function again, for the script to look at the heap around it. */
function repeat(name: string, calls: number): void {
  const run = runs.get(name)!;
  for (let at = 0; at < calls; at++) run(at);
}

/** What the spike draws, as PNG data URLs. */
async function pictures(): Promise<Record<string, string>> {
  return { scene: await scenePicture(), corners: await cornersPicture() };
}

async function scenePicture(): Promise<string> {
  const target = await open(320, 180, 2);
  const scene = new Scene(512, 16);
  const glyphs = rasterise(target, 'Vertex-pulled records, one index buffer');
  scene.layer(1, { clip: [12, 44, 154, 168] });
  scene.clip(9, { rect: [166, 44, 308, 168], radii: [28, 10, 28, 10] });
  scene.layer(2, { clipRow: 9 });
  const [cos, sin] = [Math.cos(-0.2), Math.sin(-0.2)];
  scene.layer(3, { matrix: [cos, sin, -sin, cos, 196, 92], flags: 0, clipRow: 9 });
  scene.solid({ x: 0, y: 0, width: 320, height: 34, color: 0xff2e1e1e });
  let pen = 12;
  for (const glyph of glyphs) {
    if (glyph.texels[0] > 0) {
      scene.glyph({ ...glyph, x: pen - 1, y: 6, color: 0xfff4d6cd });
    }
    pen += glyph.advance;
  }
  for (let row = 0; row < 8; row++) {
    const y = 40 + row * 21;
    scene.solid({
      x: 12,
      y,
      width: 142,
      height: 20,
      color: row % 2 ? 0xfff5efe6 : WHITE,
      layer: 1,
    });
    const late = (row * 37) % 70;
    const color = 0xff5a4be0;
    const radii: [number, number, number, number] = [6, 6, 6, 6];
    scene.round({ x: 20, y: y + 5, width: 20 + late, height: 10, color, radii, layer: 1 });
    const border = { border: 1.5, borderColor: 0xff60a030, radii };
    scene.round({
      x: 118,
      y: y + 3,
      width: 28,
      height: 14,
      color: 0xffe0f5d8,
      ...border,
      layer: 1,
    });
  }
  scene.solid({ x: 160, y: 40, width: 160, height: 140, color: 0xfff0c8a0, layer: 2 });
  scene.round({
    x: 0,
    y: 0,
    width: 84,
    height: 48,
    color: 0xc0ffffff,
    radii: [4, 12, 24, 0],
    border: 4,
    borderColor: 0xff8050d0,
    layer: 3,
  });
  draw(target, scene, scene.all());
  return png(target.readPixels(0, 0, 640, 360), 640, 360);
}

/** Per-corner radii: ours, canvas 2D averaged from 16 times the size, canvas 2D, and the two errors 4 times as strong. */
async function cornersPicture(): Promise<string> {
  const [width, height] = [112, 80];
  const target = await open(width, height, 1);
  const radii: [number, number, number, number] = [4, 16, 28, 60];
  const scene = new Scene();
  scene.round({ x: 8, y: 8, width: 96, height: 64, color: 0xffc06030, radii });
  draw(target, scene, scene.all());
  const ours = target.readPixels(0, 0, width, height);
  const paint = (context: OffscreenCanvasRenderingContext2D): void => {
    context.fillStyle = '#3060c0';
    context.beginPath();
    context.roundRect(8, 8, 96, 64, radii);
    context.fill();
  };
  const ideal = exact(width, height, paint);
  const canvas2d = reference(width, height, paint);
  const error = (picture: Uint8ClampedArray): Uint8ClampedArray =>
    picture.map((value, at) => (at % 4 === 3 ? 255 : 255 - Math.abs(value - ideal[at]!) * 4));
  const tiles = [ours, ideal, canvas2d, error(ours), error(canvas2d)];
  const canvas = new OffscreenCanvas(width * tiles.length, height);
  const context = canvas.getContext('2d')!;
  tiles.forEach((tile, at) => {
    context.putImageData(new ImageData(tile.slice(), width, height), at * width, 0);
  });
  console.log(difference(ours, ideal).max, difference(canvas2d, ideal).max);
  return toUrl(canvas);
}

/** A table of costs, in one run on one page. */
async function numbers(): Promise<string> {
  const lines = [...(await fillCosts()), ...(await uploadCosts()), ...(await frameCosts())];
  return lines.join('\n');
}

async function fillCosts(): Promise<string[]> {
  const [width, height, times] = [640, 360, 4];
  const target = await open(width, height, 1);
  const { gl } = target.renderer;
  target.resizeAtlas(1024, 1);
  target.uploadGlyphs(0, 0, 0, 1024, 400, new Uint8ClampedArray(1024 * 400 * 4).fill(200));
  const done = new Uint8Array(4);
  const finish = (): void => gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, done);
  const color = 0x80a06030;
  const whole = { x: 0, y: 0, width, height, color };
  const texels: [number, number] = [width, height];
  const cases = {
    'solid, program solid': ['solid', (s: Scene) => s.solid(whole)],
    'solid, program simple': ['simple', (s: Scene) => s.solid(whole)],
    'round, program simple': ['simple', (s: Scene) => s.round({ ...whole, radii: [8, 8, 8, 8] })],
    'glyph, program simple': ['simple', (s: Scene) => s.glyph({ ...whole, u: 0, v: 0, texels })],
    'solid, program general': ['blended', (s: Scene) => s.solid(whole)],
    'round, program general': ['blended', (s: Scene) => s.round({ ...whole, radii: [8, 8, 8, 8] })],
    'glyph, program general': ['blended', (s: Scene) => s.glyph({ ...whole, u: 0, v: 0, texels })],
    'solid in a rounded clip, general': ['blended', (s: Scene) => s.solid({ ...whole, layer: 2 })],
  } as const;
  const best = new Map<string, number>();
  for (let round = 0; round < 8; round++) {
    for (const [name, [program, fill]] of Object.entries(cases)) {
      const scene = new Scene();
      scene.layer(1, { flags: LAYER_AXIS_ALIGNED });
      scene.layer(2, { clipRow: 3 });
      scene.clip(3, { rect: [0, 0, width, height], radii: [20, 20, 20, 20] });
      for (let at = 0; at < times; at++) fill(scene);
      const count = scene.all();
      scene.upload(target);
      target.beginFrame(0, 0, width, height, WHITE);
      target.endFrame();
      finish();
      const start = performance.now();
      target.beginFrame(0, 0, width, height, WHITE);
      target.draw(program, 0, count);
      target.endFrame();
      finish();
      const nanoseconds = ((performance.now() - start) * 1e6) / (times * width * height);
      best.set(name, Math.min(best.get(name) ?? Number.POSITIVE_INFINITY, nanoseconds));
    }
  }
  target.dispose();
  return [...best].map(([name, value]) => `fill: ${name}: ${value.toFixed(1)} ns/px`);
}

async function uploadCosts(): Promise<string[]> {
  const target = await open(64, 64, 1);
  const { renderer } = target;
  const { gl } = renderer;
  const done = new Uint8Array(4);
  const finish = (): void => gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, done);
  const words = new Uint32Array(1024 * 64 * 4);
  target.uploadRecords(words, 0, 1);
  const resource = new Uint32Array(words.length);
  const source = new BufferImageSource({ resource, width: 1024, height: 64, format: 'rgba32uint' });
  renderer.texture.bindSource(source, 5);
  const cases = {
    'ours, 1 record': (at: number) => target.uploadRecords(words, at % 16384, 1),
    'BufferImageSource.update, 1 record': (at: number) => {
      source.update((at % 16384) * 4, (at % 16384) * 4 + 4);
    },
    'ours, 100 records over a line end': (at: number) =>
      target.uploadRecords(words, (at % 60) * 256 + 200, 100),
    'BufferImageSource.update, 100 records over a line end': (at: number) => {
      source.update(((at % 60) * 256 + 200) * 4, ((at % 60) * 256 + 300) * 4);
    },
  };
  const lines: string[] = [];
  for (const [name, run] of Object.entries(cases)) {
    let best = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 8; round++) {
      finish();
      const start = performance.now();
      for (let at = 0; at < 200; at++) run(at);
      best = Math.min(best, ((performance.now() - start) * 1000) / 200);
      finish();
    }
    runs.set(name, run);
    lines.push(`upload: ${name}: ${best.toFixed(2)} us`);
  }
  return lines;
}

async function frameCosts(): Promise<string[]> {
  const target = await open(64, 64, 1);
  const { renderer } = target;
  const scene = new Scene();
  for (let at = 0; at < 20; at++) scene.solid({ x: at, y: 0, width: 2, height: 2, color: RED });
  const count = scene.all();
  scene.upload(target);
  const ours = (): void => {
    target.beginFrame(0, 0, 32, 32, WHITE);
    target.draw('solid', 0, 12);
    target.draw('simple', 12, count - 12);
    target.endFrame();
  };
  const ourFrame = (at: number): void => {
    target.uploadRecords(scene.words, at % 20, 1);
    target.uploadIndices(scene.indices, (at % 20) * 6, 6);
    ours();
  };
  const synced = (): void => {
    // A new size makes the uniforms new, so that Pixi walks the resources of both shaders.
    target.resize(64, 64, 1);
    ours();
  };
  const stage = new Container();
  stage.addChild(new RenderContainer({ render: ours }));
  const cases = {
    'two draws': ours,
    'two draws, uniforms and samplers set again': synced,
    'two draws, one record, one index range': ourFrame,
    'the same two draws inside renderer.render': () => renderer.render(stage),
  };
  const done = new Uint8Array(4);
  const { gl } = renderer;
  const lines: string[] = [];
  for (const [name, run] of Object.entries(cases)) {
    let best = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 8; round++) {
      gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, done);
      const start = performance.now();
      for (let at = 0; at < 50; at++) run(at);
      best = Math.min(best, ((performance.now() - start) * 1000) / 50);
    }
    runs.set(name, run);
    lines.push(`frame: ${name}: ${best.toFixed(1)} us of JavaScript`);
  }
  return lines;
}

function open(width: number, height: number, dpr: number): Promise<PixiBackend> {
  const canvas = document.createElement('canvas');
  return createPixiBackend({ canvas, width, height, dpr, background: WHITE });
}

function draw(target: PixiBackend, scene: Scene, count: number): void {
  scene.upload(target);
  target.beginFrame(0, 0, target.deviceWidth, target.deviceHeight, WHITE);
  target.draw('blended', 0, count);
  target.endFrame();
}

type Glyph = {
  u: number;
  v: number;
  texels: [number, number];
  width: number;
  height: number;
  advance: number;
};

/** One line of text at twice the size, a bitmap per letter. */
function rasterise(target: PixiBackend, text: string): Glyph[] {
  const canvas = new OffscreenCanvas(1024, 64);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.scale(2, 2);
  context.font = FONT;
  context.fillStyle = '#fff';
  let pen = 1;
  const glyphs: Glyph[] = [];
  for (const letter of text) {
    const advance = context.measureText(letter).width;
    context.fillText(letter, pen + 1, 16);
    const wide = Math.ceil(advance) * 2 + 4;
    const blank = letter === ' ';
    glyphs.push({
      u: pen * 2,
      v: 0,
      texels: blank ? [0, 0] : [wide, 44],
      width: wide / 2,
      height: 22,
      advance,
    });
    pen += Math.ceil(advance) + 4;
  }
  target.resizeAtlas(1024, 1);
  target.uploadGlyphs(0, 0, 0, 1024, 64, context.getImageData(0, 0, 1024, 64).data);
  return glyphs;
}

function png(pixels: Uint8ClampedArray, width: number, height: number): Promise<string> {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')!.putImageData(new ImageData(pixels.slice(), width, height), 0, 0);
  return toUrl(canvas);
}

async function toUrl(canvas: OffscreenCanvas): Promise<string> {
  const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return `data:image/png;base64,${btoa(text)}`;
}
