/**
 * What a page does by itself: cards, keys, counts, class mode, search, saving. Everything is readable without it.
 * Texts of articles only ever pass through `textContent`.
 */
import { cards } from './card.js';
import { all, page } from './dom.js';
import { classMode } from './lesson.js';
import { annotate, layNotes } from './notes.js';
import { saving } from './save.js';
import { search } from './search.js';

document.documentElement.classList.add('js');
route();
accounts();
cards();
classMode();
saving();
search();
switches();
stick();
annotate();
layNotes();
addEventListener('hashchange', route);
addEventListener('hashchange', layNotes);
addEventListener('resize', layNotes);
reveal();
addEventListener('hashchange', reveal);

/** In a single file, shows the page that holds the address's anchor; elsewhere all there is. */
function route(): void {
  if (!document.documentElement.classList.contains('single')) return;
  const target = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  const here = target?.closest<HTMLElement>('.page') ?? document.querySelector<HTMLElement>('.page');
  if (!here) return;
  const before = document.querySelector('.page.here');
  for (const each of all('.page')) each.classList.toggle('here', each === here);
  const section = here.dataset.page!.split('/')[0]!.replace(/-\d+$/, '');
  const part = section === 'worksheets' || section === 'answers' ? 'events' : section;
  for (const link of all<HTMLAnchorElement>('[data-nav]')) {
    if (link.dataset.nav === part) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  document.title = `${here.dataset.title} · framescope`;
  if (before && before !== here) {
    if (target && target !== here) target.scrollIntoView();
    else scrollTo(0, 0);
  }
}

/** A linked marker or row may stand in a column that is not shown, or in a closed table: open what hides it. */
function reveal(): void {
  if (!location.hash) return;
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let node = target.closest('details'); node; node = node.parentElement?.closest('details') ?? null)
    node.open = true;
  const column = target.closest<HTMLElement>('.cols [data-col]');
  if (column) {
    const box = page(column).querySelector<HTMLInputElement>(`[data-account="${column.dataset.col}"]`);
    if (box && !box.checked) box.click();
  }
  if (target.closest('.page.here, .page'))
    requestAnimationFrame(() => target.scrollIntoView({ block: 'center' }));
}

/** Choosing two to six accounts; the boxes that would leave that range are disabled, and it is said. */
function accounts(): void {
  for (const here of all('.page')) {
    const boxes = all<HTMLInputElement>('[data-account]', here);
    const note = here.querySelector<HTMLElement>('[data-chosen]');
    if (boxes.length === 0 || !note) continue;
    const least = Number(note.dataset.least);
    const most = Number(note.dataset.most);
    const update = () => {
      const chosen = boxes.filter((box) => box.checked).length;
      for (const box of boxes) {
        box.disabled = box.checked ? chosen <= least : chosen >= most;
        const column = here.querySelector<HTMLElement>(`[data-col="${box.dataset.account}"]`);
        if (!column) continue;
        column.hidden = !box.checked;
        column.classList.toggle('shown', box.checked);
      }
      note.textContent = `${chosen} of ${boxes.length} shown${chosen >= most ? `, ${most} at most` : ''}`;
      count(here);
    };
    for (const box of boxes) box.addEventListener('change', update);
    update();
  }
}

/** The legend counts what is shown: each marker has its id on one piece of the text. */
function count(here: ParentNode): void {
  for (const cell of all('[data-count]', here)) {
    const marks = all(`.text .${cell.dataset.count}[id]:not(.neg)`, here);
    cell.textContent = String(marks.filter((mark) => !mark.closest('[hidden]')).length);
  }
}

function switches(): void {
  document.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLElement>('[data-action]');
    if (!button) return;
    if (button.dataset.action === 'print') print();
    if (button.dataset.action === 'letters') {
      const on = page(button).classList.toggle('letters');
      button.setAttribute('aria-pressed', String(on));
    }
  });
}

/**
 * Column headings stay below the legend, however many lines it takes; and a short account stays in view, by its end,
 * while a long one beside it is read on.
 */
function stick(): void {
  const root = document.documentElement;
  const update = () => {
    for (const tools of all('.tools')) {
      const fixed = getComputedStyle(tools).position === 'sticky';
      const under = fixed ? tools.offsetHeight : 0;
      const here = page(tools);
      here.style.setProperty('--under-tools', `${under}px`);
      const headings = all('.col > h3', here).map((heading) => heading.offsetHeight);
      // What is walked to by keyboard or link must not end up beneath what stays in view.
      if (here.offsetParent) root.style.scrollPaddingTop = `${under + Math.max(0, ...headings) + 16}px`;
      for (const text of all('.col > .cq', here)) {
        const heading = text.parentElement!.querySelector('h3')!.offsetHeight;
        text.style.top = `${Math.min(under + heading, innerHeight - text.offsetHeight - 16)}px`;
      }
    }
  };
  const both = () => {
    update();
    regions();
  };
  both();
  addEventListener('resize', both);
  new ResizeObserver(both).observe(document.body);
}

/** Only a table that is wider than its place is a stop for the keyboard. */
function regions(): void {
  const wide = all('section.scroll').map((region) => region.scrollWidth > region.clientWidth);
  all('section.scroll').forEach((region, i) => {
    if (wide[i]) region.tabIndex = 0;
    else region.removeAttribute('tabindex');
  });
}
