import type { App } from '../../src/app/app-types';

/** What a load needs of an app and of whoever hands it input, in Node or on a page. */
export type LoadStage = {
  readonly app: App;
  readonly host: LoadHost;
  /** Runs one frame at `now` ms. Throws what failed in it. */
  step(now: number): void;
  dispose(): void;
};

/** Hands input in as a host does. Positions are CSS pixels of the surface. */
export type LoadHost = {
  /** @param kind an `INPUT_POINTER` constant */
  pointer(kind: number, x: number, y: number): void;
  wheel(x: number, y: number, deltaY: number): void;
};

/** One kind of load. */
export type LoadPart = {
  /** What it adds before frame `index`. */
  frame(index: number): void;
  dispose?(): void | Promise<void>;
};
