import { afterEach, describe, expect, it } from 'vitest';
import { type ArraySource, arraySource, type FindQuery, findInRows } from '../../../src/data';
import { createMatcher } from '../../../src/data/matcher';
import { createSourceList, type SourceList } from './source-list';

let stage: SourceList<unknown>;

afterEach(() => stage?.app.dispose());

describe('a search of rows', () => {
  it('goes through all of them in slices, from what is in sight on, and says how far it is', async () => {
    const { search, source } = open({ text: 'x' }, 5000, (i) => (i % 1000 === 7 ? `x ${i}` : 'y'));
    expect(search.progress).toBe(0);
    let last = 0;
    let frames = 0;
    while (search.progress < 1) {
      stage.app.clock.advance(0);
      stage.app.frames(1);
      expect(search.progress).toBeGreaterThanOrEqual(last);
      last = search.progress;
      frames++;
    }
    await search.done;
    expect(search.count).toBe(5);
    expect(frames).toBeGreaterThan(0);
    expect(search.has(2007)).toBe(true);
    expect(search.has(2008)).toBe(false);
    expect(source.count).toBe(5000);
    search.dispose();
    search.dispose();
  });

  it('leads from match to match, round the ends, and shows them', async () => {
    const { search } = open({ text: 'x' }, 5000, (i) => (i % 1000 === 7 ? `x ${i}` : 'y'));
    stage.list.scrollToIndex(1500);
    stage.app.frames(40);
    await search.done;
    expect(search.current).toBe(-1);
    expect(search.place).toBe(0);
    expect(search.next()).toBe(2007);
    stage.binds.length = 0;
    stage.app.frames(2);
    expect(stage.list.firstVisible).toBeLessThanOrEqual(2007);
    expect(stage.list.lastVisible).toBeGreaterThanOrEqual(2007);
    expect([search.place, search.count]).toEqual([3, 5]);
    expect([search.next(), search.next(), search.next()]).toEqual([3007, 4007, 7]);
    expect(search.previous()).toBe(4007);
    expect(search.previous()).toBe(3007);
    search.dispose();
    expect(search.current).toBe(-1);
  });

  it('goes to the first match when that is found, where it was asked for before', async () => {
    const { search } = open({ text: 'x' }, 100_000, (i) => (i === 90_000 ? 'x' : 'y'));
    expect(search.next()).toBe(-1);
    stage.app.frames(200);
    await search.done;
    expect(search.current).toBe(90_000);
    expect(stage.list.firstVisible).toBeLessThanOrEqual(90_000);
    expect(stage.list.lastVisible).toBeGreaterThanOrEqual(90_000);
    search.dispose();
  });

  it('keeps up with rows that come, go and change', async () => {
    const { search, source } = open({ text: 'x' }, 300, (i) => (i === 100 ? 'x' : 'y'));
    stage.app.frames(20);
    await search.done;
    search.next();
    source.splice(0, 0, 'x', 'y');
    source.splice(50, 10);
    source.set(200, 'x too');
    stage.app.frames(20);
    expect(search.count).toBe(3);
    expect([search.has(0), search.has(92), search.has(200)]).toEqual([true, true, true]);
    expect(search.current).toBe(92);
    source.splice(92, 1);
    expect(search.current).toBe(-1);
    expect(search.count).toBe(2);
    search.dispose();
  });

  it('has rows bound again that it marks, and unmarks', async () => {
    const { search } = open({ text: 'x' }, 1000, (i) => (i === 3 ? 'x' : 'y'));
    stage.binds.length = 0;
    stage.app.frames(20);
    await search.done;
    expect(stage.binds).toContain('x');
    stage.binds.length = 0;
    search.dispose();
    stage.app.frames(2);
    expect(stage.binds).toEqual(['x']);
  });

  it('passes over rows that are not there, and ends when it is cancelled or the text fails', async () => {
    const { search } = open({ text: 'x' }, 10, (i) => (i === 3 ? undefined : 'x'));
    stage.app.frames(5);
    await search.done;
    expect([search.count, search.skipped]).toEqual([9, 1]);
    search.dispose();
    const other = open({ text: 'x' }, 100_000, () => 'x');
    stage.app.frames(1);
    other.search.dispose();
    await other.search.done;
    expect(stage.app.scheduler.pending).toBe(0);
    const broken = open({ text: 'x' }, 10, () => {
      throw new Error('broken');
    });
    stage.app.frames(2);
    await expect(broken.search.done).rejects.toThrow('broken');
    broken.search.dispose();
    const none = open({ text: 'x' }, 0, () => 'x');
    await none.search.done;
    expect(none.search.progress).toBe(1);
    expect(none.search.next()).toBe(-1);
    none.search.dispose();
  });
});

describe('a matcher', () => {
  it.each<[FindQuery, string, number[]]>([
    [{ text: 'an' }, 'Ananas', [0, 2, 2, 4]],
    [{ text: 'an', caseSensitive: true }, 'Ananas', [2, 4]],
    [{ text: 'os', wholeWord: true }, 'os cosmos os_ os', [0, 2, 14, 16]],
    [{ text: 'é', wholeWord: true }, 'élan é', [5, 6]],
    [{ text: 'a.b' }, 'aXb a.b', [4, 7]],
    [{ text: 'ÄÖ' }, 'xäö', [1, 3]],
    [{ regexp: /\d+/g }, 'a12b3', [1, 3, 4, 5]],
    [{ regexp: /x*/y }, 'axb', [1, 2]],
    [{ text: '[-]' }, 'a[-]', [1, 4]],
  ])('finds %o in %s', (query, text, expected) => {
    const matcher = createMatcher(query);
    const spans: number[] = [];
    expect(matcher.spans(text, spans)).toBe(expected.length / 2);
    expect(spans).toEqual(expected);
    // Twice, as one that kept its place would not.
    expect([matcher.test(text), matcher.test(text), matcher.test('')]).toEqual([
      ...[true, true, query.regexp?.source === 'x*'],
    ]);
  });

  it('needs something to look for', () => {
    expect(() => createMatcher({ text: '' })).toThrow('text is empty');
  });
});

function open(query: FindQuery, count: number, textAt: (index: number) => string | undefined) {
  stage?.app.dispose();
  const source: ArraySource<string | undefined> = arraySource<string | undefined>(
    Array.from({ length: count }, (_, i) => (textAt.toString().includes('throw') ? '' : textAt(i))),
  );
  stage = createSourceList(source, (index) => source.at(index));
  stage.app.frames(2);
  const search = findInRows(stage.app.world, stage.list, {
    ...query,
    scheduler: stage.app.scheduler,
    textOf: (index) => (textAt.toString().includes('throw') ? textAt(index) : source.at(index)),
  });
  return { search, source };
}
