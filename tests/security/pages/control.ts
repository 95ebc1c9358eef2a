import { tell } from './tell';

try {
  tell('function', String(new Function('return 1')()));
} catch (error) {
  tell('function', (error as Error).name);
}
try {
  await new Promise((resolve, reject) => {
    const worker = new Worker(URL.createObjectURL(new Blob(['postMessage(1)'])));
    worker.onmessage = resolve;
    worker.onerror = reject;
  });
  tell('worker', 'ran');
} catch {
  tell('worker', 'blocked');
}
tell('done', 'yes');
