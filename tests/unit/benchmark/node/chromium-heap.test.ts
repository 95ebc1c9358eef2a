import { describe, expect, it } from 'vitest';
import { type HeapNode, shareHeap } from '../../../../src/benchmark/node/chromium-heap';

const isStation = (url: string) => url.endsWith('station.js');

describe('shares of the heap', () => {
  it('tell the measuring from what is measured by who stood on the stack', () => {
    const root = node('(root)', '', 1, [
      node('onFrame', 'station.js', 100, [
        node('now', 'station.js', 10),
        node('frame', 'contender.js', 2, [node('random', 'station.js', 4)]),
      ]),
      node('onMessage', 'contender.js', 8),
      node('(V8 API)', '', 16),
    ]);
    expect(shareHeap(root, isStation)).toEqual({
      contender: 1 + 2 + 4 + 8 + 16,
      station: 110,
      engine: 0,
    });
  });

  it('counts builtins to who called them and compiling to the engine', () => {
    const root = node('(root)', '', 0, [
      node('onFrame', 'station.js', 0, [node('from', '', 3)]),
      node('frame', 'contender.js', 0, [node('map', '', 5), node('(BYTECODE_COMPILER)', '', 7)]),
      node('(GC)', '', 9),
    ]);
    expect(shareHeap(root, isStation)).toEqual({ contender: 5, station: 3, engine: 16 });
  });
});

function node(functionName: string, url: string, selfSize: number, children: HeapNode[] = []) {
  return { callFrame: { functionName, url }, selfSize, children };
}
