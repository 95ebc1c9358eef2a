/** Where {@link hugeLog} serves the text, relative to the root of the served pages. */
export const hugeLogName = 'data/two-gigabytes.log';

const BLOCK_BYTES = 65_536;
const BLOCKS = 32_768;
export const hugeLogBytes = BLOCK_BYTES * BLOCKS;
/** So many blocks differ by more than their times. */
const KINDS = 61;
const LINE_MS = 37;
const STAMP = '2026-01-01T00:00:00.000Z';
const SERVICES = ['gateway-1', 'gateway-2', 'orders', 'billing', 'search', 'mailer', 'worker-7'];
const PATHS = ['/api/orders', '/api/orders/48211', '/api/search?q=lamp', '/health', '/api/carts/9'];
const FAULTS = [
  'upstream reset the connection after 12 of 40 kB',
  'no lock on order 48211 within 500 ms',
  'certificate of mail.example expires in 3 days',
];

/** @type {{ bytes: Buffer, stamps: number[] }[]} */
const kinds = [];
/** Stamped lines before a block of each kind, of all kinds in a row. */
const before = [0];

/** Blocks of whole lines, each with its time at the same place. */
function makeKinds() {
  let seed = 1;
  const random = (count) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * count);
  };
  for (let kind = 0; kind < KINDS; kind++) {
    const bytes = Buffer.alloc(BLOCK_BYTES, ' ');
    const stamps = [];
    let at = 0;
    while (at < BLOCK_BYTES) {
      const lines = entry(random);
      const length = lines.reduce((sum, line) => sum + line.length + 1, 0);
      // What is left is filled by the last line.
      if (at + length > BLOCK_BYTES - 40) {
        stamps.push(at);
        bytes.write(`${STAMP} DEBUG flushed `, at);
        break;
      }
      stamps.push(at);
      for (const line of lines) {
        bytes.write(`${line}\n`, at);
        at += line.length + 1;
      }
    }
    bytes[BLOCK_BYTES - 1] = 10;
    kinds.push({ bytes, stamps });
    before.push(before[kind] + stamps.length);
  }
}

/** Some lines, of which the first has a time. */
function entry(random) {
  const service = SERVICES[random(SERVICES.length)];
  const roll = random(1000);
  if (roll < 4) {
    const place = `    at handle (${service}.ts:${20 + random(400)}:${1 + random(60)})`;
    return [
      `${STAMP} ERROR ${service} ${FAULTS[random(FAULTS.length)]}`,
      place,
      '    at next (router.ts:88:14)',
      '    at async serve (server.ts:41:5)',
    ];
  }
  if (roll < 30) return [`${STAMP} WARN  ${service} slow answer: ${500 + random(4000)} ms`];
  if (roll < 250) return [`${STAMP} DEBUG ${service} cache hit ${random(1e6).toString(16)}`];
  const status = random(50) === 0 ? 404 : 200;
  return [
    `${STAMP} INFO  ${service} GET ${PATHS[random(PATHS.length)]} ${status} ${1 + random(90)} ms`,
  ];
}

/** Bytes from `from` up to `to` of a text of two gigabytes, the same each time. */
export function hugeLogPart(from, to) {
  if (kinds.length === 0) makeKinds();
  const part = Buffer.allocUnsafe(to - from);
  for (let block = Math.floor(from / BLOCK_BYTES); block * BLOCK_BYTES < to; block++) {
    const start = block * BLOCK_BYTES;
    const whole = stamped(block);
    const first = Math.max(from, start);
    whole.copy(part, first - from, first - start, Math.min(to, start + BLOCK_BYTES) - start);
  }
  return part;
}

const scratch = Buffer.alloc(BLOCK_BYTES);

/** A block with its times; good until the next. */
function stamped(block) {
  const kind = block % KINDS;
  const { bytes, stamps } = kinds[kind];
  bytes.copy(scratch);
  let ms = (Math.floor(block / KINDS) * before[KINDS] + before[kind]) * LINE_MS;
  for (const at of stamps) {
    const seconds = Math.floor(ms / 1000);
    digits(at + 8, 1 + Math.floor(seconds / 86_400), 2);
    digits(at + 11, Math.floor(seconds / 3600) % 24, 2);
    digits(at + 14, Math.floor(seconds / 60) % 60, 2);
    digits(at + 17, seconds % 60, 2);
    digits(at + 20, ms % 1000, 3);
    ms += LINE_MS;
  }
  return scratch;
}

function digits(at, value, count) {
  let rest = value;
  for (let i = at + count - 1; i >= at; i--) {
    scratch[i] = 48 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
}

/**
 * A Vite plugin: serves a text of two gigabytes that lies nowhere, by byte ranges, in development and preview. Whoever asks for all of it
 * is refused.
 * @returns {import('vite').Plugin}
 */
export function hugeLog() {
  let base = '/';
  const serve = (server) => {
    server.middlewares.use((request, response, next) => {
      if (request.url?.split('?')[0] !== base + hugeLogName) next();
      else sendLog(request, response);
    });
  };
  return {
    name: 'huge-log',
    configResolved(config) {
      if (config.base.startsWith('/')) base = config.base;
    },
    configureServer: serve,
    configurePreviewServer: serve,
  };
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
export function sendLog(request, response) {
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
  const from = Number(range?.[1]);
  const to = Math.min(Number(range?.[2]) + 1, hugeLogBytes);
  if (!(from < to)) {
    response.writeHead(416, { 'Content-Range': `bytes */${hugeLogBytes}` }).end();
    return;
  }
  response.writeHead(206, {
    'Accept-Ranges': 'bytes',
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Range': `bytes ${from}-${to - 1}/${hugeLogBytes}`,
    'Content-Length': to - from,
    'Cache-Control': 'no-store',
    ETag: '"1"',
  });
  response.end(request.method === 'HEAD' ? undefined : hugeLogPart(from, to));
}
