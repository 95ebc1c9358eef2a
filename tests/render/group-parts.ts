import { expect } from 'vitest';
import type { Entity, World } from '../../src/ecs';
import { box, type Style } from '../../src/ui';
import { HEIGHT, open, WIDTH } from './css-app';
import type { Offscreen } from './offscreen';

/** A box, and boxes in it. */
export type Part = { style: Style; parts?: readonly Part[] };

/** Style of a box that stands by itself. */
export function at(left: number, top: number, width: number, height: number) {
  return { position: 'absolute', left, top, width, height } as const;
}

/** The box number `i` of a grid, with two others on it that overlap it, each other and its edge, unless told otherwise. */
export function card(i: number, style: Style, parts?: readonly Part[]): Part {
  const place = at(16 + (i % 3) * 62, 14 + Math.floor(i / 3) * 50, 38, 28);
  return {
    style: { ...place, fill: '#d04020', ...style },
    parts: parts ?? [
      { style: { ...at(8, 6, 36, 18), fill: '#20a040' } },
      { style: { ...at(18, -4, 12, 18), fill: '#2040f080' } },
    ],
  };
}

/** What cuts a card: a rectangle that is rounded unless told otherwise. */
export function clipped(i: number, style: Style, inner: Style): Part {
  const { style: own, parts } = card(0, inner);
  const look = { overflow: 'hidden', fill: '#8080ff', borderRadius: 12 } as const;
  return card(i, { ...look, ...style }, [
    { style: { ...own, ...at(6, 4, 38, 28) }, parts: parts! },
  ]);
}

/** An app that shows boxes on a colour, once so many groups are drawn as such, and their HTML. */
export async function show(dpr: number, parts: readonly Part[], groups: number) {
  const shown = await open(dpr);
  const page = { ...at(0, 0, WIDTH, HEIGHT), fill: '#f0e0c0' };
  box(shown.app.world, page);
  const html = `<div style="${cssOf(page)}">${build(shown.app.world, parts)}</div>`;
  await untilGroups(shown, groups);
  return { ...shown, html };
}

/** Runs frames until so many groups are drawn as such; what does that is loaded first. */
export async function untilGroups(
  { app, frame }: Pick<Offscreen, 'app' | 'frame'>,
  count: number,
): Promise<void> {
  for (let i = 0; i < 5000 && (i < 3 || app.renderer.stats().groups < count); i++) {
    frame();
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  expect(app.renderer.stats().groups).toBe(count);
}

function build(world: World, parts: readonly Part[], parent?: Entity): string {
  return parts
    .map(({ style, parts: inner = [] }) => {
      const made = box(world, { ...style, ...(parent === undefined ? {} : { parent }) });
      return `<div style="${cssOf(style)}">${build(world, inner, made)}</div>`;
    })
    .join('');
}

function cssOf(style: Style): string {
  const { left, top, width, height, fill, borderRadius = 0, rotate = 0 } = style;
  const {
    opacity = 1,
    filter = 'none',
    overflow = 'visible',
    mixBlendMode = 'normal',
    scale = 1,
  } = style;
  return [
    `position:absolute;left:${left}px;top:${top}px;width:${width}px;height:${height}px`,
    `background:${fill};border-radius:${borderRadius}px;rotate:${rotate}deg;scale:${scale}`,
    `opacity:${opacity};filter:${filter};overflow:${overflow};mix-blend-mode:${mixBlendMode};`,
  ].join(';');
}
