/**
 * What a lexicon is, and what matching one needs from a text. This folder imports nothing of ours: a text is
 * seen here only as a run of `LexToken`s.
 */

export const FAMILIES = ['wording', 'attribution', 'commitment', 'framing'] as const;
export type Family = (typeof FAMILIES)[number];

/** Universal part-of-speech tags as wink-nlp gives them. */
export const POS_TAGS = [
  'ADJ', 'ADP', 'ADV', 'AUX', 'CCONJ', 'DET', 'INTJ', 'NOUN', 'NUM', 'PART', 'PRON', 'PROPN', 'PUNCT', 'SCONJ',
  'SYM', 'VERB', 'X', 'SPACE',
] as const; // biome-ignore format: a table
export type Pos = (typeof POS_TAGS)[number];

/** The classes of attribution verb, noun and phrase (Thompson & Ye 1991; Bender; Wikipedia "Words to watch"). */
export const ATTRIBUTION_CATEGORIES = [
  'neutral', 'distancing', 'endorsing', 'guilt', 'hostile', 'counter-factive',
] as const; // biome-ignore format: a table
export type AttributionCategory = (typeof ATTRIBUTION_CATEGORIES)[number];

/** One token of a text, as far as matching needs it. */
export interface LexToken {
  /** Half-open span in UTF-16 units of the article's text. */
  readonly start: number;
  readonly end: number;
  /** The form as it stands in the text; only `case: exact` looks at it. */
  readonly text?: string;
  /** Lower-cased form; apostrophes and hyphens are folded to ' and -. */
  readonly lower: string;
  /** Lower-cased lemma. */
  readonly lemma: string;
  /** A number for each of the two, from 0: the same number in this process is the same string. Makes matching faster. */
  readonly lowerId?: number;
  readonly lemmaId?: number;
  readonly pos: Pos;
  /** The first letter is a capital. */
  readonly capital: boolean;
  /** Index of the sentence; a match never crosses a sentence. */
  readonly sentence: number;
}

/** One considered judgement about words: what matches, what it is, why, and texts that prove it. */
export interface Entry {
  /** `category.slug`; unique in its lexicon, never reused. */
  readonly id: string;
  readonly category: string;
  /**
   * What matches. A term is a run of items parted by blanks:
   *   word        that lemma or that word form (unless the entry says `lemma: false`)
   *   word/VERB   the same, with that part of speech
   *   a|b         either
   *   NOUN ADJ VERB ADV PROPN NUM PRON DET ADP   any one token with that part of speech
   *   *           any one token within the sentence that is not punctuation
   *   item?       may be missing
   *   begin*      any word that begins so
   * A blank in a term also matches a hyphen in the text, and an opening quote mark may stand there; a hyphen in
   * a term must stand in the text.
   */
  readonly terms: readonly string[];
  /** Parts of speech allowed for a term of one word. */
  readonly pos?: readonly Pos[];
  /** false: word forms only, no lemmas. Default true. */
  readonly lemma?: boolean;
  /**
   * `any`: also inside proper names of several capitalised words (default: such words are left alone);
   * `exact`: capitals must stand as in the term.
   */
  readonly case?: 'any' | 'exact';
  /** 1 mild, 2 strong, 3 extreme; the scale is written down in the lexicon's header. */
  readonly weight: 1 | 2 | 3;
  /**
   * Literal senses: where one of these patterns touches the match, nothing is recorded. Same syntax as terms; a word
   * written with a capital must have one in the text ("Dire Straits").
   */
  readonly except?: readonly string[];
  readonly why: string;
  /** A key of `sources.yml`, or `editorial` for the editors' own judgement. */
  readonly source: string;
  /** Texts of our own in which the entry must match; the match stands in [brackets]. */
  readonly hit: readonly string[];
  /** Texts of our own in which the entry must not match. */
  readonly miss: readonly string[];
  /** attribution: recorded even where the word introduces no quote ("slammed the decision"). */
  readonly standalone?: boolean;
  /** Recorded by the program itself (scare quotes, cues without an entry): such an entry has no terms, hits or misses. */
  readonly program?: boolean;
  /** verb frames: what the verb implies about its agent and its theme in the writer's view, -1, 0 or 1. */
  readonly agent?: -1 | 0 | 1;
  readonly theme?: -1 | 0 | 1;
  /** Conflict-bound labels: the entry that the other side uses for the same thing. */
  readonly counterpart?: string;
  /** Recorded by the program from quote marks and quotes, not by terms; then terms, hit and miss may be empty. */
  readonly layout?: boolean;
  /** Where it stands in its file, from 1. */
  readonly line?: number;
}

export interface Category {
  readonly id: string;
  /** One line. */
  readonly meaning: string;
  /** A key of `sources.yml`. */
  readonly source: string;
}

export interface Lexicon {
  readonly id: string;
  readonly family: Family;
  readonly version: string;
  readonly licence: string;
  readonly about: string;
  /** The written scale of the weights. */
  readonly weights?: string;
  /** What it was imported from; such entries need no reason and no examples. */
  readonly imported?: string;
  readonly categories: readonly Category[];
  readonly entries: readonly Entry[];
  /** The works that its own `sources:` names, beside those of sources.yml. */
  readonly sources?: Readonly<Record<string, Source>>;
  /** Path of the file, as given. */
  readonly file?: string;
  /** SHA-256 of the file, hex. */
  readonly hash: string;
}

/** A published work that entries cite. */
export interface Source {
  readonly title: string;
  readonly authors: string;
  readonly year: number;
  readonly url?: string;
  /** Where it appeared: journal, publisher, pages. */
  readonly where?: string;
}

/** One thing that has competing names. */
export interface Concept {
  readonly id: string;
  readonly about: string;
  readonly names: readonly ConceptName[];
}

export interface ConceptName {
  /** The name as shown. `concept.id + '.' + slug of name` is the entry id of its markers. */
  readonly name: string;
  /** Same syntax as an entry's terms. */
  readonly terms: readonly string[];
  readonly pos?: readonly Pos[];
  readonly except?: readonly string[];
  readonly implies: string;
  readonly usedBy: string;
  readonly hit: readonly string[];
  readonly miss: readonly string[];
}

/** One match. Token indexes are half-open, into the tokens given. */
export interface Match {
  readonly lexicon: string;
  readonly entry: string;
  readonly family: Family;
  readonly category: string;
  readonly weight: number;
  readonly first: number;
  readonly last: number;
  /** A negation in the same clause denies it ("not a terrorist"). */
  readonly negated: boolean;
}
