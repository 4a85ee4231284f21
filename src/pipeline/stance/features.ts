/**
 * What a sentence says about a target, as features with the words that show them: the target's place in its clause, the
 * verbs that it is subject or object of, and evaluative words by where they stand.
 */
import { stanceWords, type VerbClass } from '../../lexicons/stance-words.js';
import type { Document, Sentence, Token } from '../types.js';
import { mayWeigh, NEAR_TARGET, valenceOf, wordTable, type Zone } from './words.js';

export interface Feature {
  readonly name: string;
  readonly value: number;
  /** Index of the token that shows it, or -1. */
  readonly token: number;
}

/** What the words of the sentence add to negative and to positive, neutral being 0. */
export interface WordSums {
  readonly negative: number;
  readonly positive: number;
}

export interface Place {
  /** Token indexes of the mention, half-open. */
  readonly first: number;
  readonly last: number;
  /** The mention stands inside quote marks. */
  readonly quoted: boolean;
}

/** Says of a token whether its evaluation counts for this mention: praise by somebody else belongs to them. */
export type Counts = (token: number) => boolean;

/** Distances from the target, in tokens: an evaluative word says less the farther off it stands. */
const NEAR = [2, 4, 8, 16] as const;
/** A negator turns what follows within this many tokens. */
const NEGATION_REACH = 3;
/** Tokens of a sentence looked at on each side of the target: "sentences" beyond it are lists, and have many targets. */
const WIDEST = 100;
/** Valences are divided by this and cut at 2, so that one strong word does not decide all. */
const VALENCE_UNIT = 4;
/** A negated dark word ("not bad") is hardly bright. */
const NEGATED_DARK = -0.2;
/** Tokens of an apposition in commas. */
const COMMA_REACH = 20;
/** Nouns between a name that stands before them and the verb of their phrase. */
const HEAD_REACH = 2;
/** Tokens looked through from the target to its verb. */
const VERB_REACH = 12;

const AUXILIARIES: ReadonlySet<string> = new Set(['be', 'have', 'do', 'will', 'get']);
const SPEECH: ReadonlySet<string> = new Set([
  'say', 'tell', 'write', 'add', 'ask', 'call', 'state', 'explain', 'announce', 'note', 'argue', 'claim', 'suggest',
  'tweet', 'report', 'reply', 'answer', 'testify', 'describe', 'predict', 'insist', 'declare', 'comment', 'speak',
  'talk', 'believe', 'think', 'warn', 'urge', 'point', 'recall', 'cite', 'refer', 'discuss', 'mention', 'quote',
]); // biome-ignore format: a list
/** Classes of verbs by which the subject speaks for or against its object. */
const OPINION: ReadonlySet<string> = new Set(['blame', 'praise']);
const PRONOUNS: ReadonlyMap<string, string> = new Map([
  ['he', 'he'], ['him', 'him'], ['his', 'his'], ['she', 'she'], ['her', 'her'], ['hers', 'her'], ['they', 'they'],
  ['them', 'them'], ['their', 'their'], ['it', 'it'], ['its', 'its'], ['i', 'i'], ['me', 'i'], ['my', 'i'],
  ['we', 'we'], ['us', 'we'], ['our', 'we'], ['who', 'who'],
]); // biome-ignore format: a table
const OWNERS: ReadonlySet<string> = new Set(['his', 'her', 'their', 'its', 'my', 'our']);
const IN_PHRASE: ReadonlySet<string> = new Set(['ADJ', 'NOUN', 'PROPN', 'DET', 'NUM']);
const GOVERNS: ReadonlySet<string> = new Set(['VERB', 'NOUN', 'ADJ']);
const PREMODIFIES: ReadonlySet<string> = new Set(['ADJ', 'NOUN', 'PROPN', 'ADV']);
const ATTACHED: ReadonlySet<string> = new Set([
  'against',
  'about',
  'of',
  'at',
  'in',
  'with',
  'for',
  'by',
  'to',
  'from',
  'like',
  'on',
  'over',
]);

export interface Reading {
  readonly features: readonly Feature[];
  readonly words: WordSums;
}

