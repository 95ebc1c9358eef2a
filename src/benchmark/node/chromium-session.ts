import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Session } from '../run/driver';
import { parametersText } from '../run/parameters';
import type { OpenRequest, SampleRequest } from '../station/protocol';
import { type CollectionWatch, flagCollections } from './chromium-collections';
import type { CostMeter } from './chromium-costs';
import { sampleHeap, shareHeap } from './chromium-heap';
import { type OpenPage, pageError } from './chromium-launch';

export type ChromiumSessionOptions = {
  page: OpenPage;
  request: OpenRequest;
  meter: CostMeter;
  watch: CollectionWatch;
  /** Resolves when nothing that was killed is left: it would cost what is sampled. */
  quiet(): Promise<unknown>;
  /** Opens another page, for what must not see this one's state. */
  openAnother(): Promise<OpenPage>;
  isStation(url: string): boolean;
  /** Bytes that a frame of nothing allocates. */
  idleBytes(): Promise<number>;
  /** Hands over what ends in its own time. */
  onKill(gone: Promise<void>): void;
  /** Folder for CPU profiles. */
  cpuProfile?: string;
};

/** Frames of the pass that the heap is read over. */
export const HEAP_FRAMES = 60;

/** Sets the contender up in its page and gives the runner's end of it. */
export async function createChromiumSession(options: ChromiumSessionOptions): Promise<Session> {
  const { page, request, meter, watch } = options;
  const { kind, counts } = await page.call('open', request);
  const extra = new Set<OpenPage>();
  let isProfiled = options.cpuProfile === undefined;

  async function profileOnce(wanted: SampleRequest): Promise<void> {
    if (isProfiled) return;
    isProfiled = true;
    const { session } = page;
    await session.send('Profiler.enable');
    await session.send('Profiler.start');
    await page.call('sample', wanted);
    const { profile } = await session.send('Profiler.stop');
    await session.send('Profiler.disable');
    const name = [request.bench, request.contender, parametersText(request.parameters)].join(' ');
    const file = `${name.trim().replace(/[^\w.@=-]+/g, '-')}.cpuprofile`;
    writeFileSync(path.join(options.cpuProfile!, file), JSON.stringify(profile));
  }

  async function sample({ collect, ...rest }: SampleRequest) {
    const wanted = { ...rest, collect: false };
    await options.quiet();
    await page.page.bringToFront();
    // From here, because the page's own call would count as its work.
    if (collect) await page.session.send('HeapProfiler.collectGarbage');
    const endWatch = await watch.begin();
    const reading = await meter.begin(page.session).catch(giveUp);
    const { samples, spans } = await page.call('sample', wanted).catch(giveUp);
    await reading.addTo(samples).catch(giveUp);
    const { collections, longestSlice } = await endWatch();
    if (longestSlice !== undefined) {
      samples.quantities.processor = [longestSlice];
      samples.flags.processor = [0];
    }
    if (spans) flagCollections(samples, spans, collections, reading.originMs);
    await profileOnce(wanted);
    return samples;

    async function giveUp(error: unknown): Promise<never> {
      await endWatch().catch(() => {});
      throw error;
    }
  }

  return {
    warm: (wanted) => page.call('warm', wanted),
    async sample(wanted) {
      try {
        return await sample(wanted);
      } catch (error) {
        throw pageError(error);
      }
    },
    async count() {
      if (!counts) return {};
      const fresh = await options.openAnother();
      extra.add(fresh);
      try {
        return await fresh.call('count', request);
      } finally {
        extra.delete(fresh);
        await fresh.close();
      }
    },
    async allocate() {
      if (kind === 'measure') return null;
      const idle = kind === 'run' ? 0 : await options.idleBytes();
      await page.page.bringToFront();
      let runs: number | null = null;
      const root = await sampleHeap(page.session, async () => {
        runs = await page.call('exercise', HEAP_FRAMES);
      });
      if (runs === null) return null;
      return Math.max(0, shareHeap(root, options.isStation).contender / runs - idle);
    },
    async close() {
      try {
        await page.call('close');
      } finally {
        await page.close();
      }
    },
    kill() {
      options.onKill(Promise.all([page, ...extra].map((open) => open.close())).then(() => {}));
    },
  };
}
