import type {
  Clipboard,
  CursorPort,
  FontHost,
  GlyphRasteriser,
  ImageHost,
  TextMeasurer,
} from '../ecs/stores';
import type { Input } from '../systems/input';
import type { RenderBackend } from '../systems/render-batching';

/** What a host tells the app while it runs. */
export type HostEvents = {
  /** The surface's size in CSS pixels and device pixels per CSS pixel. */
  resize(width: number, height: number, dpr: number): void;
  /** Input records go here. */
  input: Input;
  /** Asks for a frame. */
  wake(): void;
  /** The selected text, '' for none, as of the last frame: for hosts that are asked what to copy. */
  copied(): string;
  /** The surface is on another canvas now, see `AppEvents.canvas`. */
  replaced(canvas: HTMLCanvasElement, previous: HTMLCanvasElement): void;
  /** Tells of a failure of the host's own that the app survives. */
  failed(error: unknown, system: string): void;
};

/** Everything the core needs of the world outside: the page, a worker, a game, or nothing at all (tests). */
export type Host = {
  /** Monotonic, ms. */
  readonly clock: { now(): number };
  requestFrame(callback: (now: number) => void): number;
  cancelFrame(id: number): void;
  readonly backend: RenderBackend;
  readonly measurer: TextMeasurer;
  readonly rasteriser: GlyphRasteriser;
  /** Font faces; without it the app loads none. */
  readonly fonts?: FontHost;
  /** Images; without it the app shows none. */
  readonly images?: ImageHost;
  /** Takes what the user copies; without it only `HostEvents.copied` tells. */
  readonly clipboard?: Clipboard;
  /** Shows mouse cursors; without it none is looked up. */
  readonly cursor?: CursorPort;
  /** Size of the surface to begin with. */
  readonly width: number;
  readonly height: number;
  readonly dpr: number;
  /** Starts telling the app of size and input; returns how to stop. */
  attach(events: HostEvents): () => void;
};
