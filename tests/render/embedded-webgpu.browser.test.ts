// Needs a page of its own, or to be its first: Pixi takes as many textures for a batch as the first renderer of a page can.
import {
  AlphaFilter,
  ColorMatrixFilter,
  Container,
  Graphics,
  Sprite,
  Texture,
  type WebGPURenderer,
} from 'pixi.js';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createSurface, type Surface } from '../../src/app';
import { despawn, type Entity, findResource, resource } from '../../src/ecs';
import { GlyphCache, IMAGE_LOADING, ImageTable } from '../../src/ecs/stores';
import { createEmbeddedBackend } from '../../src/render';
import { box, pixiSlot, type Style, setStyle, text } from '../../src/ui';
import { loadTestFonts } from '../fonts';
import { scene as blends } from '../scenes/blend-modes.scene';
import { scene as borders } from '../scenes/borders.scene';
import { scene as clips } from '../scenes/clips.scene';
import { scene as images } from '../scenes/images.scene';
import { scene as gradients } from '../scenes/linear-gradients.scene';
import { at, HEIGHT, type Scene, WIDTH } from '../scenes/scene';
import { scene as shadows } from '../scenes/shadows.scene';
import { scene as sparklines } from '../scenes/sparklines.scene';
import { scene as texts } from '../scenes/text.scene';
import { type Difference, differences } from './differences';
import { type GameHost, openHosts, type TargetOptions } from './embedded-hosts';
import { card, clipped, type Part } from './group-parts';

/** Each kind has programs of its own; `tests/scenes` draws all of them by WebGPU. */
const SCENES: readonly Scene[] = import.meta.env.RAFTER_LONG
  ? [texts, images, gradients, shadows, borders, sparklines, blends, clips]
  : [texts, clips];
/** Pictures that something in them is drawn from. */
const GROUPS = 1;
const COLUMNS = 4;
const ACROSS = WIDTH * COLUMNS;
const DOWN = HEIGHT * Math.ceil(SCENES.length / COLUMNS);
const LIMITS: Difference = { max: 2, share: 0.001 };
const LOSSES = import.meta.env.RAFTER_LONG ? 20 : 1;

/** Each target and each mask has programs of its own, which take seconds to compile by software. */
const MORE: [string, (at: Placed) => void, TargetOptions?][] = [
  ['hole', ({ ui }) => ui.view.setMask({ mask: ui.view.mask as Container, inverse: true })],
  ['picture as a mask', ({ ui }) => mask(ui, veil(ui))],
  ['samples', ({ ui }) => mask(ui, undefined), { antialias: true }],
];

type Game = GameHost & { stage: Container; surface(): Surface };
type Placed = { ui: Surface; stage: Container };

/** By WebGL 2 and by WebGPU. One pair for all: a device takes seconds to compile what it draws with. */
let games: Game[] = [];
const surfaces: Surface[] = [];
const problems: unknown[] = [];

beforeAll(async () => {
  for (const { fonts } of SCENES) if (fonts) await loadTestFonts(fonts.families, fonts.letters);
  games = (await openHosts(ACROSS, DOWN)).map((host) => ({
    ...host,
    stage: new Container(),
    surface() {
      const ui = createSurface({ renderer: host.renderer });
      ui.on('error', (event) => problems.push(event));
      surfaces.push(ui);
      return ui;
    },
  }));
});

afterEach(() => {
  for (const ui of surfaces.splice(0)) ui.dispose();
  for (const { stage } of games) for (const child of stage.removeChildren()) child.destroy();
  expect(problems.splice(0)).toEqual([]);
});

afterAll(() => {
  for (const { dispose } of games) dispose();
});

