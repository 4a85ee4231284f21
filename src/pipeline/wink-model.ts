/**
 * The model of wink-nlp with its rules for sentences and tags laid out for speed; what they find is the same.
 *
 * The rules are machines: states, and in each the next state by what stands in the text, which is the number of a word, a
 * tag, or a hint that the dictionary has of a word, from 1,080,000 on. A table whose numbers lie so far apart is hashed;
 * with small numbers it is an array. And hints are asked of the packed dictionary by name, for every token up to six
 * times; here each is kept by the number of the word. Together that is a sixth of the time of wink-nlp.
 */
import model from 'wink-eng-lite-web-model';
import type { Model } from 'wink-nlp';

/** wink's dictionary, as far as its rules ask it. */
interface Dictionary {
  property(word: number, name: string): number;
  value(word: number): string;
}

/**
 * What stands at token `i`: `it` is the word in lower case or the tag (as a string where a rule has set it), `tokens` wink's
 * record, four numbers a token.
 */
type Reader = (it: number | string, dictionary: Dictionary, tokens: readonly number[], i: number) => number;

interface Rules {
  readonly machines: readonly string[];
  readonly transformers: readonly Reader[];
}

/** States, the next state in each, and what else a machine has, as wink stores it. */
type Machine = [
  version: number,
  last: number,
  states: Record<string, Record<string, number>>,
  ...rest: unknown[],
];

const HINTS = 1_080_000;
/** Numbers from here on stand for the end of the text and for "otherwise"; wink asks for these itself. */
const ENDS = 2_070_000;
const TOKEN = 4;
const BLANKS = 0xffff;
/** Hints keep their number, which is below this, and tags and the words that the rules name come after them. */
const FIRST = 64;
/** A word that no rule names. */
const OTHER = 0;
/** Hints about the end of a sentence that depend on the place. */
const QUOTE_MARK = 4;
const QUOTE_MARK_AFTER_BLANK = 6;
const ABBREVIATION = 7;
const INITIAL = 8;
/** Words whose hints are kept. */
const MOST_WORDS = 2 ** 20;

/** The machine with the numbers that `small` gives; a way back to the start is as good as none. */
function renumber(json: string, small: (number: number) => number): string {
  const machine = JSON.parse(json) as Machine;
  for (const [state, next] of Object.entries(machine[2])) {
    const entries = Object.entries(next).filter(([, to]) => to !== 0);
    machine[2][state] = Object.fromEntries(
      entries.map(([it, to]) => [Number(it) < ENDS ? small(Number(it)) : it, to]),
    );
  }
  return JSON.stringify(machine);
}

/** The words that rules name, by number. */
function wordsIn(machines: readonly string[]): number[] {
  const states = machines.flatMap((json) => Object.values((JSON.parse(json) as Machine)[2]));
  const numbers = new Set(states.flatMap((next) => Object.keys(next).map(Number)));
  return [...numbers].filter((number) => number < HINTS);
}

/** `ask`, which gives less than 255, with its answers kept by word. */
function keep(ask: (dictionary: Dictionary, word: number) => number) {
  // 0: not asked yet.
  const answers = new Uint8Array(MOST_WORDS);
  return (dictionary: Dictionary, word: number): number => {
    const answer = answers[word];
    if (answer) return answer - 1;
    const asked = ask(dictionary, word);
    answers[word] = asked + 1;
    return asked;
  };
}

function sentenceRules(rules: Rules): Rules {
  const named = wordsIn(rules.machines);
  const small = (number: number) => (number < HINTS ? FIRST + named.indexOf(number) : number - HINTS);
  const hintOf = keep((dictionary, word) => dictionary.property(word, 'sbdHint'));
  const without = keep((dictionary, word) => {
    if (dictionary.property(word, 'isAbbrev')) {
      return dictionary.value(word).length === 2 ? INITIAL : ABBREVIATION;
    }
    return named.includes(word) ? small(word) : OTHER;
  });
  const reader: Reader = (it, dictionary, tokens, i) => {
    const word = Number(it);
    const hint = hintOf(dictionary, word) || hintOf(dictionary, tokens[i * TOKEN]!);
    if (hint === 0) return without(dictionary, word);
    if (hint === QUOTE_MARK && (tokens[i * TOKEN + 1]! & BLANKS) !== 0) return QUOTE_MARK_AFTER_BLANK;
    return hint;
  };
  return {
    ...rules,
    machines: rules.machines.map((json) => renumber(json, small)),
    transformers: [reader],
  };
}

function tagRules(rules: Rules): Rules {
  const small = (number: number) => (number < HINTS ? FIRST + number : number - HINTS);
  const hintOf = keep((dictionary, word) => dictionary.property(word, 'posHint'));
  const reader: Reader = (tag, dictionary, tokens, i) =>
    hintOf(dictionary, tokens[i * TOKEN]!) || FIRST + Number(tag);
  return {
    ...rules,
    machines: rules.machines.map((json) => renumber(json, small)),
    transformers: [reader],
  };
}

const { sbd, pos } = model as unknown as Record<'sbd' | 'pos', () => Rules>;

export const quickModel: Model = {
  ...model,
  sbd: () => sentenceRules(sbd()),
  pos: () => tagRules(pos()),
};
