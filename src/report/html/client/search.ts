/** Search in a list of many: the names stand in the page as data. */
import { all, make } from './dom.js';

const MOST_SHOWN = 60;
type Entry = [name: string, note: string, href: string];

export function search(): void {
  for (const box of all('[data-search]')) {
    const input = box.querySelector('input')!;
    const status = box.querySelector<HTMLElement>('[role=status]')!;
    const list = box.querySelector<HTMLElement>('ul')!;
    const data = box.querySelector('script')!;
    let entries: Entry[] | null = null;
    input.addEventListener('input', () => {
      entries ??= JSON.parse(data.textContent ?? '[]') as Entry[];
      const wanted = plain(input.value).split(' ').filter(Boolean);
      list.hidden = wanted.length === 0;
      const found =
        wanted.length === 0
          ? []
          : entries.filter(([name, note]) => {
              const text = plain(`${name} ${note}`);
              return wanted.every((word) => text.includes(word));
            });
      status.textContent =
        wanted.length === 0
          ? ''
          : `${found.length} found${found.length > MOST_SHOWN ? `, the first ${MOST_SHOWN} shown` : ''}`;
      list.replaceChildren(
        ...found.slice(0, MOST_SHOWN).map(([name, note, href]) => {
          const item = document.createElement('li');
          const title = make(href ? 'a' : 'span', name);
          title.dir = 'auto';
          if (href) title.setAttribute('href', href);
          item.append(title, make('span', note, 'n'));
          return item;
        }),
      );
    });
  }
}

/** Case and accents do not matter. */
function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
