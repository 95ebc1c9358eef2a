import { describe, expect, it } from 'vitest';
import {
  columns,
  despawn,
  type Entity,
  entityOf,
  isAlive,
  resolve,
  resource,
  type System,
} from '../../../src/ecs';
import { Box, TextRuns } from '../../../src/ecs/stores';
import { box, internText, setStyle, setText, setTextId, text } from '../../../src/ui';
import { createRandom } from '../../property/random';
// Loaded when it is first needed, which would take its time.
import '../../../src/systems/render-batching/baking';
import { type CompactStage, openCompact } from './compact-stage';
import { MB } from './stage';

const SHOWN = 60;
const ROUNDS = process.env.RAFTER_LONG ? 400 : 12;
const FRAMES = process.env.RAFTER_LONG ? 400 : 110;

/** Elements that stay, with texts of several lengths. */
function shell({ app }: CompactStage, from = 0): Entity[] {
  const made: Entity[] = [];
  for (let i = from; i < from + SHOWN; i++) {
    const place = { left: (i % 10) * 80, top: Math.floor(i / 10) * 40 };
    const card = box(app.world, {
      ...{ position: 'absolute', ...place, width: 70, height: 30, fill: '#204060' },
    });
    made.push(card, text(app.world, { parent: card, content: `card ${'x'.repeat(i % 20)} ${i}` }));
  }
  return made;
}

/** Many elements, as one that can be despawned. */
function peak({ app }: CompactStage, count = 1100): Entity {
  const page = box(app.world, { position: 'absolute', top: 300, flexWrap: 'wrap', width: 700 });
  for (let i = 0; i < count; i++) {
    const row = box(app.world, { parent: page, width: 20, height: 20, fill: '#602040' });
    text(app.world, { parent: row, content: `row ${i}` });
  }
  return page;
}

/** Has a group shown by a picture of its own. */
async function loadPictures(stage: CompactStage): Promise<Entity> {
  const place = { position: 'absolute' as const, left: 700, top: 500, width: 50, height: 50 };
  const group = box(stage.app.world, { ...place, fill: '#fff', opacity: 0.5 });
  box(stage.app.world, { parent: group, width: 20, height: 20, fill: '#000' });
  for (let i = 0; i < 50 && stage.app.renderer.stats().groups === 0; i++) {
    stage.frame();
    await new Promise((done) => setImmediate(done));
  }
  expect(stage.app.renderer.stats().groups).toBe(1);
  return group;
}