describe('a surface in a stage that is drawn by WebGPU', () => {
  it('is what it is by WebGL, wherever the host puts it, and so is what the host draws', async () => {
    const placed = games.map(({ stage, surface }) => {
      const ui = surface();
      for (const [i, { furnish }] of SCENES.entries()) {
        const [left, top] = [(i % COLUMNS) * WIDTH, Math.floor(i / COLUMNS) * HEIGHT];
        furnish(ui.world, box(ui.world, at(left, top, WIDTH, HEIGHT)));
      }
      stage.addChild(square(0xffe0c0, 0, 0, ACROSS / 2, DOWN), ui.view, ...above());
      return { ui, stage };
    });
    for (const { ui } of [...placed].reverse()) await untilPictures(ui, [], GROUPS);
    const plain = await same(placed, 'plain', () => {});
    expect(differences(plain, plain.slice().fill(255)).share).toBeGreaterThan(0.4);
    for (const [name, place] of Object.entries<(at: Placed) => void>({
      'scaled and off the pixels': ({ ui }) => {
        ui.view.position.set(3.4, -40.3);
        ui.view.scale.set(1.5);
      },
      turned: ({ ui }) => {
        ui.view.position.set(120, -60);
        ui.view.rotation = 0.2;
        ui.view.scale.set(1);
      },
      'tinted and faded': ({ ui }) => {
        ui.view.tint = 0x80ff40;
        ui.view.alpha = 0.6;
      },
    })) {
      const picture = await same(placed, name, place);
      expect(differences(picture, plain, 8).share, name).toBeGreaterThan(0.05);
    }
  });

  it.runIf(import.meta.env.RAFTER_LONG)(
    'obeys masks and filters, and targets of other formats, sizes and samples',
    async () => {
      const placed = games.map(({ stage, surface }) => {
        const ui = surface();
        furnishFew(ui);
        stage.addChild(square(0xffe0c0, 0, 0, 200, 200), ui.view, ...above());
        return { ui, stage };
      });
      const plain = await same(placed, 'plain', () => {});
      const cases: [string, (at: Placed) => void, TargetOptions?][] = [
        ['format', () => {}, { format: 'rgba8unorm' }],
        ['resolution', () => {}, { resolution: 2 }],
        ['mask', ({ ui }) => mask(ui, disc(ui))],
        ['samples behind a mask', () => {}, { antialias: true }],
        ...(import.meta.env.RAFTER_LONG ? MORE : []),
        // Green and blue: the two ends are in another order by WebGPU.
        ['channels', ({ ui }) => mask(ui, 0b0110)],
        [
          'filter',
          ({ ui }) => {
            mask(ui, undefined);
            const sepia = new ColorMatrixFilter();
            sepia.sepia(false);
            ui.view.filters = [sepia, new AlphaFilter({ alpha: 0.7 })];
          },
        ],
      ];
      for (const [name, place, options] of cases) {
        const picture = await same(placed, name, place, options);
        if (options) continue;
        expect(differences(picture, plain, 8).share, name).toBeGreaterThan(0.005);
      }
    },
  );

  it.runIf(import.meta.env.RAFTER_LONG)('masks what the host draws', async () => {
    const placed = games.map(({ stage, surface }) => {
      const ui = surface();
      box(ui.world, { ...at(20, 20, 80, 60), borderRadius: 30, fill: '#000' });
      const masked = square(0xff0000, 0, 0, 200, 200);
      masked.mask = ui.view;
      stage.addChild(ui.view, masked, ...above());
      return { ui, stage };
    });
    const picture = await same(placed, 'mask', () => {});
    expect(colorAt(picture, 60, 50)).toEqual([255, 0, 0, 255]);
    expect(colorAt(picture, 10, 10)).toEqual([255, 255, 255, 255]);
  });

  it.runIf(import.meta.env.RAFTER_LONG)(
    'shares the device with another, each in its place',
    async () => {
      const placed = games.map(({ stage, surface }) => {
        const [left, right] = [surface(), surface()];
        for (const ui of [left, right]) furnishFew(ui);
        right.view.position.set(200, 0);
        right.view.alpha = 0.5;
        stage.addChild(left.view, right.view, ...above());
        return { ui: left, stage, other: right };
      });
      for (const { other } of placed) await settle(other);
      await same(placed, 'both', ({ ui }) => ui.view.position.set(5, 5));
      surfaces.shift()!.dispose();
      surfaces.splice(1, 1)[0]!.dispose();
      await same(
        placed.map(({ other, stage }) => ({ ui: other, stage })),
        'one',
        () => {},
      );
    },
  );

  it('puts groups, filters, blend modes and Pixi objects together, as by WebGL', async () => {
    const placed = games.map(({ stage, surface }) => {
      const ui = surface();
      const contents = furnishPictures(ui);
      stage.addChild(square(0xffe0c0, 0, 0, 200, 200), ui.view, ...above());
      return { ui, stage, contents };
    });
    for (const { ui, contents } of [...placed].reverse()) await untilPictures(ui, contents);
    const plain = await same(placed, 'plain', () => {});
    expect(differences(plain, plain.slice().fill(255)).share).toBeGreaterThan(0.05);
    for (const [name, place] of Object.entries<(at: Placed) => void>({
      'scaled and off the pixels': ({ ui }) => {
        ui.view.position.set(3.4, -20.3);
        ui.view.scale.set(1.5);
      },
      'turned, tinted and faded': ({ ui }) => {
        ui.view.position.set(60, -10);
        ui.view.rotation = 0.2;
        ui.view.scale.set(1);
        ui.view.tint = 0x80ff40;
        ui.view.alpha = 0.6;
      },
    })) {
      const picture = await same(placed, name, place);
      expect(differences(picture, plain, 8).share, name).toBeGreaterThan(0.02);
    }
    // What changes is taken again, and nothing else.
    const moved = await same(placed, 'changed', ({ ui }) => {
      ui.view.rotation = 0;
      const { contents } = placed.find((other) => other.ui === ui)!;
      contents[0]!.x = 8;
    });
    for (const { ui } of placed) ui.update(16);
    expect(placed.map(({ ui }) => ui.renderer.stats().draws)).toEqual([0, 0]);
    expect(differences(moved, plain, 8).share).toBeGreaterThan(0.02);
  });

  it('loads what draws it again where that failed', async () => {
    const { stage, surface, shoot, renderer } = games[1]!;
    const { device } = (renderer as WebGPURenderer).gpu;
    const made = vi.spyOn(device, 'createBuffer');
    made.mockImplementation(() => {
      throw new Error('none to be had');
    });
    const ui = surface();
    stage.addChild(ui.view);
    box(ui.world, { ...at(0, 0, 50, 50), fill: '#f00' });
    await vi.waitFor(() => {
      ui.update(16);
      expect(problems).toHaveLength(1);
    });
    expect(problems.splice(0)).toMatchObject([
      { system: 'surface', error: { message: 'none to be had' } },
    ]);
    made.mockRestore();
    // Not at once.
    ui.update(16);
    for (let i = 0; i < 4; i++) ui.update(500);
    await settle(ui);
    expect(colorAt(await shoot(stage), 10, 10)).toEqual([255, 0, 0, 255]);
  });

  it('shows nothing until what draws it is loaded, and then draws by itself', async () => {
    const { stage, surface, shoot } = games[1]!;
    const ui = surface();
    stage.addChild(ui.view);
    text(ui.world, { ...at(60, 0, 100, 20), content: 'Loaded', color: '#000' });
    const red = box(ui.world, { ...at(0, 0, 50, 50), fill: '#f00' });
    ui.update(16);
    expect(ui.renderer.name).toBe('webgpu embedded');
    expect(ui.renderer.stats().draws).toBe(0);
    expect(colorAt(await shoot(stage), 10, 10)).toEqual([255, 255, 255, 255]);
    await settle(ui);
    const loaded = await shoot(stage);
    expect(colorAt(loaded, 10, 10)).toEqual([255, 0, 0, 255]);
    // Letters that had come before: green is dark in nothing else.
    expect(loaded.filter((value, i) => i % 4 === 1 && value < 80).length).toBeGreaterThan(2540);
    // What is written later, and what no longer is.
    setStyle(ui.world, red, { fill: '#00f' });
    ui.update(16);
    expect(colorAt(await shoot(stage), 10, 10)).toEqual([0, 0, 255, 255]);
    despawn(ui.world, red);
    ui.update(16);
    expect(colorAt(await shoot(stage), 10, 10)).toEqual([255, 255, 255, 255]);
  });

  it('leaves the renderer to the host when it goes, before it was loaded as well', async () => {
    const { stage, surface, shoot, renderer } = games[1]!;
    const green = stage.addChild(square(0x00ff00, 0, 0, 40, 40));
    const { items } = renderer.runners.contextChange;
    const listeners = items.length;
    const early = createEmbeddedBackend({ renderer });
    stage.addChild(early.view);
    early.dispose();
    const { device } = (renderer as WebGPURenderer).gpu;
    const made = vi.spyOn(device, 'createBuffer');
    await early.load!();
    expect(made).not.toHaveBeenCalled();
    made.mockRestore();
    const ui = surface();
    stage.addChild(ui.view);
    box(ui.world, { ...at(0, 0, 50, 50), fill: '#f00' });
    await settle(ui);
    await shoot(stage);
    ui.dispose();
    ui.dispose();
    expect(stage.children).toEqual([green]);
    expect(items).toHaveLength(listeners);
    expect(colorAt(await shoot(stage), 20, 20)).toEqual([0, 255, 0, 255]);
  });

  it('refuses to draw what was not sent, which would spoil the frame of the host', async () => {
    const { renderer, stage, shoot } = games[1]!;
    const backend = createEmbeddedBackend({ renderer });
    await backend.load!();
    backend.resize(50, 50, 1);
    stage.addChild(backend.view);
    backend.beginFrame(0, 0, 50, 50, 0);
    backend.draw('solid', 0, 12);
    await expect(shoot(stage)).rejects.toThrow('Draw of indices 0 to 12, but only 6 were sent');
    Object.assign(renderer.encoder, { commandEncoder: null });
    backend.dispose();
  });

  // Last: what the host has drawn with goes too.
  it('comes back with the host after its device was lost', async () => {
    const { stage, surface, shoot, renderer } = games[1]!;
    const ui = surface();
    const page = furnishFew(ui);
    stage.addChild(square(0xffe0c0, 0, 0, 200, 200), ui.view, ...above());
    const contents = furnishPictures(ui);
    await untilPictures(ui, contents);
    await settle(ui);
    const before = await shoot(stage);
    for (let loss = 0; loss < LOSSES; loss++) {
      const { device } = (renderer as WebGPURenderer).gpu;
      device.destroy();
      await device.lost;
      for (const fill of ['#000', '#fff']) {
        setStyle(ui.world, page, { fill });
        ui.update(16);
        const { draws, bytesUploaded } = ui.renderer.stats();
        expect({ draws, bytesUploaded }).toEqual({ draws: 0, bytesUploaded: 0 });
      }
      await vi.waitFor(() => {
        ui.update(16);
        expect((renderer as WebGPURenderer).gpu.device).not.toBe(device);
      }, 10_000);
      await untilPictures(ui, contents);
      await settle(ui);
      expect(differences(await shoot(stage), before), `loss ${loss}`).toEqual({ max: 0, share: 0 });
    }
  });
});

