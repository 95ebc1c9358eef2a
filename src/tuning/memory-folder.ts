import type { FolderApi } from '@tweakpane/core';

/** What is shown of what holds memory under a name: a line of `app.memory.report()`, or of `installMemory(app).report()`. */
export type ShownUsage = {
  readonly name: string;
  readonly bytes: number;
  readonly highWater?: number;
  readonly isEstimate?: boolean;
  readonly hitRate?: number;
  readonly reuse?: number;
};

/** The report of an app's memory, whole where `installMemory` gave it. */
export type ShownMemory = {
  readonly totalBytes: number;
  readonly budgetBytes?: number;
  readonly pressure?: string;
  readonly reclaimedBytes?: number;
  readonly lines: readonly ShownUsage[];
};

const MEGABYTE = 1024 * 1024;

/** Adds a folder with a line for each name, and a button that hands the report on as JSON. */
export function addMemory(
  pane: FolderApi,
  report: () => ShownMemory,
  save: (json: string) => void,
): { read(): void } {
  const folder = pane.addFolder({ title: 'Memory (MB, most)', expanded: false });
  const monitor = { readonly: true, interval: 0 } as const;
  const all = { total: '', pressure: '', 'given back': '' };
  for (const name of ['total', 'pressure', 'given back'] as const)
    folder.addBinding(all, name, monitor);
  folder
    .addButton({ title: 'Export' })
    .on('click', () => save(JSON.stringify(report(), undefined, 2)));
  const texts: Record<string, string> = {};
  const rows = new Map<string, HTMLElement>();
  return {
    read() {
      // What nobody sees costs nothing.
      if (!folder.expanded) return;
      const { totalBytes, budgetBytes, pressure = '', reclaimedBytes = 0, lines } = report();
      const budget = budgetBytes === undefined ? '' : ` of ${megabytes(budgetBytes)}`;
      Object.assign(all, { total: megabytes(totalBytes) + budget, pressure });
      all['given back'] = megabytes(reclaimedBytes);
      const gone = new Set(rows.keys());
      for (const line of lines) {
        const { name } = line;
        texts[name] = shortOf(line);
        gone.delete(name);
        if (!rows.has(name)) rows.set(name, folder.addBinding(texts, name, monitor).element);
        rows.get(name)!.title = wholeOf(line);
      }
      for (const name of gone) texts[name] = '0';
    },
  };
}

/** As much as a field of the panel has room for. */
function shortOf({ bytes, highWater = bytes, isEstimate, hitRate, reuse }: ShownUsage): string {
  const share = hitRate ?? reuse;
  const used = share === undefined ? '' : ` ${percent(share)}`;
  return `${isEstimate ? '~' : ''}${megabytes(bytes)} (${megabytes(highWater)})${used}`;
}

function wholeOf({ name, bytes, highWater, isEstimate, hitRate, reuse }: ShownUsage): string {
  const parts = [`${name}: ${isEstimate ? 'about ' : ''}${bytes} bytes`];
  if (highWater !== undefined) parts.push(`${highWater} at most`);
  if (hitRate !== undefined) parts.push(`found ${percent(hitRate)} of what was asked for`);
  if (reuse !== undefined) parts.push(`used again for ${percent(reuse)}`);
  return parts.join(', ');
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function megabytes(bytes: number): string {
  return (bytes / MEGABYTE).toFixed(bytes < 10 * MEGABYTE ? 2 : 1);
}

/** Has the page save a text as a file. */
export function saveFile(name: string, text: string): void {
  const link = document.createElement('a');
  link.download = name;
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.click();
  URL.revokeObjectURL(link.href);
}
