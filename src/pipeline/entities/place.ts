/** The grammatical place of a noun phrase, as far as its neighbours tell it. */
import type { Document, Token } from '../types.js';
import { hasPossessive } from './words.js';

/** `source`: subject of a verb of speech. */
export type Place = 'subject' | 'source' | 'object' | 'possessor' | 'preposition';

/** Verbs of speech and thought that tell a source; the cues of quotes are found elsewhere, with more care. */
export const SPEECH: ReadonlySet<string> = new Set(
  (
    'say tell add write note state claim argue explain announce report ask insist acknowledge suggest warn declare ' +
    'admit stress emphasize emphasise call accuse urge vow tweet reply respond recall describe deny confirm continue ' +
    'conclude praise criticize promise remark joke testify believe think predict express voice'
  ).split(' '),
);
/** Tokens looked through for the end of an apposition. */
const LONGEST_APPOSITION = 24;

/** A possessive that is a token of its own. */
const isPossessive = (text: string | undefined): boolean =>
  text !== undefined && text.length <= 2 && /^['\u2019\u02bc]s?$/u.test(text);

/** The place of the tokens [first, last). */
export function placeOf(doc: Document, first: number, last: number): Place {
  const { tokens } = doc;
  const { sentence } = tokens[first]!;
  const before = tokens[first - 1]?.sentence === sentence ? tokens[first - 1] : undefined;
  let after = tokens[last]?.sentence === sentence ? tokens[last] : undefined;
  if (isPossessive(after?.text) || hasPossessive(tokens[last - 1]!.text)) return 'possessor';
  if (before) {
    if (SPEECH.has(before.lemma) && before.pos !== 'NOUN' && isInverted(tokens, first - 1)) return 'source';
    if (before.lower === 'to' && tokens[first - 2]?.lower === 'according') return 'source';
    if (before.pos === 'ADP') return 'preposition';
  }
  // "X, the chairman, said": the verb follows the apposition.
  if (after?.text === ',' || after?.text === '(') after = afterApposition(doc, last, sentence);
  if (!after) return 'object';
  if (after.pos === 'VERB' || after.pos === 'AUX') return SPEECH.has(after.lemma) ? 'source' : 'subject';
  if ((after.pos === 'ADV' || after.lower === 'who') && before?.pos !== 'VERB') return 'subject';
  // wink often takes present-tense verbs after a name for nouns ("claims", "slams").
  if (after.pos === 'NOUN' && after.lower.endsWith('s') && SPEECH.has(after.lemma)) return 'source';
  return 'object';
}

/** Is what stands at [first, last) followed by "who"? Then it is the subject of what follows. */
export function hasRelative(doc: Document, last: number): boolean {
  const next = doc.tokens[last];
  return next?.lower === 'who' || (next?.text === ',' && doc.tokens[last + 1]?.lower === 'who');
}

/** The verb stands after the end of a quotation: "...," said X. */
function isInverted(tokens: readonly Token[], verb: number): boolean {
  const before = tokens[verb - 1];
  return before === undefined || before.pos === 'PUNCT' || before.pos === 'ADV';
}

function afterApposition(doc: Document, from: number, sentence: number): Token | undefined {
  const { tokens } = doc;
  const end = Math.min(doc.sentences[sentence]!.last, from + LONGEST_APPOSITION);
  for (let i = from + 1; i < end; i++) {
    const { text } = tokens[i]!;
    if (text !== ',' && text !== ')') continue;
    const next = tokens[i + 1];
    // "Devin X (R-Calif.), chairman of the committee, did": one apposition after another.
    if (next?.text === ',') continue;
    const verb = next !== undefined && (next.pos === 'VERB' || next.pos === 'AUX' || next.pos === 'ADV');
    return verb && i + 1 < end ? next : undefined;
  }
  return undefined;
}
