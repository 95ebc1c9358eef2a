import { DataError } from '../requests';
import type { PagedBytes } from './paged-bytes';

/** Where a message of an Arrow file lies, and how many bytes of it are its head. */
export type ArrowBlock = { readonly from: number; readonly head: number; readonly to: number };

/** What the end of an Arrow file says. */
export type ArrowFooter = {
  /** A message with names and types, as streams begin with it. */
  readonly schema: Uint8Array;
  readonly dictionaries: readonly ArrowBlock[];
  readonly batches: readonly ArrowBlock[];
};

const MAGIC = 'ARROW1';
/** A page that is kept would have to be copied to a record batch. */
const ONCE = { keep: false };
/** The magic at the beginning, padded, and what is behind the footer: its length and the magic. */
const BEGIN_BYTES = 8;
const END_BYTES = 10;
const BLOCK_BYTES = 24;
/** What begins a message since version 0.15 of the format, in which bodies are aligned. */
const CONTINUATION = 0xffffffff;
/** Places of fields in tables of the format. */
const FOOTER_VERSION = 0;
const FOOTER_SCHEMA = 1;
const FOOTER_DICTIONARIES = 2;
const FOOTER_BATCHES = 3;
const MESSAGE_HEADER = 2;
const BATCH_LENGTH = 0;
/** Of the message that is made, before the footer in it. */
const MESSAGE_BYTES = 32;
const SCHEMA_HEADER = 1;

/** Reads it. Rejects with `DataError` for what is no file of Arrow, or a damaged one. */
export async function readArrowFooter(bytes: PagedBytes): Promise<ArrowFooter> {
  const { size } = bytes;
  if (size < BEGIN_BYTES + END_BYTES) throw new DataError(`${size} bytes are no file of Arrow`);
  const end = viewOf(await bytes.read(size - END_BYTES, size, ONCE));
  if (
    textAt(end, 4) !== MAGIC ||
    textAt(viewOf(await bytes.read(0, MAGIC.length, ONCE)), 0) !== MAGIC
  )
    throw new DataError('it is no file of Arrow: it does not begin and end with ARROW1');
  const length = end.getInt32(0, true);
  const from = size - END_BYTES - length;
  if (!(length > 0 && from >= BEGIN_BYTES))
    throw new DataError(`the footer says to have ${length} bytes of ${size}; the file is damaged`);
  try {
    const view = viewOf(await bytes.read(from, from + length, ONCE));
    const table = view.getUint32(0, true);
    const dictionaries = blocksOf(view, table, FOOTER_DICTIONARIES);
    const batches = blocksOf(view, table, FOOTER_BATCHES);
    for (const block of [...dictionaries, ...batches]) {
      if (!(block.from >= BEGIN_BYTES && block.head >= 8 && block.to <= from))
        throw new RangeError(`a block from ${block.from} to ${block.to}`);
    }
    return { schema: schemaOf(view, table), dictionaries, batches };
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError('the footer of the Arrow file is damaged', error);
  }
}

/**
 * Makes a message of the schema that a footer has: not all files begin with one. Offsets within a table lead from where they are, so a table may lie
 * behind what leads to it.
 */
function schemaOf(footer: DataView, table: number): Uint8Array {
  const [versionAt, schemaAt] = [FOOTER_VERSION, FOOTER_SCHEMA].map((field) =>
    fieldOf(footer, table, field),
  ) as [number, number];
  if (schemaAt === 0) throw new RangeError('no schema');
  const schema = schemaAt + footer.getUint32(schemaAt, true);
  const length = Math.ceil((MESSAGE_BYTES + footer.byteLength) / 8) * 8;
  const bytes = new Uint8Array(8 + length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, CONTINUATION, true);
  view.setInt32(4, length, true);
  // Where the message is; where its fields are in it, by number: version, type of header, header; the message.
  view.setInt32(8, 16, true);
  view.setInt32(8 + 4, 12 | (12 << 16), true);
  view.setInt32(8 + 8, 8 | (10 << 16), true);
  view.setInt32(8 + 12, 4, true);
  view.setInt32(8 + 16, 12, true);
  view.setInt32(8 + 20, MESSAGE_BYTES + schema - 20, true);
  view.setInt16(8 + 24, versionAt === 0 ? 0 : footer.getInt16(versionAt, true), true);
  view.setUint8(8 + 26, SCHEMA_HEADER);
  bytes.set(new Uint8Array(footer.buffer, footer.byteOffset, footer.byteLength), 8 + MESSAGE_BYTES);
  return bytes;
}

/** How many rows a record batch has, by its head. Throws `RangeError` where it is none. */
export function rowsOfBatch(head: Uint8Array): number {
  const view = viewOf(head);
  const table = 8 + view.getUint32(8, true);
  const header = fieldOf(view, table, MESSAGE_HEADER);
  const batch = header + view.getUint32(header, true);
  const length = fieldOf(view, batch, BATCH_LENGTH);
  const rows = length === 0 ? 0 : Number(view.getBigInt64(length, true));
  if (!(rows >= 0 && rows <= Number.MAX_SAFE_INTEGER)) throw new RangeError(`${rows} rows`);
  return rows;
}

/** Where a field of a table is, 0 where it is left out. */
function fieldOf(view: DataView, table: number, field: number): number {
  const fields = table - view.getInt32(table, true);
  if (view.getUint16(fields, true) < 4 + (field + 1) * 2) return 0;
  const at = view.getUint16(fields + 4 + field * 2, true);
  return at === 0 ? 0 : table + at;
}

function blocksOf(view: DataView, table: number, field: number): ArrowBlock[] {
  const at = fieldOf(view, table, field);
  if (at === 0) return [];
  const list = at + view.getUint32(at, true);
  return Array.from({ length: view.getUint32(list, true) }, (_, i) => {
    const block = list + 4 + i * BLOCK_BYTES;
    const from = Number(view.getBigInt64(block, true));
    const head = view.getInt32(block + 8, true);
    return { from, head, to: from + head + Number(view.getBigInt64(block + 16, true)) };
  });
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

function textAt(view: DataView, at: number): string {
  let text = '';
  for (let i = 0; i < MAGIC.length; i++) text += String.fromCharCode(view.getUint8(at + i));
  return text;
}
