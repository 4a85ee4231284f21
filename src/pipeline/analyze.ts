/** One article through the stages, in order. Pure: no clock, no file, no network, no randomness. */
import type { Lexicons } from '../lexicons/load.js';
import { findEntities } from './entities.js';
import { findMarkers } from './markers.js';
import { findQuotes } from './quotes.js';
import { findRegions } from './regions.js';
import { scoreArticle } from './score.js';
import { resolveSpeakers } from './speakers.js';
import { findStances } from './stance.js';
import { tokenize } from './tokens.js';
import type { Analysis, AnalyzeOptions, Article, Exclude } from './types.js';
import { assignVoices, countLemmas, countWords, totalWords } from './voices.js';

const NOTHING: Exclude = { entries: [], terms: [], categories: [] };

/** The analysis record of an article. The same input gives the same bytes, whatever ran before. */
export function analyze(
  article: Article,
  lexicons: Lexicons,
  { targets: asked = [], exclude = NOTHING }: Partial<AnalyzeOptions> = {},
): Analysis {
  const regions = findRegions(article);
  const doc = tokenize(article, regions);
  const found = findQuotes(doc);
  const entities = findEntities(doc);
  const spoken = resolveSpeakers(doc, found.quotes, entities);
  const voices = assignVoices(doc, spoken.quotes);
  const scare = found.scare
    .filter(({ kind }) => kind === 'scare')
    .map(({ start, end }) => [start, end] as const);
  const { quotes, markers } = findMarkers(doc, { quotes: spoken.quotes, scare }, voices, lexicons, exclude);
  const { targets, stances } = findStances(doc, { entities, quotes, voices, markers }, asked);
  const counts = countWords(doc, quotes, voices);
  return {
    schema: 1,
    id: article.id,
    title: article.title,
    source: article.source,
    published: article.published,
    url: article.url,
    event: article.event,
    language: article.language,
    text: article.text,
    fields: article.fields ?? {},
    words: totalWords(counts),
    voices: counts,
    lemmas: countLemmas(doc, voices),
    sentences: doc.sentences.map(({ start, end }) => [start, end] as const),
    regions,
    quotes,
    speakers: spoken.speakers,
    markers,
    targets,
    stances,
    scores: scoreArticle(markers, counts),
    problems: [],
  };
}
