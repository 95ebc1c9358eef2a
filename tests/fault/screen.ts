import type { App } from 'rafter-ui';
import { frames, type Mounted, type MountOptions, mount, until } from '../app/page';
import { plain, scenes } from './scenes';

/** An app at rest on a picture, of which all has come. */
export async function screen(name: string, options: MountOptions = {}): Promise<Mounted> {
  const mounted = await mount(options);
  const { app } = mounted;
  (scenes[name] ?? plain)(app.world);
  app.start();
  await settled(app);
  if (name === 'effects') {
    // What puts them together is loaded then.
    await until(() => app.renderer.stats().groups > 3);
    await settled(app);
  }
  return mounted;
}

/** Waits until all has come and been drawn. */
export async function settled(app: App): Promise<void> {
  for (let times = 0; times < 2; times++) {
    await frames(2);
    await until(() => app.asleep && app.images.stats().pending === 0);
  }
}
