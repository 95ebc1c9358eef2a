import { afterEach, describe, expect, it } from 'vitest';
import {
  BLEND_MULTIPLY,
  BLEND_NORMAL,
  BLEND_PLUS_LIGHTER,
  BLEND_SCREEN,
  markLayer,
} from '../../../../src/ecs/stores';
import { BACKGROUND, createStage, RED, type Stage } from './stage';

let stage: Stage;

afterEach(() => stage.dispose());

function open(size = 400): void {
  stage = createStage({ width: size, height: size, keep: true });
}

function setBlend(row: number, blend: number): void {
  stage.table.blend[stage.layerOf(row)] = blend;
  markLayer(stage.world, stage.table, stage.layerOf(row));
}

function blended(blend: number, x: number, y: number, parent = 0): number {
  const row = stage.layer(x, y, 20, 20, RED, parent);
  setBlend(row, blend);
  return row;
}

function modes(): number[] {
  return stage.backend.lastFrame!.draws.map(({ blend }) => blend);
}

describe('blend modes', () => {
  it('break draws where they change, and nowhere else', () => {
    open();
    stage.box(0, 0, 50, 50, 0x80ffffff);
    for (let i = 0; i < 10; i++) blended(BLEND_MULTIPLY, i * 10, 0);
    for (let i = 0; i < 10; i++) blended(BLEND_SCREEN, i * 10, 10);
    stage.box(0, 0, 50, 50, 0x80ffffff);
    stage.frame();
    expect(modes()).toEqual([BLEND_NORMAL, BLEND_MULTIPLY, BLEND_SCREEN, BLEND_NORMAL]);
    expect(stage.stats.breaks).toEqual({ part: 1, blend: 3, program: 0, gap: 0 });
  });

  it('keep their order however often they change', () => {
    open();
    const wanted: number[] = [];
    for (let i = 0; i < 300; i++) {
      wanted.push(i % 2 === 0 ? BLEND_PLUS_LIGHTER : BLEND_NORMAL);
      const row = blended(wanted[i]!, i % 40, i % 30);
      // Translucent, so that none is drawn first.
      stage.paint(row, 0x80ffffff);
    }
    stage.frame();
    expect(modes()).toEqual(wanted);
    expect(stage.stats.breaks.blend).toBe(299);
    expect(stage.stats.draws).toBe(300);
  });

  it('do not take from the draws that the rest may have', () => {
    open(1000);
    for (let i = 0; i < 400; i++) stage.box(i, i, 9, 9, 0x80ffffff);
    const spots = [0, 200, 399].map((at) => stage.box(at, at, 5, 5, 0x40ffffff));
    blended(BLEND_MULTIPLY, 0, 0);
    stage.frame();
    for (const row of spots) stage.paint(row, 0x41ffffff);
    stage.frame();
    const { breaks, draws } = stage.stats;
    expect(breaks.part + breaks.blend + breaks.program + breaks.gap).toBe(draws);
    expect(breaks.blend).toBe(1);
  });

  it('hold for all in the element, until one of its own', () => {
    open();
    const outer = blended(BLEND_MULTIPLY, 0, 0);
    stage.box(5, 5, 5, 5, RED, outer);
    const inner = stage.layer(0, 0, 10, 10, RED, outer);
    blended(BLEND_SCREEN, 2, 2, inner);
    stage.frame();
    expect(modes()).toEqual([BLEND_MULTIPLY, BLEND_SCREEN]);
    setBlend(outer, BLEND_NORMAL);
    stage.frame();
    expect(modes()).toEqual([BLEND_NORMAL, BLEND_SCREEN]);
  });

  it('are those of the surface on top of everything', () => {
    open();
    const outer = blended(BLEND_MULTIPLY, 0, 0);
    const above = stage.layer(0, 0, 10, 10, 0x80ffffff, outer);
    stage.table.top[stage.layerOf(above)] = 1;
    stage.frame();
    expect(modes()).toEqual([BLEND_MULTIPLY, BLEND_NORMAL]);
  });

  it('are never drawn first, nor left out where they have the colour of the background', () => {
    open();
    const row = stage.layer(0, 0, 20, 20, BACKGROUND);
    // Faded, so that it is no solid before and after.
    stage.table.opacity[stage.layerOf(row)] = 0.5;
    stage.frame();
    expect(stage.stats.draws).toBe(0);
    setBlend(row, BLEND_PLUS_LIGHTER);
    stage.frame();
    expect(stage.stats.quadsBy.solid).toBe(0);
    expect(modes()).toEqual([BLEND_PLUS_LIGHTER]);
    const [draw] = stage.backend.lastFrame!.draws;
    expect(stage.backend.indices[draw!.first]).toBeGreaterThan(0);
  });

  it('draw nothing while nothing changes', () => {
    open();
    blended(BLEND_MULTIPLY, 0, 0);
    stage.frame(3);
    const { framesDrawn } = stage.stats;
    stage.frame(5);
    expect(stage.stats.framesDrawn).toBe(framesDrawn);
  });
});