/** The picture by WebGL, as which that by WebGPU must look. */
async function same<P extends Placed>(
  placed: P[],
  name: string,
  place: (at: P) => void,
  options?: TargetOptions,
): Promise<Uint8ClampedArray> {
  const taken: Uint8ClampedArray[] = [];
  // WebGPU first: renderers of a page share Pixi's groups of textures, which have as many places as the first to draw has.
  for (const side of [1, 0]) {
    const { shoot } = games[side]!;
    const on = placed[side]!;
    place(on);
    // The scale of the host is what it drew with last.
    on.stage.getBounds();
    await settle(on.ui);
    taken[side] = await shoot(on.stage, options);
  }
  const found = differences(taken[0]!, taken[1]!);
  expect(
    found.max <= LIMITS.max && found.share <= LIMITS.share,
    `${name}: by up to ${found.max} of 255 in ${found.share * 100} % of pixels`,
  ).toBe(true);
  return taken[0]!;
}

function furnishFew(ui: Surface): Entity {
  const page = box(ui.world, {
    ...at(10, 10, 150, 120),
    ...{ overflow: 'hidden', borderRadius: 20, fill: '#fff' },
  });
  box(ui.world, { parent: page, ...at(20, 20, 60, 40), fill: '#369' });
  box(ui.world, { parent: page, ...at(60, 40, 80, 70), fill: '#c308', borderRadius: 12 });
  text(ui.world, { parent: page, ...at(10, 70, 100, 20), content: 'Embedded', color: '#101820' });
  return page;
}

