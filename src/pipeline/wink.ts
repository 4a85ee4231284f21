/** What the tokenizer says of a text, read in one go and with what is known of each word looked up by its number. */
import model from 'wink-eng-lite-web-model';
import winkNLP, { type ItsFunction, type Document as Read } from 'wink-nlp';
import type { Pos } from '../lexicons/types.js';

// One model a process: creating it again costs 0.2 s and 41 MB, and breaks its custom entities.
const nlp = winkNLP(model, ['sbd', 'pos']);
const { its } = nlp;
// The published types know these accessors only without their results.
const itsLemma = its.lemma as unknown as ItsFunction<string>;
const itsContraction = its.contractionFlag as unknown as ItsFunction<boolean>;

/**
 * Parts texts that are read together. Two newlines end a sentence, and no rule of the tagger reaches over them, so that
 * the result is that of reading each text alone; a call for each costs a third more time.
 */
export const BREAK = '\n\n';
const BREAK_ID = nlp.readDoc(`a${BREAK}b`).tokens().out(its.uniqueId)[1] as unknown as number;
/** Words of the tokenizer that are remembered; it numbers them from 0, the 87,593 that it knows first. */
const MOST_LEXEMES = 2 ** 20;
/** What is known of a form is forgotten when the list grows beyond this. */
const FORMS_KEPT = 50_000;

export interface Form {
  /** Lower case, with one form of apostrophe and of hyphen. */
  readonly lower: string;
  readonly capital: boolean;
  /** Of `lower` in this process: a form forgotten and met again gets another. */
  readonly id: number;
}

/** A word as it is written, with its lemma for each tag. */
export interface Lexeme {
  readonly value: string;
  readonly form: Form;
  /** The text has it letter by letter: `cleanCopy` changes no character into one of these. */
  readonly exact: boolean;
  tag: Pos | null;
  lemma: Form | null;
  others: Map<Pos, Form> | null;
}

/** Token by token, in parallel; `null` stands for a BREAK. */
export interface Words {
  readonly lexemes: readonly (Lexeme | null)[];
  readonly tags: readonly Pos[];
  readonly lemmas: readonly Form[];
  /** Index of the last token of each sentence. */
  readonly ends: readonly number[];
}

/** Reads a text in which `breaks` BREAKs stand and no other newline; null when the tokenizer saw other breaks. */
export function readWords(text: string, breaks: number): Words | null {
  const doc = nlp.readDoc(text);
  const all = doc.tokens();
  const ids = all.out(its.uniqueId) as unknown as number[];
  const tags = all.out(its.pos) as unknown as Pos[];
  const contracted = all.out(itsContraction) as unknown as boolean[];
  const found: (Lexeme | null)[] = new Array(ids.length);
  const lemmas: Form[] = new Array(ids.length);
  let left = breaks;
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i]!;
    if (id === BREAK_ID) {
      found[i] = null;
      lemmas[i] = NOTHING;
      left--;
      continue;
    }
    const lexeme = lexemes[id] ?? newLexeme(doc, i, id);
    const tag = tags[i]!;
    found[i] = lexeme;
    // The lemma hangs on the word and its tag alone, but for parts of contractions: "'s" may be "is" or "has".
    if (contracted[i]) lemmas[i] = formOf(lemmaAt(doc, i));
    else if (lexeme.tag === tag) lemmas[i] = lexeme.lemma!;
    else lemmas[i] = lexeme.others?.get(tag) ?? newLemma(doc, i, lexeme, tag);
  }
  if (left !== 0) return null;
  // wink gives a sentence as the indexes of its first and last token.
  const spans = doc.sentences().out(its.span) as unknown as [number, number][];
  return { lexemes: found, tags, lemmas, ends: spans.map(([, last]) => last) };
}

const lexemes: (Lexeme | undefined)[] = new Array(2 ** 17);

function newLexeme(doc: Read, i: number, id: number): Lexeme {
  const value = doc.tokens().itemAt(i).out();
  const exact = !/[\u2019\u2026]/u.test(value);
  const lexeme = { value, form: formOf(value), exact, tag: null, lemma: null, others: null };
  if (id < MOST_LEXEMES) lexemes[id] = lexeme;
  return lexeme;
}

function newLemma(doc: Read, i: number, lexeme: Lexeme, tag: Pos): Form {
  const lemma = formOf(lemmaAt(doc, i));
  if (lexeme.tag === null) {
    lexeme.tag = tag;
    lexeme.lemma = lemma;
  } else {
    lexeme.others ??= new Map();
    lexeme.others.set(tag, lemma);
  }
  return lemma;
}

const lemmaAt = (doc: Read, i: number): string => doc.tokens().itemAt(i).out(itsLemma);

const forms = new Map<string, Form>();
let formsMet = 0;

function formOf(word: string): Form {
  let form = forms.get(word);
  if (!form) {
    const lower = word
      .toLowerCase()
      .replace(/[\u2018\u2019\u02bc]/gu, "'")
      .replace(/[\u2010\u2011]/gu, '-');
    form = { lower, capital: /^\p{Lu}/u.test(word), id: formsMet++ };
    if (forms.size >= FORMS_KEPT) forms.clear();
    forms.set(word, form);
  }
  return form;
}

const NOTHING = formOf('');
