/** Notes beside the text of an article: the words and their kind, as the rows of the table have them. */
import { rowsOf } from './card.js';
import { all, make } from './dom.js';

/** Kinds that would only crowd the margin. */
const UNNOTED = new Set(['k-neutral', 'k-know', 'k-names', 'k-frame']);

/** Puts a note before the words of each marker. */
export function annotate(): void {
  for (const mark of all<HTMLAnchorElement>('.reading .text a.m[id]')) {
    const rows = rowsOf(mark).filter((row) => !UNNOTED.has(row.className));
    if (rows.length === 0) continue;
    const note = make('span', '', 'note');
    note.setAttribute('aria-hidden', 'true');
    for (const row of rows) {
      const line = make('span', '', row.className.replace('k-', 'for-'));
      const kind = row.querySelector('td')?.firstChild?.textContent?.trim().toLowerCase() ?? '';
      line.append(make('b', row.querySelector('th')?.textContent ?? '', 'src'), ` ${kind}`);
      note.append(line);
    }
    mark.before(note);
  }
}

/** Notes stand beside their line; where marks are dense, each is moved below the one before. */
export function layNotes(): void {
  for (const text of all('.text')) {
    let bottom = 0;
    for (const note of all('.note', text)) {
      note.style.marginTop = '';
      const top = note.offsetTop;
      if (top < bottom) note.style.marginTop = `${bottom - top + 6}px`;
      bottom = Math.max(top, bottom) + note.offsetHeight + (top < bottom ? 6 : 0);
    }
  }
}
