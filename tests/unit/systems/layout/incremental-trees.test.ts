import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  apply,
  type Edit,
  edit,
  nestedBoundaries,
  scene,
  snapshot,
  telling,
  treeOf,
} from '../../../layout/edited-scene';
import type { TreeSpec } from '../../../layout/layout-tree';

const RUNS = process.env.RAFTER_LONG === '1' ? 10_000 : 16;
// The same trees at every run of the short tier.
const SEED = process.env.RAFTER_LONG === '1' ? Date.now() : 7;

describe('incremental layout', () => {
  it('gives random trees the boxes, edges and lines that a layout from scratch gives, after any edits', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), edits(3), (seed, made) => {
        compare(treeOf(seed), made);
      }),
      { numRuns: RUNS, seed: SEED },
    );
  }, 1_200_000);

  it('gives them to boundaries in boundaries whose children come, go and move', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), edits(20), (seed, made) => {
        compare(nestedBoundaries(seed), made);
      }),
      { numRuns: RUNS, seed: SEED },
    );
  }, 1_200_000);

  it('places a boundary in an absolute element that waits for the end of its first pass', () => {
    const boundary: TreeSpec = {
      style: { width: 50, height: 40, flexShrink: 0 },
      children: [{ style: { width: 7 }, children: [] }],
    };
    const waiting: TreeSpec = { style: { position: 'absolute', left: 5 }, children: [boundary] };
    const spec = {
      style: { paddingLeft: 3, paddingTop: 3 },
      children: [{ style: { position: 'static' } as const, children: [waiting] }],
    };
    expect(snapshot(scene(spec, false)).map((one) => one.slice(0, 4))).toEqual([
      [0, 0, 400, 300],
      [3, 3, 0, 297],
      [5, 3, 50, 40],
      [5, 3, 50, 40],
      [5, 3, 7, 40],
    ]);
  });

  it('solves a grid in a static element once it has what it goes by', () => {
    const spec: TreeSpec = {
      style: {},
      children: [
        {
          style: {},
          children: [
            { style: {}, words: [28, 10, 28, 39, 22, 5, 26], children: [] },
            {
              style: {},
              children: [
                { style: {}, words: [28, 37], children: [] },
                { style: {}, children: [] },
                { style: {}, words: [43], children: [] },
              ],
            },
            {
              style: {
                display: 'grid',
                gridTemplateRows: '18px repeat(auto-fit, 26px)',
                maxWidth: 39,
                maxHeight: '100%',
                position: 'absolute',
              },
              children: [
                { style: {}, children: [] },
                { style: { gridRow: '2 / 4' }, children: [] },
                { style: {}, words: [34, 18, 37, 14, 38], children: [] },
                {
                  style: { gridColumn: 'span 1 / -1', position: 'absolute' },
                  words: [17, 37, 30, 13, 24, 41, 10],
                  children: [],
                },
              ],
            },
          ],
        },
        { style: {}, words: [9, 26, 21, 30, 33, 35], children: [] },
        { style: {}, words: [40, 30, 32, 28, 19, 25], children: [] },
        {
          style: {},
          children: [
            { style: {}, words: [26, 33, 41, 45, 30, 22, 32], children: [] },
            { style: {}, words: [37, 19], children: [] },
            { style: {}, words: [42, 33], children: [] },
            {
              style: {},
              children: [
                { style: {}, words: [31, 12], children: [] },
                { style: {}, children: [] },
              ],
            },
          ],
        },
      ],
    };
    const [incremental, full] = [scene(spec, false), scene(spec, true)];
    for (const each of [incremental, full]) {
      apply(each, {
        op: 'telling',
        at: 22,
        pick: telling.findIndex((s) => s.position === 'static'),
      });
      apply(each, { op: 'content', at: 766, width: 1 });
      apply(each, { op: 'style', at: 242, pick: 0 });
      apply(each, { op: 'layout' });
    }
    expect(snapshot(incremental)).toEqual(snapshot(full));
  });
});

function edits(structure: number): fc.Arbitrary<Edit[]> {
  return fc.array(edit(structure), { minLength: 30, maxLength: 60, size: 'max' });
}

/** Lays a tree out after edits, and the same from scratch. */
function compare(spec: TreeSpec, made: readonly Edit[]): void {
  const incremental = scene(spec, false);
  const full = scene(spec, true);
  for (const step of [...made, { op: 'layout' } as const]) {
    apply(incremental, step);
    apply(full, step);
    if (step.op !== 'layout') continue;
    const seen = snapshot(incremental);
    const expected = snapshot(full);
    // Cheaper than what says where they differ.
    if (String(seen) !== String(expected)) expect(seen).toEqual(expected);
  }
  incremental.system.dispose();
  full.system.dispose();
}
