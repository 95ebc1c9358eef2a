import { describe, expect, it } from 'vitest';
import { arraySource } from '../../../src/data';

describe('an array source', () => {
  it('copies the array that it is given', () => {
    const items = [1, 2];
    const source = arraySource(items);
    source.push(3);
    expect(items).toEqual([1, 2]);
    expect(source.items).toEqual([1, 2, 3]);
    expect([source.at(2), source.at(3)]).toEqual([3, undefined]);
  });

  it('takes more rows at once than a call has arguments', () => {
    const source = arraySource([0, 1, 2]);
    const many = Array.from({ length: 20_000 }, (_, i) => i + 10);
    expect(source.splice(1, 1, ...many)).toEqual([1]);
    expect(source.count).toBe(20_002);
    expect([source.at(0), source.at(1), source.at(20_000), source.at(20_001)]).toEqual([
      0, 10, 20_009, 2,
    ]);
  });

  it('counts what comes after a replacement that waits from what that brought', () => {
    const source = arraySource(['a', 'b'], { live: true });
    source.connect!({
      insertRows() {},
      removeRows() {},
      moveRows() {},
      refreshRows() {},
      wake() {},
      fail() {},
    });
    source.replace(['c']);
    expect(source.items).toEqual(['a', 'b']);
    source.set(0, 'd');
    expect(source.items).toEqual(['d']);
  });

  it('says which place or value cannot be', () => {
    const source = arraySource([1]);
    expect(() => source.set(1, 2)).toThrow('set(1): give a whole number from 0 to 0');
    expect(() => source.splice(2, 0)).toThrow('splice(2)');
    expect(() => source.splice(0, 2)).toThrow('splice(2)');
    expect(() => source.replace(7 as never)).toThrow('items is 7');
    expect(() => arraySource(7 as never)).toThrow('items is 7');
  });
});