const PARTS: readonly Part[] = [
  card(0, { opacity: 0.5 }),
  card(1, { filter: 'blur(3px)' }),
  card(2, { mixBlendMode: 'multiply' }),
  clipped(3, { opacity: 0.6 }, { opacity: 0.5, rotate: 12 }),
  card(4, { filter: 'drop-shadow(4px 4px 3px #000)', opacity: 0.7 }),
];
/** With that of the slot. */
const PICTURES = 7;

/** Boxes that are put together first, and an object of Pixi's, which it gives. */
function furnishPictures(ui: Surface): Container[] {
  furnishParts(ui, PARTS);
  const content = new Container();
  content.addChild(new Graphics().rect(0, 0, 40, 30).fill('#20c060'));
  content.addChild(new Graphics().rect(6, 4, 20, 60).fill('#d02020'));
  pixiSlot(ui.world, { ...at(140, 64, 44, 36), content });
  box(ui.world, { ...at(150, 80, 40, 10), fill: '#ff00ff80' });
  return [content];
}

function furnishParts(ui: Surface, parts: readonly Part[], parent?: Entity): void {
  for (const { style, parts: inner = [] } of parts) {
    const options: Style & { parent?: Entity } =
      parent === undefined ? style : { ...style, parent };
    furnishParts(ui, inner, box(ui.world, options));
  }
}

