import { afterEach, describe, expect, it } from 'vitest';
import type { FontOptions } from '../../../src/app/font-options';
import { createFonts, FontError, type FontKeeper } from '../../../src/app/fonts';
import { createFrameRunner, createWorld, SystemError, ValueError } from '../../../src/ecs';
import type { FontSpec } from '../../../src/ecs/stores';
import { createFakeClock, createFakeFonts, leakCheck } from '../../../src/testing';
import { createHeadlessApp } from '../../../src/testing/headless-app';

const INTER: FontOptions = { family: 'Inter', source: '/inter.woff2' };
const SANS: FontSpec = { family: 'Inter, sans-serif', size: 14, weight: 400, italic: false };
const open: FontKeeper[] = [];

afterEach(() => {
  for (const { system } of open.splice(0)) system.dispose();
});

describe('a font that arrives in time', () => {
  it('is ready, added, and measured once in the next frame', async () => {
    const { fonts, files, frame, remeasured, clock } = create();
    const result = fonts.load({ ...INTER, weight: [100, 900], unicodeRange: 'U+0-FF, U+131' });
    expect(files.requests[0]).toMatchObject({
      family: 'Inter',
      source: '/inter.woff2',
      weight: '100 900',
      style: 'normal',
      unicodeRange: 'U+0-FF, U+131',
    });
    frame();
    expect(files.families).toEqual([]);
    await files.requests[0]!.arrive();
    expect(await result).toEqual({ family: 'Inter', status: 'ready' });
    expect(files.families).toEqual(['Inter']);
    expect(remeasured).toEqual([]);
    frame();
    frame();
    expect(remeasured).toEqual([['Inter']]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('shares one measuring with others of the same frame', async () => {
    const { fonts, files, frame, remeasured } = create();
    for (const family of ['A', 'B', 'A']) fonts.load({ family, source: `/${family}` });
    for (const request of files.requests) await request.arrive();
    await fonts.ready;
    files.announce('Page Font');
    frame();
    expect(remeasured).toEqual([['A', 'B', 'Page Font']]);
  });

  it('is taken from an address, a URL, a buffer or a part of one', () => {
    const { fonts, files } = create();
    const bytes = new Uint8Array([1, 2, 3, 4]);
    fonts.load({ family: 'A', source: 'https://example.com/a.woff2' });
    fonts.load({ family: 'A', source: new URL('https://example.com/b.woff2') });
    fonts.load({ family: 'A', source: bytes.buffer });
    fonts.load({ family: 'A', source: bytes.subarray(1, 3) });
    const [address, url, buffer, part] = files.requests.map(({ source }) => source);
    expect([address, url]).toEqual(['https://example.com/a.woff2', 'https://example.com/b.woff2']);
    expect(buffer).toBe(bytes.buffer);
    expect(new Uint8Array(part as ArrayBuffer)).toEqual(new Uint8Array([2, 3]));
  });
});

describe('faces that nobody tells of', () => {
  it('are looked for in every frame, and for 10 s while none runs', () => {
    let found: string[] | undefined;
    const polls: number[] = [];
    const { clock, frame, remeasured, fonts } = create({
      poll() {
        polls.push(clock.now());
        const told = found;
        found = undefined;
        return told;
      },
    });
    frame();
    expect(remeasured).toEqual([]);
    found = ['Inter'];
    frame();
    expect(remeasured).toEqual([['Inter']]);
    found = ['Lato'];
    clock.advance(250);
    frame();
    expect(remeasured).toEqual([['Inter'], ['Lato']]);
    polls.length = 0;
    clock.advance(30_000);
    expect(polls.length).toBeGreaterThan(30);
    expect(polls.length).toBeLessThan(50);
    expect(clock.pendingTimers).toBe(0);
    fonts.refresh();
    frame();
    expect(remeasured).toHaveLength(3);
  });

  it('are not looked for once the app is disposed', () => {
    const { clock, system, fonts } = create({ poll: () => undefined });
    expect(clock.pendingTimers).toBe(1);
    system.dispose();
    expect(clock.pendingTimers).toBe(0);
    expect(() => fonts.refresh()).toThrow(/disposed/);
  });
});

describe('a font that does not arrive', () => {
  it('is late at the limit, given up, and not used when it comes after all', async () => {
    const { fonts, files, frame, clock, remeasured } = create();
    const result = fonts.load(INTER);
    clock.advance(2999);
    expect(files.requests[0]!.aborted).toBe(false);
    clock.advance(1);
    expect(files.requests[0]!.aborted).toBe(true);
    const { status, error } = await result;
    expect(status).toBe('late');
    expect(error).toBeInstanceOf(FontError);
    expect(error).toMatchObject({ code: 'font' });
    expect(error!.message).toMatch(
      /^font 'Inter' from \/inter\.woff2 did not come within 3000 ms.*raise timeoutMs$/,
    );
    await files.requests[0]!.arrive();
    frame();
    expect(files.families).toEqual([]);
    expect(remeasured).toEqual([]);
  });

  it('has its own limit', async () => {
    const { fonts, clock } = create();
    const result = fonts.load({ ...INTER, timeoutMs: 50 });
    clock.advance(50);
    expect((await result).status).toBe('late');
  });

  it('is failed when the host says so, with family, source, reason and mend', async () => {
    const { fonts, files, frame, clock, remeasured } = create();
    const result = fonts.load({ ...INTER, source: new ArrayBuffer(7) });
    await files.requests[0]!.fail('holds no font that can be read; give a whole file');
    const { status, error } = await result;
    expect(status).toBe('failed');
    expect(error!.message).toBe(
      "font 'Inter' from a buffer of 7 bytes holds no font that can be read; give a whole file",
    );
    expect(error!.cause).toBeInstanceOf(Error);
    expect(clock.pendingTimers).toBe(0);
    frame();
    expect(remeasured).toEqual([]);
  });

  it('is failed when the host throws instead of rejecting, or cannot add it', async () => {
    for (const load of [
      () => {
        throw new Error('broken host');
      },
      () => Promise.reject('a string'),
      () =>
        Promise.resolve({
          add() {
            throw new Error('full');
          },
          remove() {},
        }),
    ]) {
      const { fonts, clock } = create({ load });
      const { status, error } = await fonts.load(INTER);
      expect(status).toBe('failed');
      expect(error!.message).toMatch(/broken host|a string|full/);
      expect(clock.pendingTimers).toBe(0);
    }
  });

  it('is failed at once on a host without fonts', async () => {
    const world = createWorld();
    const keeper = createFonts({ world, remeasure() {} });
    expect(await keeper.fonts.load(INTER)).toMatchObject({ family: 'Inter', status: 'failed' });
    keeper.system.dispose();
  });

  it('keeps nobody who waits for all of them waiting', async () => {
    const { fonts, files, clock } = create();
    await fonts.ready;
    fonts.load(INTER);
    fonts.load({ ...INTER, source: '/b.woff2' });
    fonts.load({ ...INTER, source: '/c.woff2' });
    let settled = false;
    const ready = fonts.ready.then(() => {
      settled = true;
    });
    await files.requests[0]!.arrive();
    await files.requests[1]!.fail('is missing');
    expect(settled).toBe(false);
    clock.advance(3000);
    await ready;
    expect(settled).toBe(true);
  });
});

describe('what cannot be a font', () => {
  it.each<[unknown, RegExp]>([
    [undefined, /a font is undefined/],
    [{ ...INTER, family: '' }, /family of a font is ''/],
    [{ ...INTER, family: 7 }, /family of a font is 7/],
    [{ ...INTER, family: '"Inter"' }, /family of a font is '"Inter"'.*without quotes/],
    [{ ...INTER, family: 'Inter, Arial' }, /one name, not a list/],
    [{ ...INTER, family: 'sans-serif' }, /'sans-serif', which CSS keeps for itself/],
    [{ ...INTER, source: '' }, /source of a font is ''/],
    [{ ...INTER, source: null }, /source of a font is null/],
    [{ ...INTER, source: new ArrayBuffer(0) }, /source of a font is an empty buffer/],
    [{ ...INTER, weight: 0 }, /weight of a font is 0/],
    [{ ...INTER, weight: '400' }, /weight of a font is 400/],
    [{ ...INTER, weight: [900, 100] }, /weight of a font is 900,100/],
    [{ ...INTER, weight: [100, Number.NaN] }, /weight of a font is 100,NaN/],
    [{ ...INTER, style: 'oblique' }, /style of a font is 'oblique'/],
    [{ ...INTER, unicodeRange: 'latin' }, /unicodeRange of a font is 'latin'/],
    [{ ...INTER, timeoutMs: 0 }, /timeoutMs of a font is 0/],
    [{ ...INTER, timeoutMs: Number.NaN }, /timeoutMs of a font is NaN/],
    [{ ...INTER, timeoutMs: Number.POSITIVE_INFINITY }, /timeoutMs of a font is Infinity/],
  ])('is refused by name: %o', (options, message) => {
    const { fonts, files, clock } = create();
    expect(() => fonts.load(options as FontOptions)).toThrow(ValueError);
    expect(() => fonts.load(options as FontOptions)).toThrow(message);
    expect(files.requests).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('an app that is disposed', () => {
  it('gives back faces, listeners and timers, and tells who waits', async () => {
    const { fonts, files, clock, system, frame, remeasured } = create();
    fonts.load({ ...INTER, family: 'Ready' });
    await files.requests[0]!.arrive();
    const pending = fonts.load(INTER);
    expect(leakCheck()).toMatchObject({ listeners: 1, timers: 1 });
    system.dispose();
    system.dispose();
    const { status, error } = await pending;
    expect(status).toBe('failed');
    expect(error).toBeInstanceOf(SystemError);
    expect(files.families).toEqual([]);
    expect(files.requests[1]!.aborted).toBe(true);
    expect(clock.pendingTimers).toBe(0);
    expect(leakCheck().listeners).toBe(0);
    await files.requests[1]!.arrive();
    files.announce('Late');
    frame();
    expect(files.families).toEqual([]);
    expect(remeasured).toEqual([]);
    expect(() => fonts.load(INTER)).toThrow(SystemError);
  });

  it('has a headless twin that does the same', async () => {
    const app = createHeadlessApp();
    app.frames(10);
    const result = app.fonts.load(INTER);
    await app.fontFiles.requests[0]!.arrive();
    expect((await result).status).toBe('ready');
    app.start();
    app.frames(10);
    expect(app.asleep).toBe(true);
    app.fontFiles.announce('Page Font');
    expect(app.asleep).toBe(false);
    app.dispose();
    expect(app.fontFiles.families).toEqual([]);
  });
});

describe('the fallback families', () => {
  it('end every font that is measured or drawn, from the next frame on', () => {
    const { fonts, port, frame, remeasured, asked } = create();
    port.measure(SANS, 'a');
    fonts.setFallback(['Noto Sans Arabic', 'Source Sans 3', 'system-ui']);
    port.measure(SANS, 'a');
    expect(asked.map(({ family }) => family)).toEqual([
      'Inter, sans-serif',
      'Inter, sans-serif, "Noto Sans Arabic", "Source Sans 3", system-ui',
    ]);
    expect(asked[1]).toMatchObject({ size: 14, weight: 400, italic: false });
    frame();
    frame();
    // All.
    expect(remeasured).toEqual([undefined]);
  });

  it('may be a CSS list, and nothing again', () => {
    const { fonts, port, asked } = create();
    fonts.setFallback('Noto Sans Thai, "Noto, Sans 2", serif');
    port.measure(SANS, 'a');
    fonts.setFallback('');
    port.measure(SANS, 'a');
    expect(asked[0]!.family).toBe('Inter, sans-serif, Noto Sans Thai, "Noto, Sans 2", serif');
    expect(asked[1]).toBe(SANS);
  });

  it('cost nothing when they are what they were', () => {
    const { fonts, port, frame, remeasured, asked } = create();
    fonts.setFallback(['A']);
    port.measure(SANS, 'a');
    frame();
    fonts.setFallback('"A"');
    port.measure(SANS, 'b');
    frame();
    expect(remeasured).toHaveLength(1);
    // The same object: the ports of a host know a font by it.
    expect(asked[1]).toBe(asked[0]);
  });

  it('keep no font that nothing else keeps', async () => {
    const { fonts, port } = create();
    fonts.setFallback(['A']);
    // Not a local of this function, which a debugger might hold.
    const refs = Array.from({ length: 20 }, () => {
      const font = { ...SANS };
      port.measure(font, 'a');
      return new WeakRef(font);
    });
    await new Promise((resolve) => setTimeout(resolve));
    globalThis.gc!();
    expect(refs.filter((ref) => ref.deref()).length).toBeLessThan(2);
  });

  it('are measured in every text when one of them arrives', async () => {
    const { fonts, files, port, frame, remeasured, asked } = create();
    port.measure(SANS, 'a');
    port.measure({ ...SANS, family: '"Mono 2", monospace' }, 'a');
    fonts.setFallback(['Noto Sans Thai']);
    frame();
    remeasured.length = 0;
    fonts.load({ family: 'noto sans thai', source: '/thai.woff2' });
    await files.requests[0]!.arrive();
    frame();
    expect(remeasured).toEqual([undefined]);
    port.measure(SANS, 'a');
    // Another list every time: in a worker, Chromium looks a list up only once.
    expect(asked.at(-1)!.family).toBe('Inter, sans-serif, "Noto Sans Thai", rafter-1');
  });

  it.each<[unknown, RegExp]>([
    ['12 }{', /fallback family '12 }{' is no CSS/],
    ['Inter,', /fallback family '' is no CSS/],
    ['"Inter', /fallback family '"Inter' is no CSS/],
    ['a; b', /is no CSS/],
    [['Inter', ''], /family of a font is ''/],
    [['a"b'], /family of a font is 'a"b'/],
    [['Inter', 7], /family of a font is 7/],
    [7, /fallback families are 7/],
    [null, /fallback families are null/],
  ])('are refused where they would void the list: %o', (families, message) => {
    const { fonts, port, asked } = create();
    expect(() => fonts.setFallback(families as string)).toThrow(ValueError);
    expect(() => fonts.setFallback(families as string)).toThrow(message);
    port.measure(SANS, 'a');
    expect(asked).toEqual([SANS]);
  });

  it('leave everything else of a port as it is', () => {
    const { keeper } = create();
    const inner = {
      measure: (font: FontSpec, text: string) => font.size * text.length,
      metrics: () => ({ ascent: 1, descent: 2, lineHeight: 3 }),
      get spare() {
        return 'spare';
      },
    };
    const port = keeper.port(inner);
    expect(port.measure(SANS, 'ab')).toBe(28);
    expect(port.metrics()).toEqual({ ascent: 1, descent: 2, lineHeight: 3 });
    expect(port.spare).toBe('spare');
  });
});

type Host = Parameters<typeof createFonts>[0]['host'];

function create(changes: Partial<NonNullable<Host>> = {}) {
  const clock = createFakeClock();
  const files = createFakeFonts(clock);
  const world = createWorld();
  const remeasured: (readonly string[] | undefined)[] = [];
  const keeper = createFonts({
    world,
    host: { ...files, ...changes },
    remeasure: (families) => remeasured.push(families),
  });
  keeper.listen();
  open.push(keeper);
  const runner = createFrameRunner({
    world,
    phases: ['input'],
    clock,
    onFailure({ error }) {
      throw error;
    },
  });
  runner.add({ ...keeper.system, dispose() {} });
  const asked: FontSpec[] = [];
  const port = keeper.port({
    measure(font: FontSpec, _text: string) {
      asked.push(font);
      return 0;
    },
    metrics: () => ({ ascent: 1, descent: 1, lineHeight: 2 }),
  });
  return {
    keeper,
    fonts: keeper.fonts,
    system: keeper.system,
    files,
    clock,
    remeasured,
    asked,
    port,
    frame: () => runner.step(clock.now()),
  };
}
