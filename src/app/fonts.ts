import { keepAwake, RafterError, type System, SystemError, type World } from '../ecs';
import {
  type FaceRequest,
  type FontHost,
  type GlyphRasteriser,
  type LoadedFace,
  Text,
  type TextMeasurer,
  TextRuns,
} from '../ecs/stores';
import { checkedFamilies, FontFallback, familyKey } from './font-families';
import { checkedLimit, checkedRequest, type FontOptions } from './font-options';

/** A font that did not come: where it should have come from, what happened, what to do. */
export class FontError extends RafterError {
  constructor(message: string, cause?: unknown) {
    super('font', message);
    if (cause !== undefined) this.cause = cause;
  }
}

/** What became of a font: text shows it from the next frame on (`ready`), or the fallback stays. */
export type FontResult = {
  family: string;
  /** `late`: the limit passed; what comes afterwards is not used. */
  status: 'ready' | 'failed' | 'late';
  /** Why the fallback stays. */
  error?: FontError | SystemError;
};

/** Fonts of an app. Those of the page's style sheets need nothing: text follows them too. */
export type Fonts = {
  /**
   * Loads a font file. Text shows its fallback meanwhile and is measured again once when the font is there. Never rejects: see
   * `status`. Throws `ValueError` for options it cannot use.
   */
  load(options: FontOptions): Promise<FontResult>;
  /** Settles when every load so far has. */
  readonly ready: Promise<void>;
  /**
   * Families for characters that an element's own families lack; the browser picks for each character. A string is a CSS list,
   * an array holds plain names. Throws `ValueError` for what is no family.
   */
  setFallback(families: string | readonly string[]): void;
  /**
   * Measures and draws all text anew, in the next frame. For faces that the page adds or removes while the app is idle, 10 s after its
   * start or the last of them, and for one that it puts in the place of another: all else is seen.
   */
  refresh(): void;
};

const SHOWN_SOURCE = 80;
/** How often an app that may be idle looks for faces that nobody tells of, ms, and how often from its start or the last of them on. */
const LOOK_MS = 250;
const MOST_LOOKS = 40;

export type FontKeeperOptions = {
  world: World;
  /** Hosts without one load no fonts. */
  host?: FontHost | undefined;
  /** Measures text again whose font names one of these families, or all. */
  remeasure(families: readonly string[] | undefined): void;
};

/** An app's fonts, and what the app needs of them. */
export type FontKeeper = {
  readonly fonts: Fonts;
  /** Tells the text system, before anything else in a frame, what came since the last one. */
  readonly system: System;
  /** Hears of fonts that come otherwise, until the system is disposed. Last: what fails before needs no clean-up. */
  listen(): void;
  /** One of the host's ports, over fonts that end in the fallback families. */
  port<T extends TextMeasurer | GlyphRasteriser>(inner: T): T;
};

