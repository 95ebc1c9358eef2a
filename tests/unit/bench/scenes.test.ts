import {
  blindObserver,
  type Contender,
  type Counters,
  collectSuites,
  createLocalDriver,
  type Parameters,
  type StationHost,
  suite,
} from 'rafter-ui/benchmark';
import { afterEach, describe, expect, it } from 'vitest';
import * as scenes from '../../../bench/app/scenes';
import { fling, together } from '../../../bench/load/contenders';
import { dashboard } from '../../../bench/render/dashboard';
import { batching, layout, projection } from '../../../bench/systems/scenes';

/** Frames that are counted. */
const FRAMES = 60;
const LONG = process.env.RAFTER_LONG === '1';
const ROWS = { rows: 10_000 };
const CONTEXT = {
  random: () => 0.5,
  host: 'node',
  now: () => performance.now(),
  keep() {},
} as const;

const known = new Map<unknown, Promise<Counters>>();

afterEach(() => {
  collectSuites();
});

describe('the scenes of the app benches', () => {
  it.each([
    ['hover', scenes.hover],
    // What these count the gate of the benches holds, too.
    ...(LONG
      ? ([
          ['scroll', scenes.scroll],
          ['damage of two', scenes.damageOfTwo],
          ['one-counter', scenes.oneCounter],
          ['idle', scenes.idle],
          ['one-color', scenes.oneColor],
          ['damage of one', scenes.damageOfOne],
        ] as const)
      : []),
  ] as const)('%s counts the same in two passes', async (_, scene) => {
    const [first, second] = await countTwice(scene);
    expect(second).toEqual(first);
  });

  it('scroll binds the rows that come into sight and no more, and builds no list', async () => {
    const counted = await countOnce(scenes.scroll);
    // 60 px a frame over rows of 28 px.
    expect(counted.rowsBound).toBeGreaterThanOrEqual(Math.floor((FRAMES * 60) / 28));
    expect(counted.rowsBound).toBeLessThanOrEqual(Math.ceil((FRAMES * 60) / 28) + 1);
    expect(counted.draws).toBeLessThanOrEqual(FRAMES * 4);
    expect(counted.listBuilds).toBe(0);
  });

  it('one-counter draws every frame, and less than a hundredth of the surface', async () => {
    const counted = await countOnce(scenes.oneCounter);
    expect(counted.draws).toBeGreaterThanOrEqual(FRAMES);
    expect(counted.damagedPixels).toBeLessThan((FRAMES * 1280 * 720) / 100);
  });

  it('counters far apart cost a fiftieth of drawing everything, in quads, pixels and bytes', async () => {
    const two = await countOnce(scenes.damageOfTwo);
    collectSuites();
    const drawn = await countOnce(scenes.damageOfAll);
    collectSuites();
    const sent = await countOnce(scenes.sendingOfAll);
    for (const name of ['quads', 'damagedPixels']) {
      expect(two[name]! * 50, name).toBeLessThanOrEqual(drawn[name]!);
    }
    expect(two.bytesUploaded! * 50).toBeLessThanOrEqual(sent.bytesUploaded!);
    // Two digits of 12 px, which is more than the first ten frames show.
    expect(two.damagedPixels).toBeLessThanOrEqual(1.2 * FRAMES * 2 * 13 * 9);
  });

  it('idle draws nothing and sends nothing', async () => {
    const counted = await countOnce(scenes.idle);
    for (const [name, value] of Object.entries(counted)) expect(value, name).toBe(0);
  });

  it('hover draws the button that is left and the one that is reached', async () => {
    const counted = await countOnce(scenes.hover);
    expect(counted.draws).toBeGreaterThanOrEqual(FRAMES);
    expect(counted.recordsWritten).toBeGreaterThanOrEqual(FRAMES * 2);
  });

  it('a dashboard of 5,000 elements and 200 images takes at most four draws', async () => {
    const counted = await countOnce(dashboard);
    expect(counted.draws).toBeLessThanOrEqual(FRAMES * 4);
    expect(counted.quads).toBeGreaterThan(FRAMES * 5_000);
  });

  it.runIf(LONG)('rebuild builds the list in every frame, a changed colour never', async () => {
    const [rebuilt, again] = await countTwice(scenes.rebuild);
    expect(again).toEqual(rebuilt);
    const painted = await countOnce(scenes.oneColor);
    expect(rebuilt!.listBuilds).toBe(FRAMES);
    expect(painted.listBuilds).toBe(0);
    expect(painted.recordsWritten).toBe(FRAMES);
  });
});

describe('the scenes of the system benches', () => {
  it.each([
    ['layout', layout],
    ['projection', projection],
    ['batching', batching],
  ])('%s counts work, the same in two passes', async (_, scene) => {
    const [first, second] = await countTwice(scene);
    expect(second).toEqual(first);
    expect(Math.max(...Object.values(first!))).toBeGreaterThan(FRAMES);
  });
});

describe('a page under load', () => {
  it.runIf(process.env.RAFTER_LONG)(
    'handles every move, wheel turn and press, with tasks and a network beside',
    async () => {
      const counted = await countOnce(together(), { elements: LONG ? 1_000 : 300 });
      expect(counted).toEqual({ inputDropped: 0 });
    },
  );

  it('handles all input of a fling', async () => {
    const counted = await countOnce(fling);
    expect(counted).toEqual({ inputDropped: 0 });
  });

  it('counts what is lost: more records in a frame than the queue holds', async () => {
    const records = 2 * 2_100 + 3;
    const scene = together({ elements: 100, pairs: 2_100 });
    const context = { ...CONTEXT, parameters: {} };
    const state = await scene.setup!(context);
    for (let frame = 0; frame < 3; frame++) scene.frame(state, frame, frame * 16, context);
    const { inputDropped } = scene.counters!(state, context);
    await scene.teardown!(state, context);
    expect(inputDropped).toBeGreaterThan(3);
    expect(inputDropped).toBeLessThan(3 * records);
  });
});

/** Counts a contender in a pass, set up as the runner does it; once for all tests. */
function countOnce(contender: Contender, parameters: Parameters = ROWS): Promise<Counters> {
  const counted = known.get(contender) ?? count(contender, parameters, 1).then(([only]) => only!);
  known.set(contender, counted);
  return counted;
}

/** The same in two passes, each set up anew. */
function countTwice(contender: Contender): Promise<Counters[]> {
  const counted = count(contender, ROWS, 2);
  known.set(
    contender,
    counted.then(([first]) => first!),
  );
  return counted;
}

async function count(
  contender: Contender,
  parameters: Parameters,
  passes: number,
): Promise<Counters[]> {
  const made = suite('tests', (s) => s.bench('scene', { reference: false, ...contender }));
  const driver = createLocalDriver([made], hostOfTest());
  const request = { bench: 'tests/scene', contender: 'ours', parameters, seed: 1 };
  const session = await driver.open(request);
  const counted: Counters[] = [];
  for (let pass = 0; pass < passes; pass++) counted.push(await session.count());
  await session.close();
  return counted;
}

function hostOfTest(): StationHost {
  return {
    name: 'node',
    now: () => performance.now(),
    clockResolutionMs: 0.001,
    observer: blindObserver,
  };
}