/** Runs frames until all of it is drawn from pictures; what does that is loaded first, which a busy machine takes its time for. */
async function untilPictures(ui: Surface, contents: Container[], count = PICTURES): Promise<void> {
  await expect
    .poll(
      () => {
        ui.update(16);
        return [ui.renderer.stats().groups, contents.every(({ parent }) => parent)];
      },
      { interval: 4 },
    )
    .toEqual([count, true]);
}

/** What the host draws over it: a picture, and a shape that takes another program. */
function above(): Container[] {
  return [
    square(0xff00ff, 100, 60, 30, 90),
    new Graphics().circle(70, 110, 18).fill(0x0000ff),
    square(0x00c0c0, 700, 200, 50, 60),
  ];
}

function square(color: number, x: number, y: number, width: number, height: number): Sprite {
  return new Sprite({ texture: Texture.WHITE, tint: color, x, y, width, height });
}

function disc(ui: Surface): Graphics {
  return ui.view.parent!.addChild(new Graphics().circle(80, 70, 50).fill(0xffffff));
}

function veil(ui: Surface): Sprite {
  const made = ui.view.parent!.addChild(square(0xffffff, 30, 20, 90, 90));
  made.alpha = 0.5;
  return made;
}

function mask(ui: Surface, mask: Container | number | undefined): void {
  const before = ui.view.mask;
  ui.view.mask = mask as Container;
  (before as Container | undefined)?.destroy?.();
}

async function settle(ui: Surface): Promise<void> {
  let calm = 0;
  for (let i = 0; i < 1000 && calm < 12; i++) {
    ui.update(16);
    const { draws, framesDrawn } = ui.renderer.stats();
    // Nothing is drawn until what draws is loaded.
    calm = framesDrawn === 0 || draws > 0 || waits(ui) ? 0 : calm + 1;
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
}

function waits({ world }: Surface): boolean {
  const entries = findResource(world, ImageTable)?.entries ?? [];
  return (
    resource(world, GlyphCache).pending > 0 ||
    entries.some((entry) => entry?.status === IMAGE_LOADING)
  );
}

function colorAt(pixels: Uint8ClampedArray, x: number, y: number): number[] {
  const from = (y * ACROSS + x) * 4;
  return [...pixels.subarray(from, from + 4)];
}