/** Features of one mention in its sentence, and what its words weigh; names are stable, values small numbers. */
export function featuresOf(doc: Document, place: Place, counts: Counts): Reading {
  const { tokens } = doc;
  const sentence = doc.sentences[tokens[place.first]?.sentence ?? -1];
  if (!sentence)
    return { features: [{ name: 'bias', value: 1, token: -1 }], words: { negative: 0, positive: 0 } };
  const [from, to] = seen(sentence, place);
  const reader = new Reader(tokens, from, to, place, counts, sheetOf(tokens, sentence));
  reader.readPlace();
  reader.readRoles();
  reader.readWords();
  reader.readValence();
  return { features: reader.features, words: reader.weighWords() };
}

/** The words around a mention that may have a weight, and where they stand: for fitting. */
export function wordsAround(doc: Document, place: Place): { lemma: string; zone: Zone }[] {
  const sentence = doc.sentences[doc.tokens[place.first]?.sentence ?? -1];
  if (!sentence) return [];
  const found: { lemma: string; zone: Zone }[] = [];
  const [from, to] = seen(sentence, place);
  for (let t = from; t < to; t++) {
    if (t >= place.first && t < place.last) continue;
    const token = doc.tokens[t]!;
    if (mayWeigh(token, t === sentence.first)) found.push({ lemma: token.lemma, zone: zoneOf(t, place) });
  }
  return found;
}

/** The part of the sentence that is looked at, as token indexes. */
function seen({ first, last }: Sentence, place: Place): [from: number, to: number] {
  return [Math.max(first, place.first - WIDEST), Math.min(last, place.last + WIDEST)];
}

function zoneOf(t: number, { first, last }: Place): Zone {
  if (t < first) return first - t <= NEAR_TARGET ? 1 : 0;
  return t - last + 1 <= NEAR_TARGET ? 2 : 0;
}

/** What is known of each token before any target: its polarity by itself, and whether it negates. */
interface Sheet {
  readonly polarity: Int8Array;
  readonly negates: Uint8Array;
  readonly isQuoteMark: Uint8Array;
  /** Valence by AFINN, -5 to 5. */
  readonly valence: Int8Array;
  /** Index into the table of words, 0: none. */
  readonly word: Int32Array;
  /** By sentence: it has been read. */
  readonly isRead: Uint8Array;
}

/** For articles up to this many tokens the lists are made once: making them takes longer than filling them. */
const MOST_TOKENS = 2 ** 16;
const newSheet = (n: number): Sheet => ({
  polarity: new Int8Array(n),
  negates: new Uint8Array(n),
  isQuoteMark: new Uint8Array(n),
  valence: new Int8Array(n),
  word: new Int32Array(n),
  isRead: new Uint8Array(n),
});
const lists = newSheet(MOST_TOKENS);

/** Several targets stand in one sentence, and each is judged by all of it: the sheet of the article at hand is kept. */
let atHand = { article: 0, sheet: lists };
/**
 * Number of each article, from 1, while somebody has its tokens. No WeakRef: what one was asked for lives until this
 * thread waits for something, and a worker that is given task after task never does.
 */
const articles = new WeakMap<readonly Token[], number>();
let lastArticle = 0;

function numberOf(tokens: readonly Token[]): number {
  const before = articles.get(tokens);
  if (before !== undefined) return before;
  articles.set(tokens, ++lastArticle);
  return lastArticle;
}

function sheetOf(tokens: readonly Token[], { first, last }: Sentence): Sheet {
  const article = numberOf(tokens);
  if (atHand.article !== article) {
    atHand = { article, sheet: tokens.length > MOST_TOKENS ? newSheet(tokens.length) : lists };
    atHand.sheet.isRead.fill(0, 0, tokens.length);
  }
  const { sheet } = atHand;
  const { sentence } = tokens[first]!;
  if (sheet.isRead[sentence] === 0) {
    sheet.isRead[sentence] = 1;
    for (let t = first; t < last; t++) {
      const token = tokens[t]!;
      const form = formOf(token.lowerId, token.lower);
      const lemma = token.lemma === token.lower ? form : formOf(token.lemmaId, token.lemma);
      sheet.negates[t] = form.negates ? 1 : 0;
      sheet.isQuoteMark[t] = form.isQuoteMark ? 1 : 0;
      sheet.word[t] = mayWeigh(token, t === first) ? lemma.word : 0;
      // A capitalised word in mid-sentence is a name: "Grace", "Joy".
      const isName = token.pos === 'PROPN' || token.pos === 'PUNCT';
      sheet.valence[t] = isName ? 0 : form.valence || lemma.valence;
      sheet.polarity[t] =
        isName || token.lower === 'goods'
          ? 0
          : form.polarity || lemma.polarity || (token.pos === 'VERB' ? lemma.implied : 0);
    }
  }
  return sheet;
}

