import { describe, expect, it } from 'vitest';
import { columns, PAINT, resource, STACK, touch } from '../../../../src/ecs';
import {
  BLEND_MULTIPLY,
  markLayer,
  PaintOrders,
  STACK_LEVEL,
  Stacking,
} from '../../../../src/ecs/stores';
import type { LayerPictures } from '../../../../src/systems/render-batching';
import { createHeadlessApp } from '../../../../src/testing/headless-app';
import { box, setStyle } from '../../../../src/ui';
import { moveLayer } from '../../../move-layer';
import { open, setFilter, setOpacity, start } from './group-stage';
import { BLUE, GREEN, RED, type Stage, type StageOptions } from './stage';

const PLACE = { position: 'absolute', left: 20, top: 20 } as const;
/** Bytes of the picture of a layer of `addFaded`. */
const OWN = 102 * 82 * 4;

describe('a layer that should be a group and cannot be', () => {
  it('is counted and told of once where more fade than there may be pictures', async () => {
    const stage = await start({ width: 2000, height: 2000, keep: false });
    const rows = Array.from({ length: 258 }, (_, i) => addFaded(stage, i % 16, Math.floor(i / 16)));
    stage.frame(3);
    expect(stage.stats).toMatchObject({ groups: 255, groupsRefused: 3 });
    expect(messages(stage)).toEqual([
      expect.stringMatching(/^more than 255 elements are groups at once, .*; fade and filter /),
    ]);
    // One that goes leaves its place to another.
    stage.remove(rows[0]!);
    stage.frame();
    expect(stage.stats).toMatchObject({ groups: 255, groupsRefused: 2 });
    expect(messages(stage)).toHaveLength(1);
  });

  it('is counted and told of once where something in it multiplies', async () => {
    const { stage, row, fade } = await open();
    const within = stage.layer(20, 20, 40, 40, GREEN, row);
    setBlend(stage, within, BLEND_MULTIPLY);
    fade(0.5);
    fade(0.4);
    expect(stage.stats).toMatchObject({ groups: 0, groupsRefused: 1 });
    expect(messages(stage)).toEqual([expect.stringMatching(/mixBlendMode 'multiply' .*; take /)]);
    setBlend(stage, within, 0);
    stage.frame();
    expect(stage.stats).toMatchObject({ groups: 1, groupsRefused: 0 });
  });

  it('is counted and told of once where others are drawn between its parts, if these overlap', async () => {
    const { stage, row, inner, fade } = await open();
    const within = stage.layer(20, 20, 40, 40, GREEN, row);
    // What is drawn between, and neither overlaps nor multiplies for it.
    setBlend(stage, stage.layer(135, 15, 10, 10, BLUE), BLEND_MULTIPLY);
    columns(stage.world, Stacking).level[within] = 1;
    columns(stage.world, Stacking).kind[within] = STACK_LEVEL;
    resource(stage.world, PaintOrders).use();
    touch(stage.world, within, STACK);
    fade(0.5);
    fade(0.4);
    expect(stage.stats).toMatchObject({ groups: 0, groupsRefused: 1 });
    expect(messages(stage)).toEqual([
      expect.stringMatching(/^other elements are drawn between the parts .*; give it zIndex: 0/),
    ]);
    stage.place(inner, 120, 0, 20, 20);
    moveLayer(stage.world, stage.table, stage.layerOf(within), 200, 0);
    stage.frame();
    expect(stage.stats.groupsRefused).toBe(0);
    stage.place(inner, 20, 20, 30, 30);
    stage.frame();
    expect(stage.stats.groupsRefused).toBe(1);
    fade(1);
    expect(stage.stats.groupsRefused).toBe(0);
    stage.show(row, false);
    stage.frame();
    setFilter(stage, row, [{ name: 'saturate', numbers: [2], color: 0 }]);
    stage.show(row, true);
    stage.frame();
    expect(stage.stats.groupsRefused).toBe(1);
    // What fades only while groups are on is none while they are not, and what is filtered in any case.
    const { tunables } = stage.batching.render;
    tunables!.set('groups', false);
    stage.frame();
    expect(stage.stats.groupsRefused).toBe(1);
    setFilter(stage, row, []);
    setOpacity(stage, row, 0.5);
    stage.frame();
    expect(stage.stats.groupsRefused).toBe(0);
    tunables!.set('groups', true);
    stage.frame();
    expect(stage.stats.groupsRefused).toBe(1);
    columns(stage.world, Stacking).level[within] = 0;
    columns(stage.world, Stacking).kind[within] = 0;
    touch(stage.world, within, STACK);
    stage.frame();
    expect(stage.stats).toMatchObject({ groups: 1, groupsRefused: 0 });
  });

  it('is counted and told of, and of whom, where the device has no texture, and tried again when it changes', async () => {
    let isFull = true;
    const { stage, row, inner, fade } = await open(failing(() => isFull));
    fade(0.5);
    stage.frame(3);
    expect(stage.stats).toMatchObject({ groups: 0, groupsRefused: 1, groupBytes: 0 });
    expect(messages(stage)).toEqual([
      expect.stringMatching(/^the device gave no texture .*; fade /),
    ]);
    expect(quads(stage)).toBe(0);
    isFull = false;
    stage.frame(3);
    expect(stage.stats.groupsRefused).toBe(1);
    touch(stage.world, inner, PAINT);
    stage.frame();
    expect(stage.stats).toMatchObject({ groups: 1, groupsRefused: 0 });
    expect(row).toBeGreaterThan(0);
  });

  it('is a group again when a device that was lost meanwhile is back', async () => {
    let isFull = true;
    const { stage, fade } = await open(failing(() => isFull));
    fade(0.5);
    stage.frame(2);
    isFull = false;
    stage.backend.lose();
    stage.frame();
    stage.backend.restore();
    stage.frame(2);
    expect(stage.stats).toMatchObject({ groups: 1, groupsRefused: 0 });
  });

  it('is drawn part by part in the picture of the group around it', async () => {
    const { stage, row, fade } = await open(failing((width) => width === 42));
    const within = stage.layer(10, 10, 40, 40, GREEN, row);
    stage.box(5, 5, 10, 10, RED, within);
    setOpacity(stage, within, 0.5);
    fade(0.5);
    expect(stage.stats).toMatchObject({ groups: 1 });
    const [picture] = stage.backend.pictures.values();
    // The box, the one on it, and both of what could have no picture, at least: what lies between in the list is drawn too.
    const drawn = picture!.draws.reduce((sum, { count }) => sum + count, 0);
    expect(drawn).toBeGreaterThanOrEqual(4 * 6);
    expect(picture!.draws.every(({ program }) => program !== 'picture')).toBe(true);
    stage.frame();
    expect(stage.stats).toMatchObject({ groups: 1, groupsRefused: 1 });
  });

  it('leaves what is in it the pictures it has', async () => {
    const { stage, row, fade } = await open(failing((width) => width === 102));
    const within = stage.layer(10, 10, 40, 40, GREEN, row);
    stage.box(5, 5, 10, 10, RED, within);
    setFilter(stage, within, [{ name: 'saturate', numbers: [2], color: 0 }]);
    fade(0.5);
    stage.frame();
    expect(stage.stats).toMatchObject({ groups: 1, groupsRefused: 1 });
    expect(stage.backend.lastFrame!.draws.map(({ program }) => program)).toContain('picture');
  });
});

