import { RafterError } from '../../ecs';
import {
  type Bitmap,
  IMAGE_FAILED,
  IMAGE_LOADING,
  IMAGE_READY,
  IMAGE_WAITING,
  type ImageEntry,
  type ImageHost,
  type ImageSource,
  type ImageTable,
  type LoadedImage,
} from '../../ecs/stores';
import { onAbort } from '../../structures';
import type { Level } from './pages';

/** Images read and bitmaps made at a time: more would only make each of them late. */
const MOST_AT_ONCE = 6;
const SHOWN_SOURCE = 80;

/** An image that did not come: where it should have come from, what happened. */
export class ImageError extends RafterError {
  constructor(message: string, cause?: unknown) {
    super('image', message);
    if (cause !== undefined) this.cause = cause;
  }
}

/** A bitmap that was made. */
export type Made = { readonly level: Level; readonly bitmap: Bitmap };

/** Loads images and has bitmaps made of them, a few at a time, in the order in which they were asked for. */
export class ImageLoader {
  /** Images whose status changed, and bitmaps made, since whoever takes them did. */
  readonly settled: ImageEntry[] = [];
  readonly made: Made[] = [];
  /** What failed, with the image. */
  readonly failures: { readonly entry: ImageEntry; readonly error: ImageError }[] = [];

  private readonly loads: number[] = [];
  private readonly levels: Level[] = [];
  private readonly loaded = new Map<ImageEntry, LoadedImage>();
  private readonly aborts = new Map<ImageEntry, AbortController>();
  private making = 0;
  private disposed = false;

  private readonly table: ImageTable;
  private readonly host: ImageHost | undefined;
  private readonly wake: () => void;
  private readonly limits: { readonly loadTimeout: number };

  /** `wake` is called when something came, outside of frames. */
  constructor(
    table: ImageTable,
    host: ImageHost | undefined,
    wake: () => void,
    limits: { readonly loadTimeout: number },
  ) {
    this.table = table;
    this.host = host;
    this.wake = wake;
    this.limits = limits;
  }

  get pending(): number {
    return this.loads.length + this.aborts.size + this.levels.length + this.making;
  }

  bytesOf(entry: ImageEntry): number {
    return this.loaded.get(entry)?.bytes ?? 0;
  }

  /** Asks for an image. */
  load(id: number): void {
    this.loads.push(id);
    this.start();
  }

  /** Asks for a bitmap of an image that is there. */
  make(level: Level): void {
    this.levels.push(level);
    this.start();
  }

  /** Gives an image up, loaded or not. */
  forget(entry: ImageEntry): void {
    this.aborts.get(entry)?.abort();
    this.aborts.delete(entry);
    this.loaded.get(entry)?.close();
    this.loaded.delete(entry);
    this.start();
  }

  dispose(): void {
    this.disposed = true;
    for (const abort of this.aborts.values()) abort.abort();
    for (const image of this.loaded.values()) image.close();
    for (const { bitmap } of this.made) bitmap.close();
    this.aborts.clear();
    this.loaded.clear();
    this.made.length = 0;
    this.loads.length = 0;
    this.levels.length = 0;
  }

  private start(): void {
    if (this.disposed) return;
    while (this.loads.length > 0 && this.aborts.size < MOST_AT_ONCE) {
      const entry = this.table.entries[this.loads.shift()!];
      if (entry?.status === IMAGE_WAITING) this.read(entry);
    }
    while (this.levels.length > 0 && this.making < MOST_AT_ONCE) this.draw(this.levels.shift()!);
  }

  private read(entry: ImageEntry): void {
    const { host } = this;
    const { loadTimeout } = this.limits;
    const abort = new AbortController();
    entry.status = IMAGE_LOADING;
    this.aborts.set(entry, abort);
    const fail = (cause: unknown): void => {
      if (abort.signal.aborted || this.disposed) return;
      this.aborts.delete(entry);
      abort.abort();
      this.failures.push({ entry, error: errorOf(entry.source, cause) });
      this.settle(entry, IMAGE_FAILED);
    };
    const stop = host?.after?.(loadTimeout * 1000, () =>
      fail(`did not come within ${loadTimeout} s; check its server, or raise images.loadTimeout`),
    );
    // Given up, it has no timer either.
    if (stop) onAbort(abort.signal, stop);
    obtain(host, entry.source, abort.signal).then((image) => {
      if (abort.signal.aborted || this.disposed) {
        image.close();
        return;
      }
      stop?.();
      this.aborts.delete(entry);
      this.loaded.set(entry, image);
      entry.width = image.width;
      entry.height = image.height;
      entry.scalable = image.scalable;
      this.settle(entry, IMAGE_READY);
    }, fail);
  }

  private settle(entry: ImageEntry, status: number): void {
    entry.status = status;
    this.settled.push(entry);
    this.start();
    this.wake();
  }

  private draw(level: Level): void {
    const entry = this.table.entries[level.image];
    const image = entry && this.loaded.get(entry);
    if (!image) return;
    this.making++;
    scale(image, level.width, level.height).then(
      (bitmap) => {
        this.making--;
        if (this.loaded.get(entry) !== image) bitmap.close();
        else this.made.push({ level, bitmap });
        this.start();
        this.wake();
      },
      (cause) => {
        this.making--;
        if (this.loaded.get(entry) === image) {
          this.failures.push({ entry, error: errorOf(entry.source, cause) });
          this.settle(entry, IMAGE_FAILED);
        }
        this.start();
      },
    );
  }
}

/** A host that throws instead of rejecting fails one image like any other. */
async function obtain(
  host: ImageHost | undefined,
  source: ImageSource,
  signal: AbortSignal,
): Promise<LoadedImage> {
  if (!host) throw new Error('cannot be shown: this host reads no images');
  const image = await host.load(source, signal);
  if (image.width > 0 && image.height > 0) return image;
  image.close();
  throw new Error(`has no size (${image.width} x ${image.height}); give one with pixels`);
}

async function scale(image: LoadedImage, width: number, height: number): Promise<Bitmap> {
  return image.scaled(width, height);
}

function errorOf(source: ImageSource, cause: unknown): ImageError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new ImageError(`image ${shownSource(source)} ${message}`, cause);
}

function shownSource(source: ImageSource): string {
  if (typeof source !== 'string') return `of a ${source.constructor?.name ?? 'object'}`;
  return `'${source.length <= SHOWN_SOURCE ? source : `${source.slice(0, SHOWN_SOURCE)}…`}'`;
}
