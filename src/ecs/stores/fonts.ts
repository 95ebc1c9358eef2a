/** A font face as asked for. */
export type FaceRequest = {
  /** Name of the family, without quotes. */
  readonly family: string;
  /** Address of the file, or its bytes. */
  readonly source: string | ArrayBuffer;
  /** As CSS writes it: `400`, or `100 900` for a variable font. */
  readonly weight: string;
  readonly style: 'normal' | 'italic';
  /** As CSS writes it; empty for every character. */
  readonly unicodeRange: string;
};

/** A face that is ready and does not show yet. */
export type LoadedFace = {
  /** Lets text use the face. */
  add(): void;
  /** Takes it away again. */
  remove(): void;
};

/** The host's font faces. */
export type FontHost = {
  /**
   * Fetches and decodes a face. Rejects with an error whose message goes on after "font 'Inter' from /inter.woff2 ": what
   * happened, then what to do. An aborted signal gives up the request.
   */
  load(request: FaceRequest, signal: AbortSignal): Promise<LoadedFace>;
  /** Tells of families whose faces came or went without this app, such as those of a style sheet; returns how to stop. */
  listen(listener: (families: readonly string[]) => void): () => void;
  /** Families whose faces came or went by ways that nobody tells of, since it was asked last: once a frame, mostly none. */
  poll?(): readonly string[] | undefined;
  /** Calls back once after that many ms; returns how not to. */
  after(delayMs: number, callback: () => void): () => void;
};