describe('an element that gets the blend mode it has from the one around it', () => {
  it('is a group in that', async () => {
    const app = createHeadlessApp({ width: 400, height: 300 });
    const { world } = app;
    box(world, { width: 400, height: 300, fill: '#406080' });
    const outer = box(world, {
      ...PLACE,
      width: 200,
      height: 200,
      fill: '#fff',
      mixBlendMode: 'screen',
    });
    const inner = box(world, {
      ...PLACE,
      parent: outer,
      width: 90,
      height: 90,
      fill: '#f00',
      translate: [1, 1],
    });
    box(world, { ...PLACE, parent: inner, width: 60, height: 60, fill: '#0f0' });
    // What draws groups is loaded with the first of them.
    await expect
      .poll(() => {
        app.frames(1);
        return app.renderer.stats().groups;
      })
      .toBe(1);
    setStyle(world, inner, { mixBlendMode: 'screen' });
    app.frames(2);
    expect(app.renderer.stats().groups).toBe(2);
    app.dispose();
  });
});

describe('the budget of groups', () => {
  it('goes to those that are painted first, however deep they lie', async () => {
    const stage = await start();
    const first = addFaded(stage, 0, 0);
    const around = stage.layer(0, 0, 300, 300, 0);
    const deeper = stage.layer(0, 0, 300, 300, 0, around);
    const last = addFaded(stage, 1, 1, deeper);
    stage.batching.render.tunables!.set('groupBudget', OWN / 2 ** 20);
    stage.frame(2);
    expect(stage.stats).toMatchObject({ groups: 1, groupsRefused: 1 });
    expect(shownAt(stage)).toEqual([[10, 10]]);
    stage.remove(first);
    stage.frame(2);
    expect(stage.stats).toMatchObject({ groups: 1, groupsRefused: 0 });
    expect(shownAt(stage)).toEqual([[120, 120]]);
    expect(last).toBeGreaterThan(0);
  });

  it('goes to what is in a group before it goes to that', async () => {
    const { stage, row, fade } = await open();
    const within = stage.layer(10, 10, 40, 40, GREEN, row);
    stage.box(5, 5, 10, 10, RED, within);
    setOpacity(stage, within, 0.5);
    stage.batching.render.tunables!.set('groupBudget', (OWN + 41 * 41 * 4) / 2 ** 20);
    fade(0.5);
    expect(stage.stats).toMatchObject({ groups: 1, groupsRefused: 1, groupBytes: 42 * 42 * 4 });
  });
});

/** A device that has no texture for some pictures. */
function failing(fails: (width: number) => boolean): StageOptions {
  return {
    wrap: (backend) => ({
      ...backend,
      get lost() {
        return backend.lost;
      },
      async loadPictures() {
        const pictures: LayerPictures = await backend.loadPictures!();
        return {
          ...pictures,
          begin: (slot, x, y, width, height) =>
            !fails(width) && pictures.begin(slot, x, y, width, height),
        };
      },
    }),
  };
}

function addFaded(stage: Stage, column: number, line: number, parent = 0): number {
  const row = stage.layer(10 + column * 110, 10 + line * 110, 100, 80, RED, parent);
  stage.box(20, 20, 30, 30, GREEN, row);
  setOpacity(stage, row, 0.5);
  return row;
}

function setBlend(stage: Stage, row: number, blend: number): void {
  stage.table.blend[stage.layerOf(row)] = blend;
  markLayer(stage.world, stage.table, stage.layerOf(row));
}

function messages({ failures }: Stage): string[] {
  return failures.map((error) => (error as Error).message);
}

function quads({ stats }: Stage): number {
  return stats.quadsBy.pictures;
}

/** Where pictures were taken of that are held. */
function shownAt({ backend }: Stage): number[][] {
  return Array.from(backend.pictures.values(), ({ x, y }) => [x + 1, y + 1]);
}
