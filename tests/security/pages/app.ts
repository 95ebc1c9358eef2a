import {
  box,
  button,
  createApp,
  numberFormat,
  on,
  setNumber,
  setText,
  text,
  virtualList,
} from 'rafter-ui';
import { tell } from './tell';

const ROWS = 1000;

const app = await createApp({ canvas: document.querySelector('canvas')! });
const { world } = app;
app.on('error', ({ error }) => tell('error', String(error)));
const page = box(world, { flexDirection: 'column', padding: 8, gap: 8 });
const status = text(world, { parent: page, content: 'Loading' });
const jump = button(world, { parent: page, label: 'Jump' });
on(world, jump, 'activate', () => list.scrollToIndex(0));
const plain = numberFormat({ group: ',' });
const list = virtualList(world, {
  parent: page,
  flexGrow: 1,
  count: ROWS,
  estimatedSize: 24,
  template: (row) => [text(world, { parent: row, width: 120 })] as const,
  bind: (_, [label], index) => setNumber(world, label, index * 1111, plain),
});
app.start();
for (let i = 0; i < 20; i++) {
  list.scrollBy(30);
  setText(world, status, `Frame ${i}`);
  await new Promise(requestAnimationFrame);
}
tell('rows', String(list.lastVisible - list.firstVisible + 1));
tell('draws', String(app.renderer.stats().totalDraws));
tell('done', 'yes');
