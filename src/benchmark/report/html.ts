import type { RunResult } from '../result';
import { benchCard } from './html-card';
import { SCRIPT } from './html-script';
import { STYLE } from './html-style';
import { overviewSection, summarySection } from './html-summary';
import { element, join, trusted } from './markup';
import { byCategory } from './rows';

/** Nothing is loaded from anywhere, and nothing can be. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/**
 * A run as one page that needs no network: summary, overview, and a card for each bench with its charts. Readable without its
 * script, which only filters, sorts, switches the theme and shows tooltips.
 */
export function formatHtml(run: RunResult): string {
  const anchors = run.benches.map((_, i) => `bench-${i}`);
  const anchorOf = new Map(run.benches.map((bench, i) => [bench, anchors[i] ?? '']));
  const revision = run.revision === undefined ? [] : [`revision ${run.revision}`];
  const head = element(
    'head',
    {},
    element('meta', { charset: 'utf-8' }),
    element('meta', { 'http-equiv': 'Content-Security-Policy', content: POLICY }),
    element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    element('meta', { name: 'color-scheme', content: 'light dark' }),
    // Without one the browser asks for /favicon.ico, which the policy refuses.
    element('link', { rel: 'icon', href: 'data:,' }),
    element('title', {}, `Bench report, ${run.mode}, ${run.startedAt}`),
    element('style', {}, trusted(STYLE)),
  );
  const top = element(
    'header',
    { class: 'top' },
    element(
      'div',
      { class: 'bar-inner' },
      element('h1', {}, 'Bench report'),
      element(
        'span',
        { class: 'meta' },
        [run.mode, dateText(run.startedAt), ...revision].join(' · '),
      ),
      element(
        'div',
        { class: 'tools', hidden: 'hidden' },
        element('input', {
          type: 'search',
          placeholder: 'Filter benches',
          'aria-label': 'Filter benches',
        }),
        element('button', { type: 'button', 'aria-label': 'Switch theme' }, 'Dark'),
      ),
    ),
  );
  const categories = [...byCategory(run.benches)].map(([category, benches]) =>
    element(
      'section',
      { class: 'category' },
      element('h2', {}, category),
      ...benches.map((bench) => benchCard(run, bench, anchorOf.get(bench) ?? '')),
    ),
  );
  const main = element(
    'main',
    {},
    summarySection(run),
    overviewSection(run, anchors),
    ...categories,
    element(
      'p',
      { class: 'empty', hidden: run.benches.length > 0 ? 'hidden' : undefined },
      run.benches.length > 0 ? 'No bench matches.' : 'No benches were run.',
    ),
    element(
      'footer',
      {},
      'Ratios are ours / other: below 1x ours is less. Intervals are 95 %; p is adjusted over all comparisons of the run.',
    ),
  );
  const body = element('body', {}, top, main, element('script', {}, trusted(SCRIPT)));
  return join([trusted('<!doctype html>\n'), element('html', { lang: 'en' }, head, body), '\n']);
}

function dateText(startedAt: string): string {
  return startedAt.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::[\d.]+)?Z$/, '$1 $2 UTC');
}
