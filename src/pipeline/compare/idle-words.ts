/** Words that tell nothing of what a text is about: dates, forms of address, abbreviated titles, initials. */
import { gazetteer, WORD } from '../../lexicons/gazetteer.js';

const DATES: ReadonlySet<string> = new Set(
  `monday tuesday wednesday thursday friday saturday sunday mon. tue. tues. wed. thu. thur. thurs. fri. sat. sun. january
  february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct
  nov dec jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec. a.m. p.m. gmt edt est
  today yesterday tomorrow tonight morning afternoon evening night noon midnight weekend
  day week month year hour minute earlier later ago`.split(/\s+/u),
);
/** An initial ("j.") or the rest of a short form ("'s", "'re"). */
const SCRAP = /^(?:\P{L}*\p{L}\.?|['\u2019].*)$/u;

/** Whether a lower-cased lemma is such a word. */
export function isIdle(lemma: string): boolean {
  if (DATES.has(lemma) || SCRAP.test(lemma)) return true;
  return ((gazetteer().words.get(lemma) ?? 0) & (WORD.honorific | WORD.title)) !== 0;
}