/** What the lists say of a string. */
interface Form {
  readonly polarity: number;
  /** As a verb: what it implies about its theme, else about its agent. */
  readonly implied: number;
  readonly negates: boolean;
  readonly isQuoteMark: boolean;
  readonly valence: number;
  readonly word: number;
}

/** By the number of the string in this process: a text has far fewer strings than tokens. A slot keeps the last. */
const SLOTS = 1 << 16;
const forms: ({ readonly id: number; readonly form: Form } | undefined)[] = new Array(SLOTS);

function readForm(text: string): Form {
  const { polarity, verbs, negators } = stanceWords();
  const [found] = verbs.get(text) ?? [];
  return {
    polarity: polarity.get(text) ?? 0,
    implied: found ? found.theme || found.agent : 0,
    negates: negators.has(text),
    isQuoteMark: text === '"' || text === '\u201c' || text === '\u201d',
    valence: valenceOf(text),
    word: wordTable().index.get(text) ?? 0,
  };
}

function formOf(id: number | undefined, text: string): Form {
  if (id === undefined) return readForm(text);
  const before = forms[id % SLOTS];
  if (before?.id === id) return before.form;
  const form = readForm(text);
  forms[id % SLOTS] = { id, form };
  return form;
}

/** Names of features that are put together: made once, so that their weights are found without reading them. */
const byEnding = new Map<string, Map<string, string>>();

function joined(beginning: string, ending: string): string {
  let endings = byEnding.get(beginning);
  if (!endings) {
    endings = new Map();
    byEnding.set(beginning, endings);
  }
  let name = endings.get(ending);
  if (name === undefined) {
    name = beginning + ending;
    endings.set(ending, name);
  }
  return name;
}

/** "left" -> "left:pos" or "left:neg". */
const signed = (beginning: string, positive: boolean): string =>
  joined(beginning, positive ? ':pos' : ':neg');

/** By band of `NEAR`, the farthest last. */
const BANDS_LEFT = [...NEAR, 'far'].map((band) => `left${band}`);
const BANDS_RIGHT = [...NEAR, 'far'].map((band) => `right${band}`);
const FIFTHS = ['fifth:0', 'fifth:1', 'fifth:2', 'fifth:3', 'fifth:4'] as const;
const SUMS = ['sum:-3', 'sum:-2', 'sum:-1', 'sum:0', 'sum:1', 'sum:2', 'sum:3'] as const;
const NEARS = ['near:-2', 'near:-1', 'near:0', 'near:1', 'near:2'] as const;

