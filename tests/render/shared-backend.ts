import { createPixiBackend, type PixiBackend } from '../../src/render';
import { atFileEnd } from '../endings';

const WHITE = 0xffffffff;

/** To make a context and to compile its programs takes half a second by software: those that a test is done with wait for the next. */
const idle: PixiBackend[] = [];

/** A backend on a white canvas of its own; give it back rather than dispose it. */
export async function takeBackend(
  width: number,
  height: number,
  dpr: number,
): Promise<PixiBackend> {
  const used = idle.pop();
  if (!used) {
    const canvas = new OffscreenCanvas(1, 1);
    return createPixiBackend({ canvas, width, height, dpr, background: WHITE });
  }
  used.resize(width, height, dpr);
  used.beginFrame(0, 0, used.deviceWidth, used.deviceHeight, WHITE);
  used.endFrame();
  return used;
}

/** Lets the next test have a backend, which finds no glyph and no image of this one, nor its records. */
export function giveBack(backend: PixiBackend): void {
  backend.timeGpu?.(false);
  backend.resizeAtlas(1, 1);
  backend.resizeImages(1, 1);
  if (idle.length === 0) atFileEnd(disposeIdle);
  if (!idle.includes(backend)) idle.push(backend);
}

function disposeIdle(): void {
  for (const backend of idle.splice(0)) backend.dispose();
}
