import { describe, expect, it } from 'vitest';
import { createPixiCounts } from '../../../src/render/pixi-counts';
import type { PixiRenderer } from '../../../src/render/pixi-parts';

const A = { name: 'a' };
const B = { name: 'b' };

class Targets {
  started: unknown[][] = [];
  startRenderPass(...given: unknown[]): void {
    this.started.push(given);
  }
}

class Context {
  drawn: unknown[][] = [];
  drawElements(...given: unknown[]): void {
    this.drawn.push(given);
  }
  drawArrays(...given: unknown[]): void {
    this.drawn.push(given);
  }
  drawElementsInstanced(...given: unknown[]): void {
    this.drawn.push(given);
  }
  drawArraysInstanced(...given: unknown[]): void {
    this.drawn.push(given);
  }
}

class Pass {
  drawn: unknown[][] = [];
  draw(...given: unknown[]): void {
    this.drawn.push(['draw', ...given]);
  }
  drawIndexed(...given: unknown[]): void {
    this.drawn.push(['drawIndexed', ...given]);
  }
  drawIndirect(...given: unknown[]): void {
    this.drawn.push(['drawIndirect', ...given]);
  }
  drawIndexedIndirect(...given: unknown[]): void {
    this.drawn.push(['drawIndexedIndirect', ...given]);
  }
}

class Encoder {
  beginRenderPass(_target: unknown): Pass {
    return new Pass();
  }
}

describe('what a renderer of Pixi draws', () => {
  it('is counted by WebGL 2 between begin and end, and drawn as ever', () => {
    const targets = new Targets();
    const gl = new Context();
    const counts = countsOf({ gl, renderTarget: { adaptor: targets } });
    gl.drawArrays(1);
    counts.begin();
    targets.startRenderPass(A, true, 3, 4, 5, 6);
    gl.drawElementsInstanced('triangles', 6, 12, 2, 7);
    targets.startRenderPass(B);
    targets.startRenderPass(B);
    gl.drawElements('triangles', 3, 0, 1);
    gl.drawArrays('triangles', 0, 3);
    gl.drawArraysInstanced('triangles', 0, 3, 2);
    targets.startRenderPass(A);
    counts.end();
    gl.drawElements(2);
    targets.startRenderPass(B);
    expect([counts.draws, counts.passes]).toEqual([4, 2]);
    expect(gl.drawn[1]!.slice(0, 5)).toEqual(['triangles', 6, 12, 2, 7]);
    expect(gl.drawn).toHaveLength(6);
    expect(targets.started[0]).toEqual([A, true, 3, 4, 5, 6]);
    expect(targets.started).toHaveLength(5);
    counts.begin();
    targets.startRenderPass(B);
    gl.drawElementsInstanced('triangles', 6, 12, 2, 7);
    counts.end();
    expect([counts.draws, counts.passes]).toEqual([1, 0]);
    expect(Object.keys(targets)).toEqual(['started']);
    expect(Object.keys(gl)).toEqual(['drawn']);
  });

  it('is counted by WebGPU in each of its passes', () => {
    const encoder = new Encoder();
    const counts = countsOf({ encoder, renderTarget: { adaptor: new Targets() } });
    counts.begin();
    const pass = encoder.beginRenderPass(A);
    pass.drawIndexed(6, 1, 12);
    pass.draw(3);
    pass.drawIndirect(A, 1);
    const next = encoder.beginRenderPass(B);
    next.drawIndexedIndirect(B, 2);
    counts.end();
    encoder.beginRenderPass(A).draw(3);
    expect(counts.draws).toBe(4);
    const given = pass.drawn.map((call) => call.filter((value) => value !== undefined));
    expect(given).toEqual([
      ['drawIndexed', 6, 1, 12],
      ['draw', 3],
      ['drawIndirect', A, 1],
    ]);
    expect(Object.keys(encoder)).toEqual([]);
  });

  it('is drawn by what a host has put over it, which stays', () => {
    const gl = new Context();
    const seen: unknown[] = [];
    const hosts = (...given: unknown[]): void => void seen.push(given[0]);
    gl.drawArrays = hosts;
    const targets = new Targets();
    targets.startRenderPass = hosts;
    const counts = countsOf({ gl, renderTarget: { adaptor: targets } });
    counts.begin();
    gl.drawArrays(1);
    targets.startRenderPass(A);
    counts.end();
    expect(seen).toEqual([1, A]);
    expect([gl.drawArrays, targets.startRenderPass]).toEqual([hosts, hosts]);
    expect(counts.draws).toBe(1);
  });
});

function countsOf(renderer: object): ReturnType<typeof createPixiCounts> {
  return createPixiCounts(renderer as PixiRenderer);
}
