import { commands } from 'vitest/browser';
import { roundingOf } from './rounding';

const FOLDER = 'tests/scenes/baselines';
/** What writes them. */
export const COMMAND = "UPDATE=1 npx vitest run --project 'browser*' tests/scenes";

const files = import.meta.glob<string>('./baselines/*/*.png', {
  query: '?url',
  import: 'default',
  eager: true,
});

/** What made the baselines of a folder. */
type Machine = { renderer: string; rounding: string };

const machines = import.meta.glob<Machine>('./baselines/*/machine.json', {
  import: 'default',
  eager: true,
});

/** Whose pictures are compared: the browser's major version and what draws by WebGL 2, as `chromium-156-swiftshader`. */
export type Key = { readonly name: string; readonly version: number; readonly processor: string };

/** A baseline, and whether this browser made it on such a processor. */
export type Baseline = { readonly pixels: Uint8ClampedArray; readonly isOwn: boolean };

/** Scenes of which there is no picture that this browser made on such a processor. */
export function missingBaselines(scenes: readonly string[], key: Key): string[] {
  return scenes.filter((scene) => files[`./baselines/${key.name}/${scene}.png`] === undefined);
}

/** Whether the baselines of a key were made by the renderer that there is here, on a machine that rounds as this one does. */
export async function isSameMachine(key: Key): Promise<boolean> {
  const machine = machines[`./baselines/${key.name}/machine.json`];
  return machine?.renderer === rendererName() && machine.rounding === (await roundingOf());
}

/** Keeps what made the baselines. */
export async function keepMachine(key: Key): Promise<void> {
  const machine: Machine = { renderer: rendererName(), rounding: await roundingOf() };
  await commands.writeFile(
    `${FOLDER}/${key.name}/machine.json`,
    `${JSON.stringify(machine, undefined, 2)}\n`,
  );
}

/** Key of the pictures that this browser makes. */
export function keyOf(): Key {
  const [, product = 'browser', major = '0'] =
    /(Chrome|Firefox|Version)\/(\d+)/.exec(navigator.userAgent) ?? [];
  const processor = processorName();
  const browser = product === 'Chrome' ? 'chromium' : product.toLowerCase();
  return { name: `${browser}-${major}-${processor}`, version: Number(major), processor };
}

/**
 * The baseline of a scene. For a browser or processor of which there is none at all that of the nearest version, if possible on the
 * same processor. Throws where one is missing among those of a key.
 */
export async function baselineOf(scene: string, key: Key): Promise<Baseline> {
  const keys = [...new Set(Object.keys(files).map((file) => file.split('/')[2]!))];
  const isOwn = keys.includes(key.name);
  const folder = isOwn ? key.name : nearest(keys, key);
  const url = files[`./baselines/${folder}/${scene}.png`];
  if (url === undefined) {
    throw new Error(
      `there is no baseline ${FOLDER}/${folder}/${scene}.png; look at the scene, then write it: ${COMMAND}`,
    );
  }
  return { pixels: await decode(url), isOwn };
}

/** Keeps a picture as the baseline of a scene. */
export async function keepBaseline(
  scene: string,
  key: Key,
  pixels: Uint8ClampedArray<ArrayBuffer>,
  width: number,
): Promise<void> {
  const canvas = new OffscreenCanvas(width, pixels.length / 4 / width);
  canvas.getContext('2d')!.putImageData(new ImageData(pixels, width), 0, 0);
  const png = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
  const binary = Array.from(png, (byte) => String.fromCharCode(byte)).join('');
  await commands.writeFile(`${FOLDER}/${key.name}/${scene}.png`, btoa(binary), 'base64');
}

function nearest(keys: readonly string[], { version, processor }: Key): string {
  const distance = (key: string) =>
    Math.abs(Number(key.split('-')[1]) - version) + (key.endsWith(processor) ? 0 : 1000);
  return [...keys].sort((one, other) => distance(one) - distance(other))[0] ?? 'none';
}

async function decode(url: string): Promise<Uint8ClampedArray> {
  const blob = await (await fetch(url)).blob();
  const bitmap = await createImageBitmap(blob, { colorSpaceConversion: 'none' });
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', {
    willReadFrequently: true,
  })!;
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height).data;
}

function rendererName(): string {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2')!;
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const name = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return name;
}

/** What draws, in words that make a folder's name. */
function processorName(): string {
  const name = rendererName();
  if (/swiftshader/i.test(name)) return 'swiftshader';
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '_');
}
