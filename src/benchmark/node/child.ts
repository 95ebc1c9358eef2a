import { collectSuites } from '../define';
import type { Suite } from '../definition';
import { messageOf } from '../errors';
import { listBench } from '../station/listing';
import type { Station } from '../station/protocol';
import { createStation } from '../station/station';
import type { AnswerMessage, CallMessage, LoadedFile } from './messages';
import { provideNavigator } from './navigator';
import { createNodeHost } from './node-host';

// Entry of the process that runs contenders: loads bench files and does what the parent's messages say, one after the other.
provideNavigator();
const suites: Suite[] = [];
let station: Station | undefined;

async function load(urls: readonly string[]): Promise<LoadedFile[]> {
  const loaded: LoadedFile[] = [];
  for (const url of urls) {
    try {
      await import(/* @vite-ignore */ url);
      const found = collectSuites();
      suites.push(...found);
      const listings = found.flatMap(({ benches }) => benches.map(listBench));
      loaded.push({ url, listings });
    } catch (error) {
      collectSuites();
      loaded.push({ url, listings: [], failure: messageOf(error) });
    }
  }
  return loaded;
}

async function answer(message: CallMessage): Promise<unknown> {
  if (message.method === 'load') return load(message.argument.urls);
  station ??= createStation(suites, createNodeHost());
  switch (message.method) {
    case 'open':
      await station.open(message.argument);
      return null;
    case 'warm':
      return station.warm(message.argument);
    case 'sample':
      return station.sample(message.argument);
    case 'count':
      return station.count(message.argument);
    case 'allocate':
      return station.allocate();
    case 'close':
      await station.close();
      return null;
  }
}

function send(message: AnswerMessage): void {
  process.send?.(message);
}

process.on('message', (message: CallMessage) => {
  answer(message).then(
    (value) => send({ value }),
    (error) => send({ error: messageOf(error) }),
  );
});
process.on('disconnect', () => process.exit());
