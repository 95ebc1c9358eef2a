import { afterEach, describe, expect, it } from 'vitest';
import { BLUE, CLEAR_RED, createStage, GREEN, RED, type Stage } from './stage';

const stages: Stage[] = [];

afterEach(() => {
  for (const stage of stages.splice(0)) stage.dispose();
});

/** A solid, something transparent on it, a layer out of the middle, and a solid that lies apart. */
function scene() {
  const stage = createStage({ keep: true });
  stages.push(stage);
  const row = stage.box(10, 20, 30, 40, RED);
  stage.box(20, 30, 30, 40, CLEAR_RED);
  const layer = stage.layer(300, 200, 50, 50, GREEN);
  stage.box(10, 10, 10, 10, BLUE, layer);
  stage.frame();
  return { stage, row };
}

function turnOff(stage: Stage, name: string): void {
  stage.batching.render.tunables!.set(name, false);
}

function programs(stage: Stage): string[] {
  return stage.backend.lastFrame!.draws.map(({ program }) => program);
}

describe('switches of drawing', () => {
  it('draw everything once after each turn', () => {
    const { stage } = scene();
    turnOff(stage, 'culling');
    stage.frame();
    expect(stage.stats.damagedPixels).toBe(640 * 400);
    stage.frame();
    expect(stage.stats.draws).toBe(0);
  });

  it('redraw parts or all of the surface', () => {
    const { stage, row } = scene();
    stage.paint(row, BLUE);
    stage.frame();
    expect(stage.stats.damagedPixels).toBe(30 * 40);
    expect([...stage.stats.damage.subarray(0, 4)]).toEqual([10, 20, 40, 60]);
    turnOff(stage, 'partialRedraw');
    stage.frame();
    stage.paint(row, GREEN);
    stage.frame();
    expect(stage.stats.damagedPixels).toBe(640 * 400);
    expect([...stage.stats.damage.subarray(0, 4)]).toEqual([0, 0, 640, 400]);
  });

  it('draw solids first or in their order', () => {
    const { stage } = scene();
    expect(programs(stage)).toContain('solid');
    turnOff(stage, 'solidsFirst');
    stage.frame();
    expect(programs(stage)).toEqual(['simple']);
    stage.batching.render.tunables!.set('solidsFirst', true);
    stage.frame();
    expect(programs(stage)).toContain('solid');
  });

  it('leave out what lies elsewhere, or nothing', () => {
    const { stage, row } = scene();
    stage.paint(row, BLUE);
    stage.frame();
    const { quads } = stage.stats;
    turnOff(stage, 'culling');
    stage.frame();
    stage.paint(row, GREEN);
    stage.frame();
    expect(stage.stats.damagedPixels).toBe(30 * 40);
    expect(stage.stats.quads).toBeGreaterThan(quads);
  });

  it('draw by the cheapest program or by the one that draws everything', () => {
    const { stage } = scene();
    expect(programs(stage)).not.toContain('effects');
    turnOff(stage, 'cheapestProgram');
    stage.frame();
    expect(programs(stage)).toEqual(['solid', 'effects']);
  });

  it('time the device while that is on', () => {
    const asked: boolean[] = [];
    const stage = createStage({
      wrap: (backend) => ({ ...backend, timeGpu: (on) => asked.push(on), gpuMs: 3.5 }),
    });
    stages.push(stage);
    stage.frame();
    expect(stage.stats.gpuMs).toBeNaN();
    stage.batching.render.tunables!.set('timeGpu', true);
    stage.frame();
    expect(stage.stats.gpuMs).toBe(3.5);
    stage.batching.render.tunables!.set('timeGpu', false);
    stage.frame();
    expect(stage.stats.gpuMs).toBeNaN();
    expect(asked).toEqual([true, false]);
  });
});
