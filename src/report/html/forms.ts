/**
 * How each kind of marker looks: one family, one form; the category is told by the pattern of the line, never by
 * colour alone. Many categories of one nature share a form, so that a reader has a dozen signs to learn, not forty;
 * the card and the tables always name the exact category.
 */
import type { Family } from '../../lexicons/types.js';

export interface Form {
  /** Class name in the style sheet and value of the switch in the legend. */
  readonly id: string;
  readonly family: Family;
  readonly label: string;
  /** The letter or sign printed beside the words. */
  readonly sign: string;
  /** A word that shows the form in the legend. */
  readonly sample: string;
  readonly categories: readonly string[];
  /** Dense and quiet kinds start switched off: a page where every third word is marked says nothing. */
  readonly off?: true;
}

export const FORMS: readonly Form[] = [
  {
    id: 'loaded',
    family: 'wording',
    label: 'Loaded wording',
    sign: 'L',
    sample: 'horrific',
    categories: ['loaded-language', 'exaggeration', 'fear', 'intensifiers'],
  },
  {
    id: 'label',
    family: 'wording',
    label: 'Labels',
    sign: 'N',
    sample: 'thugs',
    categories: ['name-calling', 'dehumanizing', 'outcasting', 'trait-labels', 'dysphemism', 'us-them'],
  },
  {
    id: 'glory',
    family: 'wording',
    label: 'Glorifying',
    sign: 'G',
    sample: 'heroic',
    categories: ['glorifying', 'flag-waving'],
  },
  {
    id: 'soft',
    family: 'wording',
    label: 'Softening',
    sign: 'S',
    sample: 'incident',
    categories: ['euphemism', 'minimizing'],
  },
  {
    id: 'doubt',
    family: 'wording',
    label: 'Doubt',
    sign: 'D',
    sample: 'so-called',
    categories: ['doubt-markers'],
  },
  {
    id: 'hedge',
    family: 'commitment',
    label: 'Hedges',
    sign: 'H',
    sample: 'perhaps',
    categories: ['hedges', 'attribution-hedges'],
  },
  {
    id: 'vague',
    family: 'commitment',
    label: 'Vague sources',
    sign: 'V',
    sample: 'observers',
    categories: ['vague-attribution'],
  },
  {
    id: 'boost',
    family: 'commitment',
    label: 'Boosters',
    sign: 'B',
    sample: 'clearly',
    categories: ['boosters', 'attitude-markers'],
  },
  {
    id: 'know',
    family: 'commitment',
    label: 'Verbs that presume',
    sign: 'P',
    sample: 'realize',
    categories: ['factives', 'assertives', 'implicatives'],
    off: true,
  },
  {
    id: 'neutral',
    family: 'attribution',
    label: 'Neutral',
    sign: '=',
    sample: 'said',
    categories: ['neutral'],
  },
  {
    id: 'endorsing',
    family: 'attribution',
    label: 'Endorsing',
    sign: '✓',
    sample: 'noted',
    categories: ['endorsing'],
  },
  {
    id: 'distancing',
    family: 'attribution',
    label: 'Distancing',
    sign: '?',
    sample: 'claimed',
    categories: ['distancing'],
  },
  {
    id: 'guilt',
    family: 'attribution',
    label: 'Guilt',
    sign: '!',
    sample: 'admitted',
    categories: ['guilt'],
  },
  {
    id: 'hostile',
    family: 'attribution',
    label: 'Hostile',
    sign: '×',
    sample: 'ranted',
    categories: ['hostile'],
  },
  {
    id: 'counter',
    family: 'attribution',
    label: 'Counter-factive',
    sign: '≠',
    sample: 'distorted',
    categories: ['counter-factive'],
  },
  {
    id: 'names',
    family: 'framing',
    label: 'Competing names',
    sign: 'C',
    sample: 'operation',
    categories: [],
    off: true,
  },
  {
    id: 'frame',
    family: 'framing',
    label: 'Frames and roles',
    sign: 'F',
    sample: 'costs',
    categories: [],
    off: true,
  },
  {
    id: 'other',
    family: 'wording',
    label: 'Own dictionary',
    sign: 'X',
    sample: 'word',
    categories: [],
  },
];

export const FAMILY_NAMES: Readonly<Record<Family, { title: string; asks: string }>> = {
  wording: { title: 'Wording', asks: 'how it is said' },
  commitment: { title: 'Certainty', asks: 'how sure the text sounds' },
  attribution: { title: 'Introduced', asks: 'how sources are introduced' },
  framing: { title: 'Framing', asks: 'what the story is about' },
};

const byId = new Map(FORMS.map((form) => [form.id, form]));
const byCategory = new Map(FORMS.flatMap((form) => form.categories.map((category) => [category, form])));

/** The form of a marker. */
export function formOf(family: string, category: string): Form {
  if (category === 'naming') return byId.get('names')!;
  const known = byCategory.get(category);
  if (known && known.family === family) return known;
  return byId.get(family === 'framing' ? 'frame' : 'other')!;
}

/** An id as people read it: `loaded-language` -> `loaded language`. What has blanks or is a date is written for them already. */
export function readable(id: string): string {
  return /\s|^\d[\d-]*$/u.test(id) ? id : id.replaceAll(/[-_]+/g, ' ');
}

/** A category in a sentence or heading: `neutral` alone says nothing. */
export function categoryName(family: string, category: string): string {
  if (family === 'attribution') return `${readable(category)} attribution`;
  if (category.startsWith('frame-')) return `${readable(category.slice(6))} frame`;
  if (category.startsWith('moral-')) return `words of ${readable(category.slice(6))}`;
  return readable(category);
}

/** A name or phrase with its first letter as a capital. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Whose words, as a reader says it. */
export const VOICE_NAMES: Readonly<Record<string, string>> = {
  author: 'own words',
  headline: 'headline',
  quoted: 'quoted',
  reported: 'reported',
  all: 'all voices',
};

export const REGION_NAMES: Readonly<Record<string, string>> = {
  header: 'Date line, not counted',
  headline: 'Headline, counted apart',
  byline: 'Byline, not counted',
  caption: 'Caption',
  boilerplate: 'Page furniture, not counted',
  comments: 'Readers’ comments, not counted',
};
