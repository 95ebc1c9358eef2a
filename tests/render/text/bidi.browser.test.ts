import { afterEach, describe, expect, it } from 'vitest';
import { visualOrder } from '../../../src/structures';
import { createBidi, type Direction } from '../../../src/systems/text/bidi';
import { createRandom, type Random } from '../../property/random';
import { wordsOf } from '../../text-corpus';

const STRINGS = 200;

let host: HTMLElement | undefined;

afterEach(() => {
  host?.remove();
  host = undefined;
});

describe('visual order', () => {
  it(`is the page’s for ${STRINGS} strings of mixed direction`, async () => {
    const bidi = createBidi({ onReady() {} });
    await bidi.load();
    const random = createRandom(9);
    const differ: string[] = [];
    for (let i = 0; i < STRINGS; i++) {
      const content = mixed(random);
      const direction = random.pick(['auto', 'ltr', 'rtl'] as const);
      const levels = new Uint8Array(content.length);
      bidi.levels(content, direction, levels);
      const clusters = [...new Intl.Segmenter().segment(content)];
      const clusterLevels = Uint8Array.from(clusters, ({ index }) => levels[index]!);
      const order = new Int32Array(clusters.length);
      visualOrder(clusterLevels, 0, clusters.length, order);
      const shown = pageOrder(content, direction, clusters);
      if (order.join() !== shown.join()) differ.push(`${direction} ${content}`);
    }
    console.info(
      [`${STRINGS - differ.length} of ${STRINGS} strings are in order`, ...differ].join('\n'),
    );
    expect(differ).toEqual([]);
  });
});

function mixed(random: Random): string {
  const parts = Array.from({ length: 2 + random.int(8) }, () => {
    const chance = random.int(100);
    if (chance < 30) return random.pick(wordsOf('he'));
    if (chance < 55) return random.pick(wordsOf('ar'));
    if (chance < 75) return random.pick(wordsOf('en'));
    return random.pick([
      '12',
      '3.5',
      '-7',
      '50%',
      '$4',
      '٤٢',
      '1,000',
      '2024-12-05',
      '9:30',
      '+1',
      '☕',
      '😀',
      'ת"א',
    ]);
  });
  let content = '';
  for (const part of parts) {
    const [open, close] = random.chance(25)
      ? random.pick(['()', '[]', '{}', '«»', '""', '“”', '<>'])
      : ['', ''];
    content += `${open}${part}${close}${random.pick([' ', ' ', ' ', ', ', '-', '/', ': ', '! ', '.'])}`;
  }
  return content.trim();
}

/** Clusters as they stand on the page, from the left. */
function pageOrder(
  content: string,
  direction: Direction,
  clusters: readonly { index: number; segment: string }[],
): number[] {
  if (host === undefined) {
    host = document.createElement('div');
    document.body.append(host);
  }
  host.dir = direction;
  host.style.cssText = 'position: absolute; white-space: pre; font: 40px sans-serif';
  host.textContent = content;
  const range = document.createRange();
  const text = host.firstChild!;
  const centres = clusters.map(({ index, segment }) => {
    range.setStart(text, index);
    range.setEnd(text, index + segment.length);
    const { left, right } = range.getBoundingClientRect();
    return (left + right) / 2;
  });
  return clusters.map((_, i) => i).sort((a, b) => centres[a]! - centres[b]!);
}
