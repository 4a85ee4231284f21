/** What the tokenizer says of a text, read in one go and with what is known of each word looked up by its number. */
import winkNLP, { type ItsFunction } from 'wink-nlp';
import type { Pos } from '../lexicons/types.js';
import { quickModel as model } from './wink-model.js';

/** The tokenizer's own record of a text. Its published types hide it, so a test holds what is used of it. */
interface Raw {
  /** Four numbers for each token: of its word, the contraction it is part of above 16 bits of blanks, what it says, flags. */
  readonly tokens: readonly number[];
  /** Of each sentence the indexes of its first and last token, and more. */
  readonly sentences: readonly (readonly number[])[];
}

const TOKEN = 4;

// One model a process: creating it again costs 0.2 s and 41 MB, and breaks its custom entities.
// A call of `out` for each thing asked is a call for each token: asked for the statistics, this model returns the record.
const addons = { ...model.addons, readabilityStats: (raw: Raw) => raw };
const nlp = winkNLP({ ...model, addons }, ['sbd', 'pos']);
const { its } = nlp;
const itsRaw = its.readabilityStats as unknown as ItsFunction<Raw>;

const read = (text: string): Raw => nlp.readDoc(text).out(itsRaw) as Raw;

/**
 * Parts texts that are read together. Two newlines end a sentence, and no rule of the tagger reaches over them, so that
 * the result is that of reading each text alone; a call for each costs a third more time.
 */
export const BREAK = '\n\n';
const BREAK_ID = read(`a${BREAK}b`).tokens[TOKEN]!;
/** Words of the tokenizer that are remembered; it numbers them from 0, the 87,593 that it knows first. */
const MOST_WORDS = 2 ** 20;
/** What is known of a form is forgotten when the list grows beyond this. */
const FORMS_KEPT = 50_000;

interface Form {
  /** Lower case, with one form of apostrophe and of hyphen. */
  readonly lower: string;
  readonly capital: boolean;
  /** Of `lower` in this process: a form forgotten and met again gets another. */
  readonly id: number;
}

/** All that a word as it is written and its tag say of a token. */
export interface Word {
  readonly value: string;
  /** The text has it letter by letter: `cleanCopy` changes no character into one of these. */
  readonly exact: boolean;
  readonly lower: string;
  readonly lemma: string;
  readonly lowerId: number;
  readonly lemmaId: number;
  readonly pos: Pos;
  readonly capital: boolean;
  /** What the tokenizer says of it: its tag, and the lemma of a part of a contraction ("'s" may be "is" or "has"). */
  readonly said: number;
  /** The same word with something else said of it. */
  next: Word | null;
}

/** Token by token; `null` stands for a BREAK. */
export interface Words {
  readonly words: readonly (Word | null)[];
  /** Of each sentence the indexes of its first and last token, and more. */
  readonly sentences: readonly (readonly number[])[];
}

/** Reads a text in which `breaks` BREAKs stand and no other newline; null when the tokenizer saw other breaks. */
export function readWords(text: string, breaks: number): Words | null {
  const raw = read(text);
  const { tokens, sentences } = raw;
  const count = tokens.length / TOKEN;
  const found: (Word | null)[] = new Array(count);
  let left = breaks;
  for (let i = 0, at = 0; i < count; i++, at += TOKEN) {
    const id = tokens[at]!;
    if (id === BREAK_ID) {
      found[i] = null;
      left--;
      continue;
    }
    const said = tokens[at + 2]!;
    let word = words[id] ?? null;
    while (word !== null && word.said !== said) word = word.next;
    found[i] = word ?? newWord(raw, i);
  }
  return left === 0 ? { words: found, sentences } : null;
}

/** By the number of the word; those with more said of them hang on the first. */
const words: (Word | undefined)[] = new Array(2 ** 17);

function newWord(raw: Raw, i: number): Word {
  const id = raw.tokens[i * TOKEN]!;
  const value = its.value(i, raw);
  const form = formOf(value);
  // The tokenizer has none for a contraction that it left whole: "dont.".
  const lemma = formOf(its.lemma(i, raw, addons) ?? form.lower);
  const word: Word = {
    value,
    exact: !/[\u2019\u2026]/u.test(value),
    lower: form.lower,
    lemma: lemma.lower,
    lowerId: form.id,
    lemmaId: lemma.id,
    pos: its.pos(i, raw),
    capital: form.capital,
    said: raw.tokens[i * TOKEN + 2]!,
    next: null,
  };
  const first = words[id];
  if (first) {
    word.next = first.next;
    first.next = word;
  } else if (id < MOST_WORDS) words[id] = word;
  return word;
}

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
