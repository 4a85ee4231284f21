/** The card of a marker: what its row in the table says, beside the words. */
import { all, make, page } from './dom.js';

const card = () => document.getElementById('card')!;
/** Between the words and the card, in pixels. */
const GAP = 12;
let current: HTMLAnchorElement | null = null;
let pinned = false;

export function cards(): void {
  const texts = all('.text').filter((text) => text.querySelector('a.m'));
  for (const text of texts) rove(text);
  document.addEventListener('mouseover', (event) => {
    const mark = markOf(event);
    if (mark && !pinned) show(mark);
    else if (!mark && !pinned && !(event.target as Element).closest('#card')) hide();
  });
  document.addEventListener('focusin', (event) => {
    const mark = markOf(event);
    if (mark) show(mark);
    else if (!(event.target as Element).closest('#card')) hide();
  });
  document.addEventListener('click', (event) => {
    const mark = markOf(event);
    if (mark) {
      event.preventDefault();
      pinned = true;
      show(mark);
      history.replaceState(null, '', mark.id ? `#${mark.id}` : mark.getAttribute('href'));
    } else if (!(event.target as Element).closest('#card')) hide();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !card().hidden) {
      const back = current;
      hide();
      back?.focus({ preventScroll: true });
      hide();
    }
  });
  addEventListener('resize', hide);
}

function markOf(event: Event): HTMLAnchorElement | null {
  const mark = (event.target as Element).closest?.<HTMLAnchorElement>('.text a.m') ?? null;
  return mark && isOn(mark) ? mark : null;
}

/** A marker whose kinds are all switched off, or not yet revealed to a class, is plain text. */
function isOn(mark: HTMLElement): boolean {
  const here = page(mark);
  if (here.dataset.class !== undefined) return shownToClass(mark, Number(here.dataset.class));
  const off = new Set(
    all<HTMLInputElement>('input[data-form]:not(:checked)', here).map((box) => box.dataset.form),
  );
  return [mark, ...all('span', mark)].some((part) => formsOf(part).some((form) => !off.has(form)));
}

const NOT_FORMS = new Set(['m', 'm-in', 'attr', 'neg', 'lit']);
const formsOf = (part: Element) => [...part.classList].filter((name) => !NOT_FORMS.has(name));
const LAYER: Record<string, number> = {
  loaded: 3,
  label: 3,
  glory: 3,
  soft: 3,
  doubt: 3,
  other: 3,
  hedge: 4,
  vague: 4,
  boost: 4,
};

function shownToClass(mark: HTMLElement, step: number): boolean {
  return [mark, ...all('span', mark)].some((part) =>
    formsOf(part).some((form) => step >= (part.classList.contains('attr') ? 2 : (LAYER[form] ?? 9))),
  );
}

/** One tab stop a text; arrows, Home and End walk its markers. */
function rove(text: HTMLElement): void {
  const marks = () => all<HTMLAnchorElement>('a.m', text).filter(isOn);
  const stop = (mark: HTMLAnchorElement | undefined) => {
    for (const other of all<HTMLAnchorElement>('a.m', text)) other.tabIndex = -1;
    if (mark) mark.tabIndex = 0;
  };
  stop(marks()[0]);
  page(text).addEventListener('change', () => {
    if (!marks().some((mark) => mark.tabIndex === 0)) stop(marks()[0]);
  });
  text.addEventListener('keydown', (event) => {
    const list = marks();
    const at = list.indexOf(event.target as HTMLAnchorElement);
    if (at < 0) return;
    const to =
      event.key === 'ArrowRight' || event.key === 'ArrowDown'
        ? Math.min(at + 1, list.length - 1)
        : event.key === 'ArrowLeft' || event.key === 'ArrowUp'
          ? Math.max(at - 1, 0)
          : event.key === 'Home'
            ? 0
            : event.key === 'End'
              ? list.length - 1
              : -1;
    if (to < 0) return;
    event.preventDefault();
    stop(list[to]);
    list[to]!.focus();
  });
}

function show(mark: HTMLAnchorElement): void {
  if (current === mark && !card().hidden) return;
  const keep = pinned;
  hide();
  pinned = keep;
  current = mark;
  mark.classList.add('lit');
  const box = card();
  box.replaceChildren(...parts(mark));
  const close = make('button', '×', 'close');
  close.setAttribute('type', 'button');
  close.setAttribute('aria-label', 'Close');
  close.addEventListener('click', () => {
    mark.focus();
    hide();
  });
  box.append(close);
  box.hidden = false;
  mark.setAttribute('aria-describedby', 'card');
  place(mark, box);
  // The browser scrolls to what takes the focus after it has told of it.
  if (pinned || mark === document.activeElement) requestAnimationFrame(() => uncover(mark, box));
}

/** On a phone, or enlarged, the card is a sheet at the lower edge: the words that it is about stay above it. */
function uncover(mark: HTMLElement, box: HTMLElement): void {
  if (box.hidden || getComputedStyle(box).position !== 'fixed') return;
  const at = mark.getClientRects()[0] ?? mark.getBoundingClientRect();
  const over = at.bottom + GAP - box.getBoundingClientRect().top;
  if (over > 0) scrollBy({ top: over, behavior: 'instant' });
}

/** The rows of the markers on these words. */
export function rowsOf(mark: HTMLAnchorElement): HTMLElement[] {
  const [, base, lead] = /^#(.*n)(\d+)$/.exec(mark.getAttribute('href') ?? '') ?? [];
  const numbers = mark.dataset.n?.split(' ') ?? [lead];
  return numbers.flatMap((n) => document.getElementById(`${base}${n}`) ?? []);
}

const LABELS = ['Kind', 'Why', 'Voice'];

/** One part for each marker on these words, read from its row. */
function parts(mark: HTMLAnchorElement): HTMLElement[] {
  return rowsOf(mark).map((row) => {
    const part = make('div', '', 'part');
    const words = make('h3', row.querySelector('th')?.textContent ?? '');
    words.dir = 'auto';
    const list = document.createElement('dl');
    all('td', row).forEach((cell, i) => {
      const value = document.createElement('dd');
      value.append(...[...cell.childNodes].map((node) => node.cloneNode(true)));
      for (const ref of all('a.ref', value)) {
        const work = document.getElementById(ref.getAttribute('href')!.slice(1));
        ref.replaceWith(make('small', work?.textContent ?? '', 'cite'));
      }
      list.append(make('dt', LABELS[i]), value);
    });
    part.append(words, list);
    return part;
  });
}

function place(mark: HTMLElement, box: HTMLElement): void {
  const at = mark.getClientRects()[0] ?? mark.getBoundingClientRect();
  const width = box.offsetWidth;
  const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - width - 8));
  const below = at.bottom + 8 + box.offsetHeight < innerHeight || at.top < box.offsetHeight + 16;
  box.style.left = `${left + scrollX}px`;
  box.style.top = `${(below ? at.bottom + 8 : at.top - box.offsetHeight - 8) + scrollY}px`;
}

function hide(): void {
  card().hidden = true;
  pinned = false;
  current?.classList.remove('lit');
  current?.removeAttribute('aria-describedby');
  current = null;
}
