import { describe, expect, it } from 'vitest';
import { selectBenches, withoutPeers } from '../../../../src/benchmark/node/select';
import { benchListing } from './listings';

const all = { only: [], category: [], host: [], gate: false };

describe('selectBenches', () => {
  it('picks every host a bench allows, but never the app', () => {
    const { picked } = selectBenches([benchListing('a/b', ['node', 'chromium', 'app'])], all);
    expect(picked.map(({ host }) => host)).toEqual(['node', 'chromium']);
  });

  it('takes * for anything and nothing else for anything', () => {
    const listings = ['virt/a', 'virt/b', 'virtual/a', 'virt.a'].map((id) => benchListing(id));
    expect(ids(selectBenches(listings, { ...all, only: ['virt/*'] }))).toEqual([
      'virt/a',
      'virt/b',
    ]);
    expect(ids(selectBenches(listings, { ...all, only: ['virt.a'] }))).toEqual(['virt.a']);
    expect(ids(selectBenches(listings, { ...all, only: ['*/a'] }))).toEqual([
      'virt/a',
      'virtual/a',
    ]);
  });

  it('names what it does not know and runs the rest', () => {
    const wanted = { ...all, only: ['a/b', 'a/c', 'x/*'] };
    const selection = selectBenches([benchListing('a/b')], wanted);
    expect(ids(selection)).toEqual(['a/b']);
    expect(selection.unknown).toEqual([
      'unknown bench a/c; known: a/b',
      'unknown bench x/*; known: a/b',
    ]);
    const { picked, unknown } = selectBenches([benchListing('a/b')], { ...all, category: ['z'] });
    expect([picked, unknown]).toEqual([[], ['unknown category z; known: a']]);
  });

  it('leaves out of a gate what is not for it, unless it is named', () => {
    const listings = [benchListing('a/b'), { ...benchListing('a/c'), gate: false }];
    expect(ids(selectBenches(listings, all))).toEqual(['a/b', 'a/c']);
    expect(ids(selectBenches(listings, { ...all, gate: true }))).toEqual(['a/b']);
    expect(ids(selectBenches(listings, { ...all, gate: true, only: ['a/c'] }))).toEqual(['a/c']);
  });

  it('keeps to the hosts asked for', () => {
    const listings = [benchListing('a/b', ['node']), benchListing('a/c', ['chromium'])];
    expect(ids(selectBenches(listings, { ...all, host: ['chromium'] }))).toEqual(['a/c']);
  });
});

describe('withoutPeers', () => {
  it('leaves subject, control and reference', () => {
    const roles = ['subject', 'peer', 'control', 'reference', 'peer'] as const;
    const contenders = roles.map((role, i) => ({ name: String(i), role }));
    const left = withoutPeers({ ...benchListing('a/b'), contenders });
    expect(left.contenders.map(({ name }) => name)).toEqual(['0', '2', '3']);
  });
});

function ids({ picked }: ReturnType<typeof selectBenches>): string[] {
  return picked.map((each) => each.listing.id);
}
