import { describe, expect, it } from 'vitest';
import { columns, type Entity, resolve, resource } from '../../src/ecs';
import { Box, HitTester } from '../../src/ecs/stores';
import { box, type Style } from '../../src/ui';
import { createRandom, type Random } from '../property/random';
import { type Offscreen, openOffscreen, pixelsOf } from './offscreen';

const WIDTH = 240;
const HEIGHT = 180;
const STEP = 7;
const SCENES = import.meta.env.RAFTER_LONG ? 1_000 : 12;

type Pair = { id: number; entity: Entity; node: HTMLElement };

/** The same random tree of boxes that overlap, here and as HTML; each has a colour that tells its number. */
function furnish({ app }: Offscreen, root: HTMLElement, random: Random): Pair[] {
  const pairs: Pair[] = [];
  for (let id = 1; id <= 24; id++) {
    const outer = random.chance(60) && pairs.length > 0 ? random.pick(pairs) : undefined;
    const left = random.int(outer ? 60 : 180) - 20;
    const top = random.int(outer ? 50 : 130) - 20;
    const width = 20 + random.int(80);
    const height = 20 + random.int(70);
    const zIndex = random.chance(45) ? random.int(5) - 2 : undefined;
    const clips = random.chance(15);
    const fill = `#${(id * 0x0a0b05).toString(16).padStart(6, '0')}`;
    const style: Style = { position: 'absolute', left, top, width, height, fill };
    if (zIndex !== undefined) style.zIndex = zIndex;
    if (clips) style.overflow = 'hidden';
    const node = document.createElement('div');
    node.style.cssText = `position:absolute;left:${left}px;top:${top}px;width:${width}px;height:${height}px;background:${fill};${zIndex === undefined ? '' : `z-index:${zIndex};`}${clips ? 'overflow:hidden;' : ''}`;
    (outer?.node ?? root).append(node);
    const entity = box(app.world, { ...(outer ? { parent: outer.entity } : {}), ...style });
    pairs.push({ id, entity, node });
  }
  return pairs;
}

describe('stacked elements', () => {
  it('are drawn and hit in the order in which Chromium has them', async () => {
    const random = createRandom(11);
    let compared = 0;
    const wrong: string[] = [];
    for (let scene = 0; scene < SCENES; scene++) {
      const offscreen = await openOffscreen(WIDTH, HEIGHT);
      const root = document.createElement('div');
      root.style.cssText = `position:fixed;left:0;top:0;width:${WIDTH}px;height:${HEIGHT}px;isolation:isolate;z-index:1000`;
      document.body.append(root);
      const pairs = furnish(offscreen, root, random);
      offscreen.frame();
      const pixels = pixelsOf(offscreen.canvas);
      const { hit } = resource(offscreen.app.world, HitTester);
      const rows: number[] = pairs.map(({ entity }) => resolve(offscreen.app.world, entity));
      for (let y = 3; y < HEIGHT; y += STEP) {
        for (let x = 3; x < WIDTH; x += STEP) {
          const found = document.elementFromPoint(x, y);
          const wanted = pairs.find(({ node }) => node === found)?.id ?? 0;
          const at = (y * WIDTH + x) * 4;
          const color = (pixels[at]! << 16) | (pixels[at + 1]! << 8) | pixels[at + 2]!;
          const seen = color % 0x0a0b05 === 0 ? color / 0x0a0b05 : 0;
          const where = `scene ${scene} at ${x}, ${y}`;
          if (wanted !== 0 && seen !== wanted)
            wrong.push(`${where}: ${seen} is seen, not ${wanted}`);
          // A root that has no handler lets hits through.
          const target = hit(x + 0.5, y + 0.5);
          const isRoot = wanted > 0 && pairs[wanted - 1]!.node.parentElement === root;
          const hitId = rows.indexOf(target) + 1;
          if (!isRoot && wanted > 0 && hitId !== wanted) {
            wrong.push(`${where}: ${hitId} is hit, not ${wanted}`);
          }
          if (wanted > 0) compared++;
        }
      }
      root.remove();
      offscreen.app.dispose();
      expect(wrong).toEqual([]);
    }
    expect(compared).toBeGreaterThan(SCENES * 100);
  });

  it('leave what clips and fades the element they are in, if they lie on top', async () => {
    const { app, canvas, frame } = await openOffscreen(WIDTH, HEIGHT);
    const place = { position: 'absolute', left: 20, top: 20, width: 40, height: 30 } as const;
    const outer = box(app.world, { ...place, overflow: 'hidden', borderRadius: 8, opacity: 0.5 });
    const tip = box(app.world, {
      parent: outer,
      position: 'absolute',
      left: 30,
      top: 20,
      width: 60,
      height: 20,
      fill: '#ff0000',
      topLayer: 'tooltip',
    });
    box(app.world, { ...place, left: 60, top: 35, fill: '#0000ff', zIndex: 99 });
    frame();
    const pixels = pixelsOf(canvas);
    const colorAt = (x: number, y: number) => [
      ...pixels.subarray((y * WIDTH + x) * 4, (y * WIDTH + x) * 4 + 3),
    ];
    expect(colorAt(55, 45)).toEqual([255, 0, 0]);
    expect(colorAt(100, 55)).toEqual([255, 0, 0]);
    expect(colorAt(62, 62)).toEqual([0, 0, 255]);
    expect(resource(app.world, HitTester).hit(100, 55)).toBe(resolve(app.world, tip));
    expect(columns(app.world, Box).width[resolve(app.world, tip)]).toBe(60);
  });
});
