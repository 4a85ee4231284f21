/**
 * The words of the program as types. Every span is half-open, [start, end), in UTF-16 code units of `article.text`,
 * and `text` beside a span equals that slice.
 */
import type { AttributionCategory, Family, LexToken } from '../lexicons/types.js';

export type Span = readonly [start: number, end: number];

/** One text with metadata, as a reader gives it. */
export interface Article {
  readonly id: string;
  readonly title: string | null;
  readonly source: string | null;
  /** ISO date, YYYY-MM-DD, or a full ISO time. */
  readonly published: string | null;
  readonly url: string | null;
  readonly event: string | null;
  /** ISO 639-1, when the input says it. */
  readonly language: string | null;
  readonly text: string;
  /** Spans whose stance is asked for; the record then has exactly one stance for each. */
  readonly targets?: readonly GivenTarget[];
  /** What a reader knows of the layout (HTML, Markdown), as spans of `text`. */
  readonly layout?: readonly LayoutHint[];
  /** Further fields of the input row, kept for `--by field`. */
  readonly fields?: Readonly<Record<string, string>>;
}

export interface GivenTarget {
  readonly id: string;
  readonly start: number;
  readonly end: number;
}

export interface LayoutHint {
  readonly start: number;
  readonly end: number;
  readonly kind: 'headline' | 'byline' | 'caption' | 'boilerplate' | 'comments' | 'blockquote' | 'q';
}

export type RegionKind = 'header' | 'headline' | 'byline' | 'caption' | 'boilerplate' | 'comments';

export interface Region {
  readonly start: number;
  readonly end: number;
  readonly kind: RegionKind;
}

export interface Token extends LexToken {
  readonly text: string;
  readonly paragraph: number;
}

export interface Sentence {
  readonly start: number;
  readonly end: number;
  /** Token indexes, half-open. */
  readonly first: number;
  readonly last: number;
  readonly paragraph: number;
}

export interface Paragraph {
  readonly start: number;
  readonly end: number;
  readonly first: number;
  readonly last: number;
  /** Sentence indexes, half-open. */
  readonly firstSentence: number;
  readonly lastSentence: number;
  /** The region that covers this paragraph, if any; `caption` and `headline` are running text. */
  readonly region: RegionKind | null;
}

/**
 * An article with its tokens. Paragraphs of header, byline, boilerplate and comments are not here: they have no
 * voice and no words in any count.
 */
export interface Document {
  readonly article: Article;
  readonly text: string;
  readonly regions: readonly Region[];
  readonly tokens: readonly Token[];
  readonly sentences: readonly Sentence[];
  readonly paragraphs: readonly Paragraph[];
}

export type QuoteForm = 'direct' | 'mixed' | 'indirect' | 'block';

