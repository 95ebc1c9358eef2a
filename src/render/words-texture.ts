import { TextureSource, type WebGLRenderer } from 'pixi.js';
import { beginUpload, endUpload, type Gl } from './upload';

const ROW_WORDS = 16;
const ROW_TEXELS = 4;
const ROW_BYTES = 64;

/** A `rgba32uint` texture that mirrors a Uint32Array of 64-byte rows. */
export type WordsTexture = {
  readonly source: TextureSource;
  /** Sends `count` rows from `first`, or everything if the array is another one than last time. Returns the bytes sent. */
  upload(words: Uint32Array, first: number, count: number): number;
  /** Forgets what was sent, so that the next upload sends everything. */
  forget(): void;
  dispose(): void;
};

/** Where a words texture lives. */
export type WordsTextureOptions = {
  renderer: WebGLRenderer;
  label: string;
  /** Texels in a line. */
  width: number;
  /** Texture unit it is bound to. */
  unit: number;
  maxTextureSize: number;
};

/** Creates the texture, one line high; it grows with the arrays it is given. */
export function createWordsTexture(options: WordsTextureOptions): WordsTexture {
  const { renderer, label, width, unit, maxTextureSize } = options;
  const rowsPerLine = width / ROW_TEXELS;
  // No `resource`: Pixi allocates, the words go up by raw calls that read the array in place. `source.update(start, end)`
  // makes up to three views per call.
  const source = new TextureSource({
    label,
    width,
    height: 1,
    format: 'rgba32uint',
    scaleMode: 'nearest',
    alphaMode: 'no-premultiply-alpha',
    autoGarbageCollect: false,
  });
  let sent: Uint32Array | undefined;

  function upload(words: Uint32Array, first: number, count: number): number {
    const rows = Math.floor(words.length / ROW_WORDS);
    if (!(first >= 0 && count >= 0 && first + count <= rows)) {
      throw new RangeError(
        `${label}: rows ${first} to ${first + count} do not lie in an array of ${rows} rows`,
      );
    }
    const isNew = words !== sent;
    if (isNew) grow(rows);
    const from = isNew ? 0 : first;
    const end = isNew ? rows : first + count;
    if (end <= from) return 0;
    renderer.texture.bindSource(source, unit);
    const gl = renderer.gl;
    const saved = beginUpload(gl, unit);
    sendRows(gl, words, from, end);
    endUpload(gl, unit, saved);
    sent = words;
    return (end - from) * ROW_BYTES;
  }

  function grow(rows: number): void {
    const lines = Math.max(1, Math.ceil(rows / rowsPerLine));
    let height = 1;
    while (height < lines) height *= 2;
    if (lines > maxTextureSize) {
      throw new RangeError(
        `${label}: ${rows} rows need a texture of ${lines} lines, but this device allows ${maxTextureSize}`,
      );
    }
    source.resize(width, Math.min(height, maxTextureSize));
  }

  /** Sends the rest of the first line, whole lines as one rectangle, and the start of the last line. */
  function sendRows(gl: Gl, words: Uint32Array, from: number, end: number): void {
    let row = from;
    while (row < end) {
      const line = Math.floor(row / rowsPerLine);
      const column = row - line * rowsPerLine;
      const wholeLines = column === 0 ? Math.floor((end - row) / rowsPerLine) : 0;
      const rows = wholeLines > 0 ? rowsPerLine : Math.min(end - row, rowsPerLine - column);
      const lines = Math.max(1, wholeLines);
      gl.texSubImage2D(
        gl.TEXTURE_2D,
        0,
        column * ROW_TEXELS,
        line,
        rows * ROW_TEXELS,
        lines,
        gl.RGBA_INTEGER,
        gl.UNSIGNED_INT,
        words,
        row * ROW_WORDS,
      );
      row += rows * lines;
    }
  }

  return {
    source,
    upload,
    forget() {
      sent = undefined;
    },
    dispose() {
      sent = undefined;
      source.destroy();
    },
  };
}
