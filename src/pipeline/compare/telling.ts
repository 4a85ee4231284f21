/** Which lemmas can tell what sets a group apart: not the words of grammar, dates, titles, names of outlets. */
import { gazetteer, WORD } from '../../lexicons/gazetteer.js';
import { isIdle } from './idle-words.js';
import { isGrammar } from './roots.js';

/** Words that tell as little as those of grammar: light verbs, what measures and orders, and the plain verbs of speech. */
const LIGHT: ReadonlySet<string> = new Set(
  `be have do say tell ask make go get take come give put let keep become seem look use try want need start begin continue
  follow include know think see find show help call add note
  also just even still only now then there here so very more most much many few less least other another such own same
  first second third last next new old recent recently previously former formerly current currently earlier later early
  late meanwhile often really quite rather almost already again ever never always however although though while instead
  well too yet away back around about up down out off over ahead together along once far long soon
  one two three four five six seven eight nine ten dozen hundred thousand million billion percent number
  thing way lot kind sort part bit time something anything nothing someone anyone everyone
  good great big large small high low able like not no yes may could would should might must can will shall
  pic via below above click subscribe newsletter san los las santa least accord`.split(/\s+/u),
);
/** American states as news agencies shorten them; with a full stop they fall out anyhow. */
const STATES: ReadonlySet<string> = new Set(
  `ala ariz ark calif colo conn fla ill ind kan mass mich minn miss mont neb nev okla ore penn tenn tex vt va wash wis wyo`.split(
    /\s+/u,
  ),
);

/** "here's", "i'm"; not "o'brien". */
const CONTRACTION = /['\u2019](?:s|t|m|d|re|ve|ll)$/u;

/** Whether a lower-cased lemma can be telling at all, whoever uses it. */
export function canTell(lemma: string): boolean {
  if (
    lemma.length < 2 ||
    lemma.includes('.') ||
    isIdle(lemma) ||
    LIGHT.has(lemma) ||
    CONTRACTION.test(lemma) ||
    STATES.has(lemma)
  )
    return false;
  if ((gazetteer().words.get(lemma) ?? 0) & WORD.suffix || titles().has(lemma) || outlets().has(lemma))
    return false;
  return !isGrammar(lemma);
}

/** The words of a group's own name: an outlet that names itself tells nothing. */
export function ownWords(name: string): ReadonlySet<string> {
  const words = name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set([...words, words.join('')]);
}

/** Whether a lemma can be a given name; "mark" is a verb too. */
export function isGivenName(lemma: string): boolean {
  const bits = gazetteer().words.get(lemma) ?? 0;
  return (bits & WORD.given) !== 0 && (bits & (WORD.surname | WORD.phrase)) === 0;
}

let titleWords: ReadonlySet<string> | null = null;

/** "Representative", where others write "Rep.". */
function titles(): ReadonlySet<string> {
  titleWords ??= new Set(gazetteer().titles.values());
  return titleWords;
}

/** Names of media that are words of every day, and words that stand in names of media alone. */
const WORDS_BESIDES: ReadonlySet<string> = new Set(['guardian', 'economist']);
const PARTS_OF_OUTLETS = ['fox', 'huffington'];
let outletWords: ReadonlySet<string> | null = null;

/** Names of news media that are one word. */
function outlets(): ReadonlySet<string> {
  if (outletWords) return outletWords;
  const media = [...gazetteer().phrases.values()].flat().filter(({ known }) => known.media);
  const names = media.flatMap(({ words }) => (words.length === 1 ? words : []));
  outletWords = new Set([...names.filter((word) => !WORDS_BESIDES.has(word)), ...PARTS_OF_OUTLETS]);
  return outletWords;
}
