import type { Events, System, Tunables, World, WorldOptions } from '../ecs';
import type { ImageStats } from '../systems/images';
import type { LayoutStats } from '../systems/layout';
import type { ByteLedger } from '../systems/memory';
import type { RenderStats } from '../systems/render-batching';
import type { Scheduler, SchedulerStats } from '../systems/scheduler';
import type { TelemetrySnapshot } from '../systems/telemetry';
import type { Color, Theme } from '../ui';
import type { Fonts } from './fonts';
import type { Pacing } from './pacing';
import type { Sensors } from './sensors';

/** A failure the app survived. */
export type AppError = {
  error: unknown;
  /** System or phase it came from. */
  system: string;
  /** Row of the element whose code failed, 0 if none. */
  row: number;
  /** True if the system failed three times in a row and is now off. */
  switchedOff: boolean;
};

/** What an app tells; none of it once per frame. */
export type AppEvents = {
  error: AppError;
  resize: { width: number; height: number; dpr: number };
  /** Theme or background was replaced. */
  theme: Theme;
  /**
   * The WebGL context or WebGPU device of the app's canvas was lost for good, so that a new canvas has taken its place on the page, drawn by
   * WebGL: a copy of the old one with its attributes, focus and size, but not what else was put on it, such as listeners.
   */
  canvas: { canvas: HTMLCanvasElement; previous: HTMLCanvasElement };
};

export type AppOptions = Pick<WorldOptions, 'bit' | 'maxEntities' | 'developer'> & {
  /** @default the dark theme */
  theme?: Theme;
  /** Colour behind everything. @default the theme's background */
  background?: Color;
  /** BCP 47 tag of the language of texts, for where lines and clusters end. @default the host's */
  locale?: string;
  /** Most pages of glyph bitmaps, 1 to 256, of 4 MB each; made when what is in sight needs them. @default 8 */
  glyphPages?: number;
  /** Most pages of images, 1 to 64, of 16 MB each; made when what is in sight needs them. @default 4 */
  imagePages?: number;
};

/** Pixels of a picture. */
export type PixelImage = {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
};

/** A running UI. */
export type App = {
  readonly world: World;
  readonly scheduler: Scheduler;
  readonly telemetry: {
    /** What the last frames and tasks cost; allocates, so not for every frame. */
    snapshot(): TelemetrySnapshot & { tasks: Readonly<SchedulerStats> };
    readonly fps: number;
    readonly lastFrameMs: number;
  };
  /** How frames follow each other; `tunables.get('pacing')` has the target. */
  readonly pacing: Pacing;
  /** Reads what a governor goes by; one object, updated in place by each call. */
  sensors(): Readonly<Sensors>;
  /** What holds how many bytes; `installMemory` of `rafter-ui/memory` adds pools, caches and budgets. */
  readonly memory: ByteLedger;
  readonly layout: {
    /** What layout did in the last frame and since the start; one object, updated in place. */
    stats(): Readonly<LayoutStats>;
  };
  readonly renderer: {
    /** What draws: `webgl2`, `webgpu`, `embedded`, or `null` without a page. */
    readonly name: string;
    /** Counters of the last frame and since the start; one object, updated in place. */
    stats(): Readonly<RenderStats>;
    /**
     * How often a pixel of the surface is drawn in the mean, where all of it is; less where the background shows. Looks at every record:
     * for tools, not for frames.
     */
    overdraw(): number;
    /** Redraws all of the surface in the next frame. */
    invalidate(): void;
    /**
     * Resolves to the picture as it was last drawn: RGBA of its device pixels, rows top down, as `new ImageData(pixels, width, height)`
     * takes them. Rejects with `SystemError` where there is none: in a game's stage, without a device or without a size.
     */
    toImage(): Promise<PixelImage>;
  };
  /** Font files, and what text falls back to. */
  readonly fonts: Fonts;
  readonly images: {
    stats(): ImageStats;
  };
  /** Live knobs of every system that has any, by declared name. */
  readonly tunables: ReadonlyMap<string, Tunables>;
  /** Systems in running order. */
  readonly systems: readonly System[];
  /** Frames run so far. */
  readonly frameCount: number;
  readonly running: boolean;
  /** True while started and nothing needs a frame. */
  readonly asleep: boolean;
  /** Adds a system; returns how to remove and dispose it. */
  addSystem(system: System): () => void;
  on: Events<AppEvents>['on'];
  /**
   * Replaces theme and background, and the colours that texts, links, buttons, scrollbars and tables have of the old theme. Its font is
   * for those made later, as are the colours of other elements. Throws `ValueError` for a colour that cannot be read.
   */
  setTheme(theme: Theme): void;
  setBackground(color: Color): void;
  /** Asks the host for frames until `stop`; the loop sleeps by itself while there is nothing to do. */
  start(): void;
  stop(): void;
  /** Runs one frame by hand at host time `now` in ms. */
  step(now?: number): void;
  /**
   * Runs a frame by hand up to its drawing; `complete` draws it. For hosts that do something of their own in between. What is changed
   * in between shows in the next frame. Throws `SystemError` for a second one before `complete`.
   */
  beginFrame(now?: number): void;
  /** Draws the frame that `beginFrame` began. Throws `SystemError` if there is none. */
  complete(): void;
  /** Asks for a frame. */
  wake(): void;
  /** Ends everything and returns what was taken. Safe to call twice. */
  dispose(): void;
};
