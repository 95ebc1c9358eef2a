/**
 * What the page does beyond being read: filter, sort, theme, and tooltips at once instead of after the browser's wait. Texts are
 * only ever set as text.
 */
export const SCRIPT = `
(() => {
  const root = document.documentElement;
  const all = (selector, from) => Array.from((from || document).querySelectorAll(selector));
  const tools = document.querySelector('.tools');
  tools.hidden = false;

  const theme = tools.querySelector('button');
  const dark = () => root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  const name = () => { theme.textContent = dark() ? 'Light' : 'Dark'; };
  theme.addEventListener('click', () => { root.dataset.theme = dark() ? 'light' : 'dark'; name(); });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', name);
  name();

  const empty = document.querySelector('.empty');
  tools.querySelector('input').addEventListener('input', (event) => {
    const words = event.target.value.toLowerCase().split(/\\s+/);
    let shown = 0;
    for (const item of all('[data-filter]')) {
      const text = item.dataset.filter.toLowerCase();
      const matches = words.every((word) => text.includes(word));
      item.toggleAttribute('data-hidden', !matches);
      if (matches) shown += 1;
    }
    for (const group of all('.category')) {
      group.toggleAttribute('data-hidden', !group.querySelector('.card:not([data-hidden])'));
    }
    empty.hidden = shown > 0;
  });

  for (const table of all('table[data-sort]')) {
    const body = table.tBodies[0];
    const original = Array.from(body.rows);
    all('thead th', table).forEach((head, column) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = head.textContent;
      head.replaceChildren(button);
      head.setAttribute('aria-sort', 'none');
      button.addEventListener('click', () => {
        const next = { none: 'ascending', ascending: 'descending', descending: 'none' }[head.getAttribute('aria-sort')];
        for (const other of all('thead th', table)) other.setAttribute('aria-sort', 'none');
        head.setAttribute('aria-sort', next);
        const key = (row) => {
          const cell = row.cells[column];
          return cell.classList.contains('number') ? Number(cell.dataset.value ?? NaN) : cell.textContent;
        };
        const sign = next === 'descending' ? -1 : 1;
        const rows = next === 'none' ? original : original.slice().sort((a, b) => {
          const x = key(a), y = key(b);
          if (typeof x === 'string') return sign * x.localeCompare(y, 'en', { numeric: true });
          if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) - Number.isNaN(y);
          return sign * (x - y);
        });
        body.append(...rows);
      });
    });
  }

  const tip = document.createElement('div');
  tip.className = 'tip';
  tip.hidden = true;
  tip.setAttribute('aria-hidden', 'true');
  document.body.append(tip);
  for (const title of all('svg title')) {
    const owner = title.parentElement;
    owner.dataset.tip = title.textContent;
    owner.setAttribute('aria-label', title.textContent);
    title.remove();
  }
  document.addEventListener('pointermove', (event) => {
    const owner = event.target.closest ? event.target.closest('[data-tip]') : null;
    tip.hidden = !owner;
    if (!owner) return;
    tip.textContent = owner.dataset.tip;
    const box = tip.getBoundingClientRect();
    const left = Math.min(event.clientX + 12, innerWidth - box.width - 8);
    const above = event.clientY - box.height - 12;
    tip.style.left = Math.max(8, left) + 'px';
    tip.style.top = (above > 8 ? above : event.clientY + 16) + 'px';
  });
})();
`;
