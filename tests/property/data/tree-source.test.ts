import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TreeSource, treeSource } from '../../../src/data';
import { createFakeClock, type FakeClock } from '../../../src/testing/fake-clock';

const RUNS = process.env.RAFTER_LONG ? 20_000 : 150;

type Node = { readonly name: string; readonly kids: readonly Node[]; readonly parent?: Node };
type Row = Node | 'loading' | 'failed';

const step = fc.tuple(
  fc.constantFrom(
    ...([
      'open',
      'close',
      'toggle',
      'left',
      'right',
      'retry',
      'refresh',
      'openAll',
      'closeAll',
    ] as const),
    ...(['open', 'open', 'toggle', 'answer', 'answer', 'refuse'] as const),
  ),
  fc.nat(60),
);

const shape = fc.letrec((tie) => ({
  tree: fc.array(fc.oneof({ depthSize: 'small' }, fc.constant([]), tie('tree')), { maxLength: 5 }),
})).tree as fc.Arbitrary<Shape>;
type Shape = readonly Shape[];

describe('a tree source', () => {
  it.each([
    ['at once', false],
    ['later', true],
  ])('has the rows that a naive tree has, whose children come %s', async (_, isLazy) => {
    await fc.assert(
      fc.asyncProperty(shape, fc.array(step, { maxLength: 30 }), async (roots, steps) => {
        const stage = open(roots, isLazy);
        for (const [kind, at] of steps) {
          await perform(stage, kind, at);
          await settle();
          check(stage);
        }
        stage.source.dispose();
        stage.source.dispose();
        expect(stage.clock.pendingTimers).toBe(0);
        for (const call of stage.calls) expect(call.settled || call.signal.aborted).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });

  it('finds rows and nodes in a tree of 50,000, and opens and closes it without going through its rows', () => {
    const folders = Array.from({ length: 50 }, (_, i) => i * 1000);
    const source = treeSource<number>({
      roots: [-1],
      hasChildren: (node) => node < 0 || node % 1000 === 0,
      children: (node) =>
        node < 0 ? folders : Array.from({ length: 999 }, (_, i) => node + i + 1),
    });
    source.open(0);
    for (let i = 50; i >= 1; i--) source.open(i);
    expect(source.count).toBe(50_001);
    for (const row of [0, 1, 2, 999, 1000, 25_500, 50_000]) {
      expect(source.at(row)).toBe(row - 1);
      expect(source.indexOf(row - 1)).toBe(row);
    }
    source.close(0);
    expect(source.count).toBe(1);
    expect(source.indexOf(7)).toBe(-1);
    source.open(0);
    expect(source.count).toBe(50_001);
    expect(source.indexOf(50_001)).toBe(-1);
  });
});

type Call = { node: Node; signal: AbortSignal; settled: boolean; settle: (isOk: boolean) => void };

type Stage = {
  clock: FakeClock;
  source: TreeSource<Node>;
  roots: Node[];
  calls: Call[];
  open: Set<Node>;
  loaded: Set<Node>;
  loading: Set<Node>;
  failed: Set<Node>;
  isLazy: boolean;
  errors: number;
  /** Rows as those that are told of edits have them: undefined for those put in since the last look. */
  rows: (Row | undefined)[];
};

function open(shapes: Shape, isLazy: boolean): Stage {
  const clock = createFakeClock();
  const roots = shapes.map((each, i) => nodeOf(each, `${i}`));
  const calls: Call[] = [];
  const source = treeSource<Node>({
    roots,
    retries: 0,
    concurrency: 1000,
    hasChildren: ({ kids }) => kids.length > 0,
    ports: {
      setTimer: clock.setTimer,
      clearTimer: (timer) => clock.clearTimer(timer as number),
      random: () => 0.5,
    },
    onError: () => void stage.errors++,
    children(node, signal) {
      if (!isLazy) return node.kids;
      return new Promise((resolve, reject) => {
        const call: Call = {
          ...{ node, signal, settled: false },
          settle(isOk) {
            call.settled = true;
            if (isOk) resolve(node.kids);
            else reject(new Error('refused'));
          },
        };
        calls.push(call);
      });
    },
  });
  const stage: Stage = {
    ...{ clock, source, roots, calls, isLazy, errors: 0 },
    ...{ open: new Set(), loaded: new Set(), loading: new Set(), failed: new Set() },
    rows: [...roots],
  };
  source.connect!({
    insertRows(index, count) {
      if (!(count > 0 && index <= stage.rows.length)) expect.fail(`insertRows(${index}, ${count})`);
      stage.rows.splice(index, 0, ...new Array(count).fill(undefined));
    },
    moveRows: () => expect.fail('a move'),
    removeRows(index, count) {
      if (!(count > 0 && index + count <= stage.rows.length))
        expect.fail(`removeRows(${index}, ${count})`);
      stage.rows.splice(index, count);
    },
    refreshRows(index, count) {
      for (let i = index; i < index + count; i++) stage.rows[i] = undefined;
    },
    wake() {},
    fail(error) {
      throw error;
    },
  });
  return stage;
}

function nodeOf(each: Shape, name: string, parent?: Node): Node {
  const kids: Node[] = [];
  const node: Node = { name, kids, ...(parent && { parent }) };
  kids.push(...each.map((kid, i) => nodeOf(kid, `${name}.${i}`, node)));
  return node;
}

function flatten(stage: Stage): { row: Row; depth: number; parent: Node | undefined }[] {
  const rows: { row: Row; depth: number; parent: Node | undefined }[] = [];
  const walk = (nodes: readonly Node[], depth: number, parent: Node | undefined): void => {
    for (const row of nodes) {
      rows.push({ row, depth, parent });
      if (!stage.open.has(row)) continue;
      if (stage.loading.has(row)) rows.push({ row: 'loading', depth: depth + 1, parent: row });
      else if (stage.failed.has(row)) rows.push({ row: 'failed', depth: depth + 1, parent: row });
      else walk(row.kids, depth + 1, row);
    }
  };
  walk(stage.roots, 0, undefined);
  return rows;
}

async function perform(stage: Stage, kind: string, at: number): Promise<void> {
  const { source } = stage;
  const rows = flatten(stage);
  if (kind === 'answer' || kind === 'refuse') {
    const waiting = stage.calls.filter(({ settled, signal }) => !settled && !signal.aborted);
    const call = waiting[at % Math.max(1, waiting.length)];
    if (!call) return;
    call.settle(kind === 'answer');
    stage.loading.delete(call.node);
    if (kind === 'answer') stage.loaded.add(call.node);
    else stage.failed.add(call.node);
    return;
  }
  if (kind === 'openAll') {
    // What comes later is opened as it comes, which this model does not: it ends the opening at once.
    const end = new AbortController();
    source.openAll({ submit: runAtOnce }, { signal: end.signal }).catch(() => {});
    end.abort();
    openBelow(stage, stage.roots);
    return;
  }
  if (kind === 'closeAll') {
    source.closeAll();
    for (const node of [...stage.open]) closeNode(stage, node);
    return;
  }
  if (rows.length === 0) return;
  const index = at % rows.length;
  const { row, parent } = rows[index]!;
  if (kind === 'retry') {
    source.retry(index);
    const target = row === 'failed' ? parent! : row;
    if (typeof target === 'object' && stage.open.has(target) && stage.failed.delete(target))
      stage.loading.add(target);
    return;
  }
  if (kind === 'left' || kind === 'right') {
    const to = source.step(index, kind === 'right');
    if (typeof row === 'string') {
      expect(to).toBe(kind === 'left' ? rows.findIndex((each) => each.row === parent) : -1);
      return;
    }
    const isOpen = stage.open.has(row);
    if (kind === 'left') {
      expect(to).toBe(isOpen ? index : rows.findIndex((each) => each.row === parent));
      if (isOpen) closeNode(stage, row);
    } else {
      expect(to).toBe(row.kids.length === 0 ? -1 : isOpen ? index + 1 : index);
      if (!isOpen) openNode(stage, row);
    }
    return;
  }
  if (kind === 'open') source.open(index);
  else if (kind === 'close') source.close(index);
  else if (kind === 'toggle') source.toggle(index);
  else source.refresh(index);
  if (typeof row === 'string') return;
  const isOpen = stage.open.has(row);
  if (kind === 'refresh') refreshNode(stage, row, isOpen);
  else if (isOpen && kind !== 'open') closeNode(stage, row);
  else if (!isOpen && kind !== 'close') openNode(stage, row);
}

function openNode(stage: Stage, node: Node): void {
  if (node.kids.length === 0) return;
  stage.open.add(node);
  if (stage.isLazy && !stage.loaded.has(node) && !stage.failed.has(node)) stage.loading.add(node);
}

function openBelow(stage: Stage, nodes: readonly Node[]): void {
  for (const node of nodes) {
    openNode(stage, node);
    if (stage.open.has(node) && !stage.loading.has(node) && !stage.failed.has(node))
      openBelow(stage, node.kids);
  }
}

function closeNode(stage: Stage, node: Node): void {
  stage.open.delete(node);
  stage.loading.delete(node);
}

function refreshNode(stage: Stage, node: Node, isOpen: boolean): void {
  if (!isOpen && !stage.loaded.has(node) && !stage.failed.has(node) && stage.isLazy) return;
  const forget = (each: Node): void => {
    for (const set of [stage.open, stage.loaded, stage.loading, stage.failed]) set.delete(each);
    each.kids.forEach(forget);
  };
  forget(node);
  if (isOpen) openNode(stage, node);
}

function runAtOnce<T>(task: () => Generator<unknown, T, void>): Promise<T> {
  const steps = task();
  for (let next = steps.next(); ; next = steps.next())
    if (next.done) return Promise.resolve(next.value);
}

async function settle(): Promise<void> {
  for (let i = 0; i < 16; i++) await Promise.resolve();
}

function check(stage: Stage): void {
  const { source } = stage;
  const rows = flatten(stage);
  const wrong: string[] = [];
  if (source.count !== rows.length || stage.rows.length !== rows.length)
    expect.fail(`${source.count} rows, told ${stage.rows.length}, naive ${rows.length}`);
  rows.forEach(({ row, depth, parent }, i) => {
    const isNode = typeof row === 'object';
    const told = stage.rows[i];
    if (told !== undefined && told !== row) wrong.push(`row ${i} told`);
    stage.rows[i] = row;
    if (source.stateOf(i) !== (isNode ? 'node' : row)) wrong.push(`state ${i}`);
    if (source.isReady(i) !== (row !== 'loading')) wrong.push(`ready ${i}`);
    if (source.at(i) !== (isNode ? row : undefined)) wrong.push(`at ${i}`);
    if (source.depthAt(i) !== depth) wrong.push(`depth ${i}`);
    if (source.isOpen(i) !== (isNode && stage.open.has(row))) wrong.push(`open ${i}`);
    if (source.hasChildren(i) !== (isNode && row.kids.length > 0)) wrong.push(`children ${i}`);
    if (source.parentOf(i) !== rows.findIndex((each) => each.row === parent && parent))
      wrong.push(`parent ${i}`);
    if (isNode && source.indexOf(row) !== i) wrong.push(`index ${i}`);
  });
  expect(wrong).toEqual([]);
  expect(source.indexOf({ name: 'other', kids: [] })).toBe(-1);
}
