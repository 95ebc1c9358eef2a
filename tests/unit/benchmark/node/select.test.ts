import { describe, expect, it } from 'vitest';
import { selectBenches, withoutPeers } from '../../../../src/benchmark/node/select';
import type { BenchListing } from '../../../../src/benchmark/station/protocol';

const all = { only: [], category: [], host: [], gate: false };

describe('selectBenches', () => {
  it('picks every host a bench allows, but never the app', () => {
    const { picked } = selectBenches([listing('a/b', ['node', 'chromium', 'app'])], all);
    expect(picked.map(({ host }) => host)).toEqual(['node', 'chromium']);
  });

  it('takes * for anything and nothing else for anything', () => {
    const listings = ['virt/a', 'virt/b', 'virtual/a', 'virt.a'].map((id) => listing(id));
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
    const selection = selectBenches([listing('a/b')], wanted);
    expect(ids(selection)).toEqual(['a/b']);
    expect(selection.unknown).toEqual(['a/c', 'x/*']);
    const { picked, unknown } = selectBenches([listing('a/b')], { ...all, category: ['z'] });
    expect([picked, unknown]).toEqual([[], ['z']]);
  });

  it('leaves out of a gate what is not for it, unless it is named', () => {
    const listings = [listing('a/b'), { ...listing('a/c'), gate: false }];
    expect(ids(selectBenches(listings, all))).toEqual(['a/b', 'a/c']);
    expect(ids(selectBenches(listings, { ...all, gate: true }))).toEqual(['a/b']);
    expect(ids(selectBenches(listings, { ...all, gate: true, only: ['a/c'] }))).toEqual(['a/c']);
  });

  it('keeps to the hosts asked for', () => {
    const listings = [listing('a/b', ['node']), listing('a/c', ['chromium'])];
    expect(ids(selectBenches(listings, { ...all, host: ['chromium'] }))).toEqual(['a/c']);
  });
});

describe('withoutPeers', () => {
  it('leaves subject, control and reference', () => {
    const roles = ['subject', 'peer', 'control', 'reference', 'peer'] as const;
    const contenders = roles.map((role, i) => ({ name: String(i), role }));
    const left = withoutPeers({ ...listing('a/b'), contenders });
    expect(left.contenders.map(({ name }) => name)).toEqual(['0', '2', '3']);
  });
});

function ids({ picked }: ReturnType<typeof selectBenches>): string[] {
  return picked.map((each) => each.listing.id);
}

function listing(id: string, hosts: BenchListing['hosts'] = ['node']): BenchListing {
  return {
    ...{ id, hosts, category: id.split('/')[0]!, unit: 'ms', parameters: {}, quantities: {} },
    ...{
      allocation: 'none',
      collect: true,
      safe: false,
      gate: true,
      effort: {},
      minimumEffect: 0.02,
    },
    ...{ limitMs: 1000, contenders: [{ name: 'ours', role: 'subject' }] },
  };
}
