import { expect, it } from 'vitest';
import { columns, type Entity, ROW_MASK } from '../../../../src/ecs';
import { Fill, INPUT_POINTER_MOVE, STATE_HOVERED, State } from '../../../../src/ecs/stores';
import { createHeadlessApp } from '../../../../src/testing/headless-app';
import { box, defineStyle, on, setStyle, setStyles, text } from '../../../../src/ui';
import { heapSlope } from '../../../heap-slope';

/** Bytes a frame that count as nothing. */
const NOTHING = 16;
const FRAMES = process.env.RAFTER_LONG ? 20_000 : 1_200;
const TIMEOUT_MS = 120_000;

it(
  'leaves no garbage while a pointer hovers over elements with variants',
  () => {
    const app = createHeadlessApp({ width: 400, height: 400 });
    const style = defineStyle({
      width: 40,
      height: 40,
      fill: '#e01020f0',
      color: '#e0e0e0f0',
      hover: { fill: '#f0f0f0e0', borderColor: '#102030c0', color: '#ffffffe0' },
      pressed: { fill: '#0000ff' },
    });
    const parent = box(app.world, { flexWrap: 'wrap', alignContent: 'flex-start' });
    for (let i = 0; i < 100; i++) {
      if (i % 2 === 0) text(app.world, { parent, content: 'a', styles: [style] });
      else on(app.world, box(app.world, { parent, styles: [style] }), 'activate', () => {});
    }
    app.frames(2);
    let now = 1000;
    const slope = heapSlope((frame) => {
      app.input.pointer(INPUT_POINTER_MOVE, 1, (frame * 47) % 400, 20, -1, 0, 0);
      now += 16;
      app.step(now);
    }, FRAMES);
    expect(app.renderer.stats().totalRecordsWritten).toBeGreaterThan(FRAMES);
    app.dispose();
    expect(slope).toBeLessThanOrEqual(NOTHING);
  },
  TIMEOUT_MS,
);

it(
  'leaves no garbage while states, classes and widths change every frame',
  () => {
    const app = createHeadlessApp({ width: 400, height: 400 });
    const first = defineStyle({
      height: 10,
      width: '47.3%',
      hover: { fill: '#f0f0f0e0', opacity: 0.5, marginLeft: '3%', borderRadius: [1, 2, 3.5, 4] },
      breakpoints: [{ below: 300, of: 'container', style: { width: '25%' } }],
    });
    const second = defineStyle({ fill: '#e01020f0', flexDirection: 'column' });
    const lists = [[first], [first, second]] as const;
    const root = box(app.world);
    const parent = box(app.world, { parent: root, flexDirection: 'column' });
    const elements: Entity[] = Array.from({ length: 20 }, (_, i) =>
      box(app.world, { parent, styles: lists[i & 1]! }),
    );
    const widths = [{ width: 200.3 }, { width: 300.7 }] as const;
    let now = 1000;
    const slope = heapSlope((frame) => {
      const { bits } = columns(app.world, State);
      for (let i = 0; i < elements.length; i++) {
        if ((i + frame) % 3 === 0) bits[elements[i]! & ROW_MASK]! ^= STATE_HOVERED;
      }
      setStyles(app.world, elements[frame % 20]!, lists[(frame >> 3) & 1]!);
      if (frame % 4 === 0) setStyle(app.world, parent, widths[(frame >> 2) & 1]!);
      now += 16;
      app.step(now);
    }, FRAMES);
    expect(columns(app.world, Fill).color.length).toBeGreaterThan(0);
    app.dispose();
    expect(slope).toBeLessThanOrEqual(NOTHING);
  },
  TIMEOUT_MS,
);
