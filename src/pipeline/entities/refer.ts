/** What points back to an entity without its name: descriptions and pronouns. Where two could be meant, nothing is said. */
import { WORD } from '../../lexicons/gazetteer.js';
import type { Document } from '../types.js';
import type { Draft } from './cluster.js';
import { newContext, seeName, startSentence } from './context.js';
import { isRoleNoun, readBody, readDescription } from './descriptions.js';
import { readPronoun } from './pronouns.js';
import type { Words } from './words.js';

/** Adds descriptions and pronouns to the drafts. `at` gives the index of a name mention over each token, or -1. */
export function refer(doc: Document, w: Words, drafts: readonly Draft[], at: Int32Array): void {
  const c = newContext(doc, w, drafts, at);
  const { tokens, sentences } = doc;
  const { points } = w;
  let sentence = -1;
  let end = 0;
  for (let i = 0; i < tokens.length; i++) {
    if (i === end) {
      startSentence(c, sentence, sentence + 1);
      sentence++;
      end = sentences[sentence]!.last;
    }
    while (c.next < c.events.length && c.events[c.next]!.first <= i) seeName(c, c.events[c.next++]!);
    if (w.quoted[i] === 0) c.quoteTopic = null;
    if (points[i] === 0 || at[i]! >= 0) continue;
    const token = tokens[i]!;
    if (token.pos === 'PRON') readPronoun(c, i);
    else if (isRoleNoun(c, i)) readDescription(c, i);
    else if (w.bits[i]! & WORD.body && tokens[i - 1]?.lower === 'the') readBody(c, i);
  }
}
