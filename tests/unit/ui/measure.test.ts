import { afterEach, describe, expect, it } from 'vitest';
import { CONTENT, columns, despawn, type Entity, resolve, touch } from '../../../src/ecs';
import { Box, type Measure } from '../../../src/ecs/stores';
import { createHeadlessApp } from '../../../src/testing';
import { box, setMeasure } from '../../../src/ui';

/** 100 px at most sideways, in lines of 10 px for each 100. */
const lines =
  (length: number): Measure =>
  (width, size) => {
    size.width = Math.max(20, Math.min(width, length));
    size.height = Math.ceil(length / size.width) * 10;
    size.baseline = 8;
  };

let app: Awaited<ReturnType<typeof createHeadlessApp>>;
afterEach(() => app.dispose());

async function scene() {
  app = await createHeadlessApp({ width: 300, height: 200 });
  const page = box(app.world, { alignItems: 'flex-start' });
  const content = box(app.world, { parent: page, padding: 5 });
  const sizeOf = (element: Entity) => {
    const row = resolve(app.world, element);
    const { width, height } = columns(app.world, Box);
    return [width[row], height[row]];
  };
  return { app, page, content, sizeOf };
}

describe('setMeasure', () => {
  it('sizes an element by its content, at the width that there is', async () => {
    const { app, page, content, sizeOf } = await scene();
    setMeasure(app.world, content, lines(100));
    app.step();
    expect(sizeOf(content)).toEqual([110, 20]);
    setMeasure(app.world, content, lines(1000));
    app.step();
    expect(sizeOf(content)).toEqual([300, 50]);
    expect(sizeOf(page)).toEqual([300, 200]);
  });

  it('asks again when the content is touched, and not otherwise', async () => {
    const { app, content, sizeOf } = await scene();
    let asked = 0;
    let length = 50;
    setMeasure(app.world, content, (width, size) => {
      asked++;
      lines(length)(width, size);
    });
    app.step();
    const before = asked;
    app.step();
    expect(asked).toBe(before);
    length = 80;
    touch(app.world, resolve(app.world, content), CONTENT);
    app.step();
    expect(asked).toBeGreaterThan(before);
    expect(sizeOf(content)).toEqual([90, 20]);
  });

  it('forgets the measure of an element that goes or loses it', async () => {
    const { app, page, content, sizeOf } = await scene();
    setMeasure(app.world, content, lines(100));
    app.step();
    setMeasure(app.world, content, undefined);
    app.step();
    expect(sizeOf(content)).toEqual([10, 10]);
    setMeasure(app.world, content, lines(100));
    despawn(app.world, content);
    const next = box(app.world, { parent: page });
    app.step();
    expect(sizeOf(next)).toEqual([0, 0]);
  });

  it.each<[string, Measure]>([
    ['gave NaN x 10', (_, size) => Object.assign(size, { width: Number.NaN, height: 10 })],
    ['gave 10 x -1', (_, size) => Object.assign(size, { width: 10, height: -1 })],
    [
      'threw: Error: no picture',
      () => {
        throw new Error('no picture');
      },
    ],
  ])('tells of a measure that %s once, and leaves the element empty', async (what, measure) => {
    const { app, content, sizeOf } = await scene();
    const told: string[] = [];
    app.on('error', ({ error }) => told.push((error as Error).message));
    setMeasure(app.world, content, measure);
    app.step();
    app.step();
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(what);
    expect(told[0]).toContain(String(content));
    expect(sizeOf(content)).toEqual([10, 10]);
    setMeasure(app.world, content, lines(100));
    app.step();
    expect(sizeOf(content)).toEqual([110, 20]);
  });

  it('tells of another measure that is bad, and of one of an element that takes over a row', async () => {
    const { app, page, content } = await scene();
    const told: string[] = [];
    app.on('error', ({ error }) => told.push((error as Error).message));
    const failing = (why: string) => (): void => {
      throw new Error(why);
    };
    setMeasure(app.world, content, failing('first'));
    app.step();
    setMeasure(app.world, content, failing('second'));
    app.step();
    expect(told.map((message) => /Error: (\w+)/.exec(message)?.[1])).toEqual(['first', 'second']);
    const shared = failing('third');
    setMeasure(app.world, content, shared);
    app.step();
    app.step();
    const row = resolve(app.world, content);
    despawn(app.world, content);
    app.step();
    const next = box(app.world, { parent: page });
    expect(resolve(app.world, next)).toBe(row);
    setMeasure(app.world, next, shared);
    app.step();
    expect(told).toHaveLength(4);
    expect(told[3]).toContain(`element ${next}`);
  });

  it('refuses what is no function', async () => {
    const { app, content } = await scene();
    expect(() => setMeasure(app.world, content, 7 as never)).toThrow(
      'measure is 7; give a function',
    );
  });
});
