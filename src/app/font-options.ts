import { ValueError } from '../ecs';
import type { FaceRequest } from '../ecs/stores';
import { checkedFamily } from './font-families';

const DEFAULT_LIMIT_MS = 3000;
const MAX_TIMER_MS = 2 ** 31 - 1;
const UNICODE_RANGE =
  /^u\+[0-9a-f?]{1,6}(-[0-9a-f]{1,6})?(\s*,\s*u\+[0-9a-f?]{1,6}(-[0-9a-f]{1,6})?)*$/i;

/** A font file to load. */
export type FontOptions = {
  /** Name that text asks for it by, without quotes. */
  family: string;
  /** Address, relative to the page, or the bytes of a WOFF2, WOFF, TTF or OTF file. */
  source: string | URL | ArrayBuffer | ArrayBufferView;
  /** 1..1000, or the range of a variable font. @default 400 */
  weight?: number | readonly [number, number];
  /** @default 'normal' */
  style?: 'normal' | 'italic';
  /** Characters the file is for, as CSS writes them: `U+0600-06FF, U+200C`. @default all */
  unicodeRange?: string;
  /** When to give up and stay with the fallback, ms. @default 3000 */
  timeoutMs?: number;
};

/** What a host is asked for. Throws `ValueError` naming the option that no font can have. */
export function checkedRequest(options: FontOptions): FaceRequest {
  if (typeof options !== 'object' || options === null) {
    throw new ValueError(`a font is ${String(options)}; give { family, source }`);
  }
  const { family, source, weight = 400, style = 'normal', unicodeRange = '' } = options;
  if (style !== 'normal' && style !== 'italic') {
    throw new ValueError(`style of a font is '${String(style)}'; give 'normal' or 'italic'`);
  }
  if (unicodeRange !== '' && !UNICODE_RANGE.test(unicodeRange)) {
    throw new ValueError(
      `unicodeRange of a font is '${String(unicodeRange)}'; give CSS such as 'U+0600-06FF, U+200C'`,
    );
  }
  return {
    family: checkedFamily(family),
    source: checkedSource(source),
    weight: checkedWeight(weight),
    style,
    unicodeRange,
  };
}

function checkedSource(source: unknown): string | ArrayBuffer {
  if (typeof source === 'string' && source.trim() !== '') return source;
  if (source instanceof URL) return source.href;
  const bytes = bytesOf(source);
  if (bytes && bytes.byteLength > 0) return bytes;
  const given = bytes ? 'an empty buffer' : typeof source === 'string' ? "''" : String(source);
  throw new ValueError(`source of a font is ${given}; give its address, or the bytes of its file`);
}

function bytesOf(source: unknown): ArrayBuffer | undefined {
  if (source instanceof ArrayBuffer) return source;
  if (!ArrayBuffer.isView(source)) return undefined;
  // A copy: a face takes whole buffers, and no shared ones.
  return new Uint8Array(source.buffer, source.byteOffset, source.byteLength).slice().buffer;
}

function checkedWeight(weight: unknown): string {
  const isWeight = (value: unknown): boolean =>
    typeof value === 'number' && value >= 1 && value <= 1000;
  if (isWeight(weight)) return String(weight);
  if (Array.isArray(weight) && weight.length === 2 && weight.every(isWeight)) {
    const [low, high] = weight as [number, number];
    if (low <= high) return `${low} ${high}`;
  }
  throw new ValueError(
    `weight of a font is ${String(weight)}; give 1 to 1000, or [low, high] for a variable font`,
  );
}

/** Throws `ValueError` for what is no time to wait. */
export function checkedLimit(limitMs: number = DEFAULT_LIMIT_MS): number {
  if (limitMs > 0 && limitMs <= MAX_TIMER_MS) return limitMs;
  throw new ValueError(
    `timeoutMs of a font is ${String(limitMs)}; give milliseconds above 0 and below 2^31`,
  );
}
