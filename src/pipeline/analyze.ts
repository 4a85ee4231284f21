/** Articles through the stages, in order. Pure: no clock, no file, no network, no randomness. */
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
  options: Partial<AnalyzeOptions> = {},
): Analysis {
  const [made] = analyzeAll([article], lexicons, options);
  if (made instanceof Error) throw made;
  return made!;
}

/**
 * The same for several articles, in their order; an Error where the analysis of one failed. Each stage is done for all
 * of them before the next, because a stage is a third faster while its code and its lists are at hand: give some tens
 * of articles, of which everything is held at once. `onBegin` is told the index of the article that is worked on.
 */
export function analyzeAll(
  articles: readonly Article[],
  lexicons: Lexicons,
  { targets: asked = [], exclude = NOTHING }: Partial<AnalyzeOptions> = {},
  onBegin: (index: number) => void = () => undefined,
): (Analysis | Error)[] {
  const each = <From extends object, To>(before: readonly (From | Error)[], stage: (one: From) => To) =>
    before.map((one, index): To | Error => {
      if (one instanceof Error) return one;
      onBegin(index);
      try {
        return stage(one);
      } catch (error) {
        return error as Error;
      }
    });
  const read = each(articles, (article) => {
    const regions = findRegions(article);
    return { article, regions, doc: tokenize(article, regions) };
  });
  const quoted = each(read, (one) => ({ ...one, found: findQuotes(one.doc) }));
  const named = each(quoted, (one) => ({ ...one, entities: findEntities(one.doc) }));
  const spoken = each(named, ({ article, regions, doc, found, entities }) => {
    const { quotes, speakers } = resolveSpeakers(doc, found.quotes, entities);
    const scare = found.scare
      .filter(({ kind }) => kind === 'scare')
      .map(({ start, end }) => [start, end] as const);
    return {
      article,
      regions,
      doc,
      entities,
      speakers,
      found: { quotes, scare },
      voices: assignVoices(doc, quotes),
    };
  });
  const marked = each(spoken, ({ found, ...one }) => ({
    ...one,
    ...findMarkers(one.doc, found, one.voices, lexicons, exclude),
  }));
  const judged = each(marked, (one) => ({ ...one, ...findStances(one.doc, one, asked) }));
  return each(judged, ({ article, regions, doc, quotes, speakers, voices, markers, targets, stances }) => {
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
      speakers,
      markers,
      targets,
      stances,
      scores: scoreArticle(markers, counts),
      problems: [],
    };
  });
}
