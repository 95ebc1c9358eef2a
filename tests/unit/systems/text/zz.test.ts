import { it } from 'vitest';
import { createFixture } from './fixture';

const L = 'ابتثجحخدذرزسشصضطظعغفقكلمنهوي';
const mk = () => {
  let n = 0;
  return () => {
    let k = n++,
      s = '';
    for (let i = 0; i < 5; i++) {
      s += L[k % 28];
      k = Math.floor(k / 28);
    }
    return s;
  };
};
for (const sweepAt of [65536, 5000, 10_000_000])
  it('words ' + sweepAt, () => {
    const f = createFixture({
      sweepAt,
      measurer: { measure: () => 5, metrics: () => ({ ascent: 8, descent: 2, lineHeight: 10 }) },
    });
    const A = f.element();
    const word = mk();
    (globalThis as any).gc?.();
    const m0 = process.memoryUsage().heapUsed;
    let most = 0,
      sum = 0;
    const t = performance.now();
    for (let n = 0; n < 1_000_000; n += 5000) {
      let s = '';
      for (let i = 0; i < 5000; i++) s += word() + ' ';
      const a = performance.now();
      f.port.setText(A, s);
      const d = performance.now() - a;
      most = Math.max(most, d);
      sum += d;
    }
    const ms = performance.now() - t;
    (globalThis as any).gc?.();
    console.log(
      sweepAt,
      'ms',
      ms,
      'worst set',
      most,
      'mean',
      sum / 200,
      'heap MB',
      (process.memoryUsage().heapUsed - m0) / 1e6,
      'stats MB',
      f.system.stats().bytes / 1e6,
    );
    f.system.dispose();
  }, 200000);
it('tabs and thai', () => {
  const f = createFixture();
  const A = f.element();
  f.text.paragraph[A] = f.port.paragraph({ whiteSpace: 'pre-wrap' });
  let t = performance.now();
  f.port.setText(A, 'a\t'.repeat(50_000));
  f.port.wrap(A, 300);
  console.log('50k tabs', performance.now() - t);
  t = performance.now();
  f.port.setText(A, '\t'.repeat(100_000));
  f.port.wrap(A, 300);
  console.log('100k tabs', performance.now() - t);
  t = performance.now();
  f.port.setText(A, 'ภาษาไทยเป็นภาษาที่สวยงาม'.repeat(4000));
  f.port.wrap(A, 300);
  console.log('96k thai', performance.now() - t);
  const B = f.element();
  t = performance.now();
  f.port.setText(B, 'ภาษาไทยเป็นภาษาที่สวยงาม'.repeat(4000));
  console.log('96k thai unwrapped', performance.now() - t);
  f.system.dispose();
});
