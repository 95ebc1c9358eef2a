import {
  Box,
  box,
  button,
  columns,
  despawn,
  elementCount,
  on,
  resolve,
  setStyle,
  setText,
  staleHandles,
  text,
  textOf,
  virtualList,
} from 'rafter-ui';
import { describe, expect, it, vi } from 'vitest';
import { atEnd, click, colorCount, frames, mountShared, pixelsOf, until } from './page';

describe('code of the app that fails', () => {
  it('in bind is told once with its row, and the other rows are shown', async () => {
    const { app, canvas, errors } = await mountShared();
    const { world } = app;
    const page = box(world, { flexDirection: 'column' });
    const bound = new Set<number>();
    const list = virtualList(world, {
      parent: page,
      flexGrow: 1,
      count: 1000,
      estimatedSize: 15,
      template: (row) => [text(world, { parent: row })] as const,
      bind: (_, [label], index) => {
        if (index % 3 === 1) throw new Error(`row ${index} is broken`);
        bound.add(index);
        setText(world, label, `row ${index}`);
      },
    });
    app.start();
    await frames(4);
    expect(errors).toEqual([
      expect.objectContaining({
        system: 'virtualization/bind',
        row: expect.any(Number),
        switchedOff: false,
        error: expect.objectContaining({ message: expect.stringContaining('row 1 is broken') }),
      }),
    ]);
    for (let i = 0; i < 20; i++) {
      list.scrollBy(40);
      await frames();
    }
    expect(errors).toHaveLength(1);
    expect(list.blank).toBe(0);
    for (let index = list.firstVisible; index <= list.lastVisible; index++) {
      expect(bound.has(index)).toBe(index % 3 !== 1);
    }
    expect(colorCount(pixelsOf(canvas))).toBeGreaterThan(8);
    list.refresh();
    await frames(2);
    expect(errors).toHaveLength(2);
  });

  it('in a system is told each time until the third, which switches it off; the others run', async () => {
    const { app, errors } = await mountShared();
    let failing = 0;
    let other = 0;
    const system = { phase: 'update', reads: [], writes: [], dispose() {} } as const;
    app.addSystem({
      ...system,
      name: 'failing',
      update() {
        failing++;
        throw new Error('always');
      },
    });
    app.addSystem({
      ...system,
      name: 'other',
      update() {
        other++;
        app.wake();
      },
    });
    app.start();
    await until(() => other >= 10);
    expect(failing).toBe(3);
    expect(errors).toMatchObject([
      { system: 'failing', switchedOff: false },
      { system: 'failing', switchedOff: false },
      { system: 'failing', switchedOff: true },
    ]);
  });

  it('in a handler of an element leaves the other handlers and the loop alone', async () => {
    const { app, canvas, errors } = await mountShared();
    const { world } = app;
    const go = button(world, { label: 'Go' });
    let calls = 0;
    on(world, go, 'activate', () => {
      throw new Error('handler');
    });
    on(world, go, 'activate', () => calls++);
    app.start();
    await frames(3);
    for (let i = 0; i < 5; i++) {
      click(canvas, 20, 10);
      await until(() => calls === i + 1);
    }
    expect(errors).toHaveLength(5);
    expect(errors[0]).toMatchObject({ error: { message: 'handler' }, switchedOff: false });
  });

  it('is logged when nobody listens, and when the listener fails itself', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
    atEnd(() => logged.mockRestore());
    const { app } = await mountShared();
    app.on('error', () => {
      throw new Error('listener');
    });
    let runs = 0;
    app.addSystem({
      name: 'failing',
      phase: 'update',
      reads: [],
      writes: [],
      update() {
        runs++;
        throw new Error('system');
      },
      dispose() {},
    });
    app.start();
    await until(() => runs === 3);
    await frames(2);
    expect(logged).toHaveBeenCalledTimes(3);
    expect(String(logged.mock.calls[0]![0])).toContain("listener of 'error'");
  });
});

describe('values that cannot be used', () => {
  it('throw with name and value, and leave no element and no change', async () => {
    const { app } = await mountShared();
    const { world } = app;
    const page = box(world, { width: 50 });
    const count = elementCount(world);
    const nan = Number.NaN;
    expect(() => box(world, { parent: page, width: nan })).toThrow('width is NaN');
    expect(() => button(world, { label: 'a', paddingLeft: -1 })).toThrow('paddingLeft is -1');
    expect(() => text(world, { fontSize: nan })).toThrow('fontSize is NaN');
    expect(() => text(world, { left: Number.POSITIVE_INFINITY })).toThrow('left is Infinity');
    expect(() => box(world, { fill: 'reddish' })).toThrow("'reddish'");
    expect(() =>
      virtualList(world, {
        count: nan,
        estimatedSize: 20,
        template: () => [],
        bind: () => {},
      }),
    ).toThrow('count is NaN');
    expect(elementCount(world)).toBe(count);
    app.start();
    await frames(2);
    const row = resolve(world, page);
    expect(() => setStyle(world, page, { height: 10, width: nan })).toThrow('width is NaN');
    await frames(2);
    expect(columns(world, Box).width[row]).toBe(50);
    expect(columns(world, Box).height[row]).not.toBe(10);
  });

  it('NaN in a column hides that element alone', async () => {
    const { app, canvas, errors } = await mountShared();
    const { world } = app;
    const page = box(world, { fill: '#000000' });
    const marked = box(world, { parent: page, width: 40, height: 40, fill: '#ff0000' });
    box(world, { parent: page, width: 40, height: 40, fill: '#00ff00' });
    app.addSystem({
      name: 'poison',
      phase: 'place',
      reads: [],
      writes: [Box],
      after: ['virtualization/finish'],
      update() {
        columns(world, Box).x[resolve(world, marked)] = Number.NaN;
      },
      dispose() {},
    });
    app.start();
    await frames(4);
    const shown = new Set(pixelsOf(canvas));
    expect(shown.has(0xff00ff00)).toBe(true);
    expect(shown.has(0xff0000ff)).toBe(false);
    expect(canvas.getContext('webgl2')!.getError()).toBe(0);
    expect(errors).toEqual([]);
  });
});

describe('the handle of an element that is gone', () => {
  it('throws outside a frame; inside one it is counted and ignored', async () => {
    const { app, errors } = await mountShared();
    const { world } = app;
    const gone = text(world, { content: 'gone' });
    const kept = text(world, { content: 'kept' });
    despawn(world, gone);
    for (const use of [
      () => setText(world, gone, 'a'),
      () => setStyle(world, gone, { width: 1 }),
      () => box(world, { parent: gone }),
      () => on(world, gone, 'activate', () => {}),
      () => despawn(world, gone),
      () => textOf(world, gone),
    ]) {
      expect(use).toThrow('is gone');
    }
    expect(staleHandles(world)).toBe(0);
    const count = elementCount(world);
    let runs = 0;
    app.addSystem({
      name: 'stale',
      phase: 'update',
      reads: [],
      writes: [],
      update() {
        runs++;
        setText(world, gone, 'b');
        setStyle(world, gone, { width: 1 });
        on(world, gone, 'activate', () => {});
      },
      dispose() {},
    });
    app.start();
    await until(() => runs === 2);
    expect(staleHandles(world)).toBe(6);
    expect(errors).toEqual([]);
    expect(elementCount(world)).toBe(count);
    expect(textOf(world, kept)).toBe('kept');
  });
});