/** Walks one sentence around one target. Made anew for each mention; holds nothing else. */
class Reader {
  readonly features: Feature[] = [{ name: 'bias', value: 1, token: -1 }];
  private readonly words = stanceWords();
  private speaks = false;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly from: number,
    private readonly to: number,
    private readonly place: Place,
    private readonly counts: Counts,
    private readonly sheet: Sheet,
  ) {}

  private add(name: string, token = -1, value = 1): void {
    if (name === 'speaker') this.speaks = true;
    this.features.push({ name, value, token });
  }

  /** Form and place of the mention, and what kind of sentence it stands in. */
  readPlace(): void {
    const { tokens, from, to, place } = this;
    const { first, last } = place;
    const pronoun = last - first === 1 ? PRONOUNS.get(tokens[first]!.lower) : undefined;
    if (pronoun !== undefined) this.add(joined('form:', pronoun));
    else this.add(last - first === 1 ? 'form:one' : last - first === 2 ? 'form:two' : 'form:long');
    this.add(FIFTHS[Math.min(4, Math.floor((5 * (first - from)) / Math.max(1, to - from)))]!);
    if (place.quoted) this.add('quoted');
    const before = tokens[first - 1];
    if (before && first > from) {
      if (before.lower === 'president') this.add('before:president');
      else if (before.lower === 'former') this.add('before:former');
      else if (ATTACHED.has(before.lower)) this.add(joined('prep:', before.lower));
      else this.add(joined('beforepos:', before.pos));
    } else this.add('starts');
    const after = tokens[last];
    this.add(after && last < to ? joined('afterpos:', after.pos) : 'ends');
    const end = tokens[to - 1]!;
    if (end.lower === '?' || tokens[to - 2]?.lower === '?') this.add('question');
    if (end.lower === '!') this.add('exclaims');
    let quotes = false;
    let negated = false;
    for (let t = from; t < to; t++) {
      if (this.sheet.isQuoteMark[t] === 1) quotes = true;
      if (this.sheet.negates[t] === 1) {
        negated = true;
        if (Math.min(Math.abs(t - first), Math.abs(t - last + 1)) <= 3) this.add('negation:near', t);
      }
    }
    if (quotes) this.add('marks');
    if (negated) this.add('negation');
  }

  /** The verbs that the target is subject or object of, what it is, and what it owns. */
  readRoles(): void {
    const { tokens, from, to, place } = this;
    const { first, last } = place;
    const owner =
      tokens[last]?.lower === "'s" || tokens[last]?.lower === "'" || OWNERS.has(tokens[first]!.lower);
    if (owner) this.readOwned(tokens[last]?.lower.startsWith("'") ? last + 1 : last);
    else this.readSubject(last, this.isBehindPreposition(first));
    this.readObject(first);
    // "said X", "X, who said"
    const before = tokens[first - 1];
    if (first > from && before && SPEECH.has(before.lemma) && before.pos === 'VERB')
      this.add('speaker', first - 1);
    if (first - 2 >= from && before?.lower === 'to' && tokens[first - 2]!.lower === 'according')
      this.add('speaker', first - 2);
    this.readPremodifiers(first, from);
    if (tokens[last]?.lower === ',' && last < to) this.readApposition(last + 1);
  }

  /** "the attack on X failed": X stands inside the subject and is none itself. */
  private isBehindPreposition(first: number): boolean {
    const { tokens, from } = this;
    let t = first - 1;
    while (t >= from && t > first - 4 && (tokens[t]!.pos === 'DET' || tokens[t]!.pos === 'ADJ')) t--;
    return t >= from && tokens[t]!.pos === 'ADP';
  }

  /** The next verb group: auxiliaries, adverbs and an apposition are skipped. `inner`: the target is part of a subject. */
  private readSubject(last: number, inner: boolean): void {
    const { tokens, to } = this;
    let t = last;
    // "the Varenian troops showed": the verb is that of the phrase
    for (const end = Math.min(to, last + HEAD_REACH); t < end && tokens[t]!.pos === 'NOUN'; ) t++;
    // an apposition or relative clause in commas
    if (tokens[t]?.lower === ',') {
      const close = this.find(t + 1, Math.min(to, t + COMMA_REACH), ',');
      if (close > 0) t = close + 1;
    } else if (tokens[t]?.lower === '(') {
      const close = this.find(t + 1, Math.min(to, t + VERB_REACH), ')');
      if (close > 0) t = close + 1;
    }
    let passive = false;
    let negated = false;
    let be = -1;
    let modal = false;
    for (const end = Math.min(to, t + VERB_REACH); t < end; t++) {
      const token = tokens[t]!;
      if (this.sheet.negates[t] === 1) negated = true;
      else if (this.words.modals.has(token.lower)) modal = true;
      else if (token.pos === 'AUX' || (AUXILIARIES.has(token.lemma) && token.pos === 'VERB')) {
        if (token.lemma === 'be' || token.lower === 'got' || token.lower === 'gets') be = t;
        else be = -1;
      } else if (token.pos === 'VERB') {
        passive = be >= 0 && !token.lower.endsWith('ing');
        const role = inner ? 'inner' : passive ? 'passive' : 'subject';
        this.verb(role, t, negated, modal);
        this.afterVerb(role, t);
        return;
      } else if (
        token.pos === 'ADJ' ||
        token.pos === 'NOUN' ||
        token.pos === 'DET' ||
        token.pos === 'PROPN'
      ) {
        if (be >= 0 && !inner) this.readPredicate(t, negated);
        return;
      } else if (token.pos !== 'ADV' && token.pos !== 'PART') return;
    }
  }

  private find(from: number, to: number, mark: string): number {
    for (let t = from; t < to; t++) if (this.tokens[t]!.lower === mark) return t;
    return -1;
  }

  private verb(role: string, t: number, negated: boolean, modal: boolean): void {
    const { lemma, lower } = this.tokens[t]!;
    const classes = this.words.verbs.get(lemma) ?? this.words.verbs.get(lower) ?? [];
    const named = joined(role, ':');
    for (const { id } of classes) {
      const name = joined(named, id);
      this.add(negated ? joined(name, ':not') : name, t);
    }
    for (const found of classes) this.implied(role, found, negated, t);
    if (SPEECH.has(lemma)) this.add(role === 'subject' ? 'speaker' : joined(role, ':speech'), t);
    else if (classes.length === 0) this.add(joined(role, modal ? ':other:modal' : ':other'));
  }

  private implied(role: string, { agent, theme }: VerbClass, negated: boolean, t: number): void {
    if (role === 'inner') return;
    const value = role === 'subject' ? agent : theme;
    if (value !== 0) this.add(negated ? 'implied:negated' : 'implied', t, value);
  }

  /** Evaluative words within six tokens after the target's verb colour what it does. */
  private afterVerb(role: string, verb: number): void {
    // What somebody says, and whom they praise or blame, is not what they are.
    const { lemma } = this.tokens[verb]!;
    const speech =
      SPEECH.has(lemma) ||
      (role === 'subject' && this.words.verbs.get(lemma)?.some(({ id }) => OPINION.has(id)));
    for (let t = verb + 1; t < Math.min(this.to, verb + 7); t++) {
      const polarity = this.polarityAt(t);
      if (polarity) this.add(signed(joined('after-', speech ? 'speech' : role), polarity > 0), t);
    }
  }

  private readPredicate(from: number, negated: boolean): void {
    for (let t = from; t < Math.min(this.to, from + 6); t++) {
      const polarity = this.polarityAt(t);
      if (polarity) {
        this.add(signed('predicate', polarity > 0 !== negated), t);
        return;
      }
      if (this.tokens[t]!.pos === 'PUNCT') break;
    }
    this.add('predicate:plain');
  }

  private readOwned(from: number): void {
    this.add('owner');
    for (let t = from; t < Math.min(this.to, from + 4); t++) {
      const { pos, lemma } = this.tokens[t]!;
      const polarity = this.polarityAt(t);
      if (polarity) this.add(signed('owned', polarity > 0), t);
      if (
        pos === 'NOUN' &&
        /^(?:remark|comment|statement|claim|tweet|rhetoric|behavior|email|record)$/u.test(lemma)
      )
        this.add('owned:words', t);
      if (pos === 'VERB' || pos === 'PUNCT' || pos === 'ADP') break;
    }
  }

  /** The verb whose object the target is, directly or through a preposition. */
  private readObject(first: number): void {
    const { tokens, from } = this;
    let t = first - 1;
    // back over the rest of the noun phrase: titles, adjectives, determiners
    while (t >= from && t > first - 6 && IN_PHRASE.has(tokens[t]!.pos)) t--;
    if (t < from) return;
    const token = tokens[t]!;
    if (token.pos === 'VERB') {
      this.object('object', t);
      return;
    }
    if (token.pos !== 'ADP' && token.lower !== 'to') return;
    let governor = t - 1;
    while (governor >= from && governor > t - 5 && !GOVERNS.has(tokens[governor]!.pos)) governor--;
    if (governor < from) return;
    const polarity = this.polarityAt(governor);
    const side = token.lower === 'against' ? 'against' : token.lower === 'by' ? 'by' : 'via';
    if (polarity) this.add(signed(side, polarity > 0), governor);
    if (tokens[governor]!.pos === 'VERB') this.object(side, governor);
  }

  private object(role: string, t: number): void {
    let negated = false;
    for (let k = Math.max(this.from, t - NEGATION_REACH); k < t; k++)
      if (this.sheet.negates[k] === 1) negated = true;
    // "by X" after a verb: X is its agent
    if (role === 'by') this.verb('subject', t, negated, false);
    else this.verb(role, t, negated, false);
  }

  private readPremodifiers(first: number, from: number): void {
    for (let t = first - 1; t >= from && t > first - 5; t--) {
      if (!PREMODIFIES.has(this.tokens[t]!.pos)) break;
      const polarity = this.polarityAt(t);
      if (polarity) this.add(signed('premodifier', polarity > 0), t);
    }
  }

  private readApposition(from: number): void {
    for (let t = from; t < Math.min(this.to, from + 8); t++) {
      if (this.tokens[t]!.lower === ',') break;
      const polarity = this.polarityAt(t);
      if (polarity) this.add(signed('apposition', polarity > 0), t);
    }
  }

  /** Evaluative words of the sentence by side and distance, negation turned; and their sum. */
  readWords(): void {
    const { from, to, place } = this;
    const polarities = this.sheet.polarity;
    let sum = 0;
    let near = 0;
    for (let t = from; t < to; t++) {
      if (t >= place.first && t < place.last) continue;
      if (polarities[t] === 0) continue;
      const polarity = this.polarityAt(t);
      if (!polarity) continue;
      const distance = t < place.first ? place.first - t : t - place.last + 1;
      let band = 0;
      while (band < NEAR.length && distance > NEAR[band]!) band++;
      this.add(signed((t < place.first ? BANDS_LEFT : BANDS_RIGHT)[band]!, polarity > 0), t);
      sum += polarity;
      if (distance <= 8) near += polarity;
    }
    this.add(SUMS[Math.max(-3, Math.min(3, sum)) + 3]!);
    this.add(NEARS[Math.max(-2, Math.min(2, near)) + 2]!);
    if (sum === 0 && near === 0 && this.speaks) this.add('speaker:plain');
  }

  /** Valence by AFINN: of all words, of near ones, of each side, of bright and dark ones, and by distance. */
  readValence(): void {
    const { from, to, place } = this;
    const { valence, negates } = this.sheet;
    let [all, near, left, right, bright, dark, weighed] = [0, 0, 0, 0, 0, 0, 0];
    let negator = -NEGATION_REACH - 1;
    for (let t = from; t < to; t++) {
      if (negates[t] === 1) negator = t;
      let value = valence[t]!;
      if (value === 0 || (t >= place.first && t < place.last) || !this.counts(t)) continue;
      if (t > negator && t - negator <= NEGATION_REACH) value *= value > 0 ? -1 : NEGATED_DARK;
      const distance = t < place.first ? place.first - t : t - place.last + 1;
      all += value;
      weighed += value / Math.sqrt(distance + 1);
      if (value > 0) bright += value;
      else dark -= value;
      if (distance > NEAR_TARGET) continue;
      near += value;
      if (t < place.first) left += value;
      else right += value;
    }
    this.addValence('valence:all', all / VALENCE_UNIT);
    this.addValence('valence:near', near / VALENCE_UNIT);
    this.addValence('valence:left', left / VALENCE_UNIT);
    this.addValence('valence:right', right / VALENCE_UNIT);
    this.addValence('valence:bright', bright / VALENCE_UNIT);
    this.addValence('valence:dark', dark / VALENCE_UNIT);
    this.addValence('valence:weighed', (2 * weighed) / VALENCE_UNIT);
  }

  private addValence(name: string, value: number): void {
    if (value !== 0) this.add(name, -1, Math.max(-2, Math.min(2, value)));
  }

  /** Sums of the weights of all words around the target. */
  weighWords(): WordSums {
    const { weights } = wordTable();
    let [negative, positive] = [0, 0];
    for (let t = this.from; t < this.to; t++) {
      const word = this.sheet.word[t]!;
      if (word === 0 || (t >= this.place.first && t < this.place.last) || !this.counts(t)) continue;
      const at = word * 6 + zoneOf(t, this.place) * 2;
      negative += weights[at]!;
      positive += weights[at + 1]!;
    }
    return { negative, positive };
  }

  /** Polarity of a token in its place: negated praise is blame; negated blame says little. */
  private polarityAt(t: number): number {
    const polarity = this.sheet.polarity[t]!;
    if (polarity === 0 || !this.counts(t)) return 0;
    for (let k = t - 1; k >= Math.max(this.from, t - NEGATION_REACH); k--) {
      if (this.tokens[k]!.pos === 'PUNCT') break;
      if (this.sheet.negates[k] === 1) return polarity > 0 ? -1 : 0;
    }
    return polarity;
  }
}
