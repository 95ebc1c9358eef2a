import type { FaceRequest, FontHost } from '../ecs/stores';
import type { FakeClock } from './fake-clock';
import { trackLeaks } from './leak-check';

/** A font file that was asked for. Answer it with `arrive` or `fail`, or let its time pass. */
export type FakeFontRequest = FaceRequest & {
  /** True once the app gave it up. */
  readonly aborted: boolean;
  arrive(): Promise<void>;
  /** @param reason goes on after "font 'Inter' from /inter.woff2 " */
  fail(reason: string): Promise<void>;
};

/** A host's font faces for tests: nothing arrives until the test says so. */
export type FakeFonts = FontHost & {
  /** Every request so far, oldest first. */
  readonly requests: readonly FakeFontRequest[];
  /** Families of the faces that text may use now. */
  readonly families: readonly string[];
  /** Says that the page's own style sheets have brought faces of these families. */
  announce(...families: string[]): void;
};

/** Makes a set without faces. Listeners left at the end of a test count as leaks. */
export function createFakeFonts(clock: FakeClock): FakeFonts {
  const open = trackLeaks('fake fonts');
  const requests: FakeFontRequest[] = [];
  const families: string[] = [];
  const listeners = new Set<(families: readonly string[]) => void>();
  return {
    requests,
    families,
    announce(...arrived) {
      for (const listener of [...listeners]) listener(arrived);
    },
    load(request, signal) {
      return new Promise((resolve, reject) => {
        const face = {
          add: () => void families.push(request.family),
          remove: () => void families.splice(families.indexOf(request.family), 1),
        };
        requests.push({
          ...request,
          get aborted() {
            return signal.aborted;
          },
          arrive: () => settled(() => resolve(face)),
          fail: (reason) => settled(() => reject(new Error(reason))),
        });
      });
    },
    listen(listener) {
      const entry = (arrived: readonly string[]): void => listener(arrived);
      listeners.add(entry);
      open.listeners = listeners.size;
      return () => {
        listeners.delete(entry);
        open.listeners = listeners.size;
      };
    },
    after(delayMs, callback) {
      const timer = clock.setTimer(callback, delayMs);
      return () => clock.clearTimer(timer);
    },
  };
}

/** Waits until the app has heard: its own promises are a few turns behind. */
async function settled(act: () => void): Promise<void> {
  act();
  for (let turn = 0; turn < 4; turn++) await Promise.resolve();
}
