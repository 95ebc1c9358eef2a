import type { HostName } from '../definition';
import type { BenchListing } from '../station/protocol';

/** Which benches a command line asks for. */
export type Wanted = {
  only: readonly string[];
  category: readonly string[];
  host: readonly HostName[];
  /** Leaves out what is not for the gate, unless it is named. */
  gate: boolean;
};

/** Benches found, each with a host it runs in here, and a sentence for each id or category that matches none. */
export type Selection = { picked: { listing: BenchListing; host: HostName }[]; unknown: string[] };

const COMMAND_HOSTS: readonly HostName[] = ['node', 'chromium'];

/** Picks benches by id, where `*` stands for anything, and category, in every host that is wanted and they allow. */
export function selectBenches(listings: readonly BenchListing[], wanted: Wanted): Selection {
  const patterns = wanted.only.map((id) => ({ id, matches: matcher(id) }));
  const hosts = wanted.host.length > 0 ? wanted.host : COMMAND_HOSTS;
  const ids = listings.map(({ id }) => id).join(', ');
  const categories = new Set(listings.map(({ category }) => category));
  const unknown = [
    ...patterns
      .filter(({ matches }) => !listings.some(({ id }) => matches(id)))
      .map(({ id }) => `unknown bench ${id}; known: ${ids}`),
    ...wanted.category
      .filter((name) => !categories.has(name))
      .map((name) => `unknown category ${name}; known: ${[...categories].join(', ')}`),
  ];
  const chosen = listings.filter(
    ({ id, category, gate }) =>
      (patterns.length === 0
        ? gate || !wanted.gate
        : patterns.some(({ matches }) => matches(id))) &&
      (wanted.category.length === 0 || wanted.category.includes(category)),
  );
  const picked = chosen.flatMap((listing) =>
    listing.hosts.filter((host) => hosts.includes(host)).map((host) => ({ listing, host })),
  );
  return { picked, unknown };
}

/** The bench without its peers: all that a gate or a comparison of revisions needs. */
export function withoutPeers(listing: BenchListing): BenchListing {
  return { ...listing, contenders: listing.contenders.filter(({ role }) => role !== 'peer') };
}

function matcher(pattern: string): (id: string) => boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const expression = new RegExp(`^${parts.join('.*')}$`);
  return (id) => expression.test(id);
}
