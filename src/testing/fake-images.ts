import type { Bitmap, ImageHost, ImageSource, LoadedImage } from '../ecs/stores';
import type { FakeClock } from './fake-clock';

/** An image that was asked for. Answer it with `arrive` or `fail`. */
export type FakeImageRequest = {
  readonly source: ImageSource;
  /** True once the app gave it up. */
  readonly aborted: boolean;
  /** An image of so many pixels; `scalable` as an SVG is. */
  arrive(width: number, height: number, scalable?: boolean): Promise<void>;
  /** @param reason goes on after "image 'logo.png' " */
  fail(reason: string): Promise<void>;
};

/** A host's images for tests: nothing arrives until the test says so, bitmaps of what has come are made at once. */
export type FakeImages = ImageHost & {
  /** Every request so far, oldest first. */
  readonly requests: readonly FakeImageRequest[];
  /** Bitmaps made and not given back, and images that are open. */
  readonly bitmaps: number;
  readonly open: number;
};

/** Makes a host that has no image yet; by a clock, where there is one, it gives up what takes too long. */
export function createFakeImages(clock?: FakeClock): FakeImages {
  const requests: FakeImageRequest[] = [];
  let bitmaps = 0;
  let open = 0;

  function imageOf(width: number, height: number, scalable: boolean): LoadedImage {
    open++;
    return {
      width,
      height,
      scalable,
      bytes: width * height,
      async scaled(pixelWidth, pixelHeight): Promise<Bitmap> {
        bitmaps++;
        let closed = false;
        return {
          width: pixelWidth,
          height: pixelHeight,
          close() {
            if (!closed) bitmaps--;
            closed = true;
          },
        };
      },
      close() {
        open--;
      },
    };
  }

  return {
    requests,
    get bitmaps() {
      return bitmaps;
    },
    get open() {
      return open;
    },
    ...(clock && {
      after(delayMs: number, callback: () => void) {
        const timer = clock.setTimer(callback, delayMs);
        return () => clock.clearTimer(timer);
      },
    }),
    load(source, signal) {
      return new Promise((resolve, reject) => {
        requests.push({
          source,
          get aborted() {
            return signal.aborted;
          },
          arrive: (width, height, scalable = false) =>
            settled(() => resolve(imageOf(width, height, scalable))),
          fail: (reason) => settled(() => reject(new Error(reason))),
        });
      });
    },
  };
}

/** Waits until the app has heard: its own promises are a few turns behind. */
async function settled(act: () => void): Promise<void> {
  act();
  for (let turn = 0; turn < 8; turn++) await Promise.resolve();
}
