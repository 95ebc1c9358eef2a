import { describe, expect, it } from 'vitest';
import { leakCheck } from '../../../src/testing';

// tests/setup.ts watches window, document and canvases during each test.
describe('the leak check of a page', () => {
  it('counts listeners on window, document and canvases until they are removed', () => {
    const canvas = document.createElement('canvas');
    const targets: EventTarget[] = [window, document, canvas];
    const listener = (): void => {};
    for (const target of targets) target.addEventListener('pointermove', listener);
    expect(leakCheck().listeners).toBe(3);
    expect(leakCheck().lines).toContain("'pointermove' on HTMLCanvasElement: 1 listener");
    for (const target of targets) target.removeEventListener('pointermove', listener);
    expect(leakCheck().listeners).toBe(0);
  });

  it('counts a listener that was added without naming window', () => {
    const listener = (): void => {};
    addEventListener('resize', listener);
    expect(leakCheck().lines).toEqual(["'resize' on window: 1 listener"]);
    removeEventListener('resize', listener);
  });

  it('counts animation frames until they fire or are cancelled', async () => {
    const id = requestAnimationFrame(() => {});
    expect(leakCheck().frames).toBe(1);
    cancelAnimationFrame(id);
    expect(leakCheck().frames).toBe(0);
    await new Promise(requestAnimationFrame);
    expect(leakCheck().frames).toBe(0);
  });

  it('ends with the test: nothing of the one before is left', () => {
    expect(leakCheck().lines).toEqual([]);
  });
});
