/** Saving from the page: a table as CSV, a chart as SVG, the citation as text. */
import { all, make, say } from './dom.js';

export function saving(): void {
  for (const chart of all('.chart')) {
    const button = make('button', 'Save as SVG', 'save');
    button.setAttribute('type', 'button');
    button.dataset.action = 'svg';
    // Heard one after the other, buttons of one name would not tell which chart is meant.
    button.setAttribute('aria-label', `Save as SVG: ${chart.dataset.name}`);
    chart.append(button);
  }
  document.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLElement>('[data-action]');
    const action = button?.dataset.action;
    if (!button) return;
    if (action === 'csv') {
      const table = button.parentElement!.querySelector('table')!;
      save(`${table.dataset.name}.csv`, 'text/csv', `\ufeff${csv(table)}`);
    }
    if (action === 'svg') {
      const chart = button.closest<HTMLElement>('.chart')!;
      save(`${chart.dataset.name}.svg`, 'image/svg+xml', standalone(chart.querySelector('svg')!));
    }
    if (action === 'copy') {
      const text = button.parentElement!.querySelector('pre')!;
      getSelection()?.selectAllChildren(text);
      navigator.clipboard?.writeText(text.textContent ?? '').catch(() => document.execCommand('copy'));
      say('Copied.');
    }
  });
}

/** RFC 4180; a cell that a spreadsheet would run as a formula is defused. */
function csv(table: HTMLTableElement): string {
  return [...table.rows]
    .map((row) =>
      [...row.cells]
        .map((cell) => {
          const full = cell.cloneNode(true) as HTMLElement;
          for (const line of all('.lacking', full)) line.remove();
          for (const line of all('small, p, li, div, details', full)) line.before(' ');
          const text = (full.textContent ?? '').replace(/\s+/g, ' ').trim();
          const safe = /^[=+\-@\t]/.test(text) && !/^[+-]?[\d.,]+$/.test(text) ? `'${text}` : text;
          return /[",\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
        })
        .join(','),
    )
    .join('\r\n');
}

/** Properties that a picture takes from the page's style and would lose as a file. */
const KEPT = ['fill', 'stroke', 'stroke-width', 'font-family', 'font-size', 'font-weight', 'text-anchor'];

function standalone(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const from = [svg, ...svg.querySelectorAll('*')];
  const to = [copy, ...copy.querySelectorAll('*')];
  from.forEach((element, i) => {
    const style = getComputedStyle(element);
    for (const name of KEPT) to[i]!.setAttribute(name, style.getPropertyValue(name));
  });
  copy.removeAttribute('aria-hidden');
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return new XMLSerializer().serializeToString(copy);
}

function save(name: string, type: string, text: string): void {
  const link = document.createElement('a');
  const address = URL.createObjectURL(new Blob([text], { type }));
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