export interface TextSpan {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Cue extends TextSpan {
  readonly category: AttributionCategory;
}

/** One contiguous stretch of words given to a source; never crosses a paragraph. */
export interface Quote {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly form: QuoteForm;
  /** The stretches inside quote marks, marks left out. */
  readonly marked: readonly Span[];
  /** Shared by the fragments of one attribution. */
  readonly group: number;
  /** The quote that this one stands in. */
  readonly parent: string | null;
  readonly cue: Cue | null;
  /** The words that name the source; a continuation repeats the running speaker's. */
  readonly mention: TextSpan | null;
  /** Local id of the speaker (`s1`), or null: could not tell. */
  readonly speaker: string | null;
  /** 0..1: the estimated chance that form, bounds and speaker are right. */
  readonly confidence: number;
}

export type SpeakerKind = 'person' | 'organization' | 'group' | 'document' | 'anonymous';

export interface Speaker {
  readonly id: string;
  readonly name: string;
  readonly kind: SpeakerKind;
  readonly role: string | null;
  readonly affiliation: string | null;
  /** Every form of the name met, sorted. */
  readonly names: readonly string[];
  readonly mentions: readonly Span[];
}

export type EntityKind = 'person' | 'organization' | 'country' | 'place' | 'group';

/** A person, organization, country or place that the article names, with all its mentions, pronouns among them. */
export interface Entity {
  readonly id: number;
  readonly name: string;
  readonly kind: EntityKind;
  readonly gender: 'female' | 'male' | null;
  readonly role: string | null;
  readonly affiliation: string | null;
  /** Every form of the name met, without pronouns and descriptions, sorted. */
  readonly names: readonly string[];
  readonly mentions: readonly EntityMention[];
}

export interface EntityMention {
  readonly start: number;
  readonly end: number;
  /** Token indexes, half-open. */
  readonly first: number;
  readonly last: number;
  /** `name`: by name; `description`: "the president"; `pronoun`: "he"; `demonym`: "Russian" for Russia. */
  readonly kind: 'name' | 'description' | 'pronoun' | 'demonym';
}

export const VOICES = ['author', 'headline', 'quoted', 'reported'] as const;
export type Voice = (typeof VOICES)[number];

/** Whose words each token is. Arrays run parallel to `document.tokens`. */
export interface Voices {
  readonly voice: readonly Voice[];
  /** Index into the quotes of the innermost quote, or -1. */
  readonly quote: Int32Array;
}

export interface Marker extends TextSpan {
  readonly lexicon: string;
  readonly entry: string;
  readonly family: Family;
  readonly category: string;
  readonly weight: number;
  readonly voice: Voice;
  readonly speaker: string | null;
  readonly quote: string | null;
  readonly negated: boolean;
  readonly scare: boolean;
}

export type Role = 'protagonist' | 'antagonist' | 'victim';

export interface Stance {
  /** Id of the target. */
  readonly target: string;
  readonly start: number;
  readonly end: number;
  readonly voice: Voice;
  readonly speaker: string | null;
  /** -1..1 */
  readonly polarity: number;
  readonly label: -1 | 0 | 1;
  readonly role: Role | null;
  /** The words that show it. */
  readonly evidence: readonly Span[];
}

/** A target as settings name it (`targets.yml`), or as the program found it. */
export interface Target {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  readonly demonyms: readonly string[];
  /** Names of people or bodies that count to it. */
  readonly members: readonly string[];
}

/** Words of one voice, and of one speaker in it. */
export interface VoiceWords {
  readonly voice: Voice;
  readonly speaker: string | null;
  readonly words: number;
}

export interface WordCounts {
  readonly all: number;
  readonly author: number;
  readonly headline: number;
  readonly quoted: number;
  readonly reported: number;
}

/** Hits of one category in one voice; `speaker` null = all speakers of that voice together. Rows without hits are left out. */
export interface Score {
  readonly voice: Voice | 'all';
  readonly speaker: string | null;
  readonly family: Family;
  readonly category: string;
  /** Words of that voice (and speaker). */
  readonly words: number;
  readonly hits: number;
  readonly meanWeight: number;
  /** Hits per 1,000 words; null under 100 words. */
  readonly rate: number | null;
  /** Exact 95 % Poisson interval (Garwood 1936) of the rate; null under 100 words. */
  readonly rateLow: number | null;
  readonly rateHigh: number | null;
}

export interface Problem {
  readonly code: string;
  readonly message: string;
}

/** The analysis record: everything that is known of one article. */
export interface Analysis {
  readonly schema: 1;
  readonly id: string;
  readonly title: string | null;
  readonly source: string | null;
  readonly published: string | null;
  readonly url: string | null;
  readonly event: string | null;
  readonly language: string | null;
  readonly text: string;
  /** Further fields of the input row. */
  readonly fields: Readonly<Record<string, string>>;
  readonly words: WordCounts;
  /** Words by voice and speaker; `speaker` null: the author's, or nobody could tell whose. */
  readonly voices: readonly VoiceWords[];
  /** Uses of each lower-cased lemma in the author's voice, by lemma in code point order: for keywords. */
  readonly lemmas: Readonly<Record<string, number>>;
  /** Sentences of running text, in order. */
  readonly sentences: readonly Span[];
  readonly regions: readonly Region[];
  readonly quotes: readonly Quote[];
  readonly speakers: readonly Speaker[];
  readonly markers: readonly Marker[];
  /** Targets of this article: those asked for, or those found. */
  readonly targets: readonly Target[];
  readonly stances: readonly Stance[];
  readonly scores: readonly Score[];
  readonly problems: readonly Problem[];
}

/** What changes an analysis besides the article and the lexicons. */
export interface AnalyzeOptions {
  readonly targets: readonly Target[];
  readonly exclude: Exclude;
}

/** Entries (`category.slug`), terms (as they stand in a text, lower case) and categories that are silenced. */
export interface Exclude {
  readonly entries: readonly string[];
  readonly terms: readonly string[];
  readonly categories: readonly string[];
}
