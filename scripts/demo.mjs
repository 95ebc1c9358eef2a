import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    dev: { type: 'boolean', default: false },
    port: { type: 'string', default: '5173' },
  },
  // The smoke run has options of its own.
  strict: false,
});

if (values.smoke) {
  await import('./smoke.mjs');
} else {
  const { serveExamples } = await import('./serve.mjs');
  const { url } = await serveExamples({ dev: values.dev === true, port: Number(values.port) });
  console.log(`Flights: ${url}flights/`);
  console.log(`All examples: ${url}`);
  console.log('Press Ctrl+C to stop.');
}
