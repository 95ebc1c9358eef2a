import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPageHost } from '../../../../src/benchmark/page';
import { HIDDEN } from '../../../../src/benchmark/station/protocol';

let page: ReturnType<typeof fakePage>;

beforeEach(() => {
  page = fakePage();
});
afterEach(() => vi.unstubAllGlobals());

describe('the host of a page', () => {
  it('tells that the page was hidden since it was last asked', () => {
    const { observer } = createPageHost();
    observer.begin();
    expect(observer.mark()).toBe(0);
    page.show('hidden');
    page.show('visible');
    expect(observer.mark()).toBe(HIDDEN);
    expect(observer.mark()).toBe(0);
  });

  it('flags every sample while the page stays hidden, from the first on', () => {
    const { observer } = createPageHost();
    page.show('hidden');
    observer.begin();
    expect([observer.mark(), observer.mark()]).toEqual([HIDDEN, HIDDEN]);
    page.show('visible');
    expect(observer.mark()).toBe(HIDDEN);
    expect(observer.mark()).toBe(0);
  });

  it('forgets with a new pass what happened before it', () => {
    const { observer } = createPageHost();
    page.show('hidden');
    page.show('visible');
    observer.begin();
    expect(observer.mark()).toBe(0);
  });

  it('calls back once, at the next frame, with its time', () => {
    const host = createPageHost();
    const times: number[] = [];
    host.nextFrame!((now) => times.push(now));
    page.frame(16);
    page.frame(32);
    expect(times).toEqual([16]);
  });

  it('runs hooks around a frame that asks for the next one, and around one that throws', () => {
    const log: string[] = [];
    const hooks = { begin: () => void log.push('begin'), end: () => void log.push('end') };
    const host = createPageHost(hooks);
    host.nextFrame!((now) => {
      host.nextFrame!((later) => {
        log.push(`frame ${later}`);
        throw new Error('broken');
      });
      log.push(`frame ${now}`);
    });
    page.frame(1);
    expect(() => page.frame(2)).toThrow('broken');
    expect(log).toEqual(['begin', 'frame 1', 'end', 'begin', 'frame 2', 'end']);
  });

  it('collects garbage where the engine lets it', async () => {
    const held = new WeakRef({ value: 1 });
    // A reference made in this task lives until its end.
    await new Promise((resolve) => setTimeout(resolve, 0));
    createPageHost().collect!();
    expect(held.deref()).toBeUndefined();
  });
});

/** A document and its frames, run by hand. */
function fakePage() {
  const listeners = new Map<string, () => void>();
  const document = {
    visibilityState: 'visible',
    addEventListener: (name: string, listener: () => void) => listeners.set(name, listener),
  };
  let pending: ((now: number) => void)[] = [];
  vi.stubGlobal('document', document);
  vi.stubGlobal('requestAnimationFrame', (callback: (now: number) => void) => {
    pending.push(callback);
  });
  return {
    show(state: 'hidden' | 'visible') {
      document.visibilityState = state;
      listeners.get('visibilitychange')?.();
    },
    frame(now: number) {
      const due = pending;
      pending = [];
      for (const callback of due) callback(now);
    },
  };
}
