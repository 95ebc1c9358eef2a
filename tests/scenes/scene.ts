import type { Entity, World } from '../../src/ecs';

/** CSS pixels of the pictures. */
export const WIDTH = 240;
export const HEIGHT = 180;

/** One feature of drawing. The same calls in every app, on any renderer. */
export type Scene = {
  /** Fonts of `tests/fonts` that it shows, and letters of all of them. */
  readonly fonts?: { readonly families: readonly string[]; readonly letters: string };
  /** Name of the scene whose baseline must not match this one. */
  readonly differsFrom?: string;
  furnish(world: World, page: Entity): void;
};

/** Style of an element that stands by itself, CSS pixels. */
export function at(left: number, top: number, width: number, height: number) {
  return { position: 'absolute', left, top, width, height } as const;
}

/** A checkered picture whose every second line is half transparent. */
export function picture(): OffscreenCanvas {
  const canvas = new OffscreenCanvas(64, 48);
  const context = canvas.getContext('2d')!;
  for (let i = 0; i < 48; i++) {
    context.fillStyle = `hsl(${i * 8} 80% 50% / ${i % 2 ? 1 : 0.5})`;
    context.fillRect((i % 8) * 8, Math.floor(i / 8) * 8, 8, 8);
  }
  return canvas;
}