describe('after a peak', () => {
  it('columns, records and what mirrors them shrink to what lives, by as many bytes as is said, with the picture as it was', async () => {
    const stage = await openCompact();
    shell(stage);
    stage.frame();
    const picture = stage.picture();
    expect(picture.length).toBeGreaterThan(SHOWN * 5);
    const small = stage.app.memory.total();
    const page = peak(stage);
    stage.frame();
    despawn(stage.app.world, page);
    stage.frame();
    const large = stage.app.memory.total();
    expect(large).toBeGreaterThan(small + 4 * MB);
    const { bytes, by } = stage.memory.reclaim();
    expect(stage.app.memory.total()).toBe(large - bytes);
    expect(by.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['columns', 'records and draw list']),
    );
    expect(columns(stage.app.world, Box).x.length).toBe(1024);
    expect(resource(stage.app.world, TextRuns).glyphs.length).toBe(2048);
    stage.frame();
    expect(stage.picture()).toEqual(picture);
    // What the device holds is as short.
    expect(stage.backend.records.byteLength + stage.backend.indices.byteLength).toBeLessThan(
      250_000,
    );
    expect(stage.memory.reclaim().bytes).toBe(0);
    expect(stage.errors).toEqual([]);
  });

  it('records of what lives on above all others move down, and so do those of pictures', async () => {
    const stage = await openCompact();
    const page = peak(stage, 600);
    const cards = shell(stage);
    const group = await loadPictures(stage);
    const whole = stage.picture();
    despawn(stage.app.world, page);
    stage.frame();
    const picture = stage.picture();
    expect(picture.length).toBeLessThan(whole.length);
    const before = stage.app.memory.total();
    const { bytes, by } = stage.memory.reclaim();
    // Rows keep their numbers, so that columns must stay.
    expect(by.map(({ name }) => name)).toContain('records and draw list');
    expect(columns(stage.app.world, Box).x.length).toBe(2048);
    expect(stage.app.memory.total()).toBe(before - bytes);
    stage.frame();
    expect(stage.picture()).toEqual(picture);
    // What they show later is drawn where they are now.
    for (const [i, card] of cards.entries()) {
      if (i % 2 === 0) setStyle(stage.app.world, card, { left: i, fill: '#fff' });
      else setText(stage.app.world, card, `now ${'y'.repeat(i % 30)}`);
    }
    stage.frame();
    const changed = stage.picture();
    stage.app.renderer.invalidate();
    expect(changed).not.toEqual(picture);
    expect(stage.errors).toEqual([]);
    despawn(stage.app.world, group);
    // Low rows are taken first, so that columns can go once the others have.
    for (const card of cards.slice(20))
      if (isAlive(stage.app.world, card)) despawn(stage.app.world, card);
    stage.frame();
    stage.memory.reclaim();
    const next = shell(stage);
    expect(Math.max(...next.map((card) => resolve(stage.app.world, card)))).toBeLessThan(1024);
    for (const card of cards.slice(0, 20))
      if (isAlive(stage.app.world, card)) despawn(stage.app.world, card);
    stage.frame();
    expect(stage.memory.reclaim().by.map(({ name }) => name)).toContain('columns');
    expect(columns(stage.app.world, Box).x.length).toBe(1024);
  });

  it('pictures stay as they are where their records move', async () => {
    const stage = await openCompact();
    const { world, renderer } = stage.app;
    const page = peak(stage, 900);
    await loadPictures(stage);
    despawn(world, page);
    for (let i = 0; i < 3; i++) stage.frame();
    expect(renderer.stats().groupsTaken).toBe(0);
    const picture = stage.picture();
    expect(stage.memory.reclaim().by.map(({ name }) => name)).toContain('records and draw list');
    // The list is built anew, too.
    for (let i = 0; i < 3; i++) {
      const other = box(world, { width: 5, height: 5, fill: '#fff' });
      stage.frame();
      expect(renderer.stats().groupsTaken).toBe(0);
      despawn(world, other);
      stage.frame();
      expect(renderer.stats().groupsTaken).toBe(0);
    }
    expect(stage.picture()).toEqual(picture);
  });

  it('handles of rows that are cut off stay dead when there are as many rows again', async () => {
    const stage = await openCompact();
    const { world } = stage.app;
    const dead: Entity[] = [];
    for (let i = 0; i < 1100; i++) dead.push(box(world, { width: 3, fill: '#fff' }));
    stage.frame();
    for (const entity of dead) despawn(world, entity);
    stage.frame();
    expect(stage.memory.reclaim().bytes).toBeGreaterThan(0);
    expect(columns(world, Box).width.length).toBe(1024);
    for (const entity of dead) expect(isAlive(world, entity)).toBe(false);
    expect(() => resolve(world, dead.at(-1)!)).toThrow('is gone');
    const made: Entity[] = [];
    for (let i = 0; i < 1300; i++) made.push(box(world, { height: 2 }));
    stage.frame();
    expect(new Set([...dead, ...made]).size).toBe(2400);
    for (const entity of dead) expect(isAlive(world, entity)).toBe(false);
    const { width, height } = columns(world, Box);
    for (const entity of made) {
      const row = resolve(world, entity);
      expect(entityOf(world, row)).toBe(entity);
      expect([width[row]! > 3, height[row]]).toEqual([true, 2]);
    }
  });

  it('nothing is cut while a system runs, which may hold arrays, but in the phase for it', async () => {
    const stage = await openCompact();
    const { world } = stage.app;
    shell(stage);
    const page = peak(stage);
    stage.frame();
    despawn(world, page);
    stage.frame();
    const asked: number[] = [];
    const system: System = {
      ...{ name: 'asks', phase: 'update', reads: [], writes: [] },
      update() {
        const { width } = columns(world, Box);
        const budget = stage.memory.budget(`tiles ${asked.length}`);
        budget.take(2 ** 33);
        asked.push(stage.memory.reclaim().bytes);
        expect(columns(world, Box).width).toBe(width);
      },
      dispose() {},
    };
    const stop = stage.app.addSystem(system);
    stage.frame();
    stop();
    expect(asked).toEqual([0]);
    expect(stage.memory.reclaim().bytes).toBeGreaterThan(4 * MB);
    expect(stage.errors).toEqual([]);
  });

  it('memory that is scarce gives it back by and by in frames, with each of them drawn as before', async () => {
    const stage = await openCompact(16 * MB, 0.1);
    const page = peak(stage, 600);
    for (let i = 0; i < 700; i++) {
      const place = { left: (i % 20) * 30, top: Math.floor(i / 20) * 8 };
      box(stage.app.world, {
        position: 'absolute',
        ...place,
        width: 25,
        height: 6,
        fill: '#204060',
      });
    }
    stage.frame();
    await loadPictures(stage);
    despawn(stage.app.world, page);
    stage.frame();
    const picture = stage.picture();
    const sent = stage.backend.records.byteLength;
    let cutAt = 0;
    stage.memory.pressure.add({ name: 'mine', read: () => 0.99 });
    for (let i = 0; i < 160; i++) {
      stage.frame();
      if (i % 8 === 0) expect(stage.picture()).toEqual(picture);
      if (stage.backend.records.byteLength < sent && cutAt === 0) cutAt = i;
    }
    // A few a frame move, and in what a frame leaves over, before all that is above them is cut off.
    expect(cutAt).toBeGreaterThan(32);
    expect(stage.backend.records.byteLength).toBeLessThanOrEqual(sent / 4);
    expect(stage.errors).toEqual([]);
  });

  it('goes on a piece a frame while elements come, go and change in each of them', async () => {
    const stages = [await openCompact(2 ** 32, 0.12), await openCompact()] as const;
    const [ours, other] = stages;
    const above: Entity[][] = [];
    const swapped: Entity[][] = [];
    for (const stage of stages) {
      // By times, which differ.
      stage.app.tunables.get('rendering')!.set('baking', false);
      for (let i = 0; i < 8; i++) text(stage.app.world, { content: `id ${i}` });
      const page = peak(stage, 1400);
      above.push(shell(stage));
      swapped.push(['www', 'w'.repeat(30)].map((content) => text(stage.app.world, { content })));
      stage.frame();
      despawn(stage.app.world, page);
    }
    ours.memory.tunables.set('sample', 100);
    ours.memory.pressure.add({ name: 'mine', read: () => 0.99 });
    const random = createRandom(5);
    const lives: [Entity, Entity][] = [];
    const amounts = new Set<number>();
    for (let frame = 0; frame < FRAMES; frame++) {
      const isCalm = frame % 25 > 12;
      for (let i = isCalm && frame % 5 > 0 ? 0 : random.int(9); i > 0; i--) {
        const length = random.int(60);
        lives.push(
          both(({ app: { world } }) => {
            const place = { position: 'absolute' as const, left: frame, top: i * 9 };
            if (length % 3 === 0)
              return box(world, { ...place, width: 9, height: 9, fill: '#345' });
            const made = text(world, { ...place, content: 'm'.repeat(length) });
            if (length % 4 === 0) setTextId(world, made, internText(world, `id ${length}`));
            return made;
          }),
        );
      }
      for (let i = isCalm ? 0 : random.int(9); i > 0 && lives.length > 9; i--) {
        const [pair] = lives.splice(random.int(lives.length), 1);
        both(({ app: { world } }, side) => despawn(world, pair![side]!));
      }
      // As many slots as before, at other places.
      both(({ app: { world } }, side) => {
        for (const [i, each] of swapped[side]!.entries())
          setText(world, each, 'w'.repeat((i + frame) % 2 === 0 ? 3 : 30));
      });
      both((stage) => stage.frame());
      if (frame % 3 === 0)
        expect(ours.picture().join('\n') === other.picture().join('\n')).toBe(true);
      amounts.add(ours.memory.report().reclaimedBytes);
      if (frame === 50)
        both(({ app }, side) => {
          for (const card of [...above[side]!, ...swapped[side]!.splice(0)])
            if (isAlive(app.world, card)) despawn(app.world, card);
        });
    }
    // The first of them took rows that were high up.
    for (const pair of lives) both(({ app: { world } }, side) => despawn(world, pair[side]));
    for (let i = 0; i < 60; i++) both((stage) => stage.frame());
    expect(amounts.size).toBeGreaterThan(4);
    const { records } = ours.backend;
    expect(records.length).toBeLessThanOrEqual(other.backend.records.length / 2);
    const [mine, theirs] = stages.map(({ app }) => columns(app.world, Box).x.length);
    expect(mine).toBeLessThanOrEqual(theirs! / 2);
    expect(ours.picture()).toEqual(other.picture());
    expect([ours.errors, other.errors]).toEqual([[], []]);

    function both<T>(apply: (stage: CompactStage, side: 0 | 1) => T): [T, T] {
      return [apply(ours, 0), apply(other, 1)];
    }
  });

  it('records and the draw list are copied a part a frame while all of them are written to', async () => {
    const stages = [await openCompact(2 ** 32, 0.25), await openCompact()] as const;
    const [ours, other] = stages;
    const cards = stages.map((stage) => {
      stage.app.tunables.get('rendering')!.set('baking', false);
      const low = [0, 60, 120, 180].flatMap((from) => shell(stage, from));
      const page = peak(stage, 1700);
      stage.frame();
      despawn(stage.app.world, page);
      return low;
    });
    ours.memory.tunables.set('sample', 100);
    ours.memory.pressure.add({ name: 'mine', read: () => 0.99 });
    const { length } = other.backend.records;
    const random = createRandom(5);
    for (let frame = 0; ours.backend.records.length === length; frame++) {
      expect(frame).toBeLessThan(200);
      for (let i = 0; i < cards[0]!.length; i += 1 + random.int(9)) {
        const fill = `#${100 + random.int(800)}`;
        const words = 'x'.repeat(random.int(24));
        for (const [side, { app }] of stages.entries()) {
          if (i % 2 === 0) setStyle(app.world, cards[side]![i]!, { fill });
          else setText(app.world, cards[side]![i]!, words);
        }
      }
      for (const stage of stages) stage.frame();
      expect(ours.picture().join('\n') === other.picture().join('\n')).toBe(true);
    }
    for (let i = 0; i < 3; i++) ours.frame();
    expect(ours.picture()).toEqual(other.picture());
    expect(ours.backend.indices.length).toBeLessThan(other.backend.indices.length);
    expect(ours.errors).toEqual([]);
  });

  it('what grows again after it was given back is kept', async () => {
    const stage = await openCompact();
    const { world } = stage.app;
    const cuts: number[] = [];
    for (let k = 0; k < 120; k++) box(world);
    for (let i = 0; i < 6; i++) {
      const page = peak(stage, 700);
      stage.frame();
      despawn(world, page);
      stage.frame();
      stage.memory.reclaim();
      cuts.push(columns(world, Box).x.length);
    }
    // Below 24 times as many as live nothing is cut any more.
    expect(cuts[0]).toBe(1024);
    expect(cuts.at(-1)).toBeGreaterThan(1024);
  });

  it('any app goes on as one that keeps all', async () => {
    const [ours, other] = [await openCompact(2 ** 32, 0.1), await openCompact()];
    let isScarce = false;
    ours.memory.tunables.set('sample', 100);
    ours.memory.pressure.add({ name: 'mine', read: () => (isScarce ? 0.99 : 0) });
    await loadPictures(ours);
    await loadPictures(other);
    const random = createRandom(11);
    const lives: [Entity, Entity][] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const count = random.int(5) === 0 ? 600 : random.int(60);
      for (let i = 0; i < count; i++) {
        const at = lives.length > 0 ? random.int(lives.length) : -1;
        const looks = { width: 4 + random.int(60), height: 4 + random.int(20) };
        const isText = random.int(3) === 0;
        const isInner = random.int(2) === 0 && at >= 0 && at % 3 !== 0;
        const opacity = random.int(40) === 0 ? 0.5 : 1;
        lives.push(
          both((stage, side) => {
            const { world } = stage.app;
            const inside = isInner ? { parent: lives[at]![side]! } : {};
            if (!isText) {
              const fill = `#${100 + (i % 800)}`;
              return box(world, { ...inside, ...looks, fill, opacity });
            }
            const content = `text ${'z '.repeat(looks.width / 3)} ${i % 7}`;
            const wraps = looks.height % 3 === 0 ? { whiteSpace: 'normal' as const } : {};
            const made = text(world, { ...inside, ...wraps, content, width: looks.width * 2 });
            if (looks.width % 4 === 0) setTextId(world, made, internText(world, `id ${i % 9}`));
            return made;
          }),
        );
      }
      let goes = random.int(3) === 0 ? lives.length : random.int(30);
      for (; goes > 0 && lives.length > 20; goes--) {
        const [pair] = lives.splice(random.int(lives.length), 1);
        both((stage, side) => {
          if (isAlive(stage.app.world, pair![side]!)) despawn(stage.app.world, pair![side]!);
        });
        for (let i = lives.length - 1; i >= 0; i--)
          if (!isAlive(ours.app.world, lives[i]![0])) lives.splice(i, 1);
      }
      for (let i = random.int(10); i > 0 && lives.length > 0; i--) {
        const pair = lives[random.int(lives.length)]!;
        const left = random.int(500);
        both((stage, side) =>
          setStyle(stage.app.world, pair[side]!, {
            position: 'absolute',
            left,
            opacity: left % 7 === 0 ? 0.4 : 1,
          }),
        );
      }
      // At once, or in pieces, of which some are left for the next round.
      isScarce = random.int(3) > 0;
      if (random.int(4) === 0) ours.memory.reclaim();
      for (let i = random.int(12); i >= 0; i--) both((stage) => stage.frame());
      expect(ours.picture()).toEqual(other.picture());
      if (random.int(4) === 0) ours.memory.reclaim();
    }
    expect(ours.memory.report().reclaimedBytes).toBeGreaterThan(MB);
    expect([ours.errors, other.errors]).toEqual([[], []]);

    function both<T>(apply: (stage: CompactStage, side: 0 | 1) => T): [T, T] {
      return [apply(ours, 0), apply(other, 1)];
    }
  });
});
