import { afterAll, describe, expect, it, vi } from 'vitest';
import { graphicsCounters } from '../../../../src/benchmark/page';

const calls: string[] = [];

class FakeContext {
  clear() {
    calls.push('clear');
  }
  drawElements(...args: unknown[]) {
    calls.push(`drawElements ${args.join(' ')}`);
    return 'answer';
  }
  bufferData() {}
  texImage2D() {}
  getError() {
    return 0;
  }
}

const untouched = FakeContext.prototype.clear;
vi.stubGlobal('WebGL2RenderingContext', FakeContext);
vi.stubGlobal('requestAnimationFrame', () => 7);

afterAll(() => vi.unstubAllGlobals());

// One page, one count: the tests build on each other.
describe('graphics counters', () => {
  it('wrap nothing until they are asked for', () => {
    expect(FakeContext.prototype.clear).toBe(untouched);
    expect(graphicsCounters()).toEqual({ draws: 0, uploadedBytes: 0, animationFrames: 0 });
    expect(FakeContext.prototype.clear).not.toBe(untouched);
  });

  it('count draws and clears, which still are made with their arguments', () => {
    const gl = new FakeContext();
    gl.clear();
    expect(gl.drawElements(4, 6)).toBe('answer');
    gl.getError();
    expect(graphicsCounters().draws).toBe(2);
    expect(calls).toEqual(['clear', 'drawElements 4 6']);
  });

  it('count the bytes of arrays and of images at 4 a pixel', () => {
    const gl = new FakeContext() as unknown as {
      bufferData(...args: unknown[]): void;
      texImage2D(...args: unknown[]): void;
    };
    gl.bufferData(0x8892, new Float32Array(10), 0x88e4);
    gl.bufferData(0x8892, new ArrayBuffer(8));
    gl.bufferData(0x8892, 1024);
    gl.texImage2D(0, 0, { width: 4, height: 8 });
    gl.texImage2D(0, 0, null);
    expect(graphicsCounters().uploadedBytes).toBe(40 + 8 + 128);
  });

  it('count requests of frames and pass on what they return', () => {
    expect(requestAnimationFrame(() => {})).toBe(7);
    expect(graphicsCounters().animationFrames).toBe(1);
  });

  it('give copies, which do not grow', () => {
    const before = graphicsCounters();
    new FakeContext().clear();
    expect(before.draws).toBe(2);
    expect(graphicsCounters().draws).toBe(3);
  });
});
