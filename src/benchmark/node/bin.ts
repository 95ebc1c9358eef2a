#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { main } from './cli';

// Entry of `rafter-bench`; the build puts the files named here beside it.
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

process.exitCode = await main(process.argv.slice(2), {
  root: process.cwd(),
  childFile: here('./rafter-bench-child.js'),
  pageModule: here('./benchmark/index.js'),
});