/** Keeps the fonts of an app until its system is disposed: loads, limits, arrivals, fallback. */
export function createFonts({ world, host, remeasure }: FontKeeperOptions): FontKeeper {
  const fallback = new FontFallback();
  const faces: LoadedFace[] = [];
  const open = new Set<Promise<FontResult>>();
  const endings = new Set<() => void>();
  const arrived = new Set<string>();
  let everything = false;
  let renewed = false;
  let disposed = false;
  let stopListening: (() => void) | undefined;
  let stopLooking: (() => void) | undefined;
  let looks = MOST_LOOKS;

  function note(families: readonly string[]): void {
    if (disposed) return;
    for (const family of families) arrived.add(family);
    keepAwake(world);
  }

  function poll(): void {
    const families = host?.poll?.();
    if (!families) return;
    looks = MOST_LOOKS;
    note(families);
  }

  /** Pages bring their fonts in their first seconds, when an app may have drawn all it has to draw. */
  function lookAgain(): void {
    stopLooking = host!.after(LOOK_MS, () => {
      if (disposed) return;
      poll();
      if (--looks > 0) lookAgain();
    });
  }

  function start(host: FontHost, request: FaceRequest, limitMs: number): Promise<FontResult> {
    const { family } = request;
    const abort = new AbortController();
    return new Promise((resolve) => {
      let settled = false;
      const settle = (status: FontResult['status'], error?: FontResult['error']): void => {
        if (settled) return;
        settled = true;
        stopTimer();
        endings.delete(end);
        resolve(error ? { family, status, error } : { family, status });
      };
      const giveUp = (status: FontResult['status'], error: FontResult['error']): void => {
        settle(status, error);
        abort.abort();
      };
      const end = (): void =>
        giveUp('failed', new SystemError(`font '${family}' was loading when the app was disposed`));
      endings.add(end);
      const stopTimer = host.after(limitMs, () =>
        giveUp(
          'late',
          fontError(
            request,
            `did not come within ${limitMs} ms, so its fallback stays; serve it nearer, or raise timeoutMs`,
          ),
        ),
      );
      obtain(host, request, abort.signal).then(
        (face) => {
          if (settled) return;
          try {
            face.add();
          } catch (cause) {
            settle('failed', fontError(request, `cannot be added (${String(cause)})`, cause));
            return;
          }
          faces.push(face);
          note([family]);
          settle('ready');
        },
        (cause) => settle('failed', fontError(request, messageOf(cause), cause)),
      );
    });
  }

  const fonts: Fonts = {
    load(options) {
      if (disposed) throw new SystemError('this app was disposed; make a new one to load fonts');
      const request = checkedRequest(options);
      const limitMs = checkedLimit(options.timeoutMs);
      const result = host
        ? start(host, request, limitMs)
        : Promise.resolve<FontResult>({
            family: request.family,
            status: 'failed',
            error: fontError(request, 'cannot be used: this host loads no fonts'),
          });
      open.add(result);
      result.then(() => open.delete(result));
      return result;
    },
    get ready() {
      return Promise.all(open).then(() => {});
    },
    setFallback(families) {
      if (!fallback.replace(checkedFamilies(families))) return;
      everything = true;
      keepAwake(world);
    },
    refresh() {
      if (disposed) throw new SystemError('this app was disposed; it has no text to draw anew');
      everything = true;
      renewed = true;
      keepAwake(world);
    },
  };

  const system: System = {
    name: 'text/fonts',
    phase: 'input',
    reads: [],
    writes: [Text, TextRuns],
    update() {
      poll();
      if (!everything && arrived.size === 0) return;
      let all = everything;
      // What any font may fall back to may stand in any text.
      for (const family of arrived) all ||= fallback.has(familyKey(family));
      const families = all ? undefined : [...arrived];
      if (arrived.size > 0 || renewed) fallback.renew();
      everything = false;
      renewed = false;
      arrived.clear();
      remeasure(families);
    },
    dispose() {
      if (disposed) return;
      disposed = true;
      stopListening?.();
      stopLooking?.();
      for (const end of [...endings]) end();
      for (const face of faces.splice(0)) face.remove();
      arrived.clear();
    },
  };

  return {
    fonts,
    system,
    listen() {
      stopListening = host?.listen(note);
      if (host?.poll) lookAgain();
    },
    port: (inner) => fallback.port(inner),
  };
}

/** A host that throws instead of rejecting fails one load like any other. */
async function obtain(
  host: FontHost,
  request: FaceRequest,
  signal: AbortSignal,
): Promise<LoadedFace> {
  return host.load(request, signal);
}

function fontError({ family, source }: FaceRequest, what: string, cause?: unknown): FontError {
  const from =
    typeof source === 'string' ? shortened(source) : `a buffer of ${source.byteLength} bytes`;
  return new FontError(`font '${family}' from ${from} ${what}`, cause);
}

function shortened(source: string): string {
  return source.length <= SHOWN_SOURCE ? source : `${source.slice(0, SHOWN_SOURCE)}…`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
