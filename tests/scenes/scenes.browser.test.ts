import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { despawn } from '../../src/ecs';
import { box } from '../../src/ui';
import { loadTestFonts } from '../fonts';
import { type Difference, differences } from '../render/differences';
import { type Bench, onBoth } from '../render/two-backends';
import {
  baselineOf,
  COMMAND,
  isSameMachine,
  keepBaseline,
  keepMachine,
  keyOf,
  missingBaselines,
} from './baselines';
import { at, HEIGHT, type Scene, WIDTH } from './scene';

const DPR = 1.25;

/** Nothing differs where the renderer is the one that made the baselines, on a machine that rounds as that one did. */
const SAME: Difference = { max: 0, share: 0 };
/** Another processor's instructions may round each sum otherwise, anywhere. */
const OTHER_ROUNDING: Difference = { max: 2, share: 1 };
/** A processor that mixes colours itself rounds each sum of either's by one, where it rounds otherwise. */
const ACROSS: Difference = { max: 2, share: 0.001 };
const ACROSS_ROUNDED: Difference = { max: 1, share: 0.03 };
/** Of the next version of a browser or another graphics processor: edges and letters may, by much, and the rest by little. */
const OTHER_BROWSER: Difference = { max: 255, share: 0.05 };
const LITTLE = 8;

const scenes = Object.entries(
  import.meta.glob<Scene>('./*.scene.ts', { eager: true, import: 'scene' }),
).map(([file, scene]) => [/\.\/(.+)\.scene\.ts$/.exec(file)![1]!, scene] as const);

const RATIOS = import.meta.env.RAFTER_LONG ? [1, 1.5, 2, 3] : [];

let benches: [Bench, Bench];
let ownLimits = SAME;
const key = keyOf();
const isAcross =
  key.processor === 'swiftshader'
    ? within(ACROSS)
    : (found: Difference) => within(ACROSS)(found) || within(ACROSS_ROUNDED)(found);

// `COMMAND` writes the baselines. Look at them before you keep them.
beforeAll(async () => {
  if (import.meta.env.UPDATE) await keepMachine(key);
  else if (!(await isSameMachine(key))) ownLimits = OTHER_ROUNDING;
  for (const [, { fonts }] of scenes) if (fonts) await loadTestFonts(fonts.families, fonts.letters);
  benches = await onBoth({ width: WIDTH, height: HEIGHT, dpr: DPR });
});

afterAll(() => {
  for (const { app } of benches) app.dispose();
});

describe('the scenes', () => {
  it('each have a picture made by this browser on such a processor, and one is there that must not match', () => {
    if (import.meta.env.UPDATE) return;
    const names = scenes.filter(([, { differsFrom }]) => !differsFrom).map(([name]) => name);
    const missing = missingBaselines(names, key);
    const advice = `no baseline of ${key.name} for ${missing}; look at them, then write them: ${COMMAND}`;
    expect(missing, advice).toEqual([]);
    expect(names.length).toBeLessThan(scenes.length);
  });
});

describe.each(scenes)('scene %s', (name, scene) => {
  it('is drawn as it was, and the same by WebGL 2 and WebGPU', async () => {
    const [gl, gpu] = await Promise.all([draw(benches[0], scene), draw(benches[1], scene)]);
    expect(differences(gl, new Uint8ClampedArray(gl.length).fill(255)).share).toBeGreaterThan(0.02);
    const between = differences(gl, gpu);
    expect(between, `WebGL 2 and WebGPU: ${said(between)}`).toSatisfy(isAcross);
    if (import.meta.env.UPDATE) {
      if (!scene.differsFrom) await keepBaseline(name, key, gl, Math.floor(WIDTH * DPR));
      return;
    }
    const { pixels, isOwn } = await baselineOf(scene.differsFrom ?? name, key);
    const found = differences(gl, pixels, isOwn ? 0 : LITTLE);
    const limits = isOwn ? ownLimits : OTHER_BROWSER;
    if (!scene.differsFrom) expect(found, `${key.name}: ${said(found)}`).toSatisfy(within(limits));
    else if (isOwn) expect(found, said(found)).not.toSatisfy(within(limits));
  });
});

describe.each(RATIOS)('at %d device pixels', (dpr) => {
  it('scenes are the same by WebGL 2 and WebGPU', async () => {
    const pair = await onBoth({ width: WIDTH, height: HEIGHT, dpr });
    for (const [name, scene] of scenes) {
      const between = differences(await draw(pair[0], scene), await draw(pair[1], scene));
      expect(between, `${name}: ${said(between)}`).toSatisfy(isAcross);
    }
    for (const { app } of pair) app.dispose();
  });
});

async function draw({ app, pixels, settle }: Bench, scene: Scene) {
  const page = box(app.world, at(0, 0, WIDTH, HEIGHT));
  scene.furnish(app.world, page);
  await settle();
  const picture = new Uint8ClampedArray(await pixels());
  despawn(app.world, page);
  return picture;
}

function within(limits: Difference) {
  return ({ max, share }: Difference) => max <= limits.max && share <= limits.share;
}

function said({ max, share }: Difference): string {
  return `by up to ${max} of 255 in ${(share * 100).toFixed(3)} % of pixels`;
}
