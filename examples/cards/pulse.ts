import { box, type Entity, pushSamples, sparkline, text, type World } from 'rafter-ui';
import type { Palette } from './palette';

const SAMPLES = 120;
const NAMES = ['Load', 'Requests', 'Errors'] as const;

/** Lines of made-up telemetry. `stepPulse` moves all of them on. */
const lines: Entity[] = [];
const sample = new Float64Array(1);

/** Adds a line for each name, with what lies below it tinted. */
export function addPulse(world: World, card: Entity, palette: Palette): void {
  NAMES.forEach((content, i) => {
    const row = box(world, { parent: card, flexDirection: 'column', gap: 4 });
    const color = palette.hues[i + 1]!;
    text(world, { parent: row, content, fontSize: 12, color: palette.quiet });
    const samples = Array.from({ length: SAMPLES }, (_, at) => levelAt(i, at));
    const areaColor = `${color}30`;
    lines.push(sparkline(world, { parent: row, height: 36, samples, color, areaColor }));
  });
}

/** Pushes the samples of a frame. */
export function stepPulse(world: World, frame: number): void {
  lines.forEach((line, i) => {
    sample[0] = levelAt(i, SAMPLES + frame);
    pushSamples(world, line, sample);
  });
}

function levelAt(series: number, at: number): number {
  if (series === 2) return at % 47 === 0 ? 1 + ((at * 7) % 5) : 0;
  const noise = ((at * 7919) % 101) / 101;
  return Math.sin(at / (14 + series * 9)) * 2 + Math.sin(at / 3.7) * 0.5 + noise * (0.4 + series);
}
