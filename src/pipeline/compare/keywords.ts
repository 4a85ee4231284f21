/** Words that set a group apart from the pooled rest, in the author's own voice. */
import { logLikelihood, logOdds, logRatio } from '../statistics.js';
import type { Store } from '../store.js';
import { asWritten } from './as-written.js';
import { groupingSql, REST } from './groups.js';
import { textsOf } from './read-texts.js';
import { canTell, isGivenName, ownWords } from './telling.js';

/** A word needs this many uses in this many articles of the side that has more of it. */
const FEWEST_USES = 5;
const FEWEST_ARTICLES = 3;
/** Words kept on each side of a group. */
const MOST_WORDS = 50;
/** Two-sided .05: words nearer to zero are not telling. */
const SMALLEST_Z = 1.96;
/** One-sided .05, the least that is left of z without the article that uses a word most: no article makes a word alone. */
const SMALLEST_Z_WITHOUT = 1.645;
/** How a word is written is looked up in so many articles that use it most, in so many of all together. */
const ARTICLES_READ = 3;
const MOST_READ = 1000;

interface Row {
  readonly lemma: string;
  readonly uses: number;
  readonly articles: number;
  /** Uses in the article that uses it most. */
  readonly most: number;
}

/** A lemma over all groups. */
interface Total {
  readonly lemma: string;
  readonly uses: number;
  readonly articles: number;
  /** Uses in the articles that use it most, of the two groups with the most. */
  readonly most: readonly number[];
}

interface Word {
  readonly lemma: string;
  readonly z: number;
  readonly use: Parameters<typeof logOdds>[0];
  readonly articlesA: number;
  readonly articlesB: number;
}

/**
 * Appends to `keywords`: for each group of a grouping of articles its most telling lemmas, by z. All words count in the
 * statistic; those that can tell nothing (see `telling.ts`), that one article alone makes telling, and parts of longer
 * names are left out of what is shown.
 */
export async function fillKeywords(store: Store, by: string): Promise<void> {
  if (by === 'speaker') return; // only the author's words are counted as lemmas
  // The full stops of an acronym are the style of a house: "f.b.i." and "fbi" are one word.
  await store.run(`
    CREATE OR REPLACE TEMP TABLE group_lemmas AS
    WITH acronyms AS (
      SELECT DISTINCT lemma, replace(lemma, '.', '') AS bare FROM lemmas
      WHERE contains(lemma, '.') AND regexp_full_match(lemma, '(\\pL\\.){2,}\\pL\\.?')
    ), either AS (
      SELECT lemma, bare FROM acronyms UNION SELECT bare, bare FROM acronyms
    ), uses AS (
      -- One row a lemma and article, so that rows can be counted: to tell forty million of them apart takes gigabytes.
      SELECT document, lemma, uses FROM lemmas WHERE lemma NOT IN (SELECT lemma FROM either)
      UNION ALL
      SELECT l.document, e.bare, sum(l.uses) FROM lemmas l JOIN either e USING (lemma) GROUP BY ALL
    )
    SELECT g.grp, u.lemma, sum(u.uses)::INTEGER AS uses, count(*)::INTEGER AS articles, max(u.uses)::INTEGER AS most
    FROM uses u JOIN (${groupingSql(by)}) g USING (document) GROUP BY ALL`);
  const sizes = new Map(
    (
      await store.query<{ grp: string; size: number }>(
        'SELECT grp, sum(uses)::INTEGER AS size FROM group_lemmas GROUP BY grp ORDER BY grp',
      )
    ).map(({ grp, size }) => [grp, size]),
  );
  if (sizes.size < 2) return;
  const totals = (
    await store.query<{
      lemma: string;
      uses: number;
      articles: number;
      first: number;
      second: number | null;
    }>(
      `SELECT lemma, sum(uses)::INTEGER AS uses, sum(articles)::INTEGER AS articles,
         max(most, 2)[1] AS first, max(most, 2)[2] AS second
       FROM group_lemmas GROUP BY lemma
       HAVING sum(uses) >= ${FEWEST_USES} AND sum(articles) >= ${FEWEST_ARTICLES} ORDER BY lemma`,
    )
  )
    .filter(({ lemma }) => canTell(lemma))
    .map(({ first, second, ...total }): Total => ({ ...total, most: [first, second ?? 0] }));
  const sizeAll = [...sizes.values()].reduce((a, b) => a + b, 0);
  const telling = new Map<string, Word[]>();
  for (const [grp, sizeA] of sizes) {
    const rows = await store.query<Row>(
      'SELECT lemma, uses, articles, most FROM group_lemmas WHERE grp = $grp ORDER BY lemma',
      { grp },
    );
    const ofGroup = new Map(rows.map((row) => [row.lemma, row]));
    const itself = ownWords(grp);
    const words = totals
      .filter(({ lemma }) => !itself.has(lemma))
      .flatMap((total) => tellingWord(total, ofGroup.get(total.lemma), sizeA, sizeAll) ?? []);
    words.sort((x, y) => y.z - x.z || (x.lemma < y.lemma ? -1 : 1));
    // Some to spare: parts of names fall out.
    telling.set(grp, ends(words, 2 * MOST_WORDS));
  }
  const parts = await partsOfNames(store, [...telling.values()].flat());
  for (const [grp, words] of telling) {
    const whole = words.filter(({ lemma }) => !parts.has(lemma));
    await store.insert(
      'keywords',
      ends(whole, MOST_WORDS).map(({ lemma, z, use, articlesA, articlesB }) => [
        by, grp, REST, lemma, z, logRatio(use), logLikelihood(use), use.usesA, use.usesB, articlesA, articlesB,
      ]), // biome-ignore format: the order of the columns
    );
  }
}

/** The first and the last words of a list, so many of each side of zero. */
function ends(words: readonly Word[], most: number): Word[] {
  return [...words.filter(({ z }) => z > 0).slice(0, most), ...words.filter(({ z }) => z < 0).slice(-most)];
}

/** A word with its figures if it sets the group apart, and still does without the article that uses it most. */
function tellingWord(total: Total, own: Row | undefined, sizeA: number, sizeAll: number): Word | null {
  const usesA = own?.uses ?? 0;
  const articlesA = own?.articles ?? 0;
  const usesB = total.uses - usesA;
  const articlesB = total.articles - articlesA;
  const use = { usesA, sizeA, usesB, sizeB: sizeAll - sizeA, usesAll: total.uses, sizeAll };
  const z = logOdds(use);
  if (Math.abs(z) < SMALLEST_Z || (z > 0 ? articlesA : articlesB) < FEWEST_ARTICLES) return null;
  const mostA = own?.most ?? 0;
  const mostB = mostA === total.most[0] ? total.most[1]! : total.most[0]!;
  const without = logOdds(z > 0 ? { ...use, usesA: usesA - mostA } : { ...use, usesB: usesB - mostB });
  const stays = Math.sign(z) === Math.sign(without) && Math.abs(without) >= SMALLEST_Z_WITHOUT;
  return stays ? { lemma: total.lemma, z, use, articlesA, articlesB } : null;
}

/** Lemmas that nearly always stand in a longer name ("york"), and given names; surnames stand for their bearers. */
async function partsOfNames(store: Store, words: readonly Word[]): Promise<Set<string>> {
  const lemmas = [...new Set(words.map(({ lemma }) => lemma))];
  if (lemmas.length === 0) return new Set();
  const written = asWritten(await textsWith(store, lemmas), lemmas);
  return new Set(
    lemmas.filter((lemma) => {
      const words = written.get(lemma)!.split(' ');
      if (isGivenName(lemma)) return /^\p{Lu}/u.test(words[0]!);
      return words.length > 1 && !words.some((word) => isGivenName(word.toLowerCase()));
    }),
  );
}

/** Texts of the articles that use the lemmas most, those of the most telling first while there is room. */
async function textsWith(store: Store, lemmas: readonly string[]): Promise<string[]> {
  const rows = await store.query<{ document: string }>(
    `SELECT document, min(place) AS place FROM (
       SELECT document, row_number() OVER (PARTITION BY lemma ORDER BY uses DESC, document) AS place
       FROM lemmas WHERE lemma IN (SELECT unnest($lemmas::VARCHAR[])))
     WHERE place <= ${ARTICLES_READ} GROUP BY document ORDER BY place, document LIMIT ${MOST_READ}`,
    { lemmas: [...lemmas] },
  );
  const ids = rows.map(({ document }) => document);
  const texts: string[] = [];
  for await (const [, text] of textsOf(store, ids)) texts.push(text);
  return texts;
}
